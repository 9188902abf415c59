"""What common random numbers bring, and how many replications a precision costs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backsource.inference.interval import check_level, sample
from backsource.inference.mean import t_quantile

Floats = npt.NDArray[np.float64]
MOST = 10**9
"""Replications beyond which nobody waits: a larger need is told as this."""


@dataclass(frozen=True)
class Pairing:
    """Variance of a difference with independent futures over that with the same futures."""

    ratio: float
    """Also the factor by which pairing cuts the replications that a precision needs; below 1 it harms."""
    count: int
    """Pairs it rests on."""
    words: str
    """What is said beside a comparison."""


def variance_ratio(values: npt.ArrayLike, control: npt.ArrayLike) -> Pairing:
    """(var X + var Y) / var(X - Y) of samples of shape (replications,), paired by position (Law 2015, section 11.2).

    inf where both vary and their difference does not; nan where neither varies, or below two pairs. Raises ValueError
    where the samples differ in length.
    """
    mine, other = np.asarray(values, dtype=np.float64), np.asarray(control, dtype=np.float64)
    if mine.shape != other.shape or mine.ndim != 1:
        raise ValueError(f"samples of shape {mine.shape} and {other.shape}; two of one length would do")
    whole = ~np.isnan(mine) & ~np.isnan(other)
    mine, other = mine[whole], other[whole]
    if len(mine) < 2:
        return Pairing(np.nan, len(mine), "too few pairs to say what common random numbers bring")
    apart = _variance(mine) + _variance(other)
    together = _variance(mine - other)
    if together == 0.0:
        return Pairing(np.inf if apart else np.nan, len(mine), "the difference is the same in every future")
    ratio = apart / together
    return Pairing(ratio, len(mine), _words(ratio))


def _words(ratio: float) -> str:
    if f"{ratio:.1f}" == "1.0" or f"{1.0 / ratio:.1f}" == "1.0":
        return "common random numbers hardly change the needed replications"
    if ratio >= 1.0:
        return f"common random numbers cut the needed replications by {ratio:.1f}x"
    return (
        f"common random numbers raise the needed replications by {1.0 / ratio:.1f}x: independent runs would do better"
    )


def _variance(values: Floats) -> float:
    return 0.0 if (values == values[0]).all() else float(values.var(ddof=1))


def differences(values: Floats) -> tuple[Floats, Floats]:
    """Mean of alternative i less alternative l and its standard error, over pairs of one replication.

    *values* is of shape (replications, alternatives), two or more replications; both results are of shape
    (alternatives, alternatives). The error of a difference that never varies is exactly 0.
    """
    count, arms = values.shape
    gap, error = np.zeros((arms, arms)), np.zeros((arms, arms))
    for arm in range(arms):
        each = values[:, [arm]] - values
        varies = (each != each[0]).any(axis=0)
        gap[arm] = np.where(varies, each.mean(axis=0), each[0])
        error[arm, varies] = each[:, varies].std(axis=0, ddof=1) / np.sqrt(count)
    return gap, error


def replications_needed(pilot: npt.ArrayLike, half_width: float, level: float = 0.95) -> int:
    """Replications in all until Student's half-width is at most *half_width*, from a pilot of shape (n,).

    The least i >= n with t(i - 1) s / sqrt(i) <= half_width (Law 2015, section 9.4.1); for a comparison the pilot is
    the sample of differences. Never below the pilot. At most 10^9. Raises ValueError with fewer than two values or a
    half-width that is not positive.
    """
    found = sample(pilot)
    if len(found) < 2:
        raise ValueError(f"a pilot of {len(found)} values; two or more would do")
    if not half_width > 0.0:
        raise ValueError(f"half-width is {half_width}; more than 0 would do")
    share = (1.0 + check_level(level)) / 2.0
    spread = float(np.sqrt(_variance(found)))

    def enough(count: int) -> bool:
        return bool(t_quantile(count - 1, share) * spread <= half_width * np.sqrt(count))

    if enough(len(found)):
        return len(found)
    low, high = len(found), 2 * len(found)
    while high < MOST and not enough(high):
        low, high = high, 2 * high
    if high >= MOST and not enough(MOST):
        return MOST
    while high - low > 1:  # the half-width falls with every replication
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def replications_of_each(
    pilots: Mapping[str, npt.ArrayLike], half_widths: Mapping[str, float], level: float = 0.95
) -> dict[str, int]:
    """Replications needed by each measure that has a half-width; the study needs the largest of them.

    Each interval is at *level* by itself. Raises ValueError for a half-width without a pilot.
    """
    if missing := sorted(set(half_widths) - set(pilots)):
        raise ValueError(f"no pilot of {', '.join(missing)}; one of {', '.join(sorted(pilots))} would do")
    return {name: replications_needed(pilots[name], half, level) for name, half in half_widths.items()}
