"""When building a bank has to begin, by hand: 25 a day above a demand of 100."""

from typing import Any

import numpy as np
import pytest

from backsource.config import Scenario, Schedule, scenario_from, schedule_from
from backsource.network.feasibility.building import build_up
from backsource.network.feasibility.outlook import Outlook

WORLD: dict[str, Any] = {
    "scenario": "bank",
    "start": "2026-01-05",
    "horizon": "300 days",
    "items": {"part": {"unit": "piece"}},
    "sites": {"s1": {"kind": "supplier"}, "plant": {"kind": "plant"}},
    "stocks": {
        "plant/part": {"base_stock": "1000 pieces", "sources": {"buy": "100 %", "make": "0 %"}},
    },
    "lanes": {"buy": {"item": "part", "from": "s1", "to": "plant", "promised": "10 days"}},
    "lines": {
        "cell": {"site": "s1", "makes": "part", "rate": "125 pieces/day"},
        "make": {"site": "plant", "makes": "part", "rate": "125 pieces/day"},
    },
    "markets": {"oem": {"item": "part", "from": "plant", "demand": {"per": "day", "mean": "100 pieces"}}},
}
BRIDGE = {"from": "2026-02-04", "want": "10 days of cover", "use_from": "2026-04-05"}  # days 30 and 90


def world(**blocks: Any) -> Scenario:
    return scenario_from({**WORLD, **blocks})


def going(scenario: Scenario, **blocks: Any) -> Schedule:
    share = [{"date": "2026-04-15", "make": "100 %", "buy": "0 %"}]  # day 100
    given = {"schedule": "go", "stock": "plant/part", "opens": {"make": "2026-04-15"}, "share": share, **blocks}
    return schedule_from(given, scenario=scenario)


def test_a_bank_is_built_by_the_day_on_which_it_is_used() -> None:
    """60 days of 25 are 1,500; 1,000 take 40 days, so from day 50, and 2,251 take 91, more than there are."""
    scenario = world()
    building = build_up(Outlook(scenario, going(scenario, bridge=BRIDGE)), "plant/part")
    assert (building.source, building.end) == ("buy", 90)
    assert building.attainable == pytest.approx(1500)
    assert building.latest_start(1000) == 50
    assert building.latest_start(1001) == 49
    assert building.latest_start(2250) == 0
    assert building.latest_start(2251) is None
    assert building.latest_start(0) == 90


def test_without_a_bank_it_would_be_built_by_the_first_step() -> None:
    scenario = world()
    building = build_up(Outlook(scenario, going(scenario)), "plant/part")
    assert (building.source, building.end) == ("buy", 100)
    assert np.isnan(building.attainable)
    assert building.latest_start(1000) == 60


def test_what_lies_ready_need_not_be_built() -> None:
    """The supplier keeps 500, less the 100 that its line has on the way: 600 more take 24 days."""
    scenario = world(stocks={**WORLD["stocks"], "s1/part": {"base_stock": "500 pieces"}})
    building = build_up(Outlook(scenario, going(scenario)), "plant/part")
    assert building.latest_start(1000) == 100 - 24
    assert building.latest_start(400) == 100


def test_a_feed_without_limit_builds_any_bank_in_a_day() -> None:
    sites = {**WORLD["sites"], "s1": {"kind": "feed"}}
    scenario = world(sites=sites, lines={"make": WORLD["lines"]["make"]})
    building = build_up(Outlook(scenario, going(scenario, bridge=BRIDGE)), "plant/part")
    assert building.attainable == np.inf
    assert building.latest_start(1e6) == 89
