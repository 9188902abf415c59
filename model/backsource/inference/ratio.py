"""The ratio of two means of pairs, such as a share of a total that is itself an estimate."""

import numpy as np
import numpy.typing as npt

from backsource.inference.interval import Interval, check_level
from backsource.inference.mean import t_quantile


def mean_ratio(part: npt.ArrayLike, whole: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Mean of *part* / mean of *whole*, both of shape (replications,), paired by position, with Fieller's limits.

    They are all ratios R for which Student's interval of the mean of part - R whole contains 0 (Fieller 1954). Where
    that of *whole* contains 0 they would reach to infinity: the ratio and its limits are nan then, as below two pairs.
    Raises ValueError where the samples differ in length.
    """
    own, all_of_it = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    if own.shape != all_of_it.shape or own.ndim != 1:
        raise ValueError(f"samples of shape {own.shape} and {all_of_it.shape}; two of one length would do")
    count = len(own)
    none = Interval(np.nan, np.nan, np.nan, count, check_level(level))
    if count < 2:
        return none
    top, bottom = float(own.mean()), float(all_of_it.mean())
    squared = t_quantile(count - 1, (1.0 + level) / 2.0) ** 2 / count
    (own_variance, both), (_, variance) = np.cov(own, all_of_it)
    limits = fieller(top, bottom, squared * own_variance, squared * both, squared * variance)
    return Interval(top / bottom, *limits, count, level) if limits else none


def fieller(top: float, bottom: float, own: float, both: float, whole: float) -> tuple[float, float] | None:
    """Limits of top / bottom, two means; None where that of the whole does not exclude 0.

    *own*, *both* and *whole* are variance of the upper mean, covariance, and variance of the lower one, each times the
    squared quantile. R is inside where a R^2 - 2 b R + c <= 0.
    """
    a = bottom**2 - whole
    if not a > 0.0:
        return None
    b, c = top * bottom - both, top**2 - own
    half = float(np.sqrt(max(0.0, b**2 - a * c)))
    return float(b - half) / float(a), float(b + half) / float(a)
