"""A supplier that is kept open while a gate waits: its price, from the simulation to the ledger."""

from typing import Any

import pytest
from changeovers import day, made, plan, world

from backsource.config import schedule_from
from backsource.measures import Sheet
from backsource.simulation import simulate

NEVER = {"backlog": {"above": "900 days"}}
OPTION: dict[str, Any] = {"at_most": 2, "each": "20 days", "price": "+10 %", "call": "5 days before end"}
GATED: dict[str, Any] = {
    "notice": {"contract": "supply", "date": day(5)},  # the last day is 35
    "share": [
        {**made(100), "expect": day(10), "gate": NEVER, "wait_at_most": "10 days", "then": "extend"},
    ],
    "extension": {"contract": "supply", "call_if": NEVER, "decide_by": day(8)},
}


def row(standby: str | None, **schedule: Any) -> dict[str, float]:
    """Measures of one run; the contract offers twenty days more, twice."""
    price = {} if standby is None else {"contracts.supply.standby": standby}
    scenario = world(**{"lanes.buy.price": "2 EUR/piece", "contracts.supply.extension": OPTION, **price})
    log = simulate(plan(scenario, **schedule), 1, 0)
    given = schedule_from({"schedule": "test", "stock": "plant/part", **schedule}, scenario=scenario)
    return Sheet(scenario, given, window=(0, 119), reference=(0, 4)).measure(log)


def test_waiting_is_paid_by_the_day_and_by_the_unit() -> None:
    """The gate waits to day 20 and again to day 30, and calls both options: to day 75 in place of 35. Forty days of 10,
    and on each of them ten units that are a tenth dearer."""
    found = row("10 EUR/day", **GATED)
    assert found["extensions"] == 2
    assert found["standby_cost"] == pytest.approx(40 * 10)
    assert found["extensions_cost"] == pytest.approx(40 * 10 * 2 * 0.10)
    assert found["transition_cost"] == pytest.approx(400 + 80)


def test_total_cost_rises_by_the_standby_and_nothing_else_moves() -> None:
    free, dear = row(None, **GATED), row("700 EUR/week", **GATED)
    assert dear["total_cost"] - free["total_cost"] == pytest.approx(40 * 100)
    assert free["standby_cost"] == 0
    same = [name for name, value in free.items() if value == dear[name]]
    assert {"units_short", "exit_day", "purchase_cost", "extensions_cost", "worst_backlog"} <= set(same)


def test_dates_that_are_kept_pay_no_standby() -> None:
    found = row("10 EUR/day", notice=GATED["notice"], share=[{"date": day(20), **made(100)}])
    assert (found["standby_cost"], found["extensions_cost"]) == (0, 0)
