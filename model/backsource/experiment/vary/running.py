"""The one door through which points become numbers: their runs are stored, and never made twice."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from backsource.errors import StudyError
from backsource.experiment.arms import Arm
from backsource.experiment.contents import content_keys
from backsource.experiment.course import Course, Progress
from backsource.experiment.provenance import inputs_of
from backsource.experiment.rules import Fixed
from backsource.experiment.study import INCIDENT, asked_arms
from backsource.experiment.vary.base import Base
from backsource.experiment.vary.points import Point, experiment_at
from backsource.inference.interval import Floats
from backsource.results import Store

Told = Callable[[int, int], None]
"""How far it is: runs done, runs in all; called once before the first."""
FILE = "points.sqlite"
"""Runs of all looks at a study, in the folder of its looks."""


def values_at(
    base: Base,
    points: Sequence[Point],
    arms: Sequence[str],
    *,
    futures: int,
    jobs: int = 1,
    on_progress: Told | None = None,
) -> Floats:
    """The primary measure, shape (points, futures, arms): all points and arms meet the same futures.

    The seed is the study's. Numbers do not depend on *jobs*. Runs lie in the folder of *base*, and those that are there
    already are not made again; without a folder they are gone. Raises StudyError where a measure is not made by a run
    alone, or where a run has no value for it.
    """
    placed, every, keys = _placed(base, points, arms)
    own = {arm.name: arm.name for arm in every}
    found = np.full((len(points), futures, len(arms)), np.nan)
    if on_progress:
        on_progress(0, len(every) * futures)

    def told(progress: Progress) -> None:
        if on_progress:
            on_progress(progress.done, progress.total)

    with tempfile.TemporaryDirectory(prefix="backsource-") as scratch:
        folder = base.folder or Path(scratch)
        with Store.open(folder, FILE) as store:
            store.ask(inputs_of(base.experiment), asked_arms(every, own, keys), whole=0, incident=INCIDENT)
            course = Course(store, every, own, keys, jobs=jobs, bare=True)
            course.follow(Fixed(futures, tuple(own)), told)
            for number, place, arm in placed:
                found[number, :, place] = store.values(keys[arm.name], base.measure.name, futures)
    if np.isnan(found).any():
        where = [name for place, name in enumerate(arms) if np.isnan(found[:, :, place]).any()]
        measure = f"{base.measure.name} has no value in some runs of {', '.join(where)}"
        raise StudyError(f"study {base.experiment.study.study}: {measure}; another primary measure would do")
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
