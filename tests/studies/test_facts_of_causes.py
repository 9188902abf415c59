"""Stylised facts about causes: what a stock of material hides, and what falls on whom after the exit (F8, F13)."""

from changeovers import day, run, stay, with_steel, world

from backsource.config import Scenario, schedule_from
from backsource.measures import Sheet

MADE = {"stocks.plant/part.sources": {"buy": 0, "make": 1}, "stocks.plant/steel.opening": "100 kg"}
RARE = [{"from": day(30), "lasts": "20 days"}]
FREQUENT = [{"from": day(20 + 8 * n), "lasts": "2 days"} for n in range(10)]


def starved(cover: int, listed: list[dict[str, str]]) -> float:
    scenario = with_steel(**MADE, **{
        "stocks.plant/steel.cover": f"{cover} days of planned use",
        "outages.stop": {"hits": ["mill"], "listed": listed},
    })  # fmt: skip
    sheet, log = Sheet(scenario, None, window=(0, 119), reference=(0, 9)), stay(scenario)
    return sheet.measure(log)["starved_by_worst_feed"]


def test_a_few_days_of_material_remove_frequent_short_stops_and_barely_touch_a_rare_long_one() -> None:
    """Twenty days down either way."""
    assert starved(4, FREQUENT) == 0 < starved(1, FREQUENT)
    assert starved(4, RARE) > 0.6 * starved(1, RARE)


def short_for(scenario: Scenario, made: int) -> float:
    """Units short for machines of ours that are down, with so much of the parts made and the rest bought."""
    share = [{"date": day(10), "make": f"{made} %", "buy": f"{100 - made} %"}]
    read = schedule_from({"schedule": "test", "stock": "plant/part", "share": share}, scenario=scenario)
    sheet = Sheet(scenario, read, window=(0, 119), reference=(0, 9))
    return sheet.measure(run(scenario, share=share))["short_machine_down"]


def test_the_same_failure_costs_more_units_after_the_exit_than_during_the_overlap() -> None:
    scenario = world(**{"outages.stop": {"hits": ["make"], "listed": [{"from": day(40), "lasts": "20 days"}]}})
    assert short_for(scenario, 100) > 1.5 * short_for(scenario, 50) > 0
