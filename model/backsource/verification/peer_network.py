"""Networks of the stockpyl kind as scenarios.

A node is a site: one stock per input (made to order for its line), one line that takes no time, one stock
of what it makes, its customers served in the order of the edges. The period convention is the timetable
`stockpyl`; nothing in the flow knows of the comparison.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from backsource.verification.formats import PeerCase, PeerNode, PeerPolicy

OUTSIDE = "EXT"

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
