"""A line opens on its day, with its approval or with its first share; then it ramps up with age and learns."""

from __future__ import annotations

from math import inf

from backsource.laws.learning import learnt
from backsource.laws.ramp import ExponentialRamp, LinearRamp, LogisticRamp, Ramp
from backsource.log import Kind
from backsource.network.worktime import morning
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.source_plans import LinePlan, RampPlan

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
    """Wait for the day, the approval or the first share, and open at the first rate of the ramp."""
    late = is_closed(desk, plan)
    if late:
        desk.levers.halt_line(plan.name)
        yield from its_time(desk, plan)
    age = 0.0 if late else desk.past.ages.get(plan.name, 0.0)
    if plan.ramp is not None:
        desk.levers.speed(plan.name, speed_at(curve(plan.ramp), max(0.0, age - 1.0)))
    if late:
        desk.levers.free_line(plan.name)
    if desk.now() >= 0 and (late or (plan.opens >= 0 and not desk.past.is_known)):
        desk.note(Kind.LINE_OPENED, plan.name)
    if plan.ramp is not None and (not age or desk.gauges.rate(plan.name) < MATURE):
        desk.env.process(climb(desk, plan, plan.ramp, age))
    if abs(plan.yield_.mature - desk.gauges.yield_share(plan.name)) >= LEARNT:
        desk.env.process(practice(desk, plan))


def is_closed(desk: Desk, plan: LinePlan) -> bool:
    """Whether a line cannot work from the start of the run."""
    if desk.past.is_known:
        return plan.name not in desk.past.opened
    waits = desk.programme.task_of(plan.name) is not None or plan.name in desk.programme.first_used
    return waits or plan.opens > desk.now()


def its_time(desk: Desk, plan: LinePlan) -> Process:
    """Wait until a line opens: with the approval where a task qualifies it, else on its day and with a share."""
    if desk.programme.task_of(plan.name) is not None:
        yield desk.opened[plan.name]
        return
    yield from desk.until_morning(plan.opens)
    if plan.name in desk.used:
        yield desk.used[plan.name]
    desk.open_line(plan.name, desk.now())


def speed_at(shape: Ramp, age: float) -> float:
    """Share of the mature rate on a day that begins at an age.

    A day works at the mean of the curve over its length, so that the output of whole days is exactly the integral
    of the curve (`output` of the ramp), whatever its shape.
    """
    share = shape.output(age + 1.0) - shape.output(age)
    return share if share < MATURE else 1.0


def climb(desk: Desk, plan: LinePlan, rule: RampPlan, age: float) -> Process:
    """Raise the rate each morning until it is mature."""
    shape, share = curve(rule), 0.0
    while share < MATURE:
        if not rule.working or not plan.open_rows or plan.open_rows[desk.levers.row()]:
            share = speed_at(shape, age)
            desk.levers.speed(plan.name, share)
            age += 1.0
        yield from desk.morrow()


def practice(desk: Desk, plan: LinePlan) -> Process:
    """Raise the yield each morning with the units started so far."""
    law, seen = plan.yield_, -1.0
    while True:
        started = desk.gauges.started(plan.name)
        if started != seen:
            seen, share = started, learnt(started, first=law.first, mature=law.mature, over=law.over)
            desk.levers.yield_share(plan.name, share)
            if abs(law.mature - share) < LEARNT:
                return
        yield from desk.morrow()


def begin(desk: Desk) -> None:
    """Start the processes of all lines that open, ramp or learn; all others are open and approved as they are."""
    for line in desk.plan.lines.values():
        closed = is_closed(desk, line)
        if not closed:
            desk.approval[line.name] = -inf
            desk.open_line(line.name, desk.past.opened.get(line.name, -inf))
        elif desk.programme.task_of(line.name) is None:
            desk.approval[line.name] = morning(line.opens)
        if closed or line.ramp is not None or line.yield_.first != line.yield_.mature:
            desk.env.process(opening(desk, line))
