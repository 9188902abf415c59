"""The difference of two chances from runs that share nothing: Newcombe's interval, which stays within -1 and 1."""

from math import sqrt

from backsource.inference.interval import Interval
from backsource.inference.proportion import wilson


def newcombe(happened: int, count: int, other: int, other_count: int, level: float = 0.95) -> Interval:
    """*happened* of *count* less *other* of *other_count*: Newcombe's (1998) method 10, from Wilson's limits of both.

    With chances p and q, Wilson's limits (l, u) of p and (m, v) of q, the limits of p - q are
    p - q - sqrt((p - l)^2 + (v - q)^2) and p - q + sqrt((u - p)^2 + (q - m)^2); -1 and 1, and no estimate, where a
    count is 0. Raises ValueError where what happened is not within 0 .. its count.
    """
    mine, others = wilson(happened, count, level), wilson(other, other_count, level)
    gap, whole = mine.estimate - others.estimate, count + other_count
    if min(count, other_count) == 0:
        return Interval(gap, -1.0, 1.0, whole, level)
    below = sqrt((mine.estimate - mine.low) ** 2 + (others.high - others.estimate) ** 2)
    above = sqrt((mine.high - mine.estimate) ** 2 + (others.estimate - others.low) ** 2)
    return Interval(gap, gap - below, gap + above, whole, level)
