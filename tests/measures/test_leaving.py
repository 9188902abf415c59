"""Leaving a supplier, by hand-made timelines."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from backsource.config import Scenario, schedule_from
from backsource.log import Kind, Log
from backsource.measures import Sheet

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]
Leave = Callable[..., dict[str, float]]

CONTRACT = {
    "with": "s1",
    "lanes": ["buy"],
    "notice": {"period": "5 days"},
    "extension": {"at_most": 1, "each": "4 days", "price": "+15 %", "call": "1 day before end"},
}
GO = {"schedule": "go", "stock": "plant/part", "notice": {"contract": "c", "date": "2026-01-06"}}
"""Notice on day 1, so that day 6 is the last; goods are on the road for two days."""


@pytest.fixture
def leave(scenario: MakeScenario, write: WriteLog) -> Leave:
    """The row of a run that received goods up to a day, with a journal."""

    def measured(last: int, journal: Sequence[Any], on_order: float = 0.0) -> dict[str, float]:
        part = scenario(changes={"contracts": {"c": CONTRACT}})
        received = [10.0] * (last + 1) + [0.0] * (19 - last)
        log = write(part, lanes={"buy": {"received": received, "on_order": on_order}}, journal=journal)
        return Sheet(part, schedule_from(GO), window=(0, 19), reference=(0, 4)).measure(log)

    return measured


CLOSED = (7.0, Kind.SOURCE_CLOSED, "buy", 0.0)
NAMES = ("exit_day", "exit_planned", "exit_slip", "exit_on_schedule", "exit_censored")


def of(row: dict[str, float]) -> list[float]:
    return [row[name] for name in NAMES]


def test_the_supplier_is_left_when_the_last_goods_have_come_in(leave: Leave) -> None:
    assert of(leave(8, [CLOSED])) == [8.0, 6.0, 2.0, 1.0, 0.0]


def test_it_is_not_left_before_notice_has_run_out(leave: Leave) -> None:
    assert of(leave(3, [CLOSED])) == [6.0, 6.0, 0.0, 1.0, 0.0]


def test_five_working_days_after_goods_on_the_road_were_promised_are_still_on_schedule(leave: Leave) -> None:
    assert leave(13, [CLOSED])["exit_on_schedule"] == 1.0
    assert leave(14, [CLOSED])["exit_on_schedule"] == 0.0


def test_an_extension_moves_the_exit(leave: Leave) -> None:
    extended = (5.0, Kind.EXTENDED, "c", 4.0, 7.0)
    closed = (11.0, Kind.SOURCE_CLOSED, "buy", 0.0)
    row = leave(8, [extended, closed])
    assert of(row) == [10.0, 6.0, 4.0, 1.0, 0.0]
    assert row["extensions"] == 1.0


@pytest.mark.parametrize(
    "never",
    [
        {"journal": []},
        {"journal": [CLOSED], "on_order": 3.0},
        {"journal": [CLOSED, (9.0, Kind.SOURCE_OPENED, "buy", 0.0)]},
    ],
    ids=["lane not closed", "goods on the way", "taken back"],
)
def test_an_exit_that_never_comes_is_censored_and_kept(leave: Leave, never: dict[str, Any]) -> None:
    row = of(leave(19, **never))
    assert row[1] == 6.0
    assert np.isnan([row[0], row[2]]).all()
    assert row[3:] == [0.0, 1.0]


def test_the_run_may_end_before_it_can_tell_whether_the_exit_is_on_schedule(
    scenario: MakeScenario, write: WriteLog
) -> None:
    part = scenario(changes={"contracts": {"c": CONTRACT | {"notice": {"period": "12 days"}}}})
    row = Sheet(part, schedule_from(GO), window=(0, 19), reference=(0, 4)).measure(write(part))
    assert np.isnan(row["exit_on_schedule"])
    assert row["exit_censored"] == 1.0


def test_who_gives_no_notice_has_no_exit(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes={"contracts": {"c": CONTRACT}})
    row = Sheet(part, None, window=(0, 19), reference=(0, 4)).measure(write(part))
    assert np.isnan([row[name] for name in NAMES]).all()
