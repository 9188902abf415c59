"""Tasks: each waits for what comes before, takes its time, and brings about what it is for."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from math import ceil

from backsource.log import Kind
from backsource.simulation.changeover.desk import FAR, Desk, Process
from backsource.simulation.changeover.qualification import qualify
from backsource.simulation.changeover.tools import Toolroom
from backsource.simulation.programme import Link, TaskPlan


class Calendar:
    """Worked days of those who do a task."""

    def __init__(self, worked: tuple[bool, ...], first_day: int) -> None:
        self.total = [0, *accumulate(worked)]
        self.first_day = first_day

    def after(self, day: float, length: float, *, working: bool) -> float:
        """First morning after *length* days of work that begins on a day."""
        if not working:
            return float(ceil(day + length - 1e-9))
        days = ceil(length - 1e-9)
        row = ceil(day - 1e-9) - self.first_day
        if days == 0:
            return float(row + self.first_day)
        if row >= len(self.total):
            return FAR
        found = bisect_left(self.total, self.total[max(0, row)] + days)
        return float(found + self.first_day) if found < len(self.total) else FAR


def task(desk: Desk, plan: TaskPlan, tools: Toolroom) -> Process:
    """One task from its predecessors to its end."""
    calendar = Calendar(plan.worked, desk.plan.first_day)
    subject = f"task/{plan.name}"
    yield from await_links(desk, plan, calendar, ("FS", "SS"))
    yield from desk.until(plan.begin)
    desk.note(Kind.TASK_STARTED, subject)
    desk.started[plan.name].succeed(desk.now())
    if plan.cost:
        desk.note(Kind.PAYMENT, subject, plan.cost)
    for tool, _ in plan.brings:
        desk.note(Kind.TOOL_ORDERED, tool)
    for tool, _ in plan.moves:
        tools.pull(tool)
    if plan.trials is not None:
        yield from qualify(desk, plan, calendar)
    else:
        law = plan.takes
        uniform = desk.environment.block(f"turn/task/{plan.name}/0", 32)[:1]
        length = float(law.quantile(uniform)[0]) * plan.factor
        yield from desk.until(calendar.after(desk.now(), length, working=plan.working))
    yield from await_links(desk, plan, calendar, ("FF", "SF"))
    finish(desk, plan, tools)


def await_links(desk: Desk, plan: TaskPlan, calendar: Calendar, kinds: tuple[str, str]) -> Process:
    """Wait for the predecessors of two kinds, with their lags."""
    for link in plan.after:
        if link.kind in kinds:
            yield from await_link(desk, link, calendar)


def await_link(desk: Desk, link: Link, calendar: Calendar) -> Process:
    """Wait for the start or finish of one predecessor, and its lag; a negative lag cannot be foreseen and is none."""
    event = desk.done[link.task] if link.kind[0] == "F" else desk.started[link.task]
    happened = float(event.value) if event.triggered else float((yield event))  # type: ignore[arg-type]
    if link.lag > 0:
        yield from desk.until(calendar.after(happened, link.lag, working=link.working))


def finish(desk: Desk, plan: TaskPlan, tools: Toolroom) -> None:
    """What a task brings about."""
    for tool, site in (*plan.brings, *plan.moves):
        tools.install(tool, site)
    for line, machines in plan.trains:
        desk.levers.staff(line, machines)
    for lane in plan.onboards:
        desk.levers.open_source(lane)
    desk.note(Kind.TASK_DONE, f"task/{plan.name}")
    desk.done[plan.name].succeed(desk.now())


def begin(desk: Desk, tools: Toolroom) -> None:
    """Start all tasks; lanes that a task onboards are closed until it is done."""
    for plan in desk.plan.programme.tasks.values():
        for lane in plan.onboards:
            desk.levers.close_source(lane)
        desk.env.process(task(desk, plan, tools))
