"""Dependency as it was lived, on runs in which it can be worked out by hand."""

import pytest
from changeovers import Blocks, day, stay, with_steel, world

from backsource.config import Scenario
from backsource.measures import Sheet

MADE = {"stocks.plant/part.sources": {"buy": 0, "make": 1}, "stocks.plant/steel.opening": "100 kg"}
TWO_MILLS: Blocks = {
    "sites.other": {"kind": "feed"},
    "lanes.more": {"item": "steel", "from": "other", "to": "plant", "promised": "5 days"},
    "stocks.plant/steel.sources": {"steel": "75 %", "more": "25 %"},
}
STOP: Blocks = {"hits": ["mill"], "listed": [f"{day(30)}..{day(49)}"]}


def measured(scenario: Scenario) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    sheet, log = Sheet(scenario, None, window=(0, 119), reference=(0, 9)), stay(scenario)
    return sheet.measure(log), sheet.detail(log)


def test_realised_shares_follow_the_shares_and_give_the_concentration() -> None:
    row, detail = measured(with_steel(**MADE, **TWO_MILLS))
    assert detail["source steel"]["share"] == pytest.approx(0.75)
    assert detail["source more"]["share"] == pytest.approx(0.25)
    assert row["feed_concentration"] == pytest.approx(0.75**2 + 0.25**2)
    assert row["supply_concentration"] == 1.0


def test_an_outage_is_felt_a_lead_time_later_for_as_long_as_it_lasts() -> None:
    _, detail = measured(with_steel(**MADE, **{"outages.stop": STOP}))
    assert detail["source steel"]["down_days"] == 20
    assert detail["source steel"]["recovery"] == 20 + 5


def test_gaps_come_on_days_on_which_the_feed_is_missing_or_in_its_wake() -> None:
    row, detail = measured(with_steel(**MADE, **{"outages.stop": STOP}))
    steel = detail["source steel"]
    assert steel["gap_given_down"] == row["gap_given_feed_down"] > 0.4
    assert row["starved_by_worst_feed"] == steel["starved_days"] > 0
    assert row["gap_given_feeds_up"] == steel["gap_given_up"]


def test_time_to_survive_is_what_is_there_and_on_the_road_over_its_part_of_the_use() -> None:
    """About 40 parts on hand and 20 on the road, at 10 a day: six days; the outage lasts two, the lead time two."""
    scenario = world(
        **{"outages.stop": {"hits": ["seller"], "listed": [f"{day(300)}..{day(301)}"]}, "horizon": "310 days"}
    )
    sheet, log = Sheet(scenario, None, window=(20, 119), reference=(0, 9)), stay(scenario)
    position = log.stocks.of("plant/part", "on_hand") + log.lanes.of("buy", "in_transit")
    found = sheet.detail(log)["source buy"]
    assert found["survival_least"] == pytest.approx(position[20:120].min() / 10)
    assert found["recovery"] == 2 + 2
    assert found["exposed_days"] == 0


def test_days_are_exposed_while_the_outage_would_outlast_what_is_there() -> None:
    scenario = world(
        **{"outages.stop": {"hits": ["seller"], "listed": [f"{day(300)}..{day(319)}"]}, "horizon": "330 days"}
    )
    sheet, log = Sheet(scenario, None, window=(20, 119), reference=(0, 9)), stay(scenario)
    assert sheet.measure(log)["exposed_days"] == 100
