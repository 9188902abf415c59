"""The share path: dated steps, and steps behind gates, one after the other."""

from __future__ import annotations

from backsource.log import Kind
from backsource.simulation.changeover.conditions import holds
from backsource.simulation.changeover.desk import Desk, Process, Stopped
from backsource.simulation.changeover.gate import expect, stand_before
from backsource.simulation.changeover.rollback import is_further, look
from backsource.simulation.programme import PartPlan


def share_path(desk: Desk, part: PartPlan) -> Process:
    """Take the steps in order, each on its date, or when its gate has opened."""
    for number, step in enumerate(part.steps[desk.taken[part.stock] :], desk.taken[part.stock]):
        if desk.has_gone_back(part):
            return
        if part.stock not in desk.stopped:
            yield from desk.until(step.day)
            if step.gate is not None and not (yield from stand_before(desk, part, number)):
                return
            desk.wait_ends.pop(part.stock, None)
        yield from free_to_start(desk, part, number)
        look(desk, part)
        if desk.has_gone_back(part):
            return
        take(desk, part, number)


def free_to_start(desk: Desk, part: PartPlan, number: int) -> Process:
    """No step starts within a freeze, nor while a clause holds the path until something is so."""
    if part.stock in desk.stopped:
        yield from wait_on(desk, part, desk.stopped[part.stock], desk.now())
    while not desk.has_gone_back(part):
        held = desk.held.get(part.stock)
        free = desk.programme.steering.free_day(desk.now())
        if free > desk.now():
            desk.note(Kind.STEP_FROZEN, part.stock, float(number))
            expect(desk, part, number, free)
            yield from wait_on(desk, part, "frozen", desk.now())
        elif held is not None and not holds(desk, part, held):
            yield from wait_on(desk, part, "held", desk.now() + 1)
        else:
            return


def wait_on(desk: Desk, part: PartPlan, stopped: Stopped, day: float) -> Process:
    """Wait until a freeze is over, or for the meeting on or after a day that looks again at what a clause holds."""
    desk.stopped[part.stock] = stopped
    steering = desk.programme.steering
    yield from desk.until(steering.free_day(day) if stopped == "frozen" else steering.meeting(day))
    del desk.stopped[part.stock]


def take(desk: Desk, part: PartPlan, number: int) -> None:
    """Take a step, keeping what has to be kept of each source."""
    stock = part.stock
    desk.wanted[stock] = dict(part.steps[number].shares)
    desk.taken[stock], desk.taken_on[stock] = number + 1, desk.now()
    desk.further[stock] = is_further(desk, part)
    desk.put_in_force(part)
    expect(desk, part, number, desk.now())


def overlap_ends(desk: Desk, part: PartPlan) -> Process:
    """When an overlap is over, the shares are those of the last step."""
    for day in sorted({until for _, _, until in part.least if until < desk.plan.until}):
        yield from desk.until(day + 1)
        if desk.in_force(part) != desk.shares[part.stock]:
            desk.put_in_force(part)
