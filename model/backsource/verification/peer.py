"""Trajectories of networks of the stockpyl kind, read off the day book and compared cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from backsource.config import scenario_from
from backsource.log import Log
from backsource.simulation import prepare, simulate
from backsource.verification.formats import PeerCase, PeerNode
from backsource.verification.peer_network import OUTSIDE, Network, scenario_of, site
from backsource.verification.rows import Row, near
from backsource.verification.tables import Cell

CELL = 1e-6
Floats = npt.NDArray[np.float64]


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
