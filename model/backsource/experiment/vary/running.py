"""The one door through which points become numbers: their runs are stored, and never made twice."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backsource.errors import StudyError
from backsource.experiment import probing
from backsource.experiment.arms import Arm
from backsource.experiment.pieces import Cells
from backsource.experiment.probing import Told, probed
from backsource.experiment.provenance import inputs_of
from backsource.experiment.vary.base import Base
from backsource.experiment.vary.points import Point, experiment_at
from backsource.inference.interval import Floats

FILE = "points.sqlite"
"""Runs of all variations of a study, in their folder."""


def values_at(
    base: Base,
    points: Sequence[Point],
    arms: Sequence[str],
    *,
    futures: int,
    jobs: int = 1,
    on_progress: Told | None = None,
) -> Floats:
    """The primary measure, shape (points, futures, arms): as `measures_at`."""
    found = measures_at(base, points, arms, (), futures=futures, jobs=jobs, on_progress=on_progress)
    return found[base.measure.name]


def measures_at(
    base: Base,
    points: Sequence[Point],
    arms: Sequence[str],
    others: Sequence[str],
    *,
    futures: int,
    jobs: int = 1,
    on_progress: Told | None = None,
) -> dict[str, Floats]:
    """The primary measure and others by name, shape (points, futures, arms): all meet the same futures.

    The seed is the study's. Numbers do not depend on *jobs* or the cluster of *base*. Runs lie in its folder, and those
    that are there already are not made again; without a folder they are gone. Raises StudyError where a measure is not
    made by a run alone, or where a run has no value for the primary one.
    """
    measure = base.measure.name
    placed, cells = _placed(base, points, arms, futures)
    found = {name: np.full((len(points), futures, len(arms)), np.nan) for name in (measure, *others)}
    runs = probed(
        cells, inputs_of(base.experiment), file=FILE, folder=base.folder, jobs=jobs, cluster=base.cluster,
        on_progress=on_progress,
    )  # fmt: skip
    for number, place, arm in placed:
        for name, values in found.items():
            values[number, :, place] = [runs[arm.name][future].measures[name] for future in range(futures)]
    if np.isnan(found[measure]).any():
        where = [name for place, name in enumerate(arms) if np.isnan(found[measure][:, :, place]).any()]
        said = f"{measure} has no value in some runs of {', '.join(where)}"
        raise StudyError(f"study {base.experiment.study.study}: {said}; another primary measure would do")
    return found


def are_there(base: Base, points: Sequence[Point], arms: Sequence[str], *, futures: int) -> bool:
    """Whether all runs of some points are stored already."""
    if base.folder is None:
        return False
    _, cells = _placed(base, points, arms, futures)
    return probing.are_there(cells, inputs_of(base.experiment), file=FILE, folder=base.folder)


def _placed(
    base: Base, points: Sequence[Point], arms: Sequence[str], futures: int
) -> tuple[list[tuple[int, int, Arm]], Cells]:
    """The arms of all points with their places; each arm once, with its replications."""
    placed = [(number, place, arm) for number, point in enumerate(points) for place, arm in _arms(base, point, arms)]
    return placed, [(arm, range(futures)) for arm in {arm.name: arm for _, _, arm in placed}.values()]


def _arms(base: Base, point: Point, arms: Sequence[str]) -> list[tuple[int, Arm]]:
    """The arms of a point with their places, named apart from those of other points."""
    known = {arm.name: arm for arm in experiment_at(base, point).arms()}
    return [(place, replace(known[name], name=f"{name} [{known[name].digest}]")) for place, name in enumerate(arms)]
