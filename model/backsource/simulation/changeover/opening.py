"""A line opens on its day, ramps up with age and learns with practice."""

from __future__ import annotations

from collections.abc import Generator
from math import inf
from typing import Any

import simpy

from backsource.laws.learning import learnt
from backsource.laws.ramp import ExponentialRamp, LinearRamp, LogisticRamp, Ramp
from backsource.log import Kind
from backsource.simulation.changeover.steps import decision_on
from backsource.simulation.flow.gauges import Gauges
from backsource.simulation.flow.levers import Levers
from backsource.simulation.plan import LinePlan, Plan, RampPlan

Process = Generator[simpy.Event, Any, None]
MATURE = 0.9999


def curve(plan: RampPlan) -> Ramp:
    """The start-up curve of a ramp."""
    if plan.shape == "logistic":
        return LogisticRamp(plan.tau, plan.middle, plan.start)
    if plan.shape == "linear":
        return LinearRamp(plan.over, plan.start)
    return ExponentialRamp(plan.tau, plan.start)


def opening(env: simpy.Environment, levers: Levers, plan: LinePlan) -> Process:
    """Wait for the day, and open at the first rate of the ramp."""
    late = plan.opens > env.now
    if late:
        levers.halt_line(plan.name)
        if plan.opens == inf:
            return
        yield decision_on(env, plan.opens)
    if plan.ramp is not None:
        levers.speed(plan.name, curve(plan.ramp).output(1.0))
    if late:
        levers.free_line(plan.name)
    if plan.opens >= 0:
        levers.note(Kind.LINE_OPENED, plan.name)
    if plan.ramp is not None:
        yield from climb(env, levers, plan, plan.ramp)


def climb(env: simpy.Environment, levers: Levers, plan: LinePlan, ramp: RampPlan) -> Process:
    """Raise the rate each morning until it is mature.

    A day works at the mean of the curve over its length, so that the output of whole days is exactly the integral
    of the curve (`output` of the ramp), whatever its shape.
    """
    shape, age, share = curve(ramp), 0.0, 0.0
    while share < MATURE:
        if not ramp.working or not plan.open_rows or plan.open_rows[levers.row()]:
            share = shape.output(age + 1.0) - shape.output(age)
            levers.speed(plan.name, share if share < MATURE else 1.0)
            age += 1.0
        yield env.timeout(1)


def practice(env: simpy.Environment, levers: Levers, gauges: Gauges, plan: LinePlan) -> Process:
    """Raise the yield each morning with the units started so far."""
    law = plan.yield_
    while True:
        share = learnt(gauges.started(plan.name), first=law.first, mature=law.mature, over=law.over)
        levers.yield_share(plan.name, share)
        if abs(law.mature - share) < 1e-6:
            return
        yield env.timeout(1)


def begin(env: simpy.Environment, levers: Levers, gauges: Gauges, plan: Plan) -> None:
    """Start the processes of all lines that open, ramp or learn."""
    for line in plan.lines.values():
        if line.opens > -inf or line.ramp is not None:
            env.process(opening(env, levers, line))
        if line.yield_.first != line.yield_.mature:
            env.process(practice(env, levers, gauges, line))
