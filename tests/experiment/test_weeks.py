"""Weekly series by hand: a shop of a few pieces a day that runs dry twice."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from builders import shop
from pasts import write

from backsource.config import History, load_history, scenario_from
from backsource.config.history import Receipt
from backsource.experiment.weeks import Series, Weeks
from backsource.simulation import prepare, simulate

SUNDAY = date(2026, 1, 4)  # the day before the start of the tests' scenarios
FIRST, SECOND = [1, 2, 3, 4, 0, 0, 0], [5, 0, 0, 0, 0, 0, 0]
WORLD = scenario_from(
    # Every evening one piece is ordered that comes two mornings later, whatever the position.
    {**shop({"opening": "4 pieces", "every_review": "1 piece"}, [*FIRST, *SECOND]), "horizon": "56 days"}
)
OTIF, STOCK, BACKLOG, DEMAND = Series("otif", "m"), Series("stock", "shop/x"), Series("backlog", "shop/x"), Series(
    "demand", "m"
)  # fmt: skip


def day(number: int) -> date:
    return SUNDAY + timedelta(days=number)


@pytest.fixture
def past(tmp_path: Path) -> History:
    """Two weeks with demand, then six without; counts on Wednesdays and Saturdays."""
    demand = [[day(n), "m", quantity] for n, quantity in enumerate([*FIRST, *SECOND], start=1)] + [[day(56), "m", 0]]
    write(tmp_path, "demand.csv", ["date", "market", "quantity"], demand)
    counts = [[day(0), "shop/x", 4, 0], [day(3), "shop/x", 9, ""], [day(6), "shop/x", 2, 1], [day(52), "shop/x", 8, 0]]
    write(tmp_path, "stock.csv", ["date", "stock", "on_hand", "backlog"], counts)
    due = [[day(1), "m", 6, 6], [day(4), "m", 2, 1], [day(8), "m", 5, 0]]
    write(tmp_path, "deliveries.csv", ["date", "market", "due", "on_time"], due)
    return load_history(tmp_path, WORLD)


def test_what_happened_is_added_up_by_week(past: History) -> None:
    weeks = Weeks(WORLD, past)
    assert weeks.actual(DEMAND).tolist() == [10, 5, 0, 0, 0, 0, 0, 0]
    assert weeks.actual(OTIF)[:2].tolist() == [7 / 8, 0.0]
    assert np.isnan(weeks.actual(OTIF)[2:]).all()  # nothing was due


def test_the_last_count_of_a_week_is_that_week(past: History) -> None:
    weeks = Weeks(WORLD, past)
    assert weeks.actual(STOCK)[[0, 7]].tolist() == [2.0, 8.0]
    assert np.isnan(weeks.actual(STOCK)[1:7]).all()
    assert weeks.actual(BACKLOG)[0] == 1.0


def test_a_run_is_read_on_the_same_days(past: History) -> None:
    """By hand: what is ordered on the evening of day n is there on the morning of day n + 2.

    On hand 4. Demand 1, 2, 3, 4 from Monday; in come 0, 0, 1, 1, 1, 1, 1. Monday serves 1, leaves 3; Tuesday serves 2,
    leaves 1; Wednesday has 2, serves 2 of 3, owes 1; Thursday gets 1 for Wednesday's piece, is short of all its 4;
    Friday, Saturday and Sunday serve one old piece each: owed 3, 2, 1. On time: 1 + 2 + 2 + 0 of 10. On Monday the
    last old piece is served and all 5 are short. Saturday's close: nothing on hand, 2 owed.
    """
    weeks = Weeks(WORLD, past)
    log = simulate(prepare(WORLD), 1, 0)
    assert weeks.of(log, DEMAND)[:3].tolist() == [10, 5, 0]
    assert weeks.of(log, OTIF)[:2].tolist() == [0.5, 0.0]
    assert np.isnan(weeks.of(log, OTIF)[2])
    assert weeks.of(log, STOCK)[0] == 0.0
    assert weeks.of(log, BACKLOG)[0] == 2.0
    assert np.isnan(weeks.of(log, STOCK)[1])  # no count in the second week


def test_series_follow_from_what_was_written_down(past: History) -> None:
    weeks = Weeks(WORLD, past)
    assert weeks.served() == [OTIF, STOCK, BACKLOG]
    assert weeks.drawn() == []  # demand is listed in the scenario: nothing is said of how it varies
    assert [str(series) for series in (OTIF, STOCK)] == ["OTIF m", "stock shop/x"]
    assert [weeks.unit(series) for series in (OTIF, STOCK, DEMAND)] == ["share", "piece", "piece"]


def test_what_is_on_order_follows_from_the_days_of_orders(past: History) -> None:
    """Three lots, a week apart, each 10 days under way.

    Ordered on days 2, 9 and 16, received on 12, 19 and 26 (lots of 5, 6, 7). The close of week 1 is day 7: the first is
    on order. Day 14: only the second (the first came on day 12). Day 21: beyond day 26 - 10 = 16, where orders that are
    still open are not known of.
    """
    rows = {"in": tuple(Receipt(day(n + 10), lot, day(n)) for n, lot in ((2, 5.0), (9, 6.0), (16, 7.0)))}
    weeks = Weeks(WORLD, replace(past, receipts=rows))
    series = Series("on order", "in")
    assert series in weeks.served()
    assert weeks.actual(series)[:2].tolist() == [5.0, 6.0]
    assert np.isnan(weeks.actual(series)[2:]).all()
    # One piece every evening that comes two mornings later: two are on order at every close but the first.
    assert weeks.of(simulate(prepare(WORLD), 1, 0), series).tolist() == [2.0] * 8


def test_without_the_days_of_all_orders_nobody_knows_what_was_on_order(past: History) -> None:
    rows = {"in": (Receipt(day(9), 5.0, day(3)), Receipt(day(12), 5.0, None))}
    assert Series("on order", "in") not in Weeks(WORLD, replace(past, receipts=rows)).served()
