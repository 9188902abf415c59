"""The graph for other programs: node-link JSON and GraphML, with plain values only."""

import json
from io import BytesIO
from typing import Any

import networkx as nx

from backsource.network.build import Graph
from backsource.units import Amount, Money, Rate, Span, written


def plain(graph: Graph) -> Graph:
    """The same nodes and edges with attributes of text and numbers, as JSON and GraphML can hold them."""
    copy: Graph = nx.MultiDiGraph(name=graph.graph["scenario"].scenario)
    for name, site in graph.nodes(data=True):
        copy.add_node(name, **_without_none(_site(site)))
    for origin, to, key, edge in graph.edges(keys=True, data=True):
        copy.add_edge(origin, to, key=key, **_without_none(_lane(edge)))
    return copy


def _site(site: dict[str, Any]) -> dict[str, Any]:
    owner = site["owner"]
    return {
        "kind": site["kind"],
        "owner": owner if isinstance(owner, str) else ", ".join(dated.owner for dated in owner),
        "country": site["country"],
        "calendar": site["calendar"],
        "stocks": ", ".join(site["stocks"]),
        "lines": ", ".join(site["lines"]),
        "markets": ", ".join(site["markets"]),
    }


def _lane(edge: dict[str, Any]) -> dict[str, Any]:
    lane = edge["lane"]
    return {
        "name": edge["name"],
        "item": edge["item"],
        "price": _said(lane.price),
        "promised": _said(lane.promised),
        "capacity": _said(lane.capacity),
        "faulty": lane.faulty,
    }


def _said(quantity: Span | Amount | Rate | Money | None) -> str | None:
    return None if quantity is None else written(quantity)


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def node_link(graph: Graph) -> str:
    """Node-link JSON, as `networkx.node_link_graph(..., edges="edges")` reads it."""
    return json.dumps(nx.node_link_data(plain(graph), edges="edges"), indent=2, ensure_ascii=False)


def graphml(graph: Graph) -> str:
    """GraphML text."""
    buffer = BytesIO()
    nx.write_graphml_xml(plain(graph), buffer)
    return buffer.getvalue().decode()
