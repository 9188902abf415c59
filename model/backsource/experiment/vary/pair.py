"""Which schedule is the choice that inputs are held against, and which one it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from backsource.experiment.vary.base import Base
from backsource.experiment.vary.points import Point
from backsource.experiment.vary.running import Told, values_at
from backsource.inference import best_of

PILOT = 20
"""Futures that decide on the choice where nobody names it."""


@dataclass(frozen=True)
class Pair:
    """The choice, and the control; where the control is the choice, the next best."""

    choice: str
    against: str
    named: bool
    """Whether the choice was named; else it is the best on average of the pilot."""
    seconds: float
    """What a run took in the pilot; nan without one."""

    def first(self, arms: Sequence[str]) -> tuple[str, ...]:
        """The arms with the choice in front."""
        return (self.choice, *(name for name in arms if name != self.choice))


def pair_of(base: Base, picked: str | None = None, *, jobs: int = 1, on_progress: Told | None = None) -> Pair:
    """The pair of a study: *picked*, or the best on average of a pilot of 20 futures. Raises StudyError."""
    if picked is not None:
        base.chosen([picked])
        if picked != base.control:
            return Pair(picked, base.control, True, np.nan)
    began = perf_counter()
    values = values_at(base, [Point({})], base.arms, futures=PILOT, jobs=jobs, on_progress=on_progress)[0]
    seconds = (perf_counter() - began) / values.size
    choice = picked or base.arms[best_of(values.mean(axis=0), base.measure.goal)]
    if choice != base.control:
        return Pair(choice, base.control, picked is not None, seconds)
    others = [place for place, name in enumerate(base.arms) if name != choice]
    best = base.arms[others[best_of(values[:, others].mean(axis=0), base.measure.goal)]] if others else choice
    return Pair(choice, best, picked is not None, seconds)
