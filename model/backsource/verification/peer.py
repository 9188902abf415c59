"""Networks of the stockpyl kind as scenarios, and their trajectory as columns of the day book.

A node is a site: one stock per input (made to order for its line), one line that takes no time, one stock
of what it makes, its customers served in the order of the edges. The period convention is the timetable
`stockpyl`; nothing in the flow knows of the comparison.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from backsource.config import scenario_from
from backsource.log import Log
from backsource.simulation import prepare, simulate
from backsource.verification.formats import PeerCase, PeerNode, PeerPolicy
from backsource.verification.rows import Row, near
from backsource.verification.tables import Cell

OUTSIDE = "EXT"
CELL = 1e-6
Floats = npt.NDArray[np.float64]
Table = dict[tuple[Any, ...], dict[str, float]]

LANE_MODES = {"SP": "hold_at_origin", "TP": "stop_in_transit", "RP": "hold_at_gate"}


def site(node: int) -> str:
    """Name of a node's site."""
    return f"n{node}"


class Network:
    """The names of one case: which item each supplier delivers, and which lanes join whom."""

    def __init__(self, case: PeerCase) -> None:
        self.case = case
        self.nodes = {node.id: node for node in case.nodes}
        self.suppliers: dict[int, list[int | str]] = {
            node.id: [a for a, b in case.edges if b == node.id] + ([OUTSIDE] if node.external_supplier else [])
            for node in case.nodes
        }

    def product(self, node: int) -> str:
        """Item that a node makes."""
        return f"product{self.nodes[node].product}" if self.case.bom else f"made{node}"

    def item(self, supplier: int | str, node: int) -> str:
        """Item that a supplier delivers to a node."""
        return f"raw{node}" if supplier == OUTSIDE else self.product(int(supplier))

    def need(self, supplier: int | str, node: int) -> float:
        """Units of that item in one unit made."""
        if supplier == OUTSIDE or not self.case.bom:
            return 1.0
        return self.case.bom[str(self.nodes[node].product)][str(self.nodes[int(supplier)].product)]

    def lane(self, supplier: int | str, node: int) -> str:
        """Lane from a supplier to a node."""
        return f"{supplier}-{node}"

    def inputs(self, node: int) -> dict[str, float]:
        """Items a node needs, with the units in one unit made."""
        return {self.item(supplier, node): self.need(supplier, node) for supplier in self.suppliers[node]}


def scenario_of(case: PeerCase) -> dict[str, Any]:
    """The case in the words of a scenario file."""
    network = Network(case)
    content: dict[str, Any] = {
        "format": 1, "scenario": "peer", "start": "2001-01-01", "horizon": f"{case.periods} days",
        "items": {}, "sites": {}, "stocks": {}, "lanes": {}, "lines": {}, "markets": {}, "outages": {},
    }  # fmt: skip
    for node in case.nodes:
        add_node(content, network, node)
    return content


def add_node(content: dict[str, Any], network: Network, node: PeerNode) -> None:
    """One node: its site, stocks, line, lanes, market and disruption."""
    here, made = site(node.id), network.product(node.id)
    content["items"] |= {item: {"unit": "unit", "whole": False} for item in (made, *network.inputs(node.id))}
    content["sites"][here] = {"kind": "plant"}
    customers = [network.lane(a, b) for a, b in network.case.edges if a == node.id]
    customers += [f"m{node.id}"] if node.demand is not None else []
    stock: dict[str, Any] = {"allocation": "listed", "customers": customers, **policy_of(node.policy)}
    if node.initial_inventory is not None:
        stock["opening"] = units(node.initial_inventory)
    elif node.policy.S is not None:
        stock["opening"] = units(node.policy.S)
    if node.order_capacity:
        stock["order_capacity"] = units(node.order_capacity)
    content["stocks"][f"{here}/{made}"] = stock
    bom = {item: units(need) for item, need in network.inputs(node.id).items()}
    content["lines"][f"l{node.id}"] = {"site": here, "makes": made, "bom": bom, "processing": "0 days"}
    for item in bom:
        content["stocks"][f"{here}/{item}"] = {"opening": "0 units", **raw_policy(network, node, item)}
    for supplier in network.suppliers[node.id]:
        content["lanes"][network.lane(supplier, node.id)] = lane_of(network, node, supplier, content)
    if node.demand is not None:
        listed = {"listed": [units(quantity) for quantity in node.demand]}
        content["markets"][f"m{node.id}"] = {"item": made, "from": here, "demand": listed}
    add_disruption(content, network, node)


def units(number: float) -> str:
    """A quantity as text."""
    return f"{float(number)!r} units"


def policy_of(policy: PeerPolicy) -> dict[str, Any]:
    """Ordering policy of what a node makes."""
    if policy.type == "BS":
        return {"base_stock": units(policy.S or 0.0)}
    if policy.type == "sS":
        return {"reorder": {"at": units(policy.s or 0.0), "up_to": units(policy.S or 0.0)}}
    return {"reorder": {"at": units(policy.r or 0.0), "quantity": units(policy.Q or 0.0)}}


