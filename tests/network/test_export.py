"""The graph for other programs is the same graph."""

import json
from io import StringIO

import networkx as nx

from backsource.config import Scenario
from backsource.network import build, graphml, node_link


def test_node_link_json_reads_back_with_networkx(scenario: Scenario) -> None:
    back = nx.node_link_graph(json.loads(node_link(build(scenario))), edges="edges")
    assert set(back.edges(keys=True)) == set(build(scenario).edges(keys=True))
    assert back.nodes["mill"]["owner"] == "outside, us"
    assert back.edges["seller", "plant", "part"] == {
        "name": "sea",
        "item": "part",
        "price": "3.0 EUR/piece",
        "promised": "30.0 days",
        "faulty": 0.0,
    }


def test_graphml_reads_back_with_networkx(scenario: Scenario) -> None:
    back = nx.read_graphml(StringIO(graphml(build(scenario))), force_multigraph=True)
    assert set(back) == {"seller", "mill", "plant"}
    assert back.nodes["plant"]["stocks"] == "part, steel"
    assert back.number_of_edges() == 3
