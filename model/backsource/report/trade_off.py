"""What a pick costs and gives up: futures in which another schedule is better, regret, several measures at once.

Only schedules that are not known to break a floor are weighed; a measure without a value in some future takes no part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from backsource.inference import (
    Beaten,
    Choice,
    Interval,
    Regret,
    WithBest,
    beaten,
    hindsight,
    non_dominated,
    regret,
    with_best,
)
from backsource.inference.choice import FEWEST
from backsource.measures import Measure
from backsource.report.numbers import figure, percent, scale
from backsource.report.refusal import refused
from backsource.report.samples import Values

Goal = Literal["min", "max"]
MOST_SHARES = 4
"""Schedules whose chance is told in the text."""


@dataclass(frozen=True)
class TradeOff:
    """The schedules weighed against each other; arms are numbered as in the comparison."""

    arms: tuple[int, ...]
    """Those not known to break a floor."""
    measures: tuple[str, ...]
    """Primary measure, then the others weighed with it."""
    futures: int
    """Futures that all these arms were run in."""
    free: tuple[float, ...]
    """Share of resamplings in which no other arm is as good in all mean measures and better in one."""
    regret: tuple[Regret, ...]
    """How far the mean of each is from the best mean."""
    hindsight: tuple[Interval, ...]
    """How far each is from the best of each future, on average."""
    best: WithBest
    """Each against the best of the others; numbered as `arms`."""
    leader: int
    rival: int | None
    """The arm that costs the leader most in the futures in which it is better; none where no arm ever is."""
    beaten: Beaten | None
    """The leader against that one."""


def weighed(samples: Sequence[Values], measures: Sequence[Measure], choice: Choice, seed: int) -> TradeOff | None:
    """The arms of a choice weighed against each other, resampled with the *seed* of the study.

    *samples* holds one array (replications, arms) for each of *measures*, the primary one first, nan where an arm was
    not run or has no value. None where fewer than two arms are left, or they share fewer than 5 futures.
    """
    arms = [number for number, arm in enumerate(choice.arms) if arm.state != "breaks a floor"]
    if choice.leader is None or len(arms) < 2:
        return None
    own = samples[0][:, arms]
    shared = ~np.isnan(own).any(axis=1)
    if shared.sum() < FEWEST:
        return None
    whole = [
        (measure, values[shared][:, arms])
        for measure, values in zip(measures, samples, strict=True)
        if measure.goal != "none" and not np.isnan(values[shared][:, arms]).any()
    ]
    goals: list[Goal] = ["max" if measure.goal == "max" else "min" for measure, _ in whole]
    goal, primary = goals[0], whole[0][1]
    costs = regret(primary, goal, seed)
    rival, against = _rival(samples[0], choice.leader, [arm for arm in arms if arm != choice.leader], goal)
    return TradeOff(
        arms=tuple(arms),
        measures=tuple(measure.name for measure, _ in whole),
        futures=int(shared.sum()),
        free=tuple(one.best for one in costs) if len(whole) == 1 else _free([one for _, one in whole], goals, seed),
        regret=costs,
        hindsight=hindsight(primary, goal),
        best=with_best(primary, goal),
        leader=choice.leader,
        rival=rival,
        beaten=against,
    )


def _free(samples: Sequence[Values], goals: Sequence[Goal], seed: int) -> tuple[float, ...]:
    return tuple(float(one) for one in non_dominated(np.stack(samples, axis=-1), goals, seed))


def _rival(values: Values, leader: int, others: Sequence[int], goal: Goal) -> tuple[int | None, Beaten | None]:
    """Who is better by most, summed over futures, with the futures that both were run in."""
    worst, found, most = None, None, 0.0
    for arm in others:
        both = ~np.isnan(values[:, [leader, arm]]).any(axis=1)
        if both.sum() < FEWEST:
            continue
        one = beaten(values[both, leader], values[both, arm], goal)
        lost = one.share.estimate * one.by.estimate if one.share.estimate else 0.0
        if lost > most:
            worst, found, most = arm, one, lost
    return worst, found


def regret_words(found: TradeOff, names: Sequence[str], unit: str, futures: int) -> str:
    """In how many futures the leader is beaten, by whom and by how much; what picking it is expected to cost.

    *futures* is the largest number in which a schedule was run: fewer that all share are told.
    """
    leader, place = names[found.leader], found.arms.index(found.leader)
    expected = found.regret[place].expected
    by = found.beaten.by.estimate if found.beaten else 0.0
    size, word = scale(max(by, expected.high))
    scaled = f"{word}{unit}"
    if found.beaten is None or found.rival is None:
        said = f"no other schedule is better than {leader} in any future"
    else:
        said = (
            f"{leader} is beaten by {names[found.rival]} in {percent(found.beaten.share.estimate)} of futures, by "
            f"{_short(by / size)} {scaled} on average"
        )
    low, high = (_short(limit / size) for limit in (expected.low, expected.high))
    shared = f" over the {found.futures:,} futures that all share" if found.futures < futures else ""
    return (
        f"{said}; expected regret of picking it {_short(expected.estimate / size)} [{low}, {high}] {scaled} (95 %)"
        f"{shared}."
    )


def trade_words(found: TradeOff, names: Sequence[str]) -> str:
    """How likely no other schedule is as good in everything; empty where only one measure is weighed."""
    if len(found.measures) == 1:
        return ""
    ranked = sorted(zip(found.free, found.arms, strict=True), key=lambda one: -one[0])
    told = [f"{names[arm]} {percent(share)}" for share, arm in ranked[:MOST_SHARES]]
    more = f" and {len(ranked) - len(told)} others less" if len(ranked) > len(told) else ""
    measures = ", ".join(name.replace("_", " ") for name in found.measures)
    return f"no other is as good in all of {measures}: {', '.join(told)}{more} (share of resamplings)."


def as_plain(found: TradeOff, names: Sequence[str]) -> dict[str, Any]:
    """All of it by schedule, for JSON."""
    arms = {}
    for place, arm in enumerate(found.arms):
        expected = found.regret[place].expected
        arms[names[arm]] = {
            "not_dominated": found.free[place],
            "best": found.regret[place].best,
            "may_be_best": place in found.best.possible,
            "against_best_of_others": _limits(found.best.intervals[place]),
            "expected_regret": _limits(expected),
            "hindsight_regret": _limits(found.hindsight[place]),
        }
    against = found.beaten
    return {
        "measures": list(found.measures),
        "futures": found.futures,
        "schedules": arms,
        "may_be_best": [names[found.arms[place]] for place in found.best.possible],
        "beaten": None
        if against is None or found.rival is None
        else {
            "schedule": names[found.leader],
            "by": names[found.rival],
            "share": _limits(against.share),
            "on_average": _limits(refused(against.by)),
        },
    }


def _limits(one: Interval) -> dict[str, float]:
    return {"estimate": one.estimate, "low": one.low, "high": one.high, "count": one.count, "level": one.level}


def _short(value: float) -> str:
    return figure(float(f"{value:.3g}"))
