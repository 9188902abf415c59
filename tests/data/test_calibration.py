"""The figures that the steering knuckle borrows from public records, computed again from the records themselves.

The records are not part of the project. BACKSOURCE_DATA names a folder that holds scms/deliveries.csv and timeseries/;
docs/reference/sources.md says where they come from and under which terms.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from ruamel.yaml import YAML

SCENARIO = Path(__file__).parents[2] / "configs" / "scenarios" / "steering-knuckle.yaml"
PASSED_ON = 0.40  # the part of a metal's movement that reaches our price: assumed, and said so in the scenario


@pytest.fixture(scope="module")
def records() -> Path:
    folder = os.environ.get("BACKSOURCE_DATA")
    if not folder:
        pytest.skip("BACKSOURCE_DATA is not set: it names the folder of public records that the figures come from")
    return Path(folder)


@pytest.fixture(scope="module")
def scenario() -> dict[str, Any]:
    return YAML(typ="safe", pure=True).load(SCENARIO)


def number(text: str) -> float:
    """The number before the unit."""
    return float(text.split(maxsplit=1)[0])


@pytest.fixture(scope="module")
def deliveries(records: Path) -> pd.DataFrame:
    """Lines with a positive lead time; `promised` and `late` in days, late after the scheduled date only."""
    dates = ["po_sent", "scheduled", "delivered"]
    lines = pd.read_csv(records / "scms" / "deliveries.csv", parse_dates=dates)
    lines = lines[(lines["delivered"] - lines["po_sent"]).dt.days > 0]
    return pd.DataFrame(
        {
            "promised": (lines["scheduled"] - lines["po_sent"]).dt.days,
            "late": (lines["delivered"] - lines["scheduled"]).dt.days.clip(lower=0),
        }
    )


def test_as_many_lines_are_usable_as_the_scenario_says(deliveries: pd.DataFrame) -> None:
    assert len(deliveries) == 4235
    assert round(deliveries["promised"].mean(), 1) == 114.6


@pytest.mark.parametrize("lane", ["buy", "blanks", "coat-a", "coat-b"])
def test_lanes_are_late_as_often_and_as_long_as_the_delivery_history(
    lane: str, scenario: dict[str, Any], deliveries: pd.DataFrame
) -> None:
    terms = scenario["lanes"][lane]
    late = deliveries["late"][deliveries["late"] > 0]
    scale = number(terms["promised"]) / deliveries["promised"].mean()
    assert number(terms["late"]["chance"]) == round(100 * len(late) / len(deliveries), 1)
    for at, length in terms["late"]["by"]["quantiles"].items():
        assert number(length) == round(scale * late.quantile(number(at) / 100), 1), at


def test_outages_spread_as_the_lengths_of_strikes(scenario: dict[str, Any], records: Path) -> None:
    lengths = pd.read_csv(records / "timeseries" / "us_strike_durations.csv")["duration"]
    assert len(lengths) == 62
    spread = round(lengths.std() / lengths.mean(), 2)
    assert {name: outage["lasts"]["cv"] for name, outage in scenario["outages"].items()} == dict.fromkeys(
        scenario["outages"], spread
    )


@pytest.mark.parametrize(
    ("price", "series", "moves"),
    [("steel", "Iron ore, cfr spot ($/dmtu)", 32.9), ("zinc", "Zinc ($/mt)", 20.7)],
)
def test_prices_move_as_the_monthly_series(
    price: str, series: str, moves: float, scenario: dict[str, Any], records: Path
) -> None:
    months = pd.read_csv(records / "timeseries" / "worldbank_pinksheet_monthly.csv", index_col="month")
    level = np.log(months.loc["2010-01":"2024-11", series].to_numpy(dtype=float))
    volatility = 100 * np.diff(level).std(ddof=1) * np.sqrt(12)
    # Half-life of a mean-reverting log price: ln 2 / -ln(slope) months of 365.25 / 12 days, slope by least squares.
    slope = np.polyfit(level[:-1], level[1:], 1)[0]
    half_life = np.log(2) / -np.log(slope) * 365.25 / 12
    assert round(volatility, 1) == moves
    assert number(scenario["prices"][price]["volatility"].replace("%/year", "")) == round(PASSED_ON * moves, 1)
    assert number(scenario["prices"][price]["half_life"]) == round(half_life)
