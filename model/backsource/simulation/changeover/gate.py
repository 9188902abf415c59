"""Gates: looked at on the steering dates, one step a meeting, with a longest wait and what happens then.

A gate is looked at first on the steering date on or after its expected day, and not before the day after the step
before it was taken. The longest wait counts from its expected day, or from the step before if that came later; what
happens then happens at the first meeting on or after its end. `hold` keeps the shares as they are, also when the
supplier has gone meanwhile: the journal then says which share is stranded, and the stock says (`when_blocked`) whether
it waits or goes to the others. `extend` calls the option and waits as long again; when nothing is left to call it
holds. `rollback` holds when going back is no longer possible.
"""

from __future__ import annotations

from math import inf

from backsource.log import Kind
from backsource.simulation.changeover.conditions import holds
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.changeover.notice import extend
from backsource.simulation.changeover.rollback import go_back, look
from backsource.simulation.programme import PartPlan, StepPlan

HELD, FORCED, EXTENDED, BACK = range(4)
"""Detail of a journal entry: what happened when the longest wait was over."""


def stand_before(desk: Desk, part: PartPlan, number: int) -> Process:
    """Wait for a gate; False when the path ends here."""
    step, subject = part.steps[number], f"gate/{part.stock}/{number}"
    assert step.gate is not None
    last = first_wait(desk, part, number)
    earliest = max(step.day, desk.taken_on[part.stock] + 1, desk.now() if desk.past.is_known else -inf)
    while True:
        desk.wait_ends[part.stock] = last
        yield from next_meeting(desk, part, number, desk.programme.steering.meeting(earliest))
        if desk.has_gone_back(part):
            return False
        look(desk, part)
        if desk.has_gone_back(part):
            return False
        if desk.forced[part.stock].triggered:
            desk.forced[part.stock] = desk.env.event()
            desk.note(Kind.GATE_OPENED, subject, desk.now() - step.day, 1.0)
            return True
        opened = holds(desk, part, step.gate)
        desk.note(Kind.GATE_LOOKED, subject, float(opened))
        if opened:
            desk.note(Kind.GATE_OPENED, subject, desk.now() - step.day)
            return True
        if desk.now() >= last:
            then = fall_back(desk, part, step)
            desk.note(Kind.GATE_WAITED, subject, desk.now() - step.day, float(then))
            if then == FORCED:
                desk.note(Kind.GATE_OPENED, subject, desk.now() - step.day, 1.0)
            if then in (FORCED, BACK):
                return then == FORCED
            last = wait_ends(desk, part, step, desk.now()) if then == EXTENDED else inf
        earliest = desk.now() + 1


def first_wait(desk: Desk, part: PartPlan, number: int) -> float:
    """Day on which the longest wait of a gate is over, as one that is waited for already has it."""
    step, since = part.steps[number], max(part.steps[number].day, desk.taken_on[part.stock])
    path = desk.past.paths[part.stock] if desk.past.is_known else None
    if path is None or number != path.taken:
        return wait_ends(desk, part, step, since)
    return path.wait_ends if path.wait_ends is not None else wait_ends(desk, part, step, max(since, path.not_before))


def next_meeting(desk: Desk, part: PartPlan, number: int, meeting: float) -> Process:
    """Wait for a meeting; a clause that forces the step does not wait for it."""
    expect(desk, part, number, meeting)
    if part.clause is None or part.clause.then != "force":
        yield from desk.until(meeting)
        return
    desk.standing.add(part.stock)
    if meeting > desk.now():
        yield desk.at(meeting) | desk.forced[part.stock]
    desk.standing.discard(part.stock)


def fall_back(desk: Desk, part: PartPlan, step: StepPlan) -> int:
    """What happens when the longest wait is over."""
    if step.then == "force":
        return FORCED
    if step.then == "extend" and part.extension is not None and extend(desk, part.extension.contract):
        return EXTENDED
    if step.then == "rollback" and go_back(desk, part):
        return BACK
    return HELD


def wait_ends(desk: Desk, part: PartPlan, step: StepPlan, since: float) -> float:
    """Day on which the longest wait is over."""
    if step.wait is None:
        return inf
    return part.calendar.after(since, step.wait.length, working=step.wait.working)


def expect(desk: Desk, part: PartPlan, number: int, day: float) -> None:
    """Expect a step on a day, and those after it as early as they can be then; raw materials follow.

    Steps that are taken stand on the day on which they were.
    """
    known = desk.outlook.shares[part.stock]
    steps = ((step.day, step.gate is not None) for step in part.steps[number:])
    days = [float(row + desk.origin) for row, _ in known[: number + 1]]
    days += desk.programme.steering.earliest(steps, now=day)
    desk.outlook.expect(part.stock, [(when, dict(shares)) for when, (_, shares) in zip(days, known, strict=True)])
