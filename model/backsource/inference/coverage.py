"""Whether a path that really happened could be one of a model's futures: bands, and a joint Monte Carlo test.

A path is a row of values (one a week); futures are rows of the same model. The test treats the real
path as one more future, held against all the others as each of them is: then it is exact, and weeks may depend on each
other, and series on each other, as they like.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backsource.inference.interval import Interval
from backsource.inference.proportion import wilson

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

TAIL = 0.05
"""Share of futures below the band, and above it: it promises to hold 90 % of weeks."""
ROUNDING = 1e-9
"""Relative difference that is none."""
FEWEST = 40
"""Futures below which a tail of 5 % holds less than two of them."""


@dataclass(frozen=True)
class Coverage:
    """One path beside the band of the futures."""

    low: Floats
    middle: Floats
    high: Floats
    """Quantiles 5 %, 50 % and 95 %, shape (weeks,); nan in weeks without a value."""
    known: Flags
    """Weeks that count."""
    inside: Flags
    """Weeks in which the path lies within the band, limits included."""
    share: Interval
    """Share of known weeks inside, with Wilson's interval (which takes weeks as independent)."""
    futures: Floats
    """The share of each future within the band of the others and the path, shape (futures,)."""


def coverage(path: npt.ArrayLike, futures: npt.ArrayLike, *, unanimous: bool) -> Coverage:
    """A path of shape (weeks,) beside futures of shape (futures, weeks); nan where there is no value.

    Weeks count in which the path and every future have a value; those in which all of these are the same, so that
    nothing could have been outside, only where *unanimous* says so. Raises ValueError with fewer than 40 futures.
    """
    actual, others = np.asarray(path, dtype=np.float64), np.asarray(futures, dtype=np.float64)
    if len(others) < FEWEST:
        raise ValueError(f"{len(others)} futures; {FEWEST} or more would do")
    known = ~np.isnan(actual) & ~np.isnan(others).any(axis=0)
    if not unanimous:
        known &= ~within(actual, others.max(axis=0), others.min(axis=0))
    pool = np.vstack((actual, others))[:, known]
    band = np.full((3, len(actual)), np.nan)
    there = ~np.isnan(others).any(axis=0)
    band[:, there] = np.quantile(others[:, there], (TAIL, 0.5, 1 - TAIL), axis=0)
    inside = np.zeros(len(actual), dtype=bool)
    inside[known] = within(actual[known], band[0, known], band[2, known])
    return Coverage(
        low=band[0], middle=band[1], high=band[2], known=known, inside=inside,
        share=wilson(int(inside.sum()), int(known.sum())), futures=shares_among_others(pool)[1:],
    )  # fmt: skip


def within(values: Floats, low: Floats, high: Floats) -> Flags:
    """Whether values lie between limits, which they may touch."""
    slack = ROUNDING * np.maximum(1.0, np.abs(values))
    return np.asarray((low - slack <= values) & (values <= high + slack))


def shares_among_others(paths: Floats) -> Floats:
    """Share of weeks in which each path lies within the band of all the others, shape (paths,)."""
    count, weeks = paths.shape
    if weeks == 0:
        return np.full(count, np.nan)
    order = np.sort(paths, axis=0)
    rank = np.argsort(np.argsort(paths, axis=0, kind="stable"), axis=0, kind="stable")
    limits = [without_own(order, rank, share) for share in (TAIL, 1 - TAIL)]
    return np.asarray(within(paths, *limits).mean(axis=1))


def without_own(order: Floats, rank: npt.NDArray[np.intp], share: float) -> Floats:
    """For each path the quantile of the others, between order statistics as `numpy.quantile` takes it.

    *order* holds the sorted values of each week, *rank* the place of each path among them.
    """
    place = share * (len(order) - 2)
    first = int(place)
    below, above = (
        np.where(nth < rank, order[nth], order[nth + 1])  # past its own place, the others stand one further
        for nth in (first, min(first + 1, len(order) - 2))
    )
    return np.asarray(below + (place - first) * (above - below))


def swing(path: npt.ArrayLike, futures: npt.ArrayLike) -> tuple[float, Floats]:
    """How far a path, and each future, swings about the mean of them all: root mean square, in their deviations.

    About 1 for a path of the model; nan where they do not differ. Weeks in which they agree do not count.
    """
    pool = np.vstack((np.asarray(path, dtype=np.float64), np.asarray(futures, dtype=np.float64)))
    deviation = pool.std(axis=0)
    moving = deviation > ROUNDING * np.maximum(1.0, np.abs(pool).max(axis=0))
    if not moving.any():
        return np.nan, np.full(len(pool) - 1, np.nan)
    scaled = (pool[:, moving] - pool[:, moving].mean(axis=0)) / deviation[moving]
    found = np.sqrt((scaled**2).mean(axis=1))
    return float(found[0]), found[1:]


def as_bad_by_chance(found: Sequence[float], futures: Sequence[Floats]) -> list[float]:
    """For each statistic: how often a future does as badly in *any* of them; small values speak against the model.

    *found* holds the statistics of the real path, *futures* those of the futures (each of shape (futures,)); low is
    bad. The worst of each future is taken over all statistics, so the answers hold together: a true model has one
    below 5 % in 5 % of cases (Westfall and Young 1993, least p, from the model's own futures; Barnard 1963). A
    statistic that is nan has the answer 1.
    """
    pool = np.column_stack([np.concatenate(([own], column)) for own, column in zip(found, futures, strict=True)])
    sound = ~np.isnan(pool).any(axis=0)
    answers = np.ones(len(found))
    if sound.any():
        scores = np.column_stack([places(column) for column in pool[:, sound].T])
        answers[sound] = (scores.min(axis=1)[:, None] <= scores[0] + ROUNDING).mean(axis=0)
    return [float(answer) for answer in answers]


def places(values: Floats) -> Floats:
    """The share of values that are no larger, for each value.

    A little is added by the distance from the mean, so that the lowest ones of many statistics do not all tie.
    """
    count, spread = len(values), values.std()
    below = np.searchsorted(np.sort(values), values + ROUNDING, side="right") / count
    away = (values - values.mean()) / spread if spread > ROUNDING else np.zeros(count)
    return np.asarray(below + 0.5 / count * away / (1.0 + np.abs(away)))
