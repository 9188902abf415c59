"""The constrained choice while runs come in: floors are judged in looks, arms leave the race of Kim and Nelson.

Looks fall after fixed numbers of replications, so what is decided depends on the samples only, not on how they were
computed. Half of the error goes to the floors, where there are any, half to the race (`floors.shared_error`); an arm
may throw others out only once all its floors are known to be kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count as counting
from itertools import takewhile
from typing import Literal

import numpy as np
import numpy.typing as npt

from backsource.inference.choice import (
    Choice,
    Floor,
    State,
    against_leader,
    answer,
    best,
    check,
    known,
    pair_level,
    worse,
)
from backsource.inference.choice_words import Naming, guarantee
from backsource.inference.floors import Errors, Judged, judge_in_looks, shared_error, together
from backsource.inference.kn import NEVER, Race, kn
from backsource.inference.paired import Paired

Floats = npt.NDArray[np.float64]
MEANS_OF = 25
"""Replications averaged to one observation where a measure is mostly 0, such as units short: see the docs."""


@dataclass(frozen=True)
class Pace:
    """How a race is run."""

    first: int = 20
    """Observations of the first stage."""
    batch: int = 20
    """Replications between looks."""
    most: int = 2000
    """Replications at which it is stopped."""
    means_of: int = 1
    """Replications averaged to one observation, which the procedures take as normal."""

    @property
    def stage(self) -> int:
        """Replications of the first stage."""
        return self.first * self.means_of

    @property
    def step(self) -> int:
        """Replications between looks, whole observations."""
        return -(-self.batch // self.means_of) * self.means_of

    @property
    def cap(self) -> int:
        """Replications at which it is stopped: whole observations, and no fewer than the first stage."""
        return max(self.stage, self.most // self.means_of * self.means_of)

    def looks(self, until: int) -> list[int]:
        """Numbers of replications after which one looks, none beyond *until*."""
        return list(takewhile(lambda look: look <= until, counting(self.stage, self.step)))


@dataclass(frozen=True)
class Raced:
    """Where the race and the floors stand."""

    race: Race
    judged: tuple[tuple[Judged, ...], ...]
    """By arm, then floor."""
    errors: Errors


def race_within_floors(
    samples: npt.ArrayLike,
    floors: Sequence[Floor],
    pace: Pace,
    *,
    goal: Literal["min", "max"],
    matters: float,
    confidence: float = 0.95,
) -> Raced:
    """Race and floors after *samples* of shape (replications, arms), nan below what an arm was run.

    Raises ValueError as `kn` does.
    """
    values = np.asarray(samples, dtype=np.float64)
    arms = values.shape[1]
    errors = shared_error(confidence, arms, len(floors))
    judged = tuple(
        tuple(
            judge_in_looks(column := known(floor.happened[:, arm]), floor.chance, errors.floor, pace.looks(len(column)))
            for floor in floors
        )
        for arm in range(arms)
    )
    race = kn(
        values,
        matters,
        first=pace.first,
        confidence=1.0 - errors.selection,
        goal=goal,
        means_of=pace.means_of,
        allowed=[_when_kept(own) for own in judged],
        barred=[_when_broken(own) for own in judged],
    )
    return Raced(race, judged, errors)


def wanted(race: Race, pace: Pace, arms: int) -> Mapping[int, int]:
    """Replications that each arm still in needs for the next look; empty once the race is over or capped."""
    if race.finished or race.at >= pace.cap:
        return {}
    if race.at == 0:
        return dict.fromkeys(range(arms), pace.stage)
    steps = (race.at - pace.stage) // pace.step + 1
    return dict.fromkeys(sorted(race.survivors), min(pace.stage + steps * pace.step, pace.cap))


def choose_by_race(
    samples: npt.ArrayLike,
    floors: Sequence[Floor],
    pace: Pace,
    *,
    goal: Literal["min", "max"],
    matters: float,
    confidence: float = 0.95,
    naming: Naming,
    because: str = "",
) -> Choice:
    """The choice that the race allows, as `choose`; its intervals describe and decide nothing.

    Raises ValueError as `choose` and `kn` do.
    """
    values = np.asarray(samples, dtype=np.float64)
    check(values)
    raced = race_within_floors(values, floors, pace, goal=goal, matters=matters, confidence=confidence)
    race, arms = raced.race, values.shape[1]
    means = np.nanmean(values, axis=0)
    standings = [together(own) for own in raced.judged]
    among = [arm for arm in race.survivors if standings[arm] == "kept"]
    leader = among[0] if race.at and among else best(means, among, goal)
    level = pair_level(raced.errors.selection, arms)
    against = [against_leader(values, arm, leader, level, goal) for arm in range(arms)]
    capped = race.at >= pace.cap and not race.finished
    slack = matters if capped else None
    states = [_state(arm, leader, raced, standings[arm], against[arm], slack, goal) for arm in range(arms)]
    grouped = "" if pace.means_of == 1 else f" on means of {pace.means_of} runs"
    words = guarantee(
        naming, states, leader, race.ties, matters, goal, confidence, bool(floors), because=because,
        cap=pace.cap if capped else None, by=f"KN, first stage {pace.stage}{grouped}, ended by its own rule",
    )  # fmt: skip
    return answer(values, states, leader, against, raced.judged, goal, level, words)


def _state(
    arm: int,
    leader: int | None,
    raced: Raced,
    standing: str,
    against: Paired | None,
    slack: float | None,
    goal: Literal["min", "max"],
) -> State:
    """From the race: who is out lost or broke a floor, who is left beside the leader at the end is a tie.

    Who lost is no better than the leader by what matters; that it is behind is what its interval adds. Of who is left
    where the race was stopped, which gives no guarantee, the interval says what is known; *slack* is what matters then.
    """
    out = {one.arm: one for one in raced.race.exits}
    if arm in out and out[arm].by is None:
        return "breaks a floor"
    if arm in out:
        return "behind" if against is not None and worse(against, goal)[0] > 0.0 else "no better"
    if arm == leader:
        return "picked"
    if slack is not None and against is not None and -worse(against, goal)[0] <= slack:
        return "behind" if worse(against, goal)[0] > 0.0 else "no better"
    if standing != "kept":
        return "floor unresolved"
    return "same" if raced.race.finished else "unresolved"


def _when_kept(judged: Sequence[Judged]) -> float:
    """Replications after which all floors were known to be kept; infinite where they are not."""
    return float(max((one.at for one in judged), default=0)) if together(judged) == "kept" else NEVER


def _when_broken(judged: Sequence[Judged]) -> float:
    """Replications after which the first floor was known to be broken; infinite where none is."""
    return float(min((one.at for one in judged if one.standing == "broken"), default=NEVER))
