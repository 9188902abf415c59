"""A scenario may extend exactly one other."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backsource.config import load_scenario
from backsource.errors import ConfigError
from backsource.units import Amount, Span


def test_keys_above_replace_keys_below_and_null_removes_them(scenario_file: Callable[..., Path]) -> None:
    base = scenario_file()
    upper = base.with_name("upper.yaml")
    upper.write_text(
        "extends: small\nscenario: upper\nhorizon: 10 weeks\n"
        "stocks: {plant/part: {opening: 5 pieces}, plant/steel: {base_stock: null, cover: 3 days}}\n"
    )
    scenario = load_scenario(upper)
    assert (scenario.scenario, scenario.horizon) == ("upper", Span(70.0))
    assert scenario.stocks["plant/part"].opening == Amount(5.0, "piece")
    assert scenario.stocks["plant/part"].sources == {"buy": 1.0, "make": 0.0}
    assert scenario.stocks["plant/steel"].base_stock is None


def test_a_fault_is_reported_where_it_stands(scenario_file: Callable[..., Path]) -> None:
    base = scenario_file("opening: 500 pieces", "opening: 500")
    upper = base.with_name("upper.yaml")
    upper.write_text("extends: small.yaml\nscenario: upper\nhorizon: soon\n")
    with pytest.raises(ConfigError) as raised:
        load_scenario(upper)
    places = {(Path(fault.file).name, fault.path) for fault in raised.value.faults}
    assert places == {("small.yaml", "stocks.plant/part.opening"), ("upper.yaml", "horizon")}


def test_a_circle_of_extends_is_refused(scenario_file: Callable[..., Path]) -> None:
    path = scenario_file("format: 1\n", "format: 1\nextends: other\n")
    path.with_name("other.yaml").write_text("extends: small\n")
    with pytest.raises(ConfigError, match=r"found small\.yaml -> other\.yaml -> small\.yaml"):
        load_scenario(path)


@pytest.mark.parametrize(
    ("extends", "fragment"),
    [
        ("smal", "which is no file"),
        ("../../../etc/passwd", "under the project"),
        ("[a, b]", "found a list"),
        ("", "nothing"),
    ],
)
def test_what_cannot_be_extended_is_named(scenario_file: Callable[..., Path], extends: str, fragment: str) -> None:
    path = scenario_file("format: 1\n", f"format: 1\nextends: {extends}\n")
    with pytest.raises(ConfigError, match=fragment) as raised:
        load_scenario(path)
    assert raised.value.faults[0].line == 2
