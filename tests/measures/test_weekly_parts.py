"""Parts of cost and units short, worked by hand: what the window cuts, where lump sums fall, who is to blame."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backsource.config import Scenario
from backsource.errors import InvariantError
from backsource.log import Kind, Log
from backsource.measures import LINES, OUTSIDE, SHORTAGE, Sheet, WeeklyParts

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]
Serve = Callable[..., dict[str, list[float]]]

LATE = {"markets.oem.late_cost": "3 EUR/piece", "markets.oem.late_cost_daily": "0.5 EUR/piece/day"}
NOTHING_FROM_DAY_6 = [10.0] * 6 + [0.0] * 14


def parts(part: Scenario, log: Log, window: tuple[int, int]) -> WeeklyParts:
    return Sheet(part, None, window=window, reference=(0, 4)).weekly_parts(log)


def summed(columns: Any) -> list[float]:
    found: list[float] = np.sum(list(columns.values()), axis=0).tolist()
    return found


def test_the_end_of_the_window_cuts_an_incident(scenario: MakeScenario, write: WriteLog, serve: Serve) -> None:
    """Ten a day are short from day 6 on: one day of the first week, then days 7 to 9.

    40 units at 3 EUR, and 10 + 20 + 30 + 40 unit-days at 0.5 EUR: 170 EUR, of which 30 + 5 in the first week.
    """
    part = scenario(changes=LATE)
    found = parts(part, write(part, markets={"oem": serve([10.0] * 20, NOTHING_FROM_DAY_6)}), (0, 9))
    assert found.day.tolist() == [0, 7]
    assert summed(found.short) == pytest.approx([10, 30])
    assert found.cost["shortage"].tolist() == pytest.approx([35, 135])
    assert sum(float(money) for money in found.shortage.values()) == pytest.approx(170)
    assert found.shortage[OUTSIDE] == 0


def test_its_beginning_does_so_too(scenario: MakeScenario, write: WriteLog, serve: Serve) -> None:
    """Measured from day 8 on: nothing in the week before, 6 days in the second, 6 in the third."""
    part = scenario()
    found = parts(part, write(part, markets={"oem": serve([10.0] * 20, NOTHING_FROM_DAY_6)}), (8, 19))
    assert found.day.tolist() == [0, 7, 14]
    assert summed(found.short) == pytest.approx([0, 60, 60])


def test_what_is_late_within_the_tolerance_costs_and_is_no_incident(
    scenario: MakeScenario, write: WriteLog, serve: Serve
) -> None:
    """20 units late at 3 EUR, 10 + 20 unit-days at 0.5 EUR, all made good on day 8: 75 EUR."""
    part = scenario(changes={**LATE, "markets.oem.tolerance": "5 days"})
    supply = [10.0] * 6 + [0.0, 0.0, 30.0] + [10.0] * 11
    found = parts(part, write(part, markets={"oem": serve([10.0] * 20, supply)}), (0, 19))
    assert summed(found.short) == [0, 0, 0]
    assert {name: float(money) for name, money in found.shortage.items() if money} == {OUTSIDE: pytest.approx(75)}


def test_lump_sums_before_the_window_count_in_their_week_and_running_money_does_not(
    scenario: MakeScenario, write: WriteLog
) -> None:
    """A task of 40 EUR on day 1 and 70 EUR paid on day 15; of goods of 20 EUR a piece only those from day 8 on."""
    part = scenario()
    journal = [(1.0, Kind.PAYMENT, "task/order", 40.0), (15.0, Kind.PAYMENT, "go", 70.0)]
    received = [0.0, 5.0] + [0.0] * 6 + [2.0] + [0.0] * 11
    log = write(part, lanes={"buy": {"received": received}}, journal=journal)
    found = parts(part, log, (8, 19))
    assert found.cost["tasks"].tolist() == [40, 0, 0]
    assert found.cost["payments"].tolist() == [0, 0, 70]
    assert found.cost["purchase"].tolist() == [0, 40, 0]


def test_the_change_of_the_stock_is_told_week_by_week(scenario: MakeScenario, write: WriteLog) -> None:
    """Parts are worth 20 EUR: 2 of them before the window, 5 at the end of the second week, 1 at the end."""
    part = scenario()
    log = write(part, stocks={"plant/part": {"on_hand": [2.0] * 7 + [5.0] * 7 + [1.0] * 6}})
    assert parts(part, log, (7, 19)).cost["stock_change"].tolist() == pytest.approx([0, -60, 80])


def test_parts_that_do_not_add_up_are_an_error() -> None:
    lines = {line: np.array([1.0, 2.0]) for line in LINES}
    found = WeeklyParts(np.array([0.0, 7.0]), lines, {"ramp": np.array([4.0, 0.0])}, dict.fromkeys(SHORTAGE, 1.0))
    row = {"total_cost": 3.0 * len(LINES), "units_short": 4.0, "shortage_cost": float(len(SHORTAGE))}
    found.check(row)
    for name, whole in row.items():
        with pytest.raises(InvariantError, match="does not hold"):
            found.check({**row, name: whole + 1e-6})
