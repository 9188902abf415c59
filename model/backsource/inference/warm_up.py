"""How much of the beginning to leave out, by MSER-5: for the regime as it is before the changeover, and nothing else.

A changeover is a transient on purpose; what it does in its first weeks is the answer, never a warm-up.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BATCH = 5
"""Values averaged into one, the 5 of MSER-5."""
KEPT = 5
"""Batches that are always kept: of fewer, the rule picks runs that happen to agree."""
LEAST = 2 * KEPT
"""Batches below which the series is too short to say."""
ROUNDING = 1e-12
"""Differences, relative to the largest, that rounding may leave where values are equal."""


@dataclass(frozen=True)
class WarmUp:
    """Where a series has settled, if it has."""

    cut: int
    """Values to leave out at the beginning."""
    count: int
    """Values that were there."""
    usable: bool
    """Whether the cut lies in the first half; if not, the series is too short, or it never settles."""
    words: str
    """What is said of it."""


def warm_up(series: npt.ArrayLike) -> WarmUp:
    """MSER-5 of a series of shape (days,), or of the mean of several of shape (replications, days).

    The cut d minimises sum over i > d of (Y(i) - mean)^2 / (n - d)^2 over the n means of five values each (White 1997;
    White, Cobb and Spratt 2000); the last five batches are not cut (Hoad, Robinson and Davies 2010). A cut in the
    second half is not usable: then a longer series is asked for. Raises ValueError for a missing value.
    """
    values = np.asarray(series, dtype=np.float64)
    values = values.mean(axis=0) if values.ndim == 2 else values
    if values.ndim != 1 or np.isnan(values).any():
        raise ValueError("a series with a value each day, or several of one length, would do")
    batches = len(values) // BATCH
    if batches < LEAST:
        words = f"{len(values)} values are too few to find a warm-up; {LEAST * BATCH} or more would do"
        return WarmUp(0, len(values), usable=False, words=words)
    means = values[: batches * BATCH].reshape(batches, BATCH).mean(axis=1)
    cut = int(np.argmin(marginal_errors(means)[: batches - KEPT + 1]))
    if 2 * cut > batches:
        words = f"not settled after {cut * BATCH} of {len(values)} values: a longer series would do"
        return WarmUp(cut * BATCH, len(values), usable=False, words=words)
    return WarmUp(cut * BATCH, len(values), usable=True, words=f"settled after {cut * BATCH} of {len(values)} values")


def marginal_errors(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """MSER's statistic for each number of leading values left out, 0 to n - 1."""
    away = values - values[0]
    errors = np.array([away[cut:].var() / (len(away) - cut) for cut in range(len(away))])
    errors[errors < (ROUNDING * np.abs(away).max()) ** 2] = 0.0
    return errors
