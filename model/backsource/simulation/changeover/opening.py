"""A line opens on its day, ramps up with age and learns with practice."""

from __future__ import annotations

from math import inf

from backsource.laws.learning import learnt
from backsource.laws.ramp import ExponentialRamp, LinearRamp, LogisticRamp, Ramp
from backsource.log import Kind
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.plan import LinePlan, RampPlan

MATURE = 0.9999
LEARNT = 1e-6


def curve(plan: RampPlan) -> Ramp:
    """The start-up curve of a ramp."""
    if plan.shape == "logistic":
        return LogisticRamp(plan.tau, plan.middle, plan.start)
    if plan.shape == "linear":
        return LinearRamp(plan.over, plan.start)
    return ExponentialRamp(plan.tau, plan.start)


def opening(desk: Desk, plan: LinePlan) -> Process:
    """Wait for the day or the approval, open, then raise the rate each morning until it is mature."""
    approved = desk.approved[plan.name]
    if plan.opens > desk.now() or is_qualified(desk, plan):
        desk.levers.halt_line(plan.name)
        if is_qualified(desk, plan):
            yield approved
        elif plan.opens == inf:
            return
        else:
            yield from desk.until(plan.opens)
        if plan.ramp is not None:
            desk.levers.speed(plan.name, curve(plan.ramp).output(1.0))
        desk.levers.free_line(plan.name)
    if plan.opens >= 0:
        desk.note(Kind.LINE_OPENED, plan.name)
    if not approved.triggered:
        approved.succeed(desk.now())
    if plan.ramp is not None:
        yield from climb(desk, plan, plan.ramp)


def is_qualified(desk: Desk, plan: LinePlan) -> bool:
    """Whether a task of the schedule qualifies the line."""
    tasks = desk.plan.programme.tasks.values()
    return any(task.trials is not None and task.trials.line == plan.name for task in tasks)


def climb(desk: Desk, plan: LinePlan, ramp: RampPlan) -> Process:
    """Raise the rate each morning until it is mature.

    A day works at the mean of the curve over its length, so that the output of whole days is exactly the integral
    of the curve (`output` of the ramp), whatever its shape.
    """
    shape, age, share = curve(ramp), 0.0, 0.0
    while share < MATURE:
        if not ramp.working or not plan.open_rows or plan.open_rows[desk.row()]:
            share = shape.output(age + 1.0) - shape.output(age)
            desk.levers.speed(plan.name, share if share < MATURE else 1.0)
            age += 1.0
        yield from desk.morrow()


def practice(desk: Desk, plan: LinePlan) -> Process:
    """Raise the yield each morning with the units started so far."""
    law = plan.yield_
    while True:
        share = learnt(desk.gauges.started(plan.name), first=law.first, mature=law.mature, over=law.over)
        desk.levers.yield_share(plan.name, share)
        if abs(law.mature - share) < LEARNT:
            return
        yield from desk.morrow()


def begin(desk: Desk) -> None:
    """Start the processes of all lines that open, ramp or learn."""
    for line in desk.plan.lines.values():
        if line.opens > -inf or line.ramp is not None:
            desk.env.process(opening(desk, line))
        if line.yield_.first != line.yield_.mature:
            desk.env.process(practice(desk, line))
