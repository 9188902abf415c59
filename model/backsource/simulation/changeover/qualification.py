"""Qualification of a line: prepare, run a trial, wait for approval; again after a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backsource.laws.qualification import chance_to_pass
from backsource.log import Kind
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.environment import Turns
from backsource.simulation.programme import TaskPlan, Trials

if TYPE_CHECKING:
    from backsource.simulation.changeover.tasks import Calendar


def qualify(desk: Desk, plan: TaskPlan, calendar: Calendar) -> Process:
    """Try until the line is approved; its ramp begins then."""
    rule = plan.trials
    assert rule is not None
    again = Turns(desk.environment, f"turn/again/{rule.line}", rule.again_after)
    rolls = iter(desk.environment.block(f"turn/trial/{rule.line}/0", 32).tolist() * 1000)
    yield from work(desk, calendar, rule.prepare * plan.factor)
    while True:
        made = yield from trial(desk, rule, calendar, plan.factor)
        chance = rule.passes if rule.passes is not None else chance_to_pass(desk.gauges.yield_share(rule.line))
        passed = next(rolls) < chance
        desk.note(Kind.TRIAL, rule.line, float(passed), made)
        if passed:
            break
        yield from work(desk, calendar, again.next() * plan.factor)
    yield from work(desk, calendar, rule.approve * plan.factor)
    desk.note(Kind.APPROVED, rule.line)
    if rule.sell:
        desk.levers.release_trial_parts(rule.line)
    desk.approved[rule.line].succeed(desk.now())


def trial(desk: Desk, rule: Trials, calendar: Calendar, factor: float) -> Process:
    """One trial run; it waits for its material, and its pieces are scrap or locked until approval."""
    while rule.pieces and not desk.levers.begin_trial(rule.line, rule.pieces):
        yield from desk.morrow()
    yield from work(desk, calendar, rule.trial * factor)
    if rule.pieces:
        desk.levers.end_trial(rule.line, keep=rule.sell)
    return rule.pieces


def work(desk: Desk, calendar: Calendar, days: float) -> Process:
    """So many worked days."""
    yield from desk.until(calendar.after(desk.now(), days, working=True))
