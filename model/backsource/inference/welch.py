"""The difference of two means from runs that share nothing: Welch's interval, for results of different seeds."""

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from backsource.inference.interval import Interval, check_level, sample


def welch_interval(values: npt.ArrayLike, control: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Mean of *values* minus mean of *control*, independent samples of any lengths (Law 2015, section 10.2).

    Student's t with Welch's (1938) degrees of freedom. Limits are nan where a sample has fewer than two values.
    """
    mine, other = sample(values), sample(control)
    count = len(mine) + len(other)
    if min(len(mine), len(other)) == 0:
        return Interval(np.nan, np.nan, np.nan, count, check_level(level))
    gap = float(mine.mean() - other.mean())
    if min(len(mine), len(other)) < 2:
        return Interval(gap, np.nan, np.nan, count, check_level(level))
    squares = float(mine.var(ddof=1)) / len(mine) + float(other.var(ddof=1)) / len(other)
    half = float(stdtrit(welch_freedom(mine, other), (1.0 + check_level(level)) / 2.0)) * np.sqrt(squares)
    return Interval(gap, gap - half, gap + half, count, level)


def welch_freedom(values: npt.ArrayLike, control: npt.ArrayLike) -> float:
    """Degrees of freedom (a + b)^2 / (a^2 / (n1 - 1) + b^2 / (n2 - 1)), with a = s1^2 / n1 and b = s2^2 / n2.

    Where neither sample varies, the larger n less 1.
    """
    mine, other = sample(values), sample(control)
    parts = [float(each.var(ddof=1)) / len(each) for each in (mine, other)]
    if sum(parts) == 0.0:
        return float(max(len(mine), len(other)) - 1)
    below = sum(part**2 / (len(each) - 1) for part, each in zip(parts, (mine, other), strict=True))
    return sum(parts) ** 2 / below
