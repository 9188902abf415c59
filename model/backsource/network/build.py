"""The graph of a scenario: sites as nodes, lanes as edges keyed by item, stocks and lines as attributes."""

from typing import TYPE_CHECKING, Any

import networkx as nx

from backsource.config.scenario import Scenario
from backsource.config.things import Site

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]
else:
    Graph = nx.MultiDiGraph

US = "us"
"""Owner of a plant that names none."""


def build(scenario: Scenario) -> Graph:
    """The network of a scenario as a directed multigraph that any NetworkX algorithm takes.

    `graph.graph["scenario"]` is the scenario. A node is a site with `kind`, `owner` (text, or dated owners),
    `country`, `calendar`, and its `stocks`, `lines` and `markets` by item or name. An edge is a lane with `name`,
    `item` and `lane`; its key is the item, or `item:lane` when lanes of one item run side by side.
    Simulation walks this graph: what is cut here is gone there.
    """
    graph: Graph = nx.MultiDiGraph(scenario=scenario)
    for name, site in scenario.sites.items():
        graph.add_node(name, **_attributes(site))
    for key, stock in scenario.stocks.items():
        name, _, item = key.partition("/")
        graph.nodes[name]["stocks"][item] = stock
    for name, line in scenario.lines.items():
        graph.nodes[line.site]["lines"][name] = line
    for name, market in scenario.markets.items():
        graph.nodes[market.origin]["markets"][name] = market
    for name, lane in scenario.lanes.items():
        beside = graph.has_edge(lane.origin, lane.to, key=lane.item)
        key = f"{lane.item}:{name}" if beside else lane.item
        graph.add_edge(lane.origin, lane.to, key=key, name=name, lane=lane, item=lane.item)
    return graph


def _attributes(site: Site) -> dict[str, Any]:
    owner = US if site.kind == "plant" and "owner" not in site.model_fields_set else site.owner
    return {
        "kind": site.kind,
        "owner": owner,
        "country": site.country,
        "calendar": site.calendar,
        "stocks": {},
        "lines": {},
        "markets": {},
    }
