"""Stocks, resolved: policy, sources, askers, opening state."""

from __future__ import annotations

from math import ceil, inf

import networkx as nx
import numpy as np

from backsource.config.parsed import Cover
from backsource.config.stock import Reorder, Stock
from backsource.config.things import Item
from backsource.simulation.plan import MarketPlan, Opening, Policy, StockPlan
from backsource.simulation.planning import Planning
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.resolve.planning import days_of_use
from backsource.simulation.resolve.shares import as_is
from backsource.simulation.source_plans import LanePlan, LinePlan


def material_flow(frame: Frame) -> nx.DiGraph[str]:
    """Stocks as nodes, an edge wherever a lane or a line turns one into another."""
    flow: nx.DiGraph[str] = nx.DiGraph()
    flow.add_nodes_from(frame.stocks)
    for origin, to, lane in frame.lanes.values():
        flow.add_node(f"{to}/{lane.item}")
        if f"{origin}/{lane.item}" in flow or any(
            site == origin and line.makes == lane.item for site, line in frame.lines.values()
        ):
            flow.add_edge(f"{origin}/{lane.item}", f"{to}/{lane.item}")
    for site, line in frame.lines.values():
        flow.add_node(f"{site}/{line.makes}")
        for item in line.bom:
            flow.add_edge(f"{site}/{item}", f"{site}/{line.makes}")
    return flow


def upstream_first(frame: Frame) -> list[str]:
    """Stocks in the order of material flow; ties by name."""
    return list(nx.lexicographical_topological_sort(material_flow(frame)))


def stock_plans(
    frame: Frame, order: list[str], lanes: dict[str, LanePlan], lines: dict[str, LinePlan],
    markets: dict[str, MarketPlan], planning: Planning, events: set[str],
) -> dict[str, StockPlan]:  # fmt: skip
    """All stocks, by name."""
    return {
        name: stock_plan(frame, name, lanes, lines, markets, planning, name not in events) for name in sorted(order)
    }


def stock_plan(
    frame: Frame, name: str, lanes: dict[str, LanePlan], lines: dict[str, LinePlan],
    markets: dict[str, MarketPlan], planning: Planning, on_grid: bool,
) -> StockPlan:  # fmt: skip
    """One stock; a supplier's line without a stock of its own gets one made to order."""
    site, item = name.split("/", 1)
    declared = frame.stocks[name][1] if name in frame.stocks else Stock(lot_for_lot=True)
    product = frame.scenario.items[item]
    lanes_in = tuple(lane for lane, plan in lanes.items() if plan.target_stock == name)
    lines_in = tuple(line for line, plan in lines.items() if plan.product == name)
    shares = as_is(frame, name, [*lanes_in, *lines_in])
    policy = policy_of(frame, name, declared, planning)
    opening = opening_of(declared, policy)
    askers = [lane for lane, plan in lanes.items() if plan.origin_stock == name]
    askers += [market for market, plan in markets.items() if plan.stock == name]
    emergency = declared.emergency
    rows = np.arange(frame.rows) + frame.behind
    stands = frame.status.stocks.get(name) if frame.status is not None else None
    if stands is not None and stands.on_hand is not None:
        opening = stands.on_hand.number
    backlog = stands.backlog if stands is not None else declared.backlog
    return StockPlan(
        name=name, site=site, item=item, whole=product.whole, on_grid=on_grid, policy=policy,
        review_rows=review_rows(frame, declared), open_rows=frame.open_rows(site), opening=opening,
        backlog=backlog.number if backlog else 0.0,
        arriving=arriving(frame, declared, shares, lanes, product),
        capacity=declared.capacity.number if declared.capacity else inf,
        multiple=order_multiple(frame, name),
        order_capacity=declared.order_capacity.number if declared.order_capacity else inf,
        lanes_in=lanes_in, lines_in=lines_in, shares=tuple(sorted(shares.items())),
        divert=declared.when_blocked == "divert", askers=in_order(askers, declared.customers),
        lines_out=tuple(line for line, plan in lines.items() if any(stock == name for stock, _ in plan.bom)),
        allocation=declared.allocation, loses=declared.short == "lost", storable=product.storable,
        shelf_life=frame.days(product.shelf_life) if product.shelf_life else inf,
        emergency=emergency.source if emergency else "",
        emergency_levels=tuple(
            days_of_use(frame.whole, planning, name, Cover(emergency.below, True), rows).tolist()
        ) if emergency else (),
        use=tuple(planning.expected_use[name][frame.behind :].tolist()),
        keep_lots=declared.keep_lots or product.shelf_life is not None,
    )  # fmt: skip


def order_multiple(frame: Frame, name: str) -> float:
    """What orders are a multiple of: the stock's own lot, the item's, a whole unit; 0 where any size will do."""
    item = frame.scenario.items[name.split("/", 1)[1]]
    lot = (frame.stocks[name][1].order_multiple if name in frame.stocks else None) or item.lot
    return lot.number if lot is not None else float(item.whole)


def in_order(askers: list[str], customers: list[str]) -> tuple[str, ...]:
    """Those the file lists, in its order; then the others by name."""
    return tuple(name for name in customers if name in askers) + tuple(sorted(set(askers) - set(customers)))