def raw_policy(network: Network, node: PeerNode, item: str) -> dict[str, Any]:
    """An input is ordered as its line is; where the case lists quantities per supplier, as listed."""
    override = network.case.order_override
    lanes = [network.lane(s, node.id) for s in network.suppliers[node.id] if network.item(s, node.id) == item]
    if override is not None and override.node == node.id and item == f"product{override.product}":
        suppliers = [s for s in network.suppliers[node.id] if network.item(s, node.id) == item]
        rows = {network.lane(s, node.id): [units(row.get(str(s), 0.0)) for row in override.orders] for s in suppliers}
        return {"listed": rows, "sources": {lane: float(i == 0) for i, lane in enumerate(lanes)}}
    return {"lot_for_lot": True, "sources": {lane: float(i == 0) for i, lane in enumerate(lanes)}}


def lane_of(network: Network, node: PeerNode, supplier: int | str, content: dict[str, Any]) -> dict[str, Any]:
    """The lane from a supplier; an order to the outside supplier and its goods travel as one pipeline."""
    lane = {"item": network.item(supplier, node.id), "to": site(node.id)}
    if node.disruption is not None and node.disruption.type in LANE_MODES:
        lane["in_outage"] = LANE_MODES[node.disruption.type]
    if supplier == OUTSIDE:
        content["sites"][f"outside{node.id}"] = {"kind": "feed"}
        whole = node.order_lead_time + node.shipment_lead_time
        return {**lane, "from": f"outside{node.id}", "promised": f"{whole} days"}
    delays = {"order_delay": f"{node.order_lead_time} days", "promised": f"{node.shipment_lead_time} days"}
    return {**lane, "from": site(int(supplier)), **delays}


def add_disruption(content: dict[str, Any], network: Network, node: PeerNode) -> None:
    """A disruption as a listed outage of the reviews of the site, or of its lanes."""
    if node.disruption is None or not node.disruption.periods:
        return
    lanes = [network.lane(s, node.id) for s in network.suppliers[node.id]]
    hits = [lane for lane in lanes if node.disruption.type != "SP" or not lane.startswith(OUTSIDE)]
    outage: dict[str, Any] = {"hits": hits}
    if node.disruption.type == "OP":
        outage = {"hits": [site(node.id)], "stops": ["reviews"]}
    if outage["hits"]:
        runs = groupby(enumerate(sorted(set(node.disruption.periods))), key=lambda pair: pair[1] - pair[0])
        spells = [[period for _, period in run] for _, run in runs]
        outage["listed"] = [{"from": f"{spell[0]} days", "lasts": f"{len(spell)} days"} for spell in spells]
        content["outages"][f"d{node.id}"] = outage


