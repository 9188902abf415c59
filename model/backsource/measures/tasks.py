"""What the tasks of a schedule did over many runs: when they ended, which decided the end, what held up what.

A task is critical in a run when it lies on a longest path to the last finish of any task, traced back from the days of
the run along the links of the schedule. What holds up a start, a step or an exit is what came about last before it: a
task, an approval, the step before, its own date, the meeting that had to come, a reading that was not yet good enough.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backsource.config.schedule import Schedule, Step
from backsource.laws.project import Event, held_by, longest_path
from backsource.network.timetable import Timetable

Days = Mapping[str, float]
"""Day of each event of a run, as `Sheet.milestones` gives them."""
ITS_DATE = "its date"
ITS_GATE = "readings of its gate"
STEERING = "the next steering meeting"
FREEZE = "a freeze"
LATER_END = "a later end of its contract"
ROAD = "goods on the road"


@dataclass(frozen=True)
class TaskHistory:
    """One task over all runs."""

    task: str
    start: float
    """Planned day."""
    finish: float
    finishes: tuple[float, ...]
    """Day on which it was done in each run; infinite where it was not."""
    critical: float
    """Share of runs in which it lies on the longest path: the criticality index."""
    held_up: Mapping[str, float]
    """What its start waited for, by share of the runs in which it began; largest first."""


def histories(timetable: Timetable, runs: Sequence[Days]) -> list[TaskHistory]:
    """All tasks of a schedule, in the order of their planned starts. Raises ValueError without a run."""
    if not runs:
        raise ValueError("no run; one or more would do")
    times = [event_times(timetable, run) for run in runs]
    paths = [longest_path(timetable.activities, one) for one in times]
    found = [
        TaskHistory(
            task=name,
            start=timetable.times[name, "S"],
            finish=timetable.times[name, "F"],
            finishes=tuple(one[name, "F"] for one in times),
            critical=sum(name in path for path in paths) / len(runs),
            held_up=shares(_start_waits(timetable, name, one) for one in times if one[name, "S"] < np.inf),
        )
        for name in timetable.activities
    ]
    return sorted(found, key=lambda task: (task.start, task.task))


def event_times(timetable: Timetable, run: Days) -> dict[Event, float]:
    """Starts and finishes of a run, infinite where they did not come about."""
    found: dict[Event, float] = {}
    for name in timetable.activities:
        for side, word in (("S", "started"), ("F", "done")):
            day = run[f"task/{name} {word}"]
            found[name, "S" if side == "S" else "F"] = np.inf if np.isnan(day) else day
    return found


def _start_waits(timetable: Timetable, name: str, times: Mapping[Event, float]) -> list[str]:
    return held_by(timetable.activities, times, (name, "S")) or [ITS_DATE]


def step_waits(schedule: Schedule, timetable: Timetable, runs: Sequence[Days]) -> dict[str, dict[str, float]]:
    """What each step waited for, by share of the runs in which it was taken; keys as in `Sheet.milestones`."""
    return {
        f"step/{stock}/{number}": shares(
            _waits(schedule, timetable, stock, number, run)
            for run in runs
            if not np.isnan(run[f"step/{stock}/{number}"])
        )
        for stock in schedule.stocks
        for number in range(len(schedule.part(stock).share))
    }


def exit_waits(timetable: Timetable, runs: Sequence[Days]) -> dict[str, dict[str, float]]:
    """What each exit waited for, by share of the runs in which it came; keys as in `Sheet.milestones`."""
    return {
        f"exit/{name}": shares(
            [_exit_wait(planned, run[f"end/{name}"], run[f"exit/{name}"])]
            for run in runs
            if not np.isnan(run[f"exit/{name}"])
        )
        for name, planned in timetable.exits.items()
    }


def _exit_wait(planned: float, ended: float, left: float) -> str:
    """What came about last before the supplier was left."""
    if left > ended:
        return ROAD
    return LATER_END if ended > planned else ITS_DATE


def _waits(schedule: Schedule, timetable: Timetable, stock: str, number: int, run: Days) -> list[str]:
    """What came about last before a step that was taken."""
    step, taken = schedule.part(stock).share[number], run[f"step/{stock}/{number}"]
    planned = timetable.steps[stock][number]
    before = run[f"step/{stock}/{number - 1}"] if number else -np.inf
    opened = taken if step.gate is None else run[f"gate/{stock}/{number}"]
    if taken > max(opened, planned, before):
        return [FREEZE]
    ready = {ITS_DATE: planned, f"step/{stock}/{number - 1}": before, **_named(schedule, step, run)}
    last = max(ready.values())
    reasons = [name for name, day in ready.items() if day == last]
    if step.gate is None or opened <= last:
        return reasons
    if opened - last < schedule.decided:
        return [STEERING] if reasons == [ITS_DATE] else reasons
    return [ITS_GATE]


def _named(schedule: Schedule, step: Step, run: Days) -> dict[str, float]:
    """Approvals and tasks that a gate asks for by name, with their days."""
    if step.gate is None:
        return {}
    days = {f"line/{line}": run.get(f"line/{line} approved", -np.inf) for line in step.gate.qualified}
    days |= {f"task/{task}": run[f"task/{task} done"] for task in step.gate.done if task in schedule.tasks}
    return days


def shares(waits: Iterable[Sequence[str]]) -> dict[str, float]:
    """How often each reason was the last, several at the same time sharing a run; largest first, then by name."""
    counted: Counter[str] = Counter()
    runs = 0
    for reasons in waits:
        runs += 1
        for reason in reasons:
            counted[reason] += 1.0 / len(reasons)  # type: ignore[assignment]
    return {name: number / runs for name, number in sorted(counted.items(), key=lambda item: (-item[1], item[0]))}
