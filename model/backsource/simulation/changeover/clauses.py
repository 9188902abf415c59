"""Clauses and payments that fall due on a day.

`hold` holds the path until what should be so is so; `force` takes the step whose gate stands that day.
"""

from __future__ import annotations

from backsource.log import Kind
from backsource.simulation.changeover.conditions import holds
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.changeover.notice import extend
from backsource.simulation.changeover.rollback import go_back
from backsource.simulation.programme import PartPlan


def clause(desk: Desk, part: PartPlan) -> Process:
    """If something is not so by its day, what was agreed happens."""
    plan = part.clause
    assert plan is not None
    if part.stock in desk.judged:
        return
    yield from desk.until(plan.day)
    kept = holds(desk, part, plan.condition)
    acted = not kept and happens(desk, part)
    desk.judged.add(part.stock)
    desk.note(Kind.CLAUSE, part.stock, float(kept), float(acted))


def happens(desk: Desk, part: PartPlan) -> bool:
    """What was agreed; False where that is no longer possible."""
    plan, stock = part.clause, part.stock
    assert plan is not None
    match plan.then:
        case "hold":
            desk.held[stock] = plan.condition
            return True
        case "force":
            if stock in desk.standing:
                desk.forced[stock].succeed()
            return stock in desk.standing
        case "extend":
            return part.extension is not None and extend(desk, part.extension.contract)
        case _:
            return go_back(desk, part)


def return_on_its_day(desk: Desk, part: PartPlan) -> Process:
    """Go back on a day that was decided on, if that is possible then; the journal says so if it is not."""
    assert part.goes_back is not None
    if desk.past.is_known and desk.past.paths[part.stock].tried:
        return
    yield from desk.until(part.goes_back)
    if not desk.has_gone_back(part) and not go_back(desk, part):
        desk.note(Kind.CLAUSE, part.stock)


def payments(desk: Desk) -> Process:
    """Post lump sums on their days."""
    for day, amount in desk.programme.payments:
        yield from desk.until(day)
        desk.note(Kind.PAYMENT, desk.plan.schedule, amount)
