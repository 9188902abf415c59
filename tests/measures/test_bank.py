"""The bank: by hand, and against closed forms through the simulation."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from backsource.config import Scenario, scenario_from, schedule_from
from backsource.laws.bridge import ExponentialChangeover, linear_ramp_need
from backsource.log import Kind, Log
from backsource.measures import Sheet
from backsource.measures.pairs import bank_effectiveness, optimism_gap
from backsource.simulation import prepare, simulate

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]

BANK = {
    "schedule": "go",
    "stock": "plant/part",
    "bridge": {"from": "2026-01-06", "want": "3 days of cover", "use_from": "2026-01-10"},
}


def test_the_bank_that_would_have_been_needed(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    # from day 5 on the plant makes 2, 4, 6 ... 20 a day against a demand of 10: 8 + 6 + 4 + 2 are missing
    made = [0.0] * 5 + [min(20.0, 2.0 * (day + 1)) for day in range(15)]
    stocks = {"plant/part": {"asked": 10.0, "made": made, "received": [10.0] * 5 + [0.0] * 15}}
    log = write(part, stocks=stocks, journal=[(5.0, Kind.BANK, "plant/part", 25.0, 30.0)])
    row = Sheet(part, schedule_from(BANK), window=(0, 19), reference=(0, 4)).measure(log)
    names = ("bank_wanted", "bank_attained", "bank_needed", "bank_censored")
    assert [row[name] for name in names] == [30.0, 25.0, 20.0, 0.0]
    row = Sheet(part, schedule_from(BANK), window=(0, 7), reference=(0, 4)).measure(log)
    assert (row["bank_needed"], row["bank_censored"]) == (18.0, 1.0)


def test_without_a_bank_the_need_counts_from_the_first_step(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    step = {"date": "2026-01-13", "make": "100 %", "buy": "0 %"}
    schedule = schedule_from({"schedule": "go", "stock": "plant/part", "share": [step]})
    sheet = Sheet(part, schedule, window=(0, 19), reference=(0, 4))
    stocks = {"plant/part": {"asked": 10.0, "received": [0.0] * 8 + [7.0] * 2 + [10.0] * 10}}
    row = sheet.measure(write(part, stocks=stocks, journal=[(8.0, Kind.SHARE_STEP, "plant/part", 1.0, 3.0)]))
    assert (row["bank_needed"], np.isnan(row["bank_wanted"])) == (6.0, True)
    assert np.isnan(sheet.measure(write(part, stocks=stocks))["bank_needed"])


def test_the_need_is_the_worst_moment_not_the_last_and_each_stock_has_its_own(
    scenario: MakeScenario, write: WriteLog
) -> None:
    """From day 8 on ten a day are asked and 4, 4, 12, 9, 3, 13 and then ten come: 6, 12, 10, 11, 18, 15, 15 is owed."""
    part = scenario()
    step = {"date": "2026-01-13", "make": "100 %", "buy": "0 %"}
    schedule = schedule_from({"schedule": "go", "stock": "plant/part", "share": [step]})
    received = [10.0] * 8 + [4.0, 4.0, 12.0, 9.0, 3.0, 13.0] + [10.0] * 6
    log = write(
        part,
        stocks={"plant/part": {"asked": 7.0, "used": 3.0, "received": received}},
        journal=[(8.0, Kind.SHARE_STEP, "plant/part", 1.0, 3.0)],
    )
    sheet = Sheet(part, schedule, window=(0, 19), reference=(0, 4))
    (found,) = sheet.banks(log).items()
    assert (found[0], found[1].needed, found[1].grows) == ("plant/part", 18.0, False)
    assert sheet.measure(log)["bank_needed"] == 18.0
    assert Sheet(part, None, window=(0, 19), reference=(0, 4)).banks(log) == {}


def test_what_a_bank_avoids_per_unit_of_it() -> None:
    assert bank_effectiveness([10.0, 0.0], [40.0, 60.0], [60.0, 30.0]) == pytest.approx(0.8)
    assert bank_effectiveness([10.0, np.nan], [40.0, 60.0], [60.0, 30.0]) == pytest.approx(1.25)
    assert np.isnan(bank_effectiveness([1.0], [0.0], [2.0]))


def test_the_optimism_gap_is_plan_minus_run() -> None:
    plan = {"total_cost": 1e6, "units_short": 0.0}
    run = {"total_cost": 1.2e6, "units_short": 40.0}
    gap = {"optimism_gap_cost": -2e5, "optimism_gap_units": -40.0}
    assert optimism_gap(plan, run) == pytest.approx(gap)


def ramped(rate: str, ramp: dict[str, str] | None, dead: int) -> float:
    """Bank that a run needs in which the only supplier stops on day 20 and the plant opens *dead* days later."""
    start = date(2026, 1, 5)
    world = scenario_from(
        {
            "scenario": "ramp",
            "start": str(start),
            "horizon": "400 days",
            "items": {"p": {"unit": "kg", "whole": False}},
            "sites": {"s": {"kind": "feed"}, "plant": {"kind": "plant"}},
            "stocks": {
                "plant/p": {"opening": "100 kg", "base_stock": "100 kg", "sources": {"buy": "100 %", "make": "0 %"}}
            },
            "lanes": {"buy": {"item": "p", "from": "s", "to": "plant", "promised": "0 days"}},
            "lines": {"make": {"site": "plant", "makes": "p", "rate": rate, "ready": "same_day", "ramp": ramp}},
            "markets": {"m": {"item": "p", "from": "plant", "demand": {"per": "day", "mean": "100 kg"}}},
        }
    )
    schedule = schedule_from(
        {
            "schedule": "jump",
            "stock": "plant/p",
            "opens": {"make": str(start + timedelta(days=20 + dead))},
            "share": [{"date": str(start + timedelta(days=20)), "make": "100 %", "buy": "0 %"}],
        }
    )
    log = simulate(prepare(world, schedule), 1, 0)
    return Sheet(world, schedule, window=(0, 399), reference=(0, 9)).measure(log)["bank_needed"]


EXPONENTIAL = {"shape": "exponential", "tau": "30 days"}


@pytest.mark.parametrize(
    ("rate", "ramp", "dead", "closed_form", "printed"),
    [
        ("125 kg/day", EXPONENTIAL, 0, ExponentialChangeover(100, 125, 30).needed, 1792.92),
        ("125 kg/day", EXPONENTIAL, 7, ExponentialChangeover(100, 125, 30, 7).needed, 1792.92 + 700),
        ("100 kg/day", EXPONENTIAL, 0, ExponentialChangeover(100, 100, 30).needed, 3000),
        ("100 kg/day", {"shape": "linear", "over": "60 days"}, 0, linear_ramp_need(100, 60), 3000),
        ("125 kg/day", None, 9, linear_ramp_need(100, 0, 9), 900),
    ],
    ids=["exponential", "and a dead time", "only just reaching demand: D tau", "linear: D R / 2", "no ramp: D L"],
)
def test_a_run_needs_the_bank_of_the_closed_form(
    rate: str, ramp: dict[str, str] | None, dead: int, closed_form: float, printed: float
) -> None:
    assert closed_form == pytest.approx(printed, abs=0.01)
    # a model of days keeps within half a day's demand of the continuous one
    assert ramped(rate, ramp, dead) == pytest.approx(closed_form, abs=50)


def test_a_bank_that_is_used_after_the_window_has_no_need_to_read(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    log = write(part, journal=[(5.0, Kind.BANK, "plant/part", 30.0)])
    sheet = Sheet(part, schedule_from(BANK), window=(0, 4), reference=(0, 4))
    assert np.isnan(sheet.measure(log)["bank_needed"])
