"""A run with families of chance off: the truth changes, draws and decisions do not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from builders import book_bytes
from changeovers import WORLD, Blocks, changed, day, flow, happened

from backsource import load_scenario, load_schedule
from backsource.config import Scenario, Schedule, scenario_from, schedule_from
from backsource.errors import SimulationError
from backsource.log import Kind, Log
from backsource.simulation import prepare, simulate
from backsource.simulation.chance import CHANCES, present

PROJECT = Path(__file__).parents[2]
CONFIGS = PROJECT / "configs"
SCHEDULES = ("bank-and-move", "gated", "pilot", "stay-external")


@pytest.fixture(scope="module")
def knuckle() -> Scenario:
    return load_scenario(CONFIGS / "scenarios" / "steering-knuckle.yaml")


def named(scenario: Scenario, name: str) -> Schedule:
    return load_schedule(CONFIGS / "schedules" / f"{name}.yaml", scenario=scenario)


# ---- names
def test_every_family_says_what_it_is_and_what_off_means() -> None:
    assert all(name == chance.name and chance.words for name, chance in CHANCES.items())
    meant = ("no loss at all: ", "the same mean without variability: ")
    assert all(chance.off.startswith(meant) for chance in CHANCES.values())


def test_the_docs_say_it_of_every_family_in_the_same_order() -> None:
    page = (PROJECT / "docs" / "explanation" / "what-off-means.md").read_text(encoding="utf-8")
    assert [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")] == list(CHANCES)


def test_an_unknown_family_is_named_with_those_that_there_are() -> None:
    with pytest.raises(SimulationError, match=r"weather.*wrong_plan, qualification, .*demand would do"):
        prepare(scenario_from(WORLD), without=("demand", "weather"))


def test_families_of_a_plan_are_sorted_and_stand_once() -> None:
    assert prepare(scenario_from(WORLD), without=["scrap", "demand", "scrap"]).without == ("demand", "scrap")


def test_a_scenario_without_chance_has_no_family() -> None:
    assert present(scenario_from(WORLD)) == ()


def test_a_family_counts_that_is_there_in_truth_only() -> None:
    late = {"chance": "0 %", "by": {"mean": "3 days", "cv": 1.0}}
    unsure = {"lanes.buy.late.chance": {"range": ["0 %", "40 %"]}}
    scenario = scenario_from(changed(WORLD, {"lanes.buy.late": late, "unsure": unsure}))
    assert present(scenario) == ("wrong_plan", "transport")


def test_families_of_a_scenario_come_as_a_planner_meets_them_and_depend_on_its_schedule(knuckle: Scenario) -> None:
    staying = present(knuckle, named(knuckle, "stay-external"))
    assert "qualification" not in staying
    found = present(knuckle, named(knuckle, "gated"))
    assert set(found) == {*staying, "qualification"}
    assert list(found) == [name for name in CHANCES if name in found]
    assert "processing" not in found  # no line of it works lot by lot


# ---- completeness
@pytest.mark.parametrize("name", SCHEDULES)
def test_with_every_family_off_all_futures_of_the_knuckle_are_one(knuckle: Scenario, name: str) -> None:
    schedule = named(knuckle, name)
    plan = prepare(knuckle, schedule, without=present(knuckle, schedule))
    one, other = simulate(plan, 1, 0), simulate(plan, 2, 5)
    assert flow(one) == flow(other)
    assert one.journal.tobytes() == other.journal.tobytes()
    assert one.environment != other.environment


# ---- what does not change
def test_a_run_without_anything_off_is_what_it_was(knuckle: Scenario) -> None:
    schedule = named(knuckle, "gated")
    as_ever, asked = prepare(knuckle, schedule), prepare(knuckle, schedule, without=())
    assert as_ever == asked
    assert book_bytes(simulate(as_ever, 3, 1)) == book_bytes(simulate(asked, 3, 1))


def test_what_was_decided_on_the_plan_is_the_same_with_and_without(knuckle: Scenario) -> None:
    schedule = named(knuckle, "bank-and-move")
    whole, off = prepare(knuckle, schedule), prepare(knuckle, schedule, without=CHANCES)
    assert replace(off, without=()) == whole  # levels, shares, dates, lead times, programme
    assert off.planning.expected_levels == whole.planning.expected_levels
    assert off.planning.leads == whole.planning.leads
    for stock, use in whole.planning.expected_use.items():
        assert np.array_equal(use, off.planning.expected_use[stock])


def test_draws_are_the_same_with_and_without(knuckle: Scenario) -> None:
    schedule = named(knuckle, "gated")
    whole, off = (simulate(prepare(knuckle, schedule, without=names), 4, 2) for names in ((), CHANCES))
    assert whole.environment == off.environment
    assert flow(whole) != flow(off)
    assert off.drawn == {}


FEEDS = ("a-stop", "b-stop", "china-stop")


def stops(log: Log, *names: str) -> list[tuple[float, str, float]]:
    kinds = (Kind.OUTAGE_BEGINS, Kind.OUTAGE_ENDS)
    return [entry for kind in kinds for name in names for entry in happened(log, kind, name)]


@pytest.mark.parametrize("name", ["gated", "big-bang"])
def test_feeds_stop_on_the_same_days_when_all_else_is_off(knuckle: Scenario, name: str) -> None:
    schedule = named(knuckle, name)
    others = set(present(knuckle, schedule)) - {"feed_outages", "wrong_plan"}  # how often they stop is unsure
    whole, alone = (simulate(prepare(knuckle, schedule, without=names), 5, 2) for names in ((), others))
    assert stops(whole, *FEEDS)
    assert stops(alone, *FEEDS) == stops(whole, *FEEDS)
    assert not stops(alone, "s1-stop", "forge-stop")


def test_without_feed_outages_all_else_happens_as_ever(knuckle: Scenario) -> None:
    schedule = named(knuckle, "gated")
    whole, off = (simulate(prepare(knuckle, schedule, without=names), 5, 2) for names in ((), ["feed_outages"]))
    assert not stops(off, *FEEDS)
    assert stops(off, "s1-stop", "forge-stop") == stops(whole, "s1-stop", "forge-stop")
    assert np.array_equal(off.markets.of("oem", "demand"), whole.markets.of("oem", "demand"))
    assert off.drawn == whole.drawn
    assert happened(off, Kind.TRIAL) == happened(whole, Kind.TRIAL)


def test_off_wins_over_what_is_drawn_for_it() -> None:
    stop = {"hits": ["seller"], "every": "20 days", "lasts": "6 days"}
    unsure: Blocks = {"outages.stop.every": "unknown", "lanes.buy.late.chance": {"range": ["50 %", "90 %"]}}
    late = {"chance": "20 %", "by": {"mean": "3 days", "cv": 1.0}}
    scenario = scenario_from(changed(WORLD, {"outages.stop": stop, "lanes.buy.late": late, "unsure": unsure}))
    log = simulate(prepare(scenario, without=("feed_outages", "transport")), 1, 0)
    assert set(log.drawn) == set(unsure)
    assert not stops(log, "stop")
    assert np.array_equal(log.lanes.of("buy", "received")[2:], log.lanes.of("buy", "ordered")[:-2])


# ---- in whose family an outage is
def sites(**more: Any) -> Blocks:
    return {"sites": {**WORLD["sites"], "cellar": {"kind": "supplier"}, **more}, "horizon": "20 days",
            "lines.cell": {"site": "cellar", "makes": "part", "rate": "9 pieces/day"},
            "lanes.second": {"item": "part", "from": "cellar", "to": "plant", "promised": "2 days"}}  # fmt: skip


def families() -> Iterator[tuple[list[str], Blocks, str]]:
    ours, theirs, bought = {"owner": "us"}, {"owner": "other"}, [{"owner": "us", "since": day(9)}]
    yield ["seller"], {}, "feed_outages"
    yield ["cellar"], {}, "supplier_outages"
    yield ["cell"], {}, "supplier_outages"
    yield ["plant"], {}, "own_failures"
    yield ["make"], {}, "own_failures"
    yield ["buy"], {}, "transport"
    yield ["cellar", "cell"], {}, "supplier_outages"
    yield ["cellar", "second"], {}, "supplier_outages"  # its own lane stops with it anyway
    yield ["cellar", "buy"], {}, "common_causes"
    yield ["cellar", "seller"], {}, "common_causes"
    yield ["cell"], {"sites.cellar": {"kind": "supplier", **ours}}, "own_failures"
    yield ["make"], {"sites.plant": {"kind": "plant", **theirs}}, "supplier_outages"
    yield ["cell"], {"sites.cellar": {"kind": "supplier", "owner": bought}}, "supplier_outages"  # not ours at the start
    yield ["seller"], {"sites.cellar": {"kind": "supplier", "causes": ["stop"]}}, "common_causes"


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize(("hits", "more", "family"), list(families()))
def test_an_outage_belongs_to_whom_it_hits(hits: list[str], more: Blocks, family: str, listed: bool) -> None:
    when: Blocks = {"listed": [f"{day(5)}..{day(9)}"]} if listed else {"every": "9 days", "lasts": "2 days"}
    split = {"stocks.plant/part.sources": {"buy": 0.5, "second": 0.3, "make": 0.2}}
    blocks = changed(changed(WORLD, sites()), {"outages.stop": {"hits": hits, **when}, **split, **more})
    assert present(scenario_from(blocks)) == (family,)


def test_an_outage_that_stops_nothing_is_in_no_family() -> None:
    far = {"sites.far": {"kind": "supplier"}, "outages.stop": {"hits": ["far"], "begins": "10 %", "ends": "10 %"}}
    assert present(scenario_from(changed(WORLD, far))) == ()


def test_without_takes_a_schedule_of_tasks_and_trials() -> None:
    rule = {"prepare": "4 days", "trial": "1 day", "approve": "5 days", "passes": "1 %", "again_after": "6 days"}
    scenario = scenario_from(changed(WORLD, {"lines.make.qualification": rule}))
    tasks = {"ppap": {"begin": day(10), "qualifies": "make"}}
    schedule = schedule_from({"schedule": "s", "stock": "plant/part", "tasks": tasks}, scenario=scenario)
    log = simulate(prepare(scenario, schedule, without=("qualification",)), 1, 0)
    assert [entry[2] for entry in happened(log, Kind.TRIAL)] == [1.0]
    assert [entry[0] for entry in happened(log, Kind.APPROVED)] == [10 + 4 + 1 + 5]
