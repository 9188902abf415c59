"""A probability seen as k of n: Wilson's interval, which does not print 100 % after ten successes of ten."""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from backsource.inference.interval import Interval, check_level, sample

RULE_OF_THREE = 3.0
"""What was not seen in n independent futures has a chance below 3/n, with 95 % confidence: (1 - 3/n)^n < exp(-3)."""


def wilson(successes: int, count: int, level: float = 0.95) -> Interval:
    """Wilson's (1927) score interval; limits are 0 and 1 without observations.

    Raises ValueError where successes are not within 0 .. count.
    """
    if not 0 <= successes <= count:
        raise ValueError(f"{successes} successes of {count}; 0 to {count} would do")
    z = float(ndtri((1.0 + check_level(level)) / 2.0))
    if count == 0:
        return Interval(np.nan, 0.0, 1.0, 0, level)
    share = successes / count
    wide = 1.0 + z * z / count
    middle = (share + z * z / (2 * count)) / wide
    half = z * np.sqrt(share * (1.0 - share) / count + z * z / (4 * count * count)) / wide
    low = 0.0 if successes == 0 else float(middle - half)
    high = 1.0 if successes == count else float(middle + half)
    return Interval(share, low, high, count, level)


def chance(values: npt.ArrayLike, *, above: float, level: float = 0.95) -> Interval:
    """Probability that a measure exceeds a threshold, as P(line stop > 1 day); values that are missing do not count."""
    found = sample(values)
    return wilson(int(np.count_nonzero(found > above)), len(found), level)


def unseen_below(count: int) -> float:
    """Largest chance (95 %) of what never happened in *count* independent futures: the rule of three, at most 1."""
    return min(1.0, RULE_OF_THREE / count) if count else 1.0
