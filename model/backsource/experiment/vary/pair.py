"""Which schedule is the choice that inputs are held against, and which one it is compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from backsource.experiment.choosing import choices
from backsource.experiment.probing import Told
from backsource.experiment.stored import asks
from backsource.experiment.vary.base import Base
from backsource.experiment.vary.points import Point
from backsource.experiment.vary.running import measures_at
from backsource.inference import Choice, choose
from backsource.inference.interval import Floats
from backsource.results import FIXED, Results

PILOT = 20
"""Futures that decide on the choice where nobody names it and the study has not run."""
OUT = "breaks a floor"
"""State of an arm that is known to break a floor."""


@dataclass(frozen=True)
class Pair:
    """The choice, and the control; where the control is the choice, the next best."""

    choice: str
    against: str
    named: bool
    """Whether the choice was named; else it is the one of the study's runs, or of a pilot."""
    seconds: float
    """What a run took in the pilot; nan without one."""
    how: str = "as asked"
    """Where the choice comes from, in words."""
    barred: frozenset[str] = frozenset()
    """Arms that are known to break a floor, which nobody would choose."""

    def first(self, arms: Sequence[str]) -> tuple[str, ...]:
        """The arms that may be chosen, with the choice in front, and the one that it is compared with."""
        left = (name for name in arms if name not in self.barred or name == self.against)
        return (self.choice, *(name for name in left if name != self.choice))

    def open(self, arms: Sequence[str]) -> tuple[str, ...]:
        """The arms that may be chosen, with the choice in front."""
        return tuple(name for name in self.first(arms) if name == self.choice or name not in self.barred)


@dataclass(frozen=True)
class Piloted:
    """The runs of a pilot, as contests look at them: shape (1, futures, arms) for each measure."""

    arms: Sequence[str]
    measures: Mapping[str, Floats]

    def count(self, arm: str) -> int:
        """Futures of the pilot."""
        return PILOT

    def values(self, arm: str, measure: str) -> Floats:
        """A measure of an arm."""
        return self.measures[measure][0, :, self.arms.index(arm)]


def pair_of(
    base: Base,
    picked: str | None = None,
    *,
    results: Results | None = None,
    jobs: int = 1,
    on_progress: Told | None = None,
) -> Pair:
    """The pair of a study: *picked*, or the choice of its stored runs, or that of a pilot of 20 futures.

    The choice is the best among those that keep the floors of the study. *results* are its runs, if it has any; those
    of another question are not asked. Raises StudyError.
    """
    if picked is not None:
        base.chosen([picked])
    found, seconds = _of_study(base, results), np.nan
    how = f"the choice of the {max(results.replications.values())} futures of the study" if results and found else ""
    if found is None and picked not in (None, base.control):
        return Pair(str(picked), base.control, True, seconds)
    if found is None:
        began = perf_counter()
        found = _of_pilot(base, jobs, on_progress)
        seconds = (perf_counter() - began) / (PILOT * len(base.arms))
        how = "the best on average of a pilot"
        how += " among those that keep the floors there" if base.contest.floors else ""
    order = _ranked(base, found)
    choice = picked or base.arms[order[0] if found.leader is None else found.leader]
    others = [base.arms[arm] for arm in order if base.arms[arm] != choice]
    against = base.control if choice != base.control else next(iter(others), choice)
    barred = {name for name, arm in zip(base.arms, found.arms, strict=True) if arm.state == OUT and name != choice}
    return Pair(choice, against, picked is not None, seconds, how if picked is None else "as asked", frozenset(barred))


def _of_study(base: Base, results: Results | None) -> Choice | None:
    """The choice of the stored runs; none where they are of another question than that of *base*."""
    given = base.experiment_as_given
    if results is None or not asks(given, results):
        return None
    if len(given.settings) > 1 or tuple(given.settings[0].schedules) != base.arms:
        return None
    fixed = results.inputs.notes.get("rule", "").startswith(FIXED)
    return choices(given, results, replications=max(results.replications.values()) if fixed else None)[0]


def _of_pilot(base: Base, jobs: int, on_progress: Told | None) -> Choice:
    contest = base.contest
    others = [floor.measure for _, floor in contest.floors if floor.measure != contest.measure.name]
    point = [Point({})]
    values = measures_at(base, point, base.arms, others, futures=PILOT, jobs=jobs, on_progress=on_progress)
    known = Piloted(base.arms, values)
    return choose(
        contest.samples(known), contest.events(known), goal=contest.goal, matters=contest.matters,
        confidence=contest.confidence, naming=contest.naming,
    )  # fmt: skip


def _ranked(base: Base, found: Choice) -> list[int]:
    """Arms from the best on: those last that break a floor, and before them those that broke one more than allowed."""
    sign = -1.0 if base.contest.goal == "max" else 1.0

    def key(number: int) -> tuple[bool, float, float]:
        arm = found.arms[number]
        over = sum(max(0.0, one.share.estimate - one.chance) for one in arm.floors)
        return arm.state == OUT, over, sign * arm.mean

    return sorted(range(len(base.arms)), key=key)
