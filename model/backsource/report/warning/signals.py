"""What may be seen by a date: milestones that have come or not, and gauges at the end of a week.

A milestone that never came has no day (nan), so it has not come by any date. Everything is known at the close of the
day that is named.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor, isfinite

import numpy as np
import numpy.typing as npt

from backsource.config import Scenario, Schedule
from backsource.measures.milestones import TRIALS
from backsource.measures.tasks import Days
from backsource.network.timetable import Timetable, first_verdicts
from backsource.network.ways_out import step_named
from backsource.report.numbers import INSTANT, percent

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Word = Callable[[float], str]
"""How a threshold is written."""

LATER = (0, 7, 14, 28, 56)
"""Days after the planned one at which a milestone is looked for."""
EVERY = 4
"""Weeks between the dates on which gauges are read."""
LOW, HIGH = (0.10, 0.25, 0.50), (0.50, 0.75, 0.90)
"""Quantiles of a gauge that serve as thresholds below and above."""
DIGITS = 3
"""Of a threshold, rounded so that one can read and remember it."""


@dataclass(frozen=True)
class Signal:
    """One thing that is seen or not at the close of a day."""

    words: str
    """As it follows *if*: `make has not been approved`."""
    day: int
    """Number of the day."""
    seen: Bools
    """Shape (runs,)."""
    when: str = "by"
    """What stands before the date: `by`, `in the week to`, `on`."""
    known: Bools | None = None
    """Runs of which one knows whether it is seen; all of them where it is not given."""


Families = dict[str, list[Signal]]
"""Signals of the same thing on several days, or against several thresholds, by its name."""


@dataclass(frozen=True)
class Looked:
    """A milestone with its planned day and how one says that it has come or not."""

    key: str
    planned: float
    come: str
    missing: str


def milestone_signals(
    scenario: Scenario, schedule: Schedule, runs: Sequence[Days], since: float, until: float
) -> Families:
    """Each milestone on its planned day and up to eight weeks later, as come and as missing; days within the limits.

    Planned days before *since* count as that day.
    """
    found: Families = {}
    for one in _looked(scenario, schedule):
        if not isfinite(one.planned) or not runs or one.key not in runs[0]:
            continue
        days = np.array([run[one.key] for run in runs])
        first = max(floor(one.planned + INSTANT), int(since))
        for later in LATER:
            if first + later < until:
                come = days < first + later + 1 - INSTANT
                found.setdefault(one.key, []).extend(
                    [Signal(one.missing, first + later, ~come), Signal(one.come, first + later, come)]
                )
    return found


def _looked(scenario: Scenario, schedule: Schedule) -> Iterator[Looked]:
    timetable = Timetable.of(scenario, schedule)
    for line, day in first_verdicts(scenario, schedule).items():
        for number, word in zip(TRIALS, ("first", "second"), strict=True):
            said = f"the {word} trial of {line}"
            yield Looked(f"line/{line} trial {number} failed", day, f"{said} has failed", f"{said} has not failed")
    for line, task in schedule.qualified.items():
        planned = timetable.times[task, "F"]
        yield Looked(f"line/{line} approved", planned, f"{line} has been approved", f"{line} has not been approved")
    for task in timetable.activities:
        if task not in schedule.qualified.values():
            yield Looked(f"task/{task} done", timetable.times[task, "F"], f"{task} is done", f"{task} is not done")
    for stock, days in timetable.steps.items():
        rest = f" of {stock}" if len(schedule.stocks) > 1 else ""
        for number, (step, day) in enumerate(zip(schedule.part(stock).share, days, strict=True)):
            to = f"to {step_named(scenario, step)}{rest}"
            if step.gate is not None:
                key = f"gate/{stock}/{number}"
                yield Looked(key, day, f"the gate {to} has opened", f"the gate {to} has not opened")
            key = f"step/{stock}/{number}"
            yield Looked(key, day, f"the step {to} has been taken", f"the step {to} has not been taken")
    for name, day in timetable.exits.items():
        left = day + timetable.on_road[name]
        yield Looked(f"exit/{name}", left, f"{name} has been left", f"{name} has not been left")


def gauge_signals(
    curves: Mapping[str, Floats], unit: str, chooses: Bools, since: float, last: float, until: float
) -> Families:
    """Weekly stock, backlog and share made against quantiles of the runs that choose, every four weeks.

    *curves* hold `day` (first day of each week) and the gauges, each of shape (runs, weeks), nan in runs whose curves
    are not kept; read from the first week that ends on *since* or later to the first that ends on *last* or later.
    """
    if "day" not in curves:
        return {}
    known: Bools = np.asarray(~np.isnan(curves["day"]).any(axis=1))
    ends = curves["day"][0] + 6
    weeks = np.flatnonzero((ends >= since) & (ends < until) & (ends - 7 < last))[::EVERY]
    words: dict[str, tuple[str, Word]] = {
        "stock": ("the stock is", lambda value: f"{value:,.6g} {unit}"),
        "backlog": ("the backlog is", lambda value: f"{value:,.6g} {unit}"),
        "made_share": ("the share made is", percent),
    }
    found: Families = {}
    for name, (said, word) in words.items():
        for week in weeks if name in curves else ():
            values = curves[name][:, week]
            signals = levels(values, chooses, int(ends[week]), said, word, "in the week to")
            found.setdefault(name, []).extend(replace(signal, known=known) for signal in signals)
    return found


def bank_signals(
    attained: Mapping[str, Floats], schedule: Schedule, scenario: Scenario, chooses: Bools, since: float, until: float
) -> Families:
    """Bank of each stock as a share of what was wanted, shape (runs,), on the day on which it is first used."""
    found: Families = {}
    for stock, shares in attained.items():
        bridge = schedule.part(stock).bridge
        day = (bridge.use_from - scenario.start).days if bridge is not None else -1
        if bridge is not None and since <= day < until:
            said = f"the bank of {stock}, as a share of what was wanted, is"
            found[f"bank {stock}"] = levels(shares, chooses, day, said, percent, "on")
    return found


def levels(values: Floats, chooses: Bools, day: int, said: str, word: Word, when: str) -> list[Signal]:
    """Signals below and above quantiles of the runs that choose; a run without a value shows none of them."""
    known = values[chooses & ~np.isnan(values)]
    if not len(known):
        return []
    found = []
    for sign, quantiles in (("below", LOW), ("above", HIGH)):
        for limit in dict.fromkeys(readable(float(np.quantile(known, at))) for at in quantiles):
            seen = values < limit if sign == "below" else values > limit
            found.append(Signal(f"{said} {sign} {word(limit)}", day, seen, when))
    return found


def readable(value: float) -> float:
    """A number in three digits."""
    return float(f"{value:.{DIGITS}g}")
