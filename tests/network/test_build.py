"""The graph holds every noun of the scenario where a user of NetworkX looks for it."""

import networkx as nx
import pytest

from backsource.config import Scenario
from backsource.network import build
from backsource.network.build import Graph


@pytest.fixture
def graph(scenario: Scenario) -> Graph:
    return build(scenario)


def test_sites_are_nodes_with_their_stocks_lines_and_markets(graph: Graph, scenario: Scenario) -> None:
    assert set(graph) == {"seller", "mill", "plant"}
    plant = graph.nodes["plant"]
    assert plant["stocks"] == {"part": scenario.stocks["plant/part"], "steel": scenario.stocks["plant/steel"]}
    assert plant["lines"] == {"make": scenario.lines["make"]}
    assert plant["markets"] == {"shop": scenario.markets["shop"]}
    assert (plant["kind"], plant["calendar"], plant["owner"]) == ("plant", "works", "us")
    assert (graph.nodes["seller"]["owner"], graph.nodes["seller"]["country"]) == ("outside", "NO")


def test_lanes_are_edges_keyed_by_item_and_by_lane_where_two_run_side_by_side(graph: Graph, scenario: Scenario) -> None:
    edges = {key: edge for _, _, key, edge in graph.edges(keys=True, data=True)}
    assert set(edges) == {"part", "part:air", "steel"}
    assert edges["part:air"] == {"name": "air", "lane": scenario.lanes["air"], "item": "part"}
    assert graph.graph["scenario"] is scenario


def test_any_algorithm_takes_the_graph(graph: Graph) -> None:
    assert nx.is_directed_acyclic_graph(graph)
    assert set(nx.ancestors(graph, "plant")) == {"seller", "mill"}
