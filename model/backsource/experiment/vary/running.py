"""The one door through which points become numbers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from backsource.errors import StudyError
from backsource.experiment.arms import Arm
from backsource.experiment.cell import run_cell
from backsource.experiment.vary.base import Base
from backsource.experiment.vary.points import Point, experiment_at
from backsource.experiment.workers import shared_out
from backsource.inference.interval import Floats

Told = Callable[[int, int], None]
"""How far it is: runs done, runs in all; called once before the first."""


def values_at(
    base: Base,
    points: Sequence[Point],
    arms: Sequence[str],
    *,
    futures: int,
    jobs: int = 1,
    on_progress: Told | None = None,
    first: int = 0,
) -> Floats:
    """The primary measure, shape (points, futures, arms): all points and arms meet the same futures.

    Futures are numbered from *first* on, the seed is the study's. Numbers do not depend on *jobs*. Raises StudyError
    where a measure is not made by a run alone, or where a run has no value for it.
    """
    calls = [
        partial(_futures, (number, place), arm, base.measure.name, range(first, first + futures))
        for number, point in enumerate(points) for place, arm in _arms(base, point, arms)
    ]  # fmt: skip
    found = np.full((len(points), futures, len(arms)), np.nan)
    done = 0
    if on_progress:
        on_progress(0, found.size)
    for (number, place), values in shared_out(calls, jobs):
        found[number, :, place] = values
        done += len(values)
        if on_progress:
            on_progress(done, found.size)
    if np.isnan(found).any():
        where = [name for place, name in enumerate(arms) if np.isnan(found[:, :, place]).any()]
        measure = f"{base.measure.name} has no value in some runs of {', '.join(where)}"
        raise StudyError(f"study {base.experiment.study.study}: {measure}; another primary measure would do")
    return found


def _arms(base: Base, point: Point, arms: Sequence[str]) -> list[tuple[int, Arm]]:
    """The arms of a point with their places, named apart from those of other points."""
    known = {arm.name: arm for arm in experiment_at(base, point).arms()}
    return [(place, replace(known[name], name=f"{name} [{known[name].digest}]")) for place, name in enumerate(arms)]


def _futures(key: tuple[int, int], arm: Arm, measure: str, futures: range) -> tuple[tuple[int, int], list[float]]:
    runs = (run_cell(arm, replication, curves=False).measures for replication in futures)
    return key, [float(measures.get(measure, np.nan)) for measures in runs]
