"""The share path: dated steps, or steps behind gates that are looked at on the steering dates."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from math import inf

from backsource.log import Kind
from backsource.simulation.changeover.conditions import holds
from backsource.simulation.changeover.desk import FAR, Desk, Process
from backsource.simulation.changeover.notice import extend
from backsource.simulation.changeover.rollback import go_back
from backsource.simulation.programme import PartPlan, StepPlan


def share_path(desk: Desk, part: PartPlan) -> Process:
    """Take the steps one after the other."""
    for number, step in enumerate(part.steps):
        yield from desk.until(step.day)
        if step.gate is not None and not (yield from stand_before(desk, part, number, step)):
            return
        while desk.is_frozen():
            desk.note(Kind.STEP_FROZEN, part.stock, number)
            yield from desk.until(next_free(desk))
        if part.stock in desk.rolled_back:
            return
        take(desk, part, number, dict(step.shares))


def take(desk: Desk, part: PartPlan, number: int, shares: dict[str, float]) -> None:
    """Take a step, keeping what has to be kept of each source."""
    desk.shares[part.stock] = shares
    kept = with_least(desk, part, shares)
    desk.levers.share(part.stock, kept)
    if part.steps[number].gate is not None or desk.row() != desk.expected[part.stock][number + 1][0]:
        desk.expect_shares(part.stock, kept, number)


def with_least(desk: Desk, part: PartPlan, shares: dict[str, float]) -> dict[str, float]:
    """Shares in which an overlap or a retained source has its least share; the others give in proportion."""
    least = {source: share for source, share, until in part.least if desk.now() <= until}
    raised = {source: share for source, share in least.items() if shares.get(source, 0.0) < share}
    others = {source: share for source, share in shares.items() if source not in raised}
    total = sum(others.values())
    left = 1.0 - sum(raised.values())
    return {**{source: share * left / total if total else 0.0 for source, share in others.items()}, **raised}


def overlap_ends(desk: Desk, part: PartPlan) -> Process:
    """When an overlap is over, the shares are those of the last step."""
    for day in sorted({until for _, _, until in part.least if until < inf}):
        yield from desk.until(day + 1)
        if part.stock not in desk.rolled_back:
            desk.levers.share(part.stock, with_least(desk, part, desk.shares[part.stock]))


def stand_before(desk: Desk, part: PartPlan, number: int, step: StepPlan) -> Process:
    """Wait for a gate; False when the path ends here."""
    last = deadline(desk, part, step)
    waited = False
    subject = f"gate/{part.stock}/{number}"
    while True:
        yield from desk.decision_day()
        if part.stock in desk.rolled_back:
            return False
        opened = holds(desk, part, step.gate)  # type: ignore[arg-type]
        desk.note(Kind.GATE_LOOKED, subject, float(opened))
        if opened:
            desk.note(Kind.GATE_OPENED, subject, desk.now() - step.day)
            return True
        if desk.now() >= last and not waited:
            waited = True
            desk.note(Kind.GATE_WAITED, subject, desk.now() - step.day)
            if step.then == "force":
                desk.note(Kind.GATE_OPENED, subject, desk.now() - step.day, 1.0)
                return True
            if step.then == "rollback":
                go_back(desk, part)
                return False
            if step.then == "extend" and part.extension is not None:
                extend(desk, part.extension[0])
        desk.replan(part.stock, number, desk.now() + desk.plan.programme.steering[1])
        yield from desk.morrow()


def deadline(desk: Desk, part: PartPlan, step: StepPlan) -> float:
    """Day on which the longest wait is over: so many worked days from today on."""
    if step.wait < 0:
        return FAR
    total = [0, *accumulate(part.worked)]
    row = bisect_left(total, total[desk.row()] + step.wait)
    return float(row + desk.plan.first_day) if row < len(total) else FAR


def next_free(desk: Desk) -> float:
    """First day after a freeze."""
    rows, row = desk.plan.programme.frozen, desk.row()
    while row < len(rows) and rows[row]:
        row += 1
    return float(row + desk.plan.first_day)
