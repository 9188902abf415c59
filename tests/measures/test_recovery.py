"""Recovery, parity and steady work, by hand."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backsource.config import Scenario, schedule_from
from backsource.log import Kind, Log
from backsource.measures import Sheet
from backsource.measures.recovery import DAYS, Rolling, recovery_speed

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]


def test_recovery_is_the_fall_of_the_largest_backlog_a_day() -> None:
    assert recovery_speed(np.array([0.0, 40.0, 60.0, 30.0, 10.0, 0.0, 20.0])) == 20.0
    assert recovery_speed(np.array([0.0, 60.0, 50.0, 40.0])) == 10.0  # not gone by the end of the window
    assert recovery_speed(np.array([0.0, 10.0, 60.0])) == 0.0
    assert np.isnan(recovery_speed(np.array([0.0, 1.0])))


def test_rolling_sums_count_working_days_only() -> None:
    rows = np.array([row for row in range(70) if row % 7 < 5])
    rolling = Rolling(rows)
    assert len(rolling.of(np.ones(70))) == len(rows) - DAYS + 1
    assert rolling.of(np.ones(70))[0] == 40.0  # six weeks but for the last weekend
    assert rolling.lasting(np.zeros(21, dtype=bool)) is None
    assert len(Rolling(rows[:10]).of(np.ones(70))) == 0


HORIZON = 200
LEARNING = {"first": "50 %", "mature": "100 %", "over": "100 pieces"}


@pytest.fixture
def plant(scenario: MakeScenario, write: WriteLog) -> Callable[..., dict[str, float]]:
    """The row of a plant that opens on day 10 and is good from some day on; bought 10 a day at 20 EUR before."""

    def measured(**columns: Any) -> dict[str, float]:
        changes = {
            "horizon": f"{HORIZON} days",
            "lines.make.rate": "12 pieces/day",
            "lines.make.cost": {"variable": "4 EUR/piece"},
            "lines.make.faulty": "100 ppm",
            "lanes.buy.faulty": "200 ppm",
        }
        part = scenario(changes=changes)
        line = {"could": late(10, 12.0), "good": late(10, 10.0), "started": late(10, 10.0), "closed": 1 - late(10, 1.0)}
        log = write(
            part,
            HORIZON,
            lanes={"buy": {"received": 10.0 - late(10, 10.0)}, "blanks": {"received": late(10, 10.0)}},
            lines={"make": line | columns},
            journal=[(10.0, Kind.LINE_OPENED, "make", 0.0)],
        )
        schedule = schedule_from({"schedule": "go", "stock": "plant/part", "opens": {"make": "2026-01-15"}})
        return Sheet(part, schedule, window=(0, HORIZON - 1), reference=(0, 9)).measure(log)

    return measured


def late(day: int, value: float) -> Any:
    """Nothing until a day, then a value every day."""
    return np.where(np.arange(HORIZON) >= day, value, 0.0)


NAMES = ("parity_days_rate", "parity_days_quality", "parity_days_cost", "days_to_steady")


def test_a_plant_that_is_good_at_once_is_at_par_after_its_first_thirty_days(
    plant: Callable[..., dict[str, float]],
) -> None:
    # day 39 is the close of the thirtieth; 12 EUR against 20, 100 ppm against 200
    row = plant()
    assert [row[name] for name in NAMES] == [29.0, 29.0, 29.0, 29.0]


def test_a_rate_that_grows_is_at_par_when_thirty_days_of_it_are(plant: Callable[..., dict[str, float]]) -> None:
    # could be 6 a day to day 49, 12 from day 50: 30 days reach 300 with 20 days of 12, at the close of day 69
    row = plant(could=late(10, 6.0) + late(50, 6.0))
    assert row["parity_days_rate"] == 59.0
    # steady needs 95 % of 360: 27 days of 12, at the close of day 76
    assert row["days_to_steady"] == 66.0


def test_what_never_gets_there_has_no_value(plant: Callable[..., dict[str, float]]) -> None:
    assert np.isnan(plant(could=late(10, 9.0))["parity_days_rate"])
    row = plant(
        started=late(10, 30.0), starved=late(10, 0.1)
    )  # three blanks a piece: 28 EUR; starved a tenth of the time
    assert np.isnan([row["parity_days_cost"], row["days_to_steady"]]).all()
    assert row["parity_days_quality"] == 29.0


def test_perfect_fulfilment_is_in_full_on_the_day_and_without_a_fault(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes={"lanes.buy.faulty": "1 %"})
    market = {"demand": 10.0, "short": [2.0] * 5 + [0.0] * 15, "served": 10.0}
    log = write(part, lanes={"buy": {"received": 10.0}}, markets={"oem": market})
    row = Sheet(part, None, window=(0, 19), reference=(0, 4)).measure(log)
    assert row["perfect_fulfilment"] == pytest.approx(0.75 * 0.99)
