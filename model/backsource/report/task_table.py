"""Tasks of a schedule as a table: planned dates, when they ended in most futures, which decide, what held them up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite, isnan

import numpy as np

from backsource.inference import Interval, quantile_interval
from backsource.measures.tasks import Days, TaskHistory, histories
from backsource.network.timetable import Timetable

WIDTH = 14
MOST_REASONS = 2


@dataclass(frozen=True)
class TaskRow:
    """One task; days are numbers since the start, infinite where something does not come about within the run."""

    task: str
    start: float
    """Planned, as is `finish`."""
    finish: float
    middle: Interval
    """P50 of the finish, between order statistics."""
    late: Interval
    """P90 of the finish."""
    critical: float
    """Share of futures in which it lies on the longest path."""
    held_up: Mapping[str, float]
    """What its start waited for, by share of futures, largest first."""


def task_rows(timetable: Timetable, runs: Sequence[Days], level: float = 0.95) -> list[TaskRow]:
    """One row a task, from the days of many runs (`Sheet.milestones`), in the order of planned starts.

    A task that is not done within the run has an infinite finish there: its quantiles stay what they are as long as
    fewer runs than their share are so. Raises ValueError without a run.
    """
    return [_row(history, level) for history in histories(timetable, runs)]


def _row(history: TaskHistory, level: float) -> TaskRow:
    finishes = np.array(history.finishes)
    return TaskRow(
        task=history.task,
        start=history.start,
        finish=history.finish,
        middle=quantile_interval(finishes, 0.5, level),
        late=quantile_interval(finishes, 0.9, level),
        critical=history.critical,
        held_up=history.held_up,
    )


def task_text(rows: Sequence[TaskRow], start: date) -> list[str]:
    """The table as lines of text; *start* is the day with number 0."""
    head = f"{'task':{WIDTH}} {'start':10} {'finish':10} {'P50':10} {'P90 [95 %]':34} {'critical':>8}  waited for"
    return [head, *(_line(row, start) for row in rows)]


def _line(row: TaskRow, start: date) -> str:
    reasons = [f"{name} {share:.0%}" for name, share in row.held_up.items()][:MOST_REASONS]
    late = f"{_day(row.late.estimate, start)} [{_day(row.late.low, start)}, {_day(row.late.high, start)}]"
    dates = " ".join(_day(day, start) for day in (row.start, row.finish, row.middle.estimate))
    return f"{row.task[:WIDTH]:{WIDTH}} {dates} {late:34} {row.critical:>8.0%}  {', '.join(reasons)}".rstrip()


def _day(day: float, start: date) -> str:
    if isnan(day):
        return f"{'?':10}"
    return f"{start + timedelta(days=round(day))}" if isfinite(day) else f"{'never':10}"