def review_rows(frame: Frame, declared: Stock) -> tuple[bool, ...]:
    """Rows with a review, counted from day 0; empty with a continuous review."""
    if declared.review == 0:
        return ()
    days = np.arange(frame.rows) + frame.first_day
    return tuple((days % declared.review == 0).tolist())


def policy_of(frame: Frame, name: str, declared: Stock, planning: Planning) -> Policy:
    """The ordering policy with its levels."""
    if declared.base_stock is not None:
        return Policy("base_stock", level=declared.base_stock.number)
    if declared.echelon_base_stock is not None:
        return Policy("echelon", level=declared.echelon_base_stock.number, downstream=tuple(downstream(frame, name)))
    if declared.reorder is not None:
        return reorder_policy(declared.reorder)
    if declared.cover is not None:
        targets = planning.expected_levels[name][frame.behind :]
        return Policy("base_stock", level=targets[0] if targets else 0.0, targets=targets)
    if declared.every_review is not None:
        return Policy("every_review", quantity=declared.every_review.number)
    return policy_by_source(frame, declared)


def reorder_policy(reorder: Reorder) -> Policy:
    """(s,S) or (r,Q)."""
    at, strict = reorder.at.number, reorder.when == "<"
    if reorder.up_to is not None:
        return Policy("reorder_up_to", level=reorder.up_to.number, at=at, strict=strict)
    quantity = reorder.quantity.number if reorder.quantity else 0.0
    return Policy("reorder_quantity", level=at + quantity, at=at, strict=strict, quantity=quantity)


def policy_by_source(frame: Frame, declared: Stock) -> Policy:
    """Policies that speak of particular sources; lot-for-lot, or none."""
    if (dual := declared.dual_index) is not None:
        return Policy("dual_index", first=dual.express, first_level=dual.express_to.number,
                      second=dual.regular, second_level=dual.regular_to.number)  # fmt: skip
    if (surge := declared.base_surge) is not None:
        return Policy("base_surge", first=surge.base, quantity=surge.quantity.number,
                      second=surge.surge, second_level=surge.surge_to.number)  # fmt: skip
    if isinstance(declared.listed, dict):
        before, past = (0.0,) * -frame.whole.first_day, frame.behind
        listed = (
            (source, (before + tuple(a.number for a in rows))[past:])
            for source, rows in sorted(declared.listed.items())
        )
        return Policy("listed", listed=tuple(listed))
    return Policy("lot_for_lot" if declared.lot_for_lot else "none")


def downstream(frame: Frame, name: str) -> list[tuple[str, float]]:
    """Stocks one step downstream with the units of this item in one of theirs."""
    site, item = name.split("/", 1)
    found = [(f"{to}/{item}", 1.0) for origin, to, lane in frame.lanes.values() if origin == site and lane.item == item]
    found += [
        (f"{site}/{line.makes}", line.bom[item].number)
        for at, line in frame.lines.values() if at == site and item in line.bom
    ]  # fmt: skip
    return sorted(found)


def opening_of(declared: Stock, policy: Policy) -> float:
    """On hand at the start: as stated, else the level of the policy (stockpyl's convention)."""
    if declared.opening is not None:
        return declared.opening.number
    return max(policy.level, policy.second_level) if policy.kind != "echelon" else 0.0


def arriving(
    frame: Frame, declared: Stock, shares: dict[str, float], lanes: dict[str, LanePlan], product: Item
) -> tuple[Opening, ...]:
    """Goods on the road and open orders at the start, one by one or spread over the lead time.

    A status that says what is on order says it instead; else things stand on its day as at the start.
    """
    if frame.status is not None and (frame.status.orders is not None or frame.status.road is not None):
        return ()
    goods = [
        Opening(s.source, s.quantity.number, frame.day(s.due) + frame.behind)
        for s in declared.arriving  # type: ignore[union-attr]
    ]
    if declared.on_order is not None:
        used = {source: share for source, share in sorted(shares.items()) if share > 0}
        for source, part in zip(used, parts_of(declared.on_order.number, list(used.values()), product), strict=True):
            if source in lanes:
                goods += spread(frame, lanes[source], part, product)
            else:
                goods.append(Opening(source, part, 0.0))
    return tuple(goods)


def spread(frame: Frame, lane: LanePlan, quantity: float, product: Item) -> list[Opening]:
    """A quantity in equal parts over the open days of the lead time."""
    count = max(1, ceil(lane.lead + lane.order_delay))
    open_rows = lane.target_rows[:count]
    rows = [row for row in range(count) if row >= len(open_rows) or open_rows[row]] or [0]
    parts = parts_of(quantity, [1.0 / len(rows)] * len(rows), product)
    return [Opening(lane.name, part, float(frame.first_day + row)) for row, part in zip(rows, parts, strict=True)]


def parts_of(quantity: float, shares: list[float], product: Item) -> list[float]:
    """A quantity by shares that add up to 1; in whole units where the item is, so that their sum stays the same."""
    marks = np.cumsum([0.0, *shares]) * quantity
    marks[-1] = quantity
    return [float(part) for part in np.diff(np.round(marks) if product.whole else marks)]
