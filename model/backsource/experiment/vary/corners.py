"""Corners of a study: does the choice hold wherever the unsure inputs may lie."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from backsource.experiment.arms import Experiment
from backsource.experiment.contest import broken
from backsource.experiment.probing import Told
from backsource.experiment.vary.base import Base, base_of
from backsource.experiment.vary.points import Point, points_of
from backsource.experiment.vary.running import are_there, measures_at
from backsource.inference import CornerFloor, Corners, two_level

FUTURES = 4
"""Futures in each corner where nobody asks for more."""


def corners(
    experiment: Experiment,
    arms: Sequence[str] = (),
    *,
    futures: int = FUTURES,
    folder: Path | None = None,
    jobs: int = 1,
    cluster: str | None = None,
    on_progress: Told | None = None,
) -> Corners:
    """Arms of a study in the corners of its unsure inputs and of its factors, with the floors of the study.

    The first of *arms* is the choice that is to hold; without any, all schedules of the study are run and the best on
    average over the corners is taken, of those that keep the floors. Runs are stored in *folder*. Where nothing is
    unsure there is no corner, and nothing runs. Raises StudyError.
    """
    base = base_of(experiment, folder, cluster)
    names = base.chosen(arms)
    ends = tuple(one.ends for one in base.inputs)
    goal, matters = base.measure.goal, base.matters
    if not ends:
        return Corners(names, (), np.empty((0, 0), dtype=np.int64), np.empty((0, futures, len(names))), goal, matters)
    design, points = _points(base)
    others = [floor.measure for _, floor in base.contest.floors if floor.measure != base.measure.name]
    values = measures_at(base, points, names, others, futures=futures, jobs=jobs, on_progress=on_progress)
    floors = tuple(CornerFloor(name, one.chance, broken(one, values[one.measure])) for name, one in base.contest.floors)
    found = Corners(names, ends, design, values[base.measure.name], goal, matters, floors)
    return found if arms else found.with_first(found.best)


def stored_corners(
    experiment: Experiment, arms: Sequence[str], *, futures: int = FUTURES, folder: Path
) -> Corners | None:
    """The same from stored runs alone; none where they have not been run."""
    base = base_of(experiment, folder)
    there = not base.inputs or are_there(base, _points(base)[1], base.chosen(arms), futures=futures)
    return corners(experiment, arms, futures=futures, folder=folder) if there else None


def _points(base: Base) -> tuple[npt.NDArray[np.int64], list[Point]]:
    """The design, and the corners themselves."""
    design = two_level(len(base.inputs))
    rows = [[one.high if at > 0 else one.low for one, at in zip(base.inputs, row, strict=True)] for row in design]
    return design, points_of(base.inputs, rows)
