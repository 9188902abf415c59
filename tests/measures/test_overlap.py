"""Two sources at the same time, and what changing over costs by itself."""

from collections.abc import Callable

import pytest

from backsource.config import Scenario, schedule_from
from backsource.log import Kind, Log
from backsource.measures import Sheet

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]

COSTS = {
    "contracts": {"c": {"with": "s1", "lanes": ["buy"], "notice": {"period": "9 days"}}},
    "lines.make.cost": {"variable": "5 EUR/piece", "fixed": "3650 EUR/year", "capex": "1 kEUR"},
    "stocks.plant/part.holding": "0.1 EUR/piece/day",
}
GO = {
    "schedule": "go",
    "stock": "plant/part",
    "notice": {"contract": "c", "date": "2026-01-09"},  # day 4: the last day is 13
    "opens": {"make": "2026-01-15"},  # day 10
    "bridge": {"from": "2026-01-10", "want": "2 days of cover", "use_from": "2026-01-15"},
    "pays": [{"date": "2026-01-12", "amount": "70 EUR"}],
}
JOURNAL = [
    (7.0, Kind.PAYMENT, "go", 70.0),
    (10.0, Kind.LINE_OPENED, "make", 0.0),
    (10.0, Kind.BANK, "plant/part", 20.0, 20.0),
    (14.0, Kind.SOURCE_CLOSED, "buy", 0.0),
]


def test_overlap_lasts_from_the_opening_to_the_exit(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes=COSTS)
    held = [50.0] * 5 + [54, 58, 62, 66, 70, 70, 62, 54, 46, 50] + [50.0] * 5
    log = write(
        part,
        lanes={"buy": {"received": [10.0] * 14 + [0.0] * 6}},
        stocks={"plant/part": {"on_hand_time": held}},
        journal=JOURNAL,
    )
    row = Sheet(part, schedule_from(GO), window=(0, 19), reference=(0, 4)).measure(log)
    assert row["overlap_days"] == 4.0  # days 10 to 13
    assert row["overlap_cost"] == pytest.approx(4 * 10.0)
    carried = 0.1 * (4 + 8 + 12 + 16 + 20 + 20 + 12 + 4)  # above the 50 of the reference window, up to day 12
    assert row["transition_cost"] == pytest.approx(70 + 4 * 10 + carried)
    assert row["transition_share"] == pytest.approx(row["transition_cost"] / (10 * 20 * 365))


def test_a_supplier_that_is_never_left_overlaps_to_its_last_receipt(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes=COSTS)
    log = write(part, lanes={"buy": {"received": [10.0] * 17 + [0.0] * 3}}, journal=JOURNAL[:3])
    row = Sheet(part, schedule_from(GO), window=(0, 19), reference=(0, 4)).measure(log)
    assert (row["overlap_days"], row["exit_censored"]) == (7.0, 1.0)


def test_without_notice_the_changeover_is_over_with_its_last_step(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes=COSTS)
    steps = [
        {"date": "2026-01-15", "make": "50 %", "buy": "50 %"},
        {"date": "2026-01-18", "make": "60 %", "buy": "40 %"},
    ]
    schedule = schedule_from({"schedule": "go", "stock": "plant/part", "opens": {"make": "2026-01-15"}, "share": steps})
    journal = [
        (10.0, Kind.LINE_OPENED, "make", 0.0),
        *((day, Kind.SHARE_STEP, "plant/part", 0.5) for day in (10.0, 13.0)),
    ]
    log = write(part, lanes={"buy": {"received": 5.0}}, journal=journal)
    row = Sheet(part, schedule, window=(0, 19), reference=(0, 4)).measure(log)
    assert [row["overlap_days"], row["transition_cost"]] == pytest.approx([10.0, 4 * 10.0])
