"""The mean of independent replications: mean +- t(n-1, 1-alpha/2) s / sqrt(n)."""

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from backsource.inference.interval import Interval, check_level, sample


def mean_interval(values: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Student's interval for the mean (Law 2015, section 9.4); limits are nan below two values.

    Values that are all equal give an interval of no width: the sample shows no spread, which is no proof of none.
    """
    found = sample(values)
    count = len(found)
    if count == 0:
        return Interval(np.nan, np.nan, np.nan, 0, check_level(level))
    mean = float(found.mean())
    half = t_quantile(count - 1, (1.0 + check_level(level)) / 2.0) * standard_error(found)
    return Interval(mean, mean - half, mean + half, count, level)


def standard_error(values: npt.NDArray[np.float64]) -> float:
    """Standard error of the mean; exactly 0 for equal values, nan below two values."""
    if len(values) < 2:
        return np.nan
    if (values == values[0]).all():
        return 0.0
    return float(values.std(ddof=1) / np.sqrt(len(values)))


def t_quantile(freedom: float, probability: float) -> float:
    """Quantile of Student's t, degrees of freedom whole or not; nan without a degree of freedom."""
    return float(stdtrit(freedom, probability)) if freedom > 0 else np.nan


def t_two_sided(t: float, freedom: int) -> float:
    """Chance that Student's t is at least as far from 0 as *t*."""
    return 2.0 * float(stdtr(freedom, -abs(t)))
