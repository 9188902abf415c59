"""Qualification of a line: prepare, run a trial, wait for approval; again after a failure.

What trials make is locked until it is judged, on the morning after. The pieces of the trial that passes stay locked and
may be used from approval on, if the line says so; all others are scrap. The k-th trial of a line and the k-th
corrective work keep their k-th draw.
"""

from __future__ import annotations

from backsource.laws.distributions import uniform
from backsource.laws.learning import learnt
from backsource.laws.qualification import PIECES, chance_to_pass
from backsource.log import Kind
from backsource.network.worktime import morning
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.changeover.links import links_have_come, links_let_go
from backsource.simulation.environment import Turns
from backsource.simulation.programme import TaskPlan, Time, Trials


def qualify(desk: Desk, plan: TaskPlan) -> Process:
    """Try until the line passes, then approve it; its ramp begins then. Gives the end of the task."""
    rule = plan.trials
    assert rule is not None
    again = Turns(desk.environment, f"turn/again/{rule.line}", rule.again_after)
    luck = Turns(desk.environment, f"turn/trial/{rule.line}", uniform(0.0, 1.0))
    stands, since = where(desk, plan, again, luck)
    if stands == "prepare":
        yield from work(desk, plan, rule.prepare, stand(desk, plan, "prepare", since))
    elif stands == "again":
        elapsed = plan.calendar.length(since, desk.now(), working=rule.again_working) / plan.factor
        length = again.resume(elapsed)
        yield from work(desk, plan, Time(length, rule.again_working), stand(desk, plan, "again", since))
    passed = stands == "approve"
    begun = since if stands == "trial" else None
    while not (passed or (yield from trial(desk, plan, rule, luck, begun))):
        since, begun = stand(desk, plan, "again", desk.now()), None
        yield from work(desk, plan, Time(again.next(), rule.again_working), since)
    end = yield from approval(desk, plan, rule, stand(desk, plan, "approve", since if passed else desk.now()))
    desk.note(Kind.APPROVED, rule.line)
    if rule.sell:
        desk.levers.release_trial_parts(rule.line)
    desk.open_line(rule.line, desk.now())
    return end


def where(desk: Desk, plan: TaskPlan, again: Turns, luck: Turns) -> tuple[str, float]:
    """Where the qualification stands and since when; the draws of tries that are over are left behind."""
    past = desk.past.tasks.get(plan.name)
    if past is None:
        return "prepare", desk.now()
    desk.failed[plan.name] = past.failed
    again.skip(past.failed - (past.stands == "again"))
    luck.skip(past.failed + (past.stands == "approve"))
    return past.stands, past.since


def stand(desk: Desk, plan: TaskPlan, phase: str, since: float) -> float:
    """It stands there since then."""
    desk.stands[plan.name] = (phase, since)
    return since


def trial(desk: Desk, plan: TaskPlan, rule: Trials, luck: Turns, begun: float | None = None) -> Process:
    """One trial run, which may have begun; it waits for its tool and its material. Gives whether it passes."""
    if begun is None:
        stand(desk, plan, "wait", desk.now())
        yield from desk.until_morning(desk.now())
        while not (yield from begins(desk, rule)):
            yield from desk.morrow()
        begun = desk.now()
    stand(desk, plan, "trial", begun)
    chance = rule.passes if rule.passes is not None else chance_by_yield(desk, rule)
    yield from work(desk, plan, rule.trial, begun)
    yield from desk.until_morning(desk.now())
    passed = luck.next() < chance and desk.tools.equipped(desk.plan.lines[rule.line])
    desk.failed[plan.name] = desk.failed.get(plan.name, 0) + (not passed)
    desk.note(Kind.TRIAL, rule.line, float(passed), rule.pieces)
    if rule.pieces:
        desk.levers.end_trial(rule.line, keep=passed and rule.sell)
    return passed


def begins(desk: Desk, rule: Trials) -> Process:
    """Begin a trial with tool and material, after what is decided that morning; False while that is not so."""
    line = desk.plan.lines[rule.line]
    yield from desk.tools.on_line(line)
    yield from desk.decisions_over()
    return desk.tools.equipped(line) and (not rule.pieces or desk.levers.begin_trial(rule.line, rule.pieces))


def chance_by_yield(desk: Desk, rule: Trials) -> float:
    """Chance to pass with the yield that practice, this trial included, has brought."""
    law = desk.plan.lines[rule.line].yield_
    reached = learnt(desk.gauges.started(rule.line) + rule.pieces, first=law.first, mature=law.mature, over=law.over)
    return chance_to_pass(reached, round(rule.pieces) if rule.pieces else PIECES)


def approval(desk: Desk, plan: TaskPlan, rule: Trials, since: float) -> Process:
    """Wait for approval after a trial that has passed, and for what the end of the task is tied to; gives that end."""
    own = plan.calendar.after(since, rule.approve.length * plan.factor, working=rule.approve.working)
    end = max(own, (yield from links_let_go(desk, plan, "F")))
    desk.foresee(plan.name, "F", end)
    desk.approval[rule.line] = morning(end)
    yield from desk.until_morning(end)
    yield from links_have_come(desk, plan, "F")
    return end


def work(desk: Desk, plan: TaskPlan, time: Time, since: float) -> Process:
    """So much work on the calendar of the task."""
    yield from desk.until(plan.calendar.after(since, time.length * plan.factor, working=time.working))
