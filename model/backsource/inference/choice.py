"""The constrained choice: the best arm among those that keep their floors, or why it cannot be told yet.

With a fixed number of replications all statements hold together: every floor under every arm is judged at its part of
the error (`floors`), and the differences of all pairs of arms have intervals at the other part (Bonferroni over the
pairs, since the leader was found by looking). If all hold, the picked arm keeps its floors, and no arm that keeps them
is better by more than what matters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Literal

import numpy as np
import numpy.typing as npt

from backsource.inference.choice_words import Guarantee, Naming, guarantee
from backsource.inference.floors import Judged, judge, shared_error, together
from backsource.inference.paired import Paired
from backsource.inference.rare import careful, never_differs

Floats = npt.NDArray[np.float64]
State = Literal["picked", "leads", "same", "behind", "no better", "unresolved", "breaks a floor", "floor unresolved"]
"""What is known of an arm.

`picked`: keeps its floors and is the choice · `leads`: the best-looking of those that keep them, not yet sure ·
`same`: differs from the leader by less than what matters, or in no run · `behind`: worse than the leader ·
`no better`: perhaps better than the leader, but by less than what matters · `unresolved`: may be better by more ·
`breaks a floor` · `floor unresolved`: may keep its floors and be better than the leader by more than what matters.
"""
FEWEST = 5
"""Replications below which no interval is given."""


@dataclass(frozen=True)
class Floor:
    """An event that may happen in a share of futures only."""

    name: str
    happened: Floats
    """1 where it did, 0 where not (or nothing can be said), nan below what an arm was run; (replications, arms)."""
    chance: float


@dataclass(frozen=True)
class Arm:
    """What is known of one arm."""

    state: State
    mean: float
    """Mean over its own replications."""
    count: int
    against: Paired | None
    """This arm minus the leader, with an interval that holds together with all others; none for the leader."""
    floors: tuple[Judged, ...]
    """In the order of the floors."""


@dataclass(frozen=True)
class Choice:
    """The answer: which arm, how sure, and what is known of the others."""

    picked: int | None
    """The choice; none where it is unresolved or no arm keeps the floors."""
    leader: int | None
    """The best mean among the arms that keep their floors, sure or not."""
    arms: tuple[Arm, ...]
    rivals: tuple[int, ...]
    """Arms that keep the answer from being sure."""
    regret: float
    """How much worse than the best arm not known to break a floor the leader may be, at most; nan without one."""
    level: float
    """Confidence of the interval of each pair."""
    guarantee: Guarantee


def choose(
    samples: npt.ArrayLike,
    floors: Sequence[Floor] = (),
    *,
    goal: Literal["min", "max"],
    matters: float | None,
    confidence: float = 0.95,
    naming: Naming,
    because: str = "",
) -> Choice:
    """The choice from *samples* of shape (replications, arms), paired by row, nan where an arm was not run.

    *matters* is the smallest difference that does, none where nobody has said. *because* says why no guarantee may be
    given whatever the samples show (replications added after a look). Raises ValueError with fewer than 5
    replications of an arm.
    """
    values = np.asarray(samples, dtype=np.float64)
    check(values)
    arms = values.shape[1]
    errors = shared_error(confidence, arms, len(floors))
    judged = judged_once(floors, arms, errors.floor)
    standings = [together(own) for own in judged]
    means = np.nanmean(values, axis=0)
    leader = best(means, [arm for arm in range(arms) if standings[arm] == "kept"], goal)
    level = pair_level(errors.selection, arms)
    against = [against_leader(values, arm, leader, level, goal) for arm in range(arms)]
    states = [_state(arm, leader, standings[arm], against[arm], matters, goal) for arm in range(arms)]
    quiet = [arm for arm, state in enumerate(states) if state == "same" and never_differs(against[arm])]
    sure = all(state in ("picked", "behind", "breaks a floor") or arm in quiet for arm, state in enumerate(states))
    able = [arm for arm in range(arms) if standings[arm] != "broken"]
    if quiet and not because and len(able) == 1 + len(quiet):
        because = f"no difference was seen in {int(check(values).min()):,} futures among all that may be chosen"
    words = guarantee(
        naming, states, leader, quiet, None if sure else matters, goal, confidence, bool(floors), because=because
    )
    return answer(values, states, leader, against, judged, goal, level, words)


def answer(
    values: Floats,
    states: Sequence[State],
    leader: int | None,
    against: Sequence[Paired | None],
    judged: Sequence[Sequence[Judged]],
    goal: Literal["min", "max"],
    level: float,
    words: Guarantee,
) -> Choice:
    """The choice from what is known of each arm; who looks best but is not sure leads."""
    rivals = tuple(arm for arm, state in enumerate(states) if state in ("unresolved", "floor unresolved"))
    named: list[State] = ["leads" if rivals and state == "picked" else state for state in states]
    means, counts = np.nanmean(values, axis=0), check(values)
    columns = zip(named, means, counts, against, judged, strict=True)
    return Choice(
        picked=None if rivals else leader,
        leader=leader,
        arms=tuple(Arm(state, float(mean), int(count), one, tuple(own)) for state, mean, count, one, own in columns),
        rivals=rivals,
        regret=regret(named, against, goal, leader),
        level=level,
        guarantee=words,
    )


def check(values: Floats) -> npt.NDArray[np.intp]:
    """Replications of each arm; ValueError where they are too few."""
    counts: npt.NDArray[np.intp] = np.count_nonzero(~np.isnan(values), axis=0)
    if values.ndim != 2 or not len(counts) or counts.min() < FEWEST:
        found = (
            f"samples of shape {values.shape}, {counts.min() if counts.ndim and len(counts) else 0} values of an arm"
        )
        raise ValueError(f"{found}; {FEWEST} or more of each would do")
    return counts


def judged_once(floors: Sequence[Floor], arms: int, error: float) -> list[list[Judged]]:
    """Every floor under every arm from all its replications, each at *error*; by arm, then floor."""
    columns = [[known(floor.happened[:, arm]) for floor in floors] for arm in range(arms)]
    return [
        [judge(int(one.sum()), len(one), floor.chance, error) for one, floor in zip(own, floors, strict=True)]
        for own in columns
    ]


def known(column: Floats) -> Floats:
    """The values of an arm that are there; ValueError where one follows a replication without."""
    there = ~np.isnan(column)
    if (there[1:] & ~there[:-1]).any():
        raise ValueError("a floor has values after a replication without one; 0 or 1 for each run would do")
    return np.asarray(column[there])


def best(means: Floats, among: Sequence[int], goal: str) -> int | None:
    """The best mean of some arms, the first of equals; none of none."""
    if not among:
        return None
    return int((max if goal == "max" else min)(among, key=lambda arm: float(means[arm])))


def pair_level(error: float, arms: int) -> float:
    """Confidence of each pair so that all of them hold together but for *error* (Bonferroni)."""
    return 1.0 - error / max(1, comb(arms, 2))


def against_leader(
    values: Floats, arm: int, leader: int | None, level: float, goal: Literal["min", "max"]
) -> Paired | None:
    """An arm minus the leader; none for the leader and without one."""
    if leader is None or arm == leader:
        return None
    return careful(values[:, arm], values[:, leader], level=level, goal=goal)


def worse(found: Paired, goal: str) -> tuple[float, float]:
    """Limits of how much worse than the leader an arm is; negative: better. Infinite where nothing is known."""
    low, high = (found.low, found.high) if goal == "min" else (-found.high, -found.low)
    return (-np.inf, np.inf) if np.isnan(low) else (low, high)


def _state(
    arm: int, leader: int | None, standing: str, against: Paired | None, matters: float | None, goal: str
) -> State:
    if standing == "broken":
        return "breaks a floor"
    if arm == leader:
        return "picked"
    if against is None:
        return "floor unresolved"
    low, high = worse(against, goal)
    if low > 0.0:
        return "behind"
    slack = matters or 0.0
    if -low <= slack:
        return "same" if standing == "kept" and high <= slack else "no better"
    return "unresolved" if standing == "kept" else "floor unresolved"


def regret(states: Sequence[State], against: Sequence[Paired | None], goal: str, leader: int | None) -> float:
    """How much better than the leader any arm not known to break a floor may be (Hsu 1984, the constrained bound)."""
    if leader is None:
        return float("nan")
    others = [one for state, one in zip(states, against, strict=True) if state != "breaks a floor" and one is not None]
    return max(0.0, *(-worse(one, goal)[0] for one in others)) if others else 0.0
