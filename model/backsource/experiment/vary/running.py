"""The one door through which points become numbers: their runs are stored, and never made twice."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from backsource.errors import StudyError
from backsource.experiment.arms import Arm
from backsource.experiment.contents import content_keys
from backsource.experiment.course import Course, Progress
from backsource.experiment.provenance import inputs_of
from backsource.experiment.study import INCIDENT, asked_arms
from backsource.experiment.vary.base import Base
from backsource.experiment.vary.points import Point, experiment_at
from backsource.inference.interval import Floats
from backsource.results import Store

Told = Callable[[int, int], None]
"""How far it is: runs done, runs in all; called once before the first."""
FILE = "points.sqlite"
"""Runs of all looks at a study, in the folder of its looks."""


@dataclass(frozen=True)
class Looking:
    """So many futures of every arm at every point, one among them, since it is points that are compared."""

    futures: int
    arms: tuple[str, ...]

    @property
    def words(self) -> str:
        """As `4 futures a point`."""
        return f"{self.futures} futures a point"

    def ask(self, known: object) -> Mapping[str, int]:
        """Always the same."""
        return dict.fromkeys(self.arms, self.futures)


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
    placed, every, keys = _placed(base, points, arms)
    own = {arm.name: arm.name for arm in every}
    found = {name: np.full((len(points), futures, len(arms)), np.nan) for name in (measure, *others)}
    if on_progress:
        on_progress(0, len(every) * futures)

    def told(progress: Progress) -> None:
        if on_progress:
            on_progress(progress.done, progress.total)

    with tempfile.TemporaryDirectory(prefix="backsource-") as scratch:
        folder = base.folder or Path(scratch)
        with Store.open(folder, FILE) as store:
            store.ask(inputs_of(base.experiment), asked_arms(every, own, keys), whole=0, incident=INCIDENT)
            course = Course(store, every, own, keys, jobs=jobs, cluster=base.cluster, bare=True)
            course.follow(Looking(futures, tuple(own)), told)
            for number, place, arm in placed:
                for name, values in found.items():
                    values[number, :, place] = store.values(keys[arm.name], name, futures)
    if np.isnan(found[measure]).any():
        where = [name for place, name in enumerate(arms) if np.isnan(found[measure][:, :, place]).any()]
        said = f"{measure} has no value in some runs of {', '.join(where)}"
        raise StudyError(f"study {base.experiment.study.study}: {said}; another primary measure would do")
    return found


def are_there(base: Base, points: Sequence[Point], arms: Sequence[str], *, futures: int) -> bool:
    """Whether all runs of some points are stored already."""
    if base.folder is None or not (base.folder / FILE).exists():
        return False
    _, every, keys = _placed(base, points, arms)
    with Store.open(base.folder, FILE) as store:
        store.ask(inputs_of(base.experiment), asked_arms(every, {arm.name: arm.name for arm in every}, keys), whole=0)
        return all(store.have(keys[arm.name]) >= set(range(futures)) for arm in every)


def _placed(
    base: Base, points: Sequence[Point], arms: Sequence[str]
) -> tuple[list[tuple[int, int, Arm]], list[Arm], dict[str, str]]:
    """The arms of all points with their places, each arm once, and the key of its content."""
    placed = [(number, place, arm) for number, point in enumerate(points) for place, arm in _arms(base, point, arms)]
    every = list({arm.name: arm for _, _, arm in placed}.values())
    return placed, every, content_keys(every, {arm.name: arm.name for arm in every})


def _arms(base: Base, point: Point, arms: Sequence[str]) -> list[tuple[int, Arm]]:
    """The arms of a point with their places, named apart from those of other points."""
    known = {arm.name: arm for arm in experiment_at(base, point).arms()}
    return [(place, replace(known[name], name=f"{name} [{known[name].digest}]")) for place, name in enumerate(arms)]
