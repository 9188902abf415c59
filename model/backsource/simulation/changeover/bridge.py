"""Bank and last-time buy: what the supplier builds ahead."""

from __future__ import annotations

from backsource.log import Kind
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.programme import PartPlan


def bridge(desk: Desk, part: PartPlan) -> Process:
    """Build the bank from one source; note what was attained; let it be used."""
    plan = part.bridge
    assert plan is not None
    yield from desk.until(plan.begin)
    desk.levers.extra(stock=part.stock, quantity=plan.quantity, source=plan.source)
    yield from desk.until(plan.use_from)
    attained = max(0.0, desk.gauges.on_hand(part.stock) - desk.gauges.normal_stock(part.stock))
    desk.note(Kind.BANK, part.stock, min(plan.quantity, attained), plan.quantity)
    desk.levers.extra(stock=part.stock, quantity=0.0, source=plan.source)


def last_time_buy(desk: Desk, part: PartPlan) -> Process:
    """One order on top of the policy; the policy orders less until it is used up."""
    assert part.last_buy is not None
    day, quantity, source = part.last_buy
    yield from desk.until(day)
    desk.levers.order_now(part.stock, source, quantity)
