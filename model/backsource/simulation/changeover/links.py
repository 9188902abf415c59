"""Links between tasks: what a task waits for, and since when it can know how long."""

from __future__ import annotations

from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.programme import Side, TaskPlan


def links_let_go(desk: Desk, plan: TaskPlan, side: Side) -> Process:
    """When all links to the start or the end let go, as soon as that can be foreseen; lags on the task's calendar."""
    latest = float("-inf")
    for link in plan.after:
        if link.to_side == side:
            happens = yield desk.foreseen[link.task, link.from_side]
            latest = max(latest, plan.calendar.after(happens, link.lag.length, working=link.lag.working))
    return latest


def links_have_come(desk: Desk, plan: TaskPlan, side: Side) -> Process:
    """What was foreseen has come; it never does when a task before has been given up."""
    for link in plan.after:
        if link.to_side == side and link.lag.length >= 0:
            yield desk.done[link.task] if link.from_side == "F" else desk.started[link.task]
