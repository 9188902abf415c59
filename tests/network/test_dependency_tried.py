"""Random scenarios with common causes and shared parents: cut sets by trying every set of parts, rates by hand.

What works is judged here from the words of the scenario alone, without the graph of requirements.
"""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backsource.config import Scenario, scenario_from
from backsource.network.dependency import Picture, depend

STOCK = "plant/part"


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A part that is bought by up to two lanes and made of up to two materials; at most 15 parts to lose.

    All come from the same three sites, which may buy from the same two others and fail together.
    """
    outside = [f"s{number}" for number in range(3)]
    parents = ["mine", "mill"]
    some = st.lists(st.sampled_from(parents), unique=True, max_size=2)
    sites: dict[str, Any] = {name: {"kind": "feed", "buys_from": draw(some)} for name in outside}
    sites |= {"mill": {"kind": "feed", "buys_from": draw(st.sampled_from([[], ["mine"]]))}, "mine": {"kind": "feed"},
              "plant": {"kind": "plant"}}  # fmt: skip
    content: dict[str, Any] = {
        "scenario": "tried", "start": "2026-01-05", "horizon": "400 days", "sites": sites, "stocks": {}, "lanes": {},
        "items": {name: {"unit": "piece", "whole": False} for name in ("part", "bolt", "plate")}, "lines": {},
        "markets": {"shop": {"item": "part", "from": "plant", "demand": {"per": "day", "mean": "40 pieces"}}},
    }  # fmt: skip

    def lanes(item: str, count: int) -> list[str]:
        names = [f"{item}{number}" for number in range(count)]
        for name in names:
            capacity = f"{draw(st.integers(5, 60))} pieces/day"
            lane = {"item": item, "from": draw(st.sampled_from(outside)), "to": "plant", "promised": "0 days"}
            content["lanes"][name] = {**lane, "capacity": capacity}
        return names

    materials = draw(st.sampled_from([(), ("bolt",), ("bolt", "plate")]))
    sources = lanes("part", draw(st.integers(0 if materials else 1, 2)))
    if materials:
        bom = {item: f"{draw(st.integers(1, 3))} pieces" for item in materials}
        content["lines"]["make"] = {"site": "plant", "makes": "part", "rate": f"{draw(st.integers(5, 60))} pieces/day",
                                    "bom": bom}  # fmt: skip
        sources.append("make")
    stocks = {STOCK: sources} | {f"plant/{item}": lanes(item, draw(st.integers(1, 2))) for item in materials}
    for stock, names in stocks.items():
        shares = {name: 1 / len(names) for name in names}
        content["stocks"][stock] = {"base_stock": "0 pieces", "sources": shares}
    kinds = [*outside, "mill", *content["lanes"], *content["lines"]]
    content["outages"] = {
        f"cause{number}": {"hits": draw(st.lists(st.sampled_from(kinds), unique=True, min_size=1, max_size=3)),
                           "every": "300 days", "lasts": "9 days"}
        for number in range(draw(st.integers(0, 2)))
    }  # fmt: skip
    return scenario_from(content)


def behind(scenario: Scenario, site: str) -> set[str]:
    """A site, what it buys from, and so on."""
    found = {site}
    while more := {each for one in found for each in scenario.sites[one].buys_from} - found:
        found |= more
    return found


def needed(scenario: Scenario, source: str) -> set[str]:
    """Parts without any one of which a lane or line stands still."""
    is_lane = source in scenario.lanes
    sites = behind(scenario, scenario.lanes[source].origin if is_lane else scenario.lines[source].site)
    causes = {f"cause {name}" for name, outage in scenario.outages.items()
              if len(outage.hits) > 1 and set(outage.hits) & {source, *sites}}  # fmt: skip
    return {f"{'lane' if is_lane else 'line'} {source}", *(f"site {site}" for site in sites), *causes}


def rate(scenario: Scenario, lost: frozenset[str], item: str = "part") -> float:
    """Largest rate of an item at the plant with parts lost."""
    lanes = {name: lane for name, lane in scenario.lanes.items() if lane.item == item}
    there = [
        lane.capacity.number for name, lane in lanes.items() if lane.capacity and not needed(scenario, name) & lost
    ]
    lines = {name: line for name, line in scenario.lines.items() if line.makes == item}
    there += [min(line.rate.number, *(rate(scenario, lost, taken) / each.number for taken, each in line.bom.items()))
              for name, line in lines.items() if line.rate and not needed(scenario, name) & lost]  # fmt: skip
    return sum(there)


def pictured(scenario: Scenario) -> tuple[Picture, list[str]]:
    (picture,) = depend(scenario).pictures
    return picture, sorted({part for source in (*scenario.lanes, *scenario.lines) for part in needed(scenario, source)})


@given(scenarios())
@settings(max_examples=60, deadline=None)
def test_the_cut_sets_of_a_scenario_are_those_found_by_trying_every_set_of_its_parts(scenario: Scenario) -> None:
    picture, parts = pictured(scenario)
    found: list[frozenset[str]] = []
    for size in (1, 2, 3):
        for chosen in map(frozenset, combinations(parts, size)):
            if not any(known <= chosen for known in found) and rate(scenario, chosen) == 0:
                found.append(chosen)
    assert not picture.truncated
    assert {frozenset(cut) for cut in picture.cuts[STOCK]} == set(found)
    assert {loss.part for loss in picture.single()} == {part for cut in found if len(cut) == 1 for part in cut}


@given(scenarios())
@settings(max_examples=60, deadline=None)
def test_what_is_left_without_a_common_cause_or_a_parent_is_what_the_others_can_give(scenario: Scenario) -> None:
    picture, parts = pictured(scenario)
    assert sorted(loss.part for loss in picture.losses) == parts
    for loss in picture.losses:
        assert loss.rate == pytest.approx(rate(scenario, frozenset([loss.part])))
        assert loss.left == pytest.approx(min(1, rate(scenario, frozenset([loss.part])) / 40))
