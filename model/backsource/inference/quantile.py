"""A quantile of replications, between two order statistics: no assumption on the distribution."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr

from backsource.inference.interval import Interval, check_level, sample


@dataclass(frozen=True)
class Ranks:
    """Order statistics, counted from 1, between which a quantile lies."""

    low: int
    high: int
    coverage: float
    """Exact chance for a continuous distribution."""


def quantile_interval(values: npt.ArrayLike, share: float, level: float = 0.95) -> Interval:
    """The *share*-quantile with limits at order statistics (Conover 1999, section 3.2).

    The estimate is the order statistic of rank ceil(n share). Limits are nan where the sample is too small for the
    level: then not even its extremes would do.
    """
    found = np.sort(sample(values))
    count = len(found)
    if count == 0:
        return Interval(np.nan, np.nan, np.nan, 0, check_level(level))
    estimate = float(found[max(int(np.ceil(count * share - 1e-9)), 1) - 1])
    ranks = quantile_ranks(count, share, level)
    if ranks is None:
        return Interval(estimate, np.nan, np.nan, count, level)
    return Interval(estimate, float(found[ranks.low - 1]), float(found[ranks.high - 1]), count, level)


@lru_cache(maxsize=1024)
def quantile_ranks(count: int, share: float, level: float = 0.95) -> Ranks | None:
    """Nearest ranks with at most (1 - level)/2 outside on either side; None where n is too small.

    P(X(l) <= quantile < X(u)) = B(u-1) - B(l-1), where B is the binomial distribution function of n and *share*.
    Raises ValueError where share is not between 0 and 1.
    """
    if not 0.0 < share < 1.0:
        raise ValueError(f"share is {share}; more than 0 and less than 1 would do")
    tail = (1.0 - check_level(level)) / 2.0
    below = bdtr(np.arange(count, dtype=np.float64), count, share)
    low = int(np.searchsorted(below, tail, side="right"))
    high = int(np.searchsorted(below, 1.0 - tail, side="left")) + 1
    if low < 1 or high > count:
        return None
    return Ranks(low, high, float(below[high - 1] - below[low - 1]))
