"""Bank and last-time buy: what the supplier builds ahead."""

from __future__ import annotations

from backsource.log import Kind
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.programme import PartPlan


def bridge(desk: Desk, part: PartPlan) -> Process:
    """Build the bank from one source; note what was attained; let it be used."""
    plan = part.bridge
    assert plan is not None
    stands = desk.past.paths[part.stock].bank if desk.past.is_known else None
    if stands == "over":
        return
    if stands is None:
        yield from desk.until(plan.begin)
        desk.raise_target(part.stock, plan.quantity, plan.source)
    yield from desk.until(plan.use_from)
    on_hand, owed = desk.gauges.at_end_of(part.stock, desk.row() - 1)
    attained = on_hand - owed - plan.normal
    desk.note(Kind.BANK, part.stock, min(plan.quantity, max(0.0, attained)), plan.quantity)
    desk.raise_target(part.stock, -plan.quantity, plan.source)


def last_time_buy(desk: Desk, part: PartPlan) -> Process:
    """One order on top of the policy, which goes on as before while its source is there.

    When the source closes, or gets nothing any more, the target falls back and the stock is used up.
    """
    plan = part.last_buy
    assert plan is not None
    bought = desk.past.is_known and desk.past.paths[part.stock].bought
    if bought and desk.leaving[plan.source].triggered:
        return
    if not bought:
        yield from desk.until(plan.day)
        desk.raise_target(part.stock, plan.quantity, plan.source, ordered=True)
        desk.levers.order_now(part.stock, plan.source, plan.quantity)
    yield desk.leaving[plan.source]
    desk.raise_target(part.stock, -plan.quantity, plan.source)
