"""What a run reached, and when: tasks, approvals, gates, steps, exits."""

from collections.abc import Sequence

import numpy as np

from backsource.config.schedule import Schedule
from backsource.log import Kind
from backsource.measures.diary import Diary
from backsource.measures.leaving import Exit
from backsource.measures.past import NONE, Past
from backsource.network.timetable import Timetable

TRIALS = (1, 2)
"""Trials of a line whose failure is dated; a trial that failed is followed by another one."""


def reached(
    diary: Diary, schedule: Schedule, timetable: Timetable, left: Sequence[Exit], past: Past = NONE
) -> dict[str, float]:
    """Day of each event of a schedule, nan where it did not come about within the run, nor on a known day before it.

    Keys are `task/fit started`, `task/fit done`, `line/make approved`, `line/make trial 1 failed` and `trial 2 failed`,
    `gate/plant/knuckle/0`, `step/plant/knuckle/0`, `end/s1-supply` (last day under the contract) and `exit/s1-supply`,
    in this order. A trial that failed before the run has no day.
    """
    found: dict[str, float] = {}
    for name in schedule.tasks:
        found[f"task/{name} started"] = past.started.get(name, _first(diary, Kind.TASK_STARTED, f"task/{name}"))
        found[f"task/{name} done"] = past.done.get(name, _first(diary, Kind.TASK_DONE, f"task/{name}"))
    for line in schedule.qualified:
        found[f"line/{line} approved"] = past.opened.get(line, _first(diary, Kind.APPROVED, line))
        failures = [trial.time for trial in diary.about(Kind.TRIAL, line) if not trial.quantity]
        for number in TRIALS:
            place = number - 1 - past.failed.get(line, 0)
            found[f"line/{line} trial {number} failed"] = failures[place] if 0 <= place < len(failures) else np.nan
    for stock in schedule.stocks:
        for number, step in enumerate(schedule.part(stock).share):
            if step.gate is not None:
                subject = f"gate/{stock}/{number}"
                found[subject] = _first(diary, Kind.GATE_OPENED, subject)
    for stock, planned in timetable.steps.items():
        for number, day in enumerate(taken(diary, schedule, stock, planned, past.steps.get(stock, 0))):
            found[f"step/{stock}/{number}"] = day
    found.update({f"end/{exit_.contract}": exit_.ended for exit_ in left})
    found.update({f"exit/{exit_.contract}": exit_.day for exit_ in left})
    return found


def _first(diary: Diary, kind: Kind, subject: str) -> float:
    event = diary.first(kind, subject)
    return event.time if event else np.nan


def taken(diary: Diary, schedule: Schedule, stock: str, planned: Sequence[float], before_run: int = 0) -> list[float]:
    """Day on which each step of a stock was taken: the first change of shares once it could be; nan from a rollback on.

    A step can be taken after the one before it, on its date or when its gate has opened. Those that were taken before
    the run have no day.
    """
    days, before = [], -np.inf
    changes = [entry.time for entry in diary.about(Kind.SHARE_STEP, stock)]
    back = _first(diary, Kind.ROLLED_BACK, stock)
    for number, step in enumerate(schedule.part(stock).share):
        if number < before_run:
            days.append(np.nan)
            continue
        could = planned[number] if step.gate is None else _first(diary, Kind.GATE_OPENED, f"gate/{stock}/{number}")
        could = max(could, before)  # nan where the gate has not opened
        day = next((time for time in changes if time >= could and not time >= back), np.nan)
        days.append(day)
        before = day if not np.isnan(day) else np.inf
    return days
