"""Numbers as a range of `unsure` says them: read again they are those numbers."""

import pytest
from tests.support.changeovers import WORLD, changed

from backsource.config import Scenario, scenario_from
from backsource.config.factors import level_at, scenario_with
from backsource.config.levels import bound_at, unit_at
from backsource.config.paths import bounds, plan_number
from backsource.units import UnitError

CHANGES = {
    "stocks.plant/part.holding": "22 %/year",
    "stocks.plant/part.cover": "5 working days",
    "stocks.plant/part.base_stock": None,
    "lanes.buy.price": "18.50 EUR/piece",
    "lanes.buy.faulty": "2 %",
    "lines.make.ramp": {"from": "20 %", "tau": "30 days"},
    "outages": {"strike": {"hits": ["seller"], "every": "700 days", "lasts": {"mean": "10 days", "cv": 0.8}}},
}
WORDS = [
    ("lines.make.ramp.tau", 12.5, "12.5 days", "days"),
    ("lines.make.rate", 31.0, "31.0 piece/day", "piece/day"),
    ("lanes.buy.price", 20.0, "20.0 EUR/piece", "EUR/piece"),
    ("lanes.buy.faulty", 0.05, 0.05, ""),
    ("stocks.plant/part.opening", 40.0, "40.0 piece", "piece"),
    ("outages.strike.lasts", 3.0, "3.0 days", "days"),
]
"""Path, number, how a range says it, unit."""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    words = changed(WORLD, {**CHANGES, "currency": "EUR"})
    del words["stocks"]["plant/part"]["base_stock"]
    return scenario_from(words)


@pytest.mark.parametrize(("path", "number", "said", "unit"), WORDS)
def test_a_bound_reads_as_its_number_and_so_does_the_level_at_the_path(
    scenario: Scenario, path: str, number: float, said: str | float, unit: str
) -> None:
    found = scenario_with(scenario, {path: level_at(scenario, path, number)})
    assert plan_number(found, path) == number
    assert bound_at(scenario, path, number) == said
    assert bounds(scenario, path, [said, said]) == (number, number)
    assert unit_at(scenario, path) == unit


@pytest.mark.parametrize("path", ["stocks.plant/part.holding", "stocks.plant/part.cover"])
def test_a_range_says_covers_and_holding_rates_by_their_number(scenario: Scenario, path: str) -> None:
    said = bound_at(scenario, path, 0.3)
    assert bounds(scenario, path, [said, said]) == (0.3, 0.3)
    assert plan_number(scenario_with(scenario, {path: level_at(scenario, path, 0.3)}), path) == pytest.approx(0.3)


def test_a_path_to_no_quantity_is_refused(scenario: Scenario) -> None:
    with pytest.raises(UnitError, match="quantity that the plan gives"):
        bound_at(scenario, "lanes.buy.item", 3.0)
