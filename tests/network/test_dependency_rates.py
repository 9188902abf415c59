"""The largest rate after a loss, on random networks: against NetworkX's max-flow and against a linear program.

Networks are stocks in a row, each fed by lanes from stocks before it or from feeds. With lanes alone
that is a pure flow; with lines that need several materials, in other quantities than one, it is not.
"""

from math import inf
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from backsource.config import Scenario, scenario_from
from backsource.network.dependency import Loss, depend
from backsource.network.dependency.parts import kind_of, name_of


def shares(names: list[str]) -> dict[str, str]:
    """Equal shares in whole percent."""
    parts = [100 // len(names)] * len(names)
    parts[0] += 100 - sum(parts)
    return {name: f"{part} %" for name, part in zip(names, parts, strict=True)}


@st.composite
def scenarios(draw: st.DrawFn, *, lines: bool) -> Scenario:
    """Up to seven sites with a stock each, the last of which serves the market."""
    count = draw(st.integers(2, 7))
    content: dict[str, Any] = {
        "scenario": "flow", "start": "2026-01-05", "horizon": "400 days", "sites": {}, "stocks": {}, "lanes": {},
        "items": {"part": {"unit": "piece", "whole": False}}, "lines": {},
    }  # fmt: skip
    for number in range(count):
        content["sites"][f"mine{number}"] = {"kind": "feed"}
        content["sites"][f"site{number}"] = {"kind": "plant"}
        makes = lines and number > 0 and draw(st.booleans())
        materials = draw(st.integers(1, 2)) if makes else 0
        for item in [f"raw{number}-{each}" for each in range(materials)] or ["part"]:
            content["items"][item] = {"unit": "piece", "whole": False}
            names = []
            for lane in range(draw(st.integers(1, 3))):
                before = draw(st.integers(-1, number - 1))
                start = f"site{before}" if before >= 0 and item == "part" else f"mine{number}"
                capacity = f"{draw(st.integers(5, 60))} pieces/day"
                name = f"{item}-{number}-{lane}"
                content["lanes"][name] = {"item": item, "from": start, "to": f"site{number}", "capacity": capacity,
                                            "promised": "0 days"}  # fmt: skip
                names.append(name)
            content["stocks"][f"site{number}/{item}"] = {"base_stock": "0 pieces", "sources": shares(names)}
        if materials:
            bom = {f"raw{number}-{each}": f"{draw(st.integers(1, 3))} pieces" for each in range(materials)}
            content["lines"][f"line{number}"] = {
                "site": f"site{number}", "makes": "part", "bom": bom, "yield": f"{draw(st.integers(70, 100))} %",
                "rate": f"{draw(st.integers(5, 60))} pieces/day",
            }  # fmt: skip
            content["stocks"][f"site{number}/part"] = {"base_stock": "0 pieces"}
    demand = {"per": "day", "mean": f"{draw(st.integers(1, 80))} pieces"}
    content["markets"] = {"shop": {"item": "part", "from": f"site{count - 1}", "demand": demand}}
    return scenario_from(content)


def is_lost(scenario: Scenario, source: str, part: str) -> bool:
    """Whether a lane or line stops with a part, in these networks without causes and tools."""
    site = scenario.lanes[source].origin if source in scenario.lanes else scenario.lines[source].site
    return part in (f"site {site}", f"lane {source}", f"line {source}")


def by_flow(scenario: Scenario, part: str) -> float:
    """The largest flow from all feeds to the market, of lanes alone."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(["all feeds", "site"])
    for name, lane in scenario.lanes.items():
        start = lane.origin if lane.origin.startswith("site") else "all feeds"
        capacity = 0.0 if is_lost(scenario, name, part) else lane.capacity.number  # type: ignore[union-attr]
        before = graph.get_edge_data(start, lane.to, {"capacity": 0.0})["capacity"]
        graph.add_edge(start, lane.to, capacity=before + capacity)
    (market,) = scenario.markets.values()
    return float(nx.maximum_flow_value(graph, "all feeds", market.origin)) if market.origin in graph else 0.0


def by_program(scenario: Scenario, part: str) -> float:
    """The same by a linear program written out densely, one row a stock."""
    names = [*scenario.lanes, *scenario.lines]
    rows = {stock: np.zeros(len(names) + 1) for stock in scenario.stocks}
    most: list[float] = []
    for place, name in enumerate(names):
        if name in scenario.lanes:
            lane = scenario.lanes[name]
            rows[f"{lane.to}/{lane.item}"][place] -= 1
            if lane.origin.startswith("site"):
                rows[f"{lane.origin}/{lane.item}"][place] += 1
            most.append(lane.capacity.number)  # type: ignore[union-attr]
        else:
            line, good = scenario.lines[name], float(scenario.lines[name].yield_)  # type: ignore[arg-type]
            rows[f"{line.site}/{line.makes}"][place] -= 1
            for item, amount in line.bom.items():
                rows[f"{line.site}/{item}"][place] += amount.number / good
            most.append(line.rate.number * good)  # type: ignore[union-attr]
        most[-1] = 0.0 if is_lost(scenario, name, part) else most[-1]
    (market,) = scenario.markets.values()
    rows[f"{market.origin}/part"][-1] = 1
    goal = np.zeros(len(names) + 1)
    goal[-1] = -1
    solved = linprog(goal, A_ub=np.array(list(rows.values())), b_ub=np.zeros(len(rows)),
                     bounds=[*((0, each) for each in most), (0, None)])  # fmt: skip
    return float(-solved.fun)


def losses(scenario: Scenario) -> tuple[list[Loss], float]:
    (picture,) = depend(scenario).pictures
    (asked,) = picture.outputs.values()
    assert all(loss.exact for loss in picture.losses)
    return list(picture.losses), asked


@given(scenarios(lines=False))
@settings(max_examples=20, deadline=None)
def test_the_rate_left_is_the_largest_flow_where_there_are_lanes_alone(scenario: Scenario) -> None:
    found, asked = losses(scenario)
    for loss in found:
        expected = by_flow(scenario, loss.part)
        assert loss.rate == pytest.approx(expected, abs=1e-6)
        assert loss.left == pytest.approx(min(1, expected / asked), abs=1e-6)
        assert loss.stops == (expected == 0)


@given(scenarios(lines=True))
@settings(max_examples=30, deadline=None)
def test_the_rate_left_is_that_of_the_linear_program_where_lines_need_materials(scenario: Scenario) -> None:
    found, asked = losses(scenario)
    for loss in found:
        expected = by_program(scenario, loss.part)
        assert loss.rate == pytest.approx(expected, abs=1e-6)
        assert loss.left == pytest.approx(min(1, expected / asked), abs=1e-6)
        assert (loss.survives == inf) == (loss.left >= 1 - 1e-9) or loss.survives == 0
        assert kind_of(loss.part) in ("site", "lane", "line")
        assert f"{kind_of(loss.part)} {name_of(loss.part)}" == loss.part


@given(scenarios(lines=True))
@settings(max_examples=15, deadline=None)
def test_losing_a_part_never_leaves_more_than_losing_nothing(scenario: Scenario) -> None:
    (picture,) = depend(scenario).pictures
    assert all(loss.left <= picture.met + 1e-9 for loss in picture.losses)
    assert picture.met <= 1 + 1e-9
