"""Law's (s,S) programs by replay: listed demand and lead times in, cost figures out (Law, section 1.5).

One month is one day. Demand comes at its instants, so the stock is off the grid; it is reviewed at the
beginning of each day. Costs follow from the integrals of the day book.
"""

from collections.abc import Iterator

from backsource.log import Log
from backsource.simulation import simulate
from backsource.simulation.plan import Plan
from backsource.verification.formats import Costs, LawCase
from backsource.verification.rows import Row, near, same
from backsource.verification.worlds import days, plan_of, units

PRINTED = 0.005 + 1e-6
"""Half a unit of the last printed digit; the figures were rounded from single precision."""
SINGLE = 2e-5
"""Relative error of sums of a thousand terms in single precision."""
FIGURES = ("total", "ordering", "holding", "shortage")


def law_rows(case: LawCase) -> Iterator[Row]:
    """Ordering, holding and shortage cost per month and their sum, against print and against the computed figures."""
    log = simulate(plan(case), 0, 0)
    ours = costs(case, log)
    for figure in FIGURES:
        expected, found = getattr(case.printed, figure), getattr(ours, figure)
        yield near(case.id, f"printed.{figure}", expected, found, PRINTED)
    for figure in FIGURES if case.computed is not None else ():
        expected, found = getattr(case.computed, figure), getattr(ours, figure)
        yield near(case.id, f"computed.{figure}", expected, found, SINGLE * max(1.0, abs(expected)))
    listed = {int(event.time): event.quantity for event in case.events if event.event == "order"}
    placed = {month: float(units) for month, units in enumerate(log.lanes.of("supply", "ordered")) if units}
    agreeing = sum(placed.get(month) == quantity for month, quantity in listed.items())
    found = agreeing - len(placed.keys() - listed.keys())
    yield same(case.id, "orders", len(listed), found, "same month, same quantity")


def plan(case: LawCase) -> Plan:
    """The shop of a case, with the demand and the lead times that it lists."""
    demand = [event for event in case.events if event.event == "demand"]
    lags = [event.delivery_lag or 0.0 for event in case.events if event.event == "order"]
    reorder = {"at": units(case.reorder_level), "when": case.below, "up_to": units(case.order_up_to)}
    arrivals = {"at": [days(event.time) for event in demand], "listed": [units(event.quantity) for event in demand]}
    return plan_of(
        case.months,
        sites={"outside": {"kind": "feed"}, "shop": {"kind": "depot"}},
        stocks={"shop/x": {"opening": units(case.initial_inventory), "reorder": reorder}},
        lanes={"supply": {"item": "x", "from": "outside", "to": "shop", **lead_time(lags)}},
        markets={"customers": {"item": "x", "from": "shop", "demand": arrivals}},
    )


def lead_time(lags: list[float]) -> dict[str, object]:
    """Lead times in the order of the orders; none where nothing was ordered."""
    return {"lead_time": {"family": "listed", "listed": [days(lag) for lag in lags]}} if lags else {"promised": days(0)}


def costs(case: LawCase, log: Log) -> Costs:
    """Cost figures per month from the day book."""
    stock = {name: float(log.stocks.of("shop/x", name).sum()) for name in ("on_hand_time", "owed_time")}
    lane = {name: float(log.lanes.of("supply", name).sum()) for name in ("orders", "ordered")}
    ordering = (case.setup_cost * lane["orders"] + case.unit_cost * lane["ordered"]) / case.months
    holding = case.holding_cost * stock["on_hand_time"] / case.months
    shortage = case.backlog_cost * stock["owed_time"] / case.months
    return Costs(ordering + holding + shortage, ordering, holding, shortage)
