"""On which dates things are lost: an even grid around a changeover, and the days of its steps and exits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, isfinite

from backsource.config import Scenario, Schedule, Status
from backsource.errors import StudyError
from backsource.inference.stressed import Phase
from backsource.network.days import day_number
from backsource.network.timetable import Timetable

INTERVALS = 8
"""Parts into which the days from the first to the last event are divided; whole weeks."""
BESIDE = 2
"""Dates of the grid before the first and after the last event."""
NEAR = 4
"""A date of the grid within this part of an interval of a step or exit gives way to it."""


@dataclass(frozen=True)
class Course:
    """What a schedule plans, in days since the start, as far as it lies in the run."""

    events: tuple[tuple[int, str], ...]
    """Begin, notice, steps, exits, in the order of time."""
    first: int | None
    """First thing that is done; none where nothing changes."""
    last: int | None

    @property
    def kept(self) -> list[int]:
        """Days of steps and exits."""
        return sorted({day for day, what in self.events if what.startswith(("step", "exit"))})

    def phase(self, day: int) -> Phase:
        """Where a day lies."""
        if self.first is None or self.last is None:
            return "as it is"
        return "before" if day < self.first else "during" if day <= self.last else "after"


def course_of(scenario: Scenario, schedule: Schedule | None) -> Course:
    """The planned course of a schedule."""
    if schedule is None:
        return Course((), None, None)
    timetable, several = Timetable.of(scenario, schedule), len(schedule.stocks) > 1
    events = [(day_number(scenario, notice.date), "notice") for notice in schedule.notices]
    for stock, days in timetable.steps.items():
        of = f" {stock}" if several else ""
        events += [(int(day), f"step {number}{of}") for number, day in enumerate(days, start=1)]
    leaves = len(timetable.exits) > 1
    events += [(int(day), f"exit {name}" if leaves else "exit") for name, day in timetable.exits.items()]
    last = ceil(scenario.horizon.amount) - 1
    ends = [time for (_, side), time in timetable.times.items() if side == "F" and isfinite(time)]
    done = [*(float(day) for day, _ in events), *ends]
    if not done:
        return Course((), None, None)
    first = max(0, int(timetable.begin))
    events += [(first, "begin")] if all(day > first for day, _ in events) else []
    inside = sorted((event for event in events if 0 <= event[0] <= last), key=lambda event: event[0])
    return Course(tuple(inside), first, min(last, int(max(done))))


def stress_days(
    scenario: Scenario,
    schedule: Schedule | None,
    *,
    status: Status | None = None,
    dates: Sequence[date] = (),
    every: float | None = None,
) -> list[int]:
    """The days on which things are lost, ascending: *dates* where they are given, else a grid and steps and exits.

    The grid has a date every so many days, by default about an eighth of the changeover, in whole weeks, with two dates
    before it and two after it. Raises `StudyError` for dates outside the run, or before the status.
    """
    first = 0 if status is None else day_number(scenario, status.status)
    last = ceil(scenario.horizon.amount) - 1
    if dates:
        wrong = [day for day in dates if not first <= day_number(scenario, day) <= last]
        if wrong:
            since, until = (scenario.start + timedelta(days=day) for day in (first, last))
            raise StudyError(f"--dates: found {', '.join(map(str, wrong))}; dates from {since} to {until} would do")
        return sorted({day_number(scenario, day) for day in dates})
    course = course_of(scenario, schedule)
    begin, end = (0, last) if course.first is None or course.last is None else (course.first, course.last)
    step = every or 7 * max(1, ceil((end - begin) / INTERVALS / 7))
    kept = [day for day in course.kept if first <= day <= last]
    grid = [day for day in _grid(begin, end, step) if all(abs(day - each) >= step / NEAR for each in kept)]
    most = sorted(day for day in grid if day > end)[:BESIDE]
    return sorted({*kept, *(day for day in grid if first <= day <= last and (day <= end or day in most))})


def _grid(begin: int, end: int, step: float) -> list[int]:
    """Days a step apart: from two steps before the beginning to some after the end."""
    count = ceil((end - begin + 1) / step) + BESIDE + 1
    return sorted({int(begin + number * step) for number in range(-BESIDE, count)})
