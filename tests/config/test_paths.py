"""Dotted paths read the plan and put a truth in its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backsource.config import Scenario, load_scenario
from backsource.config.paths import bounds, plan_number, with_number
from backsource.units import Span, UnitError


@pytest.fixture
def scenario(scenario_file: Callable[..., Path]) -> Scenario:
    return load_scenario(scenario_file("steel: {item: steel", "s.t: {item: steel, faulty: 0.1 %"))


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("lines.make.ramp.tau", 30.0),
        ("lines.cell.surge", 0.15),
        ("outages.stop.every", 500.0),
        ("outages.stop.lasts", 5.0),
        ("outages.stop.lasts.mean", 5.0),
        ("stocks.plant/part.opening", 500.0),
        ("stocks.plant/part.cover", 5.0),
        ("lanes.s.t.faulty", 0.001),
        ("lanes.buy.late.by", 5.0),
        ("lines.make.bom.steel", 0.5),
    ],
)
def test_a_path_reads_the_plan_and_changes_a_copy(scenario: Scenario, path: str, number: float) -> None:
    assert plan_number(scenario, path) == number
    changed = with_number(scenario, path, 0.25)
    assert plan_number(changed, path) == 0.25
    assert plan_number(scenario, path) == number
    assert with_number(changed, path, number) == scenario


def test_bounds_are_in_the_unit_of_the_plan(scenario: Scenario) -> None:
    assert bounds(scenario, "lines.cell.surge", ["8 %", 0.2]) == (0.08, 0.2)
    assert bounds(scenario, "outages.stop.every", ["1 week", "300 days"]) == (7.0, 300.0)
    with pytest.raises(UnitError, match="in the unit of the plan, working days"):
        bounds(scenario, "lines.make.ramp.tau", ["1 week", "300 days"])


def test_the_rest_of_the_scenario_is_shared(scenario: Scenario) -> None:
    changed = with_number(scenario, "lines.make.ramp.tau", 40.0)
    assert changed.lines["make"].ramp.tau == Span(40.0, "working")
    assert changed.lanes is scenario.lanes
