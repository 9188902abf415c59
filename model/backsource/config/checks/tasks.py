"""Tasks of a schedule: that they can begin and end, and that what they name exists."""

from backsource.config.checks.collect import Checks, Collector
from backsource.config.checks.dates import inside
from backsource.config.checks.order import cycle, links
from backsource.config.random import Random, quantities_of
from backsource.config.schedule import Schedule
from backsource.config.tasks import Task
from backsource.units import Span

DOES = ("brings", "moves", "onboards", "qualifies")
"""What gives a task a length of its own."""


def check_alone(faults: Collector, schedule: Schedule) -> None:
    """Predecessors, lengths, and what two tasks would both do; needs no scenario."""
    for name, task in schedule.tasks.items():
        path = ("tasks", name)
        before = [link.task for link in links(task)]
        for i, other in enumerate(before):
            if faults.among((*path, "after", i), other, schedule.tasks, "tasks") and other in before[:i]:
                faults.fault((*path, "after", i), f"`{other}` twice", "each predecessor once")
        _length(faults, name, task)
    around = cycle(schedule.tasks)
    if around:
        way = " -> ".join(around)
        faults.fault(("tasks", around[0]), f"the cycle {way}", "tasks that do not wait for each other")
    _approvals(faults, schedule)


def _length(faults: Collector, name: str, task: Task) -> None:
    path = ("tasks", name)
    if task.takes is None and not any(getattr(task, key) for key in DOES):
        forms = ", ".join(f"`{key}`" for key in ("takes", *DOES))
        faults.fault(path, "a task without a length", f"one of {forms}")
    if task.takes is not None and task.qualifies is not None:
        found = "`takes` beside `qualifies`"
        faults.fault((*path, "takes"), found, "the length that the line's `qualification` gives")
    if task.qualifies is not None and (task.brings or task.moves):
        other = "brings" if task.brings else "moves"
        faults.fault((*path, "qualifies"), f"`qualifies` beside `{other}`", "two tasks, one after the other,")
    if task.takes is not None:
        _clocks(faults, name, task.takes)


def _clocks(faults: Collector, name: str, takes: Random[Span]) -> None:
    """A length counts in one clock, and people have no operating hours."""
    clocks = {span.clock for _, span in quantities_of(takes)}
    if "operating" in clocks or len(clocks) > 1:
        found = " and ".join(f"{clock} time" for clock in sorted(clocks))
        faults.fault(("tasks", name, "takes"), found, "days, or working days,")


def _approvals(faults: Collector, schedule: Schedule) -> None:
    seen: dict[str, str] = {}
    for name, task in schedule.tasks.items():
        line = task.qualifies
        if line is None:
            continue
        path = ("tasks", name, "qualifies")
        if line in seen:
            faults.fault(path, f"`{line}`, which {seen[line]} qualifies already", "each line once")
        elif line in schedule.opens:
            faults.fault(path, f"`{line}`, which also stands under `opens`", "one of the two")
        seen.setdefault(line, name)


def check(checks: Checks, schedule: Schedule) -> None:
    """Names, dates and money of tasks against the scenario."""
    scenario = checks.scenario
    for name, task in schedule.tasks.items():
        path = ("tasks", name)
        checks.known((*path, "calendar"), task.calendar, "calendars")
        if task.begin is not None:
            inside(checks, (*path, "begin"), task.begin)
        checks.pays_for((*path, "cost"), task.cost, ())
        _trains(checks, name, task)
        for i, lane in enumerate(task.onboards):
            at = (*path, "onboards", i)
            if checks.known(at, lane, "lanes") and task.takes is None and scenario.lanes[lane].onboard is None:
                checks.fault(at, f"`{lane}`, whose `onboard` the scenario does not give", "`takes` for this task")
        if checks.known((*path, "qualifies"), task.qualifies, "lines") and task.qualifies is not None:
            _qualifies(checks, name, task.qualifies)


def _trains(checks: Checks, name: str, task: Task) -> None:
    for line, machines in task.trains.items():
        path = ("tasks", name, "trains", line)
        if checks.known(path, line, "lines") and not 1 <= machines <= checks.scenario.lines[line].machines:
            most = checks.scenario.lines[line].machines
            checks.fault(path, f"{machines} machines", f"from 1 to {most}, the machines of {line},")


def _qualifies(checks: Checks, name: str, line: str) -> None:
    if checks.scenario.lines[line].qualification is None:
        found = f"`{line}`, whose `qualification` the scenario does not give"
        able = [key for key, other in checks.scenario.lines.items() if other.qualification is not None]
        would_do = f"`{able[0]}`" if len(able) == 1 else "a line with `qualification: {prepare: .., trial: .., ..}`"
        checks.fault(("tasks", name, "qualifies"), found, would_do)
