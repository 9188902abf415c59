"""What must hold of calendars, graphs and the static check whatever the numbers."""

import json
from datetime import date, timedelta
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backsource.config import Scenario, Schedule, scenario_from, schedule_from
from backsource.network import build, node_link
from backsource.network.days import day_number, worked
from backsource.network.feasibility import feasibility
from backsource.network.feasibility.bank import Changeover
from backsource.network.feasibility.outlook import Outlook

START = date(2026, 1, 5)
weeks = st.lists(st.booleans(), min_size=7, max_size=7).filter(any)
rates = st.integers(20, 400)
shares = st.integers(0, 100)


def network(
    *,
    cell: float = 150,
    make: float = 150,
    demand: float = 100,
    ramp: float = 30,
    yields: float = 1.0,
    scale: float = 1,
) -> dict[str, Any]:
    """Two suppliers' worth of choice: a part that is bought or made from blanks, with rates in pieces a day."""
    return {
        "scenario": "part",
        "start": START.isoformat(),
        "horizon": "400 days",
        "items": {"part": {"unit": "piece", "whole": False}, "blank": {"unit": "piece", "whole": False}},
        "sites": {"s1": {"kind": "supplier"}, "forge": {"kind": "feed"}, "plant": {"kind": "plant"}},
        "stocks": {
            "plant/part": {"cover": "5 days", "sources": {"buy": "100 %", "make": "0 %"}},
            "plant/blank": {"cover": "9 days of planned use"},
        },
        "lanes": {
            "buy": {"item": "part", "from": "s1", "to": "plant", "promised": "4 days"},
            "blanks": {"item": "blank", "from": "forge", "to": "plant", "promised": "6 days"},
        },
        "lines": {
            "cell": {"site": "s1", "makes": "part", "rate": f"{cell * scale} pieces/day"},
            "make": {
                "site": "plant",
                "makes": "part",
                "rate": f"{make * scale} pieces/day",
                "bom": {"blank": "1 piece"},
                "ramp": {"tau": f"{ramp} days"},
                "yield": yields,
            },
        },
        "markets": {
            "oem": {"item": "part", "from": "plant", "demand": {"per": "day", "mean": f"{demand * scale} pieces"}}
        },
    }


def cut(scenario: Scenario, day: int = 100, share: int = 100) -> Schedule:
    """A share of the part made in-house from a day on, on a line that opens on that day."""
    first = (START + timedelta(days=day)).isoformat()
    step = {"date": first, "make": f"{share} %", "buy": f"{100 - share} %"}
    data = {"schedule": "cut", "stock": "plant/part", "opens": {"make": first}, "share": [step]}
    return schedule_from(data, scenario=scenario)


def turned(data: Any) -> Any:
    """The same data with the entries of every mapping in the opposite order."""
    if isinstance(data, dict):
        return {key: turned(value) for key, value in reversed(list(data.items()))}
    return data


def levels(scenario: Scenario, schedule: Schedule | None = None) -> set[tuple[str, str]]:
    return {(finding.level, finding.where) for finding in feasibility(scenario, schedule)}


# ---- calendars
@given(weeks, st.integers(-400, 400), st.integers(0, 60), st.integers(0, 60))
def test_days_worked_do_not_depend_on_where_one_begins_to_look(
    week: list[bool], first: int, days: int, more: int
) -> None:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    chosen = ",".join(name for name, works in zip(names, week, strict=True) if works)
    calendar = {"week": chosen, "closed": ["2026-02-02..2026-02-10", "2025-12-24"], "holidays": "DE"}
    scenario = scenario_from({**network(), "calendars": {"works": calendar}})
    together = worked(scenario, "works", first, days + more)
    apart = np.concatenate([worked(scenario, "works", first, days), worked(scenario, "works", first + days, more)])
    assert together.tolist() == apart.tolist()
    for offset, works in enumerate(together):
        day = START + timedelta(days=first + offset)
        assert day_number(scenario, day) == first + offset
        assert not works or week[day.weekday()]


