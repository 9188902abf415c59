"""Corners of a study: does the choice hold wherever the unsure inputs may lie."""

from collections.abc import Sequence

import numpy as np

from backsource.experiment.arms import Experiment
from backsource.experiment.vary.base import base_of
from backsource.experiment.vary.points import points_of
from backsource.experiment.vary.running import Told, values_at
from backsource.inference import Corners, two_level

FUTURES = 4
"""Futures in each corner where nobody asks for more."""


def corners(
    experiment: Experiment,
    arms: Sequence[str] = (),
    *,
    futures: int = FUTURES,
    jobs: int = 1,
    on_progress: Told | None = None,
) -> Corners:
    """Arms of a study in the corners of its unsure inputs and of the factors of its scenario.

    The first of *arms* is the choice that is to hold; without any, all schedules of the study are run and the best on
    average over the corners is taken. Where nothing is unsure there is no corner, and nothing runs. Raises StudyError.
    """
    base = base_of(experiment)
    names = base.chosen(arms)
    ends = tuple(one.ends for one in base.inputs)
    goal, matters = base.measure.goal, base.matters
    if not ends:
        return Corners(names, (), np.empty((0, 0), dtype=np.int64), np.empty((0, futures, len(names))), goal, matters)
    design = two_level(len(ends))
    rows = [[one.high if at > 0 else one.low for one, at in zip(base.inputs, row, strict=True)] for row in design]
    samples = values_at(base, points_of(base.inputs, rows), names, futures=futures, jobs=jobs, on_progress=on_progress)
    found = Corners(names, ends, design, samples, goal, matters)
    return found if arms else found.with_first(found.best)
