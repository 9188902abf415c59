"""Limits that hold a stated share of all futures, and how many runs they take (Wilks 1941)."""

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from backsource.inference.interval import Interval, check_level, sample


def wilks_size(share: float, confidence: float = 0.95, sides: Literal[1, 2] = 1) -> int:
    """Least number of runs whose extremes hold *share* of all futures with *confidence*: 59 and 93 for 95 / 95.

    One side: the largest run lies above *share* of futures; two: so much lies between smallest and largest. Raises
    ValueError where a share is not between 0 and 1.
    """
    if not 0.0 < share < 1.0:
        raise ValueError(f"share is {share}; more than 0 and less than 1 would do")
    check_level(confidence)
    low, high = 0, 1
    while holds(high, share, sides) < confidence:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle, share, sides) >= confidence else (middle, high)
    return high


def holds(count: int, share: float, left_out: int) -> float:
    """Chance that an interval between order statistics holds *share* of a continuous distribution.

    *left_out* of the n + 1 gaps between order statistics lie outside: 1 below the largest, 2 between the extremes.
    The content is distributed as Beta(n + 1 - left_out, left_out).
    """
    if count + 1 <= left_out:
        return 0.0
    return 1.0 - float(betainc(count + 1 - left_out, left_out, share))


def tolerance_interval(values: npt.ArrayLike, share: float, level: float = 0.95) -> Interval:
    """Limits between which *share* of all futures lie, with confidence *level*; the estimate is the sample's median.

    The innermost pair of order statistics, as many from below as from above, that does; nan where not even the
    extremes do. Raises ValueError where share is not between 0 and 1.
    """
    if not 0.0 < share < 1.0:
        raise ValueError(f"share is {share}; more than 0 and less than 1 would do")
    found = np.sort(sample(values))
    count = len(found)
    if count == 0:
        return Interval(np.nan, np.nan, np.nan, 0, check_level(level))
    median = float(np.median(found))
    if holds(count, share, 2) < check_level(level):
        return Interval(median, np.nan, np.nan, count, level)
    depth, beyond = 1, count // 2 + 1
    while beyond - depth > 1:
        middle = (depth + beyond) // 2
        depth, beyond = (middle, beyond) if holds(count, share, 2 * middle) >= level else (depth, middle)
    return Interval(median, float(found[depth - 1]), float(found[count - depth]), count, level)
