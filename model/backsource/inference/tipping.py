"""Tipping values: at which value of an input does the choice change."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from backsource.inference.interval import Floats, check_level

RESAMPLES = 1000
Side = Literal["", "below", "above", "everywhere equal"]


@dataclass(frozen=True)
class Tipping:
    """Where a difference passes through 0."""

    value: float
    """The root; nan where there is none in the range."""
    low: float
    """Limits of the root; minus infinity and infinity where they lie outside the range."""
    high: float
    sign: int
    """Sign of the difference throughout where there is no root (0: no difference at all), else below the root."""
    inside: float
    """Share of the resamples that have a root in the range."""
    crossings: int
    """Changes of sign of the plain means; more than one says that the fit is a line through a bend."""
    level: float


def tipping(
    levels: Floats,
    samples: Floats,
    rng: np.random.Generator,
    *,
    level: float = 0.95,
    resamples: int = RESAMPLES,
) -> Tipping:
    """The root of a paired difference over an input, from its values at some levels.

    *levels* rise, shape (levels,); *samples* has shape (levels, futures) and each future is common to all levels. The
    means over the futures are made monotone in the direction in which they run (least squares, pool adjacent
    violators) and joined by straight lines. The limits are percentiles of the roots of resampled futures, whole rows of
    them, so that what futures do to all levels alike stays together. Raises ValueError for levels that do not rise or
    samples of another shape.
    """
    check_level(level)
    if levels.ndim != 1 or len(levels) < 2 or samples.shape[:1] != levels.shape or (np.diff(levels) <= 0).any():
        raise ValueError(f"levels {levels.tolist()}, values {samples.shape}; rising levels with a row each would do")
    futures = samples.shape[1]
    means = samples.mean(axis=1)
    rising = bool(np.polyfit(levels, means, 1)[0] >= 0)
    value, sign = root_of(levels, _monotone(means, rising))
    again = (samples[:, rng.integers(futures, size=futures)].mean(axis=1) for _ in range(resamples))
    drawn = np.array([_placed(*root_of(levels, _monotone(one, rising)), rising) for one in again])
    tail = (1.0 - level) / 2.0
    kept = np.sort(drawn[~np.isnan(drawn)])
    low, high = (_ranked(kept, chance) for chance in (tail, 1.0 - tail))
    signs = np.sign(means[means != 0])
    crossings = int((signs[1:] != signs[:-1]).sum())
    return Tipping(value, low, high, sign, float(np.isfinite(drawn).mean()), crossings, level)


def root_of(levels: Floats, values: Floats) -> tuple[float, int]:
    """Where monotone values joined by straight lines pass through 0, and their sign below; (nan, sign) where nowhere.

    Values that are 0 over a stretch pass in its middle.
    """
    first, last = float(values[0]), float(values[-1])
    if first == last == 0:
        return np.nan, 0
    sign = int(np.sign(first if first != 0 else -last))
    if first * last > 0:
        return np.nan, sign
    zero = levels[values == 0]
    if len(zero):
        return float(zero[0] + zero[-1]) / 2.0, sign
    after = int(np.argmax(np.sign(values) != np.sign(first)))
    before = after - 1
    share = values[before] / (values[before] - values[after])
    return float(levels[before] + share * (levels[after] - levels[before])), sign


def _monotone(means: Floats, rising: bool) -> Floats:
    from scipy.optimize import isotonic_regression

    return np.asarray(isotonic_regression(means, increasing=rising).x)


def _placed(root: float, sign: int, rising: bool) -> float:
    """A root, or on which side of the range it must lie; nan where there is no difference."""
    if np.isfinite(root) or sign == 0:
        return root
    return -np.inf if (sign > 0) == rising else np.inf


def _ranked(kept: Floats, chance: float) -> float:
    """A percentile that never lies between a number and infinity."""
    if len(kept) == 0:
        return np.nan
    return float(kept[min(len(kept) - 1, max(0, round(chance * (len(kept) - 1))))])