# ---- graphs
@given(st.integers(1, 12), st.data())
def test_a_graph_has_a_node_for_each_site_and_an_edge_for_each_lane(size: int, data: st.DataObject) -> None:
    pairs = st.tuples(st.integers(0, size - 1), st.integers(1, size)).filter(lambda pair: pair[0] < pair[1])
    lanes = data.draw(st.lists(pairs, max_size=20))
    fed = {to for _, to in lanes}
    scenario = scenario_from(
        {
            "scenario": "any",
            "start": "2026-01-05",
            "horizon": "10 days",
            "items": {"x": {"unit": "piece"}},
            "sites": {f"n{i}": {"kind": "depot"} for i in range(size + 1)},
            "stocks": {f"n{i}/x": _stock(i, lanes) if i in fed else {"opening": "9 pieces"} for i in range(size + 1)},
            "lanes": {
                f"l{k}": {"item": "x", "from": f"n{a}", "to": f"n{b}", "promised": "1 day"}
                for k, (a, b) in enumerate(lanes)
            },
        }
    )
    graph = build(scenario)
    assert set(graph) == set(scenario.sites)
    assert sorted(edge["name"] for _, _, edge in graph.edges(data=True)) == sorted(scenario.lanes)
    again = nx.node_link_graph(json.loads(node_link(graph)), edges="edges")
    assert set(again.edges(keys=True)) == set(graph.edges(keys=True))


def _stock(site: int, lanes: list[tuple[int, int]]) -> dict[str, Any]:
    names = [f"l{k}" for k, (_, to) in enumerate(lanes) if to == site]
    return {"base_stock": "9 pieces", "sources": {name: float(name == names[0]) for name in names}}


# ---- the check
@given(rates, rates)
def test_a_supplier_is_judged_by_demand_over_rate(cell: int, demand: int) -> None:
    found = levels(scenario_from(network(cell=cell, demand=demand)))
    used = demand / cell
    expected = {("refuse", "lines.cell")} if used > 1 else {("warn", "lines.cell")} if used > 0.9 else set()
    assert found == expected


@settings(max_examples=40)
@given(rates, rates, rates, shares, st.sampled_from([0.5, 0.9, 1.0]))
def test_the_order_of_entries_in_a_file_changes_nothing(
    cell: int, make: int, demand: int, share: int, yields: float
) -> None:
    data = network(cell=cell, make=make, demand=demand, yields=yields)
    one, other = scenario_from(data), scenario_from(turned(data))
    assert feasibility(one, cut(one, share=share)) == feasibility(other, cut(other, share=share))


@settings(max_examples=40)
@given(rates, rates, rates, shares, st.sampled_from([2, 8, 64]))
def test_the_size_of_a_unit_changes_no_verdict(cell: int, make: int, demand: int, share: int, scale: int) -> None:
    one = scenario_from(network(cell=cell, make=make, demand=demand))
    other = scenario_from(network(cell=cell, make=make, demand=demand, scale=scale))
    assert levels(one, cut(one, share=share)) == levels(other, cut(other, share=share))


@settings(max_examples=40)
@given(st.integers(101, 300), st.integers(101, 300), st.integers(1, 60), st.integers(1, 60), shares)
def test_a_faster_line_and_a_smaller_share_never_need_a_larger_bank(
    rate: int, faster: int, tau: int, slower: int, share: int
) -> None:
    def needed(rate: int, tau: int, share: int) -> float:
        scenario = scenario_from(network(make=rate, ramp=tau))
        return Changeover(Outlook(scenario, cut(scenario, share=share)), "plant/part").needed

    worst = needed(min(rate, faster), max(tau, slower), 100)
    assert needed(rate, tau, 100) <= worst + 1e-6
    assert needed(rate, tau, share) <= needed(rate, tau, 100) + 1e-6
    assert needed(max(rate, faster), min(tau, slower), share) <= worst + 1e-6


@settings(max_examples=40)
@given(rates, rates, shares)
def test_what_is_asked_of_the_sources_of_a_stock_adds_up_to_its_use(make: int, demand: int, share: int) -> None:
    scenario = scenario_from(network(make=make, demand=demand, yields=0.8))
    outlook = Outlook(scenario, cut(scenario, share=share))
    assert outlook.need["buy"] + outlook.need["make"] == pytest.approx(outlook.use["plant/part"])
    assert outlook.need["cell"] == pytest.approx(outlook.need["buy"])
    assert outlook.need["blanks"] == pytest.approx(outlook.need["make"] / 0.8)