class Trajectory:
    """The columns of the two tables, read off the day book."""

    def __init__(self, case: PeerCase, log: Log) -> None:
        self.case, self.log, self.network = case, log, Network(case)
        self.zero = np.zeros(case.periods)

    def lane(self, supplier: int | str, node: int, column: str) -> Floats:
        """A column of one lane."""
        return self.log.lanes.of(self.network.lane(supplier, node), column)

    def inward(self, node: int, column: str) -> Floats:
        """A column summed over the lanes into a node."""
        return sum((self.lane(s, node, column) for s in self.network.suppliers[node]), self.zero)

    def outward(self, node: int, column: str) -> Floats:
        """A column summed over the lanes out of a node."""
        return sum((self.lane(a, b, column) for a, b in self.case.edges if a == node), self.zero)

    def market(self, node: int, column: str) -> Floats:
        """A column of the market of a node."""
        if self.network.nodes[node].demand is None:
            return self.zero
        return self.log.markets.of(f"m{node}", column)

    def raw(self, node: int) -> dict[str, Floats]:
        """Inputs on hand at a node."""
        return {item: self.log.stocks.of(f"{site(node)}/{item}", "on_hand") for item in self.network.inputs(node)}

    def met(self, node: int) -> Floats:
        """Units shipped beyond what was owed at the start of the period, over all customers."""
        total = self.zero.copy()
        pairs = [(self.lane(a, b, "shipped"), self.lane(a, b, "owed")) for a, b in self.case.edges if a == node]
        pairs.append((self.market(node, "served"), self.market(node, "owed")))
        for shipped, owed in pairs:
            total += np.maximum(0.0, shipped - np.concatenate([[0.0], owed[:-1]]))
        return total

    def node(self, node: PeerNode) -> dict[str, Floats]:
        """All columns of a node."""
        i = node.id
        stock = {
            c: self.log.stocks.of(f"{site(i)}/{self.network.product(i)}", c)
            for c in ("on_hand", "owed", "asked", "ordered")
        }
        level, met = stock["on_hand"] - stock["owed"], self.met(i)
        held, gate = self.outward(i, "held"), self.inward(i, "gate")
        asked, done = stock["asked"].cumsum(), met.cumsum()
        disrupted = np.isin(np.arange(self.case.periods), node.disruption.periods if node.disruption else ())
        costs = self.costs(node, level, held)
        return {
            "disrupted": disrupted.astype(float), "external_demand": self.market(i, "demand"),
            "orders_received": stock["asked"], "order_placed_fg_units": stock["ordered"],
            "orders_placed_rm_units": self.inward(i, "ordered"), "received": self.inward(i, "received"),
            "shipped": self.outward(i, "shipped") + self.market(i, "served"), "inventory_level": level,
            "on_hand": np.maximum(0.0, level), "backorders": stock["owed"],
            "on_order_rm_units": self.inward(i, "on_order") - gate,
            "raw_material": sum(self.raw(i).values(), self.zero),
            "outbound_held": held, "inbound_held": gate, "demand_met_from_stock": met,
            "fill_rate_to_date": np.divide(done, asked, out=np.ones_like(done), where=asked > 0), **costs,
        }  # fmt: skip

    def costs(self, node: PeerNode, level: Floats, held: Floats) -> dict[str, Floats]:
        """Costs of the period: inputs cost what their supplier charges for holding, outside goods nothing."""
        holding = node.holding_cost * (np.maximum(0.0, level) + held)
        seen: set[str] = set()
        for supplier in self.network.suppliers[node.id]:
            item = self.network.item(supplier, node.id)
            if supplier == OUTSIDE or item in seen:
                continue
            seen.add(item)
            gates = [s for s in self.network.suppliers[node.id] if self.network.item(s, node.id) == item]
            waiting = sum((self.lane(s, node.id, "gate") for s in gates), self.zero)
            holding = holding + self.network.nodes[int(supplier)].holding_cost * (self.raw(node.id)[item] + waiting)
        stockout = node.stockout_cost * np.maximum(0.0, -level)
        transit = node.holding_cost * self.outward(node.id, "in_transit")
        return {"holding_cost": holding, "stockout_cost": stockout, "in_transit_cost": transit,
                "total_cost": holding + stockout + transit}  # fmt: skip

    def link(self, a: int | str, b: int | str) -> dict[str, Floats]:
        """All columns of a link."""
        if b == OUTSIDE:
            demand, served = self.market(int(a), "demand"), self.market(int(a), "served")
            columns = (demand, demand, served, served, self.market(int(a), "owed"), self.zero)
        else:
            node = int(b)
            ordered = self.lane(a, node, "ordered")
            taken, shipped = (
                (ordered, ordered) if a == OUTSIDE else (self.lane(a, node, c) for c in ("taken", "shipped"))
            )
            owed = self.zero if a == OUTSIDE else self.lane(a, node, "owed")
            on_order = self.lane(a, node, "on_order") - self.lane(a, node, "gate")
            columns = (ordered, taken, shipped, self.lane(a, node, "received"), owed, on_order)
        names = ("ordered_by_to", "order_arrived_at_from", "shipped", "received_by_to", "backorders", "on_order")
        return dict(zip(names, columns, strict=True))

    def total_cost(self) -> float:
        """Cost of all nodes and periods."""
        return float(sum(self.node(node)["total_cost"].sum() for node in self.case.nodes))


def trajectory(case: PeerCase) -> Trajectory:
    """Run one case through the public `prepare` and `simulate`."""
    plan = prepare(scenario_from(scenario_of(case)), timetable="stockpyl")
    return Trajectory(case, simulate(plan, seed=0, replication=0))


def peer_rows(case: PeerCase) -> list[Row]:
    """One row a column of both tables with the largest difference of its cells, and the total cost."""
    ours = trajectory(case)
    rows = [*table_rows(case, "nodes", case.node_rows, ("node",), lambda key: ours.node(ours.network.nodes[key[0]]))]
    rows += table_rows(case, "links", case.link_rows, ("from", "to"), lambda key: ours.link(*key))
    return [*rows, near(case.name, "total cost", case.expected_total_cost, ours.total_cost(), CELL)]


def table_rows(
    case: PeerCase,
    table: str,
    printed: tuple[dict[str, Cell], ...],
    keys: tuple[str, ...],
    columns_of: Callable[..., dict[str, Floats]],
) -> list[Row]:
    """Compare one table cell by cell; a row a column, with the cell that is furthest off."""
    known: dict[tuple[Any, ...], dict[str, Floats]] = {}
    worst: dict[str, tuple[float, float, float, str]] = {}
    counts: Counter[str] = Counter()
    for line in printed:
        key = tuple(line[name] if line[name] == OUTSIDE else int(line[name]) for name in keys)
        if key not in known:
            known[key] = columns_of(key)
        period = int(line["t"])
        for name, values in known[key].items():
            expected, ours = float(line[name]), float(values[period])
            where = f"t={period} {' -> '.join(str(part) for part in key)}"
            counts[name] += 1
            worst[name] = max(worst.get(name, (-1.0, 0.0, 0.0, "")), (abs(ours - expected), expected, ours, where))
    return [
        near(case.name, f"{table}.{name}", expected, ours, CELL, f"{counts[name]} cells, the furthest at {where}")
        for name, (_, expected, ours, where) in worst.items()
    ]
