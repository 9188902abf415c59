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
        desk.levers.free_line(plan.name)
    if plan.opens >= 0:
        desk.note(Kind.LINE_OPENED, plan.name)
    if not approved.triggered:
        approved.succeed(desk.now())
    if plan.ramp is not None:
        yield from ramp(desk, plan, plan.ramp)


def is_qualified(desk: Desk, plan: LinePlan) -> bool:
    """Whether a task of the schedule qualifies the line."""
    tasks = desk.plan.programme.tasks.values()
    return any(task.trials is not None and task.trials.line == plan.name for task in tasks)


def ramp(desk: Desk, plan: LinePlan, rule: RampPlan) -> Process:
    """Raise the rate each morning; the share at mid-day stands for the day, so that output follows the curve."""
    shape, age, share = curve(rule), 0.0, 0.0
    while share < MATURE:
        if rule.working and plan.open_rows and not plan.open_rows[desk.row()]:
            yield from desk.morrow()
            continue
        share = shape.share(age + 0.5)
        desk.levers.speed(plan.name, share if share < MATURE else 1.0)
        yield from desk.morrow()
        age += 1.0


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
