"""The constrained choice by Rinott's two stages: the first says how long each arm runs, then the best mean wins.

If the right mean comes out best among all arms, it does among those that keep their floors; so the guarantee is that of
Rinott for all of them. Floors are judged once, from all replications of an arm.
"""

from collections.abc import Mapping, Sequence
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
    judged_once,
    pair_level,
    worse,
)
from backsource.inference.choice_words import Naming, guarantee
from backsource.inference.floors import shared_error, together
from backsource.inference.kn import observations
from backsource.inference.paired import Paired
from backsource.inference.race_choice import Pace
from backsource.inference.rinott import rinott_h, rinott_sizes

Floats = npt.NDArray[np.float64]


def rinott_needs(
    samples: npt.ArrayLike, pace: Pace, *, matters: float, confidence: float = 0.95, floors: int = 0
) -> Mapping[int, int]:
    """Replications that each arm needs in all, in whole observations; the first stage as long as it is not complete.

    *samples* have shape (replications, arms), nan below what an arm was run; *floors* is the number of floors, which
    take their part of the error. `pace.most` is not looked at. Raises ValueError as `rinott_sizes` does.
    """
    values = np.asarray(samples, dtype=np.float64)
    arms, stage = values.shape[1], values[: pace.stage]
    if len(stage) < pace.stage or np.isnan(stage).any() or arms == 1:
        return dict.fromkeys(range(arms), pace.stage)
    made = observations(stage, pace.means_of)
    h = rinott_h(arms, len(made), 1.0 - shared_error(confidence, arms, floors).selection)
    return {arm: int(size) * pace.means_of for arm, size in enumerate(rinott_sizes(made, matters, h))}


def choose_by_rinott(
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
    """The best mean among the arms that keep their floors; its intervals describe and decide nothing.

    Replications beyond those that `rinott_needs` are left out, so that more of them cannot be picked by looking. Where
    an arm needs more than `pace.most`, the guarantee is capped; where it needs more than are there, there is none.
    """
    needs = rinott_needs(samples, pace, matters=matters, confidence=confidence, floors=len(floors))
    limits = np.asarray([min(needs[arm], pace.cap) for arm in range(len(needs))])
    values = _within(samples, limits)
    arms, counts = len(needs), check(values)
    errors = shared_error(confidence, arms, len(floors))
    used = [Floor(floor.name, _within(floor.happened, limits), floor.chance) for floor in floors]
    judged = judged_once(used, arms, errors.floor)
    standings, means = [together(own) for own in judged], np.nanmean(values, axis=0)
    leader = best(means, [arm for arm in range(arms) if standings[arm] == "kept"], goal)
    level = pair_level(errors.selection, arms)
    against = [against_leader(values, arm, leader, level, goal) for arm in range(arms)]
    ahead = [leader is None or best(means, (leader, arm), goal) == arm for arm in range(arms)]
    states = [_state(arm, leader, standings[arm], ahead[arm], against[arm], goal) for arm in range(arms)]
    words = guarantee(
        naming, states, leader, (), matters, goal, confidence, bool(floors),
        because=because or ("" if (counts >= limits).all() else "the second stage is not complete"),
        cap=pace.cap if max(needs.values()) > limits.max() else None, by=f"Rinott, first stage {pace.stage}",
    )  # fmt: skip
    return answer(values, states, leader, against, judged, goal, level, words)


def _within(samples: npt.ArrayLike, limits: npt.NDArray[np.intp]) -> Floats:
    """Samples without the replications of an arm beyond its limit."""
    values = np.asarray(samples, dtype=np.float64)
    return np.where(np.arange(len(values))[:, None] < limits, values, np.nan)


def _state(
    arm: int, leader: int | None, standing: str, ahead: bool, against: Paired | None, goal: Literal["min", "max"]
) -> State:
    """A worse mean is no better by what matters; that it is behind is what its interval adds."""
    if standing == "broken":
        return "breaks a floor"
    if arm == leader:
        return "picked"
    if standing == "open" and ahead:
        return "floor unresolved"
    return "behind" if against is not None and worse(against, goal)[0] > 0.0 else "no better"
