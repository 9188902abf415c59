"""Networks of the peer: whether a case holds together, and the tables of its trajectory."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from backsource.errors import ConfigError, Fault
from backsource.verification.formats import PeerCase, PeerNode
from backsource.verification.tables import read_table

_LEVELS = {"BS": ("S",), "sS": ("s", "S"), "rQ": ("r", "Q")}


def peer_faults(case: PeerCase) -> Iterator[Fault]:
    """What does not fit together inside a case."""
    file = str(case.file)
    known = [node.id for node in case.nodes]
    if len(set(known)) < len(known):
        yield Fault(file, None, "nodes", f"the ids {known}", "each id once")
    for place, edge in enumerate(case.edges):
        if not set(edge) <= set(known) or edge[0] == edge[1]:
            yield Fault(file, None, f"edges.{place}", str(list(edge)), f"two nodes of {sorted(set(known))}")
    for place, node in enumerate(case.nodes):
        for key, found, would_do in _node_faults(node, case):
            yield Fault(file, None, f"nodes.{place}.{key}", found, would_do)
    if case.order_override and case.order_override.node not in known:
        found = str(case.order_override.node)
        yield Fault(file, None, "order_override.node", found, f"a node of {sorted(set(known))}")
    if case.order_override and len(case.order_override.orders) != case.periods:
        found = f"{len(case.order_override.orders)} periods"
        yield Fault(file, None, "order_override.orders", found, f"{case.periods} periods")


def _node_faults(node: PeerNode, case: PeerCase) -> Iterator[tuple[str, str, str]]:
    for level in _LEVELS[node.policy.type]:
        if getattr(node.policy, level) is None:
            yield f"policy.{level}", "nothing", f"a number, for the policy {node.policy.type}"
    if node.policy.type == "rQ" and node.initial_inventory is None:
        yield "initial_inventory", "nothing", "a number, since (r,Q) has no level to start from,"
    if node.demand is not None and len(node.demand) != case.periods:
        yield "demand", f"{len(node.demand)} periods", f"{case.periods} periods"
    if not node.external_supplier and not any(to == node.id for _, to in case.edges):
        yield "external_supplier", "false, and no edge to the node", "true, or an edge to the node"


def with_tables(case: PeerCase) -> PeerCase:
    """The case with the rows of its nodes and links; raises ConfigError with the faults of both tables."""
    nodes, links = (case.file.with_name(f"{case.file.stem}_{table}.csv") for table in ("nodes", "links"))
    node_rows = read_table(nodes, ("t", "node", "inventory_level"))
    link_rows = read_table(links, ("t", "from", "to", "on_order"), words=("from", "to"))
    outside = sum(node.external_supplier for node in case.nodes) + sum(node.demand is not None for node in case.nodes)
    faults = [
        *_length_fault(nodes, len(node_rows), case.periods * len(case.nodes)),
        *_length_fault(links, len(link_rows), case.periods * (len(case.edges) + outside)),
    ]
    if faults:
        raise ConfigError(faults)
    return replace(case, node_rows=node_rows, link_rows=link_rows)


def _length_fault(file: Path, found: int, wanted: int) -> Iterator[Fault]:
    if found != wanted:
        yield Fault(str(file), None, "", f"{found} rows", f"{wanted} rows, one for each period,")
