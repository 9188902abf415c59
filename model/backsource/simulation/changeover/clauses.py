"""Clauses and payments that fall due on a day."""

from __future__ import annotations

from backsource.log import Kind
from backsource.simulation.changeover.conditions import holds
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.changeover.notice import extend
from backsource.simulation.changeover.rollback import go_back
from backsource.simulation.programme import PartPlan


def clause(desk: Desk, part: PartPlan) -> Process:
    """If something is not so by its day, what was agreed happens."""
    assert part.clause is not None
    day, condition, then = part.clause
    yield from desk.until(day)
    kept = holds(desk, part, condition)
    desk.note(Kind.CLAUSE, part.stock, float(kept))
    if kept:
        return
    if then == "rollback":
        go_back(desk, part)
    elif then == "extend" and part.extension is not None:
        extend(desk, part.extension[0])


def payments(desk: Desk) -> Process:
    """Post lump sums on their days."""
    for day, amount in desk.plan.programme.payments:
        yield from desk.until(day)
        desk.note(Kind.PAYMENT, desk.plan.schedule, amount)
