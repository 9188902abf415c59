"""Several measures at once, and what a wrong pick costs: non-dominated alternatives, regret, futures lost.

Means are resampled by whole replications, so what schedules and measures have in common within a future stays together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from backsource.inference.interval import Interval, check_level
from backsource.inference.mean import mean_interval, t_quantile
from backsource.inference.pairing import differences
from backsource.inference.proportion import wilson
from backsource.streams import stream

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Goals = Sequence[Literal["min", "max"]]
DRAWS = 2000
"""Bootstrap samples: a share of them is known to 2.2 points (95 %)."""
CHUNK = 2_000_000
"""Weights, or pairs of alternatives by measure, held in memory at once."""
TIE = 1e-12
"""Relative difference of means that is none."""


@dataclass(frozen=True)
class Regret:
    """What picking one alternative for good is expected to cost against the best of them."""

    best: float
    """Share of bootstrap samples in which its mean is the best (ties count for each): which way the data lean, no
    guarantee. Of four equal alternatives each has less than 5 % in a quarter of all experiments."""
    expected: Interval
    """Mean over the samples of how far its mean is from the best one, with limits of the regret."""


@dataclass(frozen=True)
class Beaten:
    """One alternative against a rival, future by future."""

    share: Interval
    """Share of futures in which the rival is better, with Wilson's interval."""
    by: Interval
    """By how much on average in those futures; nan where there are none."""


def non_dominated(samples: npt.ArrayLike, goals: Goals, seed: int, draws: int = DRAWS) -> Floats:
    """Chance of each alternative that none of the others is as good in all mean measures and better in one.

    *samples* is of shape (replications, alternatives, measures), *goals* one for each measure. The chance is the share
    of *draws* paired bootstrap samples, drawn from `stream(seed, 0, "inference/trade-off")`; shape (alternatives,).
    """
    values = _whole(samples, 3) * np.array([-1.0 if goal == "max" else 1.0 for goal in goals])
    free = np.zeros(values.shape[1])
    for means in _resampled(values, seed, "inference/trade-off", draws):
        free += undominated(means).sum(axis=0)
    return np.asarray(free / draws)


def undominated(means: Floats) -> Flags:
    """Which alternatives no other one dominates where less is better; shape (..., alternatives, measures)."""
    pairs = (*means.shape[:-1], means.shape[-2])
    as_good, better = np.ones(pairs, dtype=bool), np.zeros(pairs, dtype=bool)
    for measure in np.moveaxis(means, -1, 0):
        slack = TIE * np.abs(measure).max()
        behind = measure[..., :, None] - measure[..., None, :]
        as_good &= behind >= -slack
        better |= behind > slack
    return np.asarray(~(as_good & better).any(axis=-1))


def regret(
    samples: npt.ArrayLike, goal: Literal["min", "max"], seed: int, level: float = 0.95, draws: int = DRAWS
) -> tuple[Regret, ...]:
    """Expected regret of picking each alternative, from samples of shape (replications, alternatives).

    Drawn from `stream(seed, 0, "inference/regret")`. The regret of i is max over l of mean(i) - mean(l). Its limits
    are max over l of each difference less, and plus, a multiple of its standard error: the multiple that the largest
    of the resampled deviations of i stays below with chance *level*. So they cover also where several alternatives are
    equal, where percentiles of resampled regret cover too little, since the best of several means flatters.
    """
    values = _whole(samples, 2) * (-1.0 if goal == "max" else 1.0)
    check_level(level)
    means = np.concatenate(list(_resampled(values, seed, "inference/regret", draws)))
    behind = means - means.min(axis=1, keepdims=True)
    best = (behind <= TIE * np.abs(means).max()).mean(axis=0)
    gap, error = differences(values)
    small = t_quantile(len(values) - 1, (1.0 + level) / 2.0) / float(ndtri((1.0 + level) / 2.0))
    found = []
    for arm in range(values.shape[1]):
        half = small * _reach(means[:, [arm]] - means, gap[arm], error[arm], level) * error[arm]
        low, high = (max(0.0, float((gap[arm] + side * half).max())) for side in (-1.0, 1.0))
        found.append(Regret(float(best[arm]), Interval(float(behind[:, arm].mean()), low, high, len(values), level)))
    return tuple(found)


def _reach(resampled: Floats, gap: Floats, error: Floats, level: float) -> float:
    """Standard errors that the largest deviation of resampled differences stays below with chance *level*."""
    varies = error > 0.0
    if not varies.any():
        return 0.0
    deviation = np.abs(resampled[:, varies] - gap[varies]) / error[varies]
    return float(np.quantile(deviation.max(axis=1), level))


def beaten(values: npt.ArrayLike, rival: npt.ArrayLike, goal: Literal["min", "max"], level: float = 0.95) -> Beaten:
    """In which share of futures *rival* is better, and by how much there; both (replications,), paired by position."""
    both = _whole(np.column_stack((np.asarray(values, dtype=np.float64), np.asarray(rival, dtype=np.float64))), 2)
    behind = (both[:, 0] - both[:, 1]) * (-1.0 if goal == "max" else 1.0)
    worse = behind > 0.0
    return Beaten(wilson(int(worse.sum()), len(behind), level), mean_interval(behind[worse], level))


def hindsight(samples: npt.ArrayLike, goal: Literal["min", "max"], level: float = 0.95) -> tuple[Interval, ...]:
    """Mean over futures of how far each alternative is from the best one *of that future*.

    What it costs to choose before the future is known; shape of *samples* (replications, alternatives).
    """
    values = _whole(samples, 2) * (-1.0 if goal == "max" else 1.0)
    behind = values - values.min(axis=1, keepdims=True)
    return tuple(mean_interval(column, level) for column in behind.T)


def _whole(samples: npt.ArrayLike, axes: int) -> Floats:
    """Replications in which nothing is missing."""
    values = np.asarray(samples, dtype=np.float64)
    if values.ndim != axes:
        raise ValueError(f"samples of shape {values.shape}; {axes} axes, replications first, would do")
    kept = values[~np.isnan(values).any(axis=tuple(range(1, axes)))]
    if len(kept) < 2:
        raise ValueError(f"{len(kept)} whole replications; two or more would do")
    return np.asarray(kept)


def _resampled(values: Floats, seed: int, name: str, draws: int) -> Iterator[Floats]:
    """Means of replications drawn with replacement, shape (some draws, ...) at a time, *draws* in all."""
    count = len(values)
    flat = values.reshape(count, -1)
    generator = stream(seed, 0, name)
    at_once = max(CHUNK // max(count, flat.shape[1] * values.shape[1]), 1)
    for first in range(0, draws, at_once):
        some = min(at_once, draws - first)
        drawn = generator.integers(count, size=(some, count)) + count * np.arange(some)[:, None]
        weights = np.bincount(drawn.ravel(), minlength=some * count).reshape(some, count)
        yield (weights @ flat / count).reshape(some, *values.shape[1:])
