"""The programme of a schedule as a table: planned dates, when things came about in most futures, what held them up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf, isfinite, isnan, nan

import numpy as np

from backsource.config.schedule import Schedule
from backsource.inference import Interval, quantile_interval
from backsource.measures.tasks import Days, exit_waits, histories, step_waits
from backsource.network.timetable import Timetable
from backsource.report.numbers import dated, percent

LONGEST = 25
"""Letters of a name."""
SHORT = 14
"""Letters of a name beside which planned starts have room."""
MOST_REASONS = 3


@dataclass(frozen=True)
class MilestoneRow:
    """A task, a step or an exit; days are numbers since the start, infinite where something is not within the run."""

    name: str
    """`fit`, `step 1` (with its stock where there are several), `exit s1-supply`."""
    start: float
    """Planned start of a task; nan for others."""
    finish: float
    """Planned finish of a task, day of a step or an exit."""
    middle: Interval
    """P50 of the day, between order statistics."""
    late: Interval
    """P90 of the day."""
    done: float
    """Share of futures in which it came about within the run."""
    critical: float
    """Share of futures in which a task lies on the longest path: its criticality index; nan for others."""
    held_up: Mapping[str, float]
    """What it waited for (a task: its start), by share of the futures in which it came about, largest first."""


def milestone_rows(
    schedule: Schedule, timetable: Timetable, runs: Sequence[Days], level: float = 0.95
) -> list[MilestoneRow]:
    """One row a task, step and exit, from the days of many runs (`Sheet.milestones`); tasks by planned start.

    What is not reached within a run is infinitely late there: quantiles stay what they are as long as fewer runs than
    their share are so. Raises ValueError without a run.
    """
    tasks = [
        _row(one.task, one.finish, one.finishes, one.held_up, level, start=one.start, critical=one.critical)
        for one in histories(timetable, runs)
    ]
    planned = {
        f"step/{stock}/{number}": day for stock, days in timetable.steps.items() for number, day in enumerate(days)
    }
    planned |= {f"exit/{name}": day for name, day in timetable.exits.items()}
    waits = {**step_waits(schedule, timetable, runs), **exit_waits(timetable, runs)}
    several = len(schedule.stocks) > 1
    others = [
        _row(in_words(key, several), planned[key], [_or_never(run[key]) for run in runs], reasons, level)
        for key, reasons in waits.items()
    ]
    return [*tasks, *others]


def _row(
    name: str,
    planned: float,
    days: Sequence[float],
    reasons: Mapping[str, float],
    level: float,
    start: float = nan,
    critical: float = nan,
) -> MilestoneRow:
    reached = np.array(days)
    return MilestoneRow(
        name=name,
        start=start,
        finish=planned,
        middle=quantile_interval(reached, 0.5, level),
        late=quantile_interval(reached, 0.9, level),
        done=float(np.mean(np.isfinite(reached))),
        critical=critical,
        held_up={in_words(reason): share for reason, share in reasons.items()},
    )


def _or_never(day: float) -> float:
    return inf if isnan(day) else day


def in_words(key: str, several: bool = False) -> str:
    """What a key of a milestone, or a reason, is called: `step/plant/knuckle/0` is step 1, `line/make` its approval."""
    kind, _, rest = key.partition("/")
    if not rest:
        return key
    if kind == "step":
        stock, _, number = rest.rpartition("/")
        return f"step {int(number) + 1}" + (f" {stock}" if several else "")
    return {"task": rest, "line": f"approval of {rest}"}.get(kind, f"{kind} {rest}")


def milestone_text(rows: Sequence[MilestoneRow], start: date) -> list[str]:
    """The table as lines of text, at most 80 columns wide; *start* is the day with number 0.

    Long names leave no room for planned starts.
    """
    width = min(max(len(row.name) for row in rows), LONGEST)
    began = f" {'start':10}" if width <= SHORT else ""
    head = f"{'':{width}}{began} {'planned':10} {'P50':10} {'P90 [95 %]':20} {'done':>5} {'crit.':>5}"
    return [head, *(_line(row, start, width) for row in rows), "", *_reasons(rows, width)]


def _line(row: MilestoneRow, start: date, width: int) -> str:
    low, high = (_away(row.late.estimate, limit) for limit in (row.late.low, row.late.high))
    late = f"{dated(row.late.estimate, start)} [{low},{high}]"
    days = (row.start, row.finish, row.middle.estimate) if width <= SHORT else (row.finish, row.middle.estimate)
    dates = " ".join(f"{dated(day, start):10}" for day in days)
    critical = "" if isnan(row.critical) else percent(row.critical)
    name = row.name if len(row.name) <= width else row.name[: width - 1] + "…"
    return f"{name:{width}} {dates} {late:20} {percent(row.done):>5} {critical:>5}".rstrip()


def _away(day: float, limit: float) -> str:
    """A limit in days from an estimate."""
    if isnan(limit):
        return "?"
    return f"{limit - day:+.0f}" if isfinite(limit - day) else "+0" if limit == day else "never"


def _reasons(rows: Sequence[MilestoneRow], width: int) -> list[str]:
    """What held up each row, largest first."""
    text = ["waited for"]
    for row in rows:
        shown = [f"{name} {percent(share)}" for name, share in row.held_up.items()][:MOST_REASONS]
        text.append(f"{row.name[:width]:{width}} {', '.join(shown) or '-'}"[:79])
    return text
