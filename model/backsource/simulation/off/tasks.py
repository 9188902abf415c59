"""Tasks and qualifications that go as planned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backsource.simulation.off.switching import steady
from backsource.simulation.plan import Plan
from backsource.simulation.programme import PartPlan, TaskPlan


def qualification(plan: Plan) -> Plan:
    """The first trial passes; corrective work that a status says is under way takes its mean time."""
    return with_tasks(plan, first_time_right)


def first_time_right(task: TaskPlan) -> TaskPlan:
    """A task whose line passes at the first trial."""
    rule = task.trials
    if rule is None or (rule.passes == 1.0 and steady(rule.again_after) is rule.again_after):
        return task
    return replace(task, trials=replace(rule, passes=1.0, again_after=steady(rule.again_after)))


def as_planned(plan: Plan) -> Plan:
    """The truth is the plan: nothing is unsure, and tasks and the ways back of tools take their mean time."""
    parts = tuple(steady_return(part) for part in plan.programme.parts)
    if any(new is not old for new, old in zip(parts, plan.programme.parts, strict=True)):
        plan = replace(plan, programme=replace(plan.programme, parts=parts))
    plan = with_tasks(plan, in_time)
    return replace(plan, unsure=()) if plan.unsure else plan


def in_time(task: TaskPlan) -> TaskPlan:
    """A task that takes its mean time."""
    takes = steady(task.takes)
    return task if takes is task.takes else replace(task, takes=takes)


def steady_return(part: PartPlan) -> PartPlan:
    """A part whose tools return in their mean time."""
    ways = tuple(steady(tool.takes) for tool in part.back.returns)
    if all(way is tool.takes for way, tool in zip(ways, part.back.returns, strict=True)):
        return part
    returns = tuple(replace(tool, takes=way) for way, tool in zip(ways, part.back.returns, strict=True))
    return replace(part, back=replace(part.back, returns=returns))


def with_tasks(plan: Plan, off: Callable[[TaskPlan], TaskPlan]) -> Plan:
    """The plan with each task as *off* gives it; the very same plan where it leaves all as they are."""
    tasks = {name: off(task) for name, task in plan.programme.tasks.items()}
    if all(tasks[name] is task for name, task in plan.programme.tasks.items()):
        return plan
    return replace(plan, programme=replace(plan.programme, tasks=tasks))
