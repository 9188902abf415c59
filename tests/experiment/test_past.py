"""The as-is model in the time of a history: what is fact, what stays belief, and what keeps its date."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from builders import first, run
from pasts import shop

from backsource.config import History, scenario_from
from backsource.config.history import Count, Receipt
from backsource.experiment.past import Past
from backsource.simulation import simulate

START = date(2026, 1, 5)
SUNDAY = date(2025, 6, 29)  # 190 days before the start
WEEKS = 8


def day(number: int) -> date:
    """Days from the Sunday on which the shop was counted; 1 is the first that is simulated."""
    return SUNDAY + timedelta(days=number)


HISTORY = History(
    counted=SUNDAY, weeks=WEEKS, demand={"m": {day(n): float(90 + n) for n in range(-5, 70)}},
    counts={"shop/x": {SUNDAY: Count(321.0, 12.0)}}, receipts={}, deliveries={}, hash="", unused=0,
)  # fmt: skip


def past(history: History = HISTORY, **blocks: Any) -> Past:
    return Past(scenario_from(shop(**blocks)), history)


def test_it_opens_with_the_count_and_asks_for_what_was_asked() -> None:
    plan = past().asked()
    assert (plan.first_day, plan.rows) == (0, 7 * WEEKS)
    assert (plan.stocks["shop/x"].opening, plan.stocks["shop/x"].backlog) == (321.0, 12.0)
    assert plan.markets["m"].listed == tuple(90.0 + n for n in range(1, 7 * WEEKS + 1))
    log = simulate(plan, 1, 0)
    assert first(log.markets, "m", "demand", 3) == [91.0, 92.0, 93.0]


def test_off_the_grid_demand_comes_over_the_day_in_arrivals_of_the_usual_size() -> None:
    """91 pieces on the first day in arrivals of 30 on average: three, of 30, 31 and 30 (marks 30.3, 60.7, 91)."""
    demand = {"every": "8 hours", "amount": {"family": "uniform", "least": "20 pieces", "most": "40 pieces"}}
    plan = past(markets={"m": {"item": "x", "from": "shop", "demand": demand}}).asked()
    assert plan.markets["m"].at[:4] == pytest.approx((1 / 6, 3 / 6, 5 / 6, 1 + 1 / 6))
    assert plan.markets["m"].listed[:3] == (30.0, 31.0, 30.0)
    log = simulate(plan, 1, 0)
    assert first(log.markets, "m", "demand", 3) == [91.0, 92.0, 93.0]


def test_the_planner_does_not_know_the_demand_that_came() -> None:
    """A cover of planned use orders for the demand of the scenario, 100 a day, not for 91 to 146."""
    stocks = {"shop/x": {"cover": "5 days of planned use", "opening": "0 pieces"}}
    own, asked = past(stocks=stocks).own(), past(stocks=stocks).asked()
    assert asked.stocks["shop/x"].policy == own.stocks["shop/x"].policy
    assert asked.stocks["shop/x"].use == own.stocks["shop/x"].use
    assert asked.stocks["shop/x"].use == pytest.approx(
        (100.0,) * len(own.stocks["shop/x"].use), abs=1e-4
    )  # the normal, cut at 0


def test_goods_ordered_before_the_count_are_on_the_road() -> None:
    rows = (Receipt(day(0), 5.0, day(-3)), Receipt(day(2), 70.0, SUNDAY), Receipt(day(5), 80.0, day(1)),
            Receipt(day(9), 90.0, day(-4)))  # fmt: skip
    plan = past(replace(HISTORY, receipts={"in": rows})).asked()
    arriving = [(goods.quantity, goods.due) for goods in plan.stocks["shop/x"].arriving]
    assert arriving == [(70.0, 1.0), (90.0, 8.0)]


def test_without_a_day_of_order_they_are_what_came_sooner_than_promised() -> None:
    """Promised in 3 days: what came on the mornings of days 0, 1 and 2 was on the road, what came on day 3 was not."""
    rows = tuple(Receipt(day(n), float(n), None) for n in (1, 2, 3, 4))
    plan = past(replace(HISTORY, receipts={"in": rows})).asked()
    assert [goods.due for goods in plan.stocks["shop/x"].arriving] == [0.0, 1.0, 2.0]


def test_without_receipts_the_road_is_that_of_the_scenario_s_own_opening() -> None:
    goods = [{"source": "in", "quantity": "7 pieces", "due": "2026-01-07"},
             {"source": "in", "quantity": "8 pieces", "due": "4 days"}]  # fmt: skip
    stock = {"base_stock": "650 pieces", "opening": "0 pieces", "arriving": goods}
    plan = past(stocks={"shop/x": stock}).own()
    assert [(one.quantity, one.due) for one in plan.stocks["shop/x"].arriving] == [(7.0, 2.0), (8.0, 4.0)]


def test_receipts_as_they_were_are_all_that_comes() -> None:
    rows = tuple(Receipt(day(n), 50.0, None) for n in (1, 4, 30, 100))
    found = past(replace(HISTORY, receipts={"in": rows}))
    assert found.fed() == ("shop/x",)
    log = simulate(found.received(), 1, 0)
    received = log.stocks.of("shop/x", "received")
    assert {n: received[n] for n in np.nonzero(received)[0]} == {0: 50.0, 3: 50.0, 29: 50.0}
    assert log.stocks.of("shop/x", "ordered").sum() == 0.0


def test_a_stock_that_also_makes_or_ships_on_a_known_lane_is_not_fed_by_fact() -> None:
    sites = {"mill": {"kind": "feed"}, "shop": {"kind": "depot"}, "kiosk": {"kind": "depot"}}
    out = {"item": "x", "from": "shop", "to": "kiosk", "promised": "1 day"}
    stocks = {name: {"base_stock": "650 pieces"} for name in ("shop/x", "kiosk/x")}
    rows = {lane: (Receipt(day(1), 5.0, None),) for lane in ("in", "out")}
    lanes = {**shop()["lanes"], "out": out}
    assert past(replace(HISTORY, receipts=rows), sites=sites, stocks=stocks, lanes=lanes).fed() == ("kiosk/x",)


def test_reviews_keep_their_days() -> None:
    """Reviewed every 7 days from Monday 5 January 2026 on: on Mondays of the past, though it begins on a Wednesday."""
    wednesday = replace(HISTORY, counted=day(2), counts={"shop/x": {day(2): Count(300.0, None)}})
    stock = {"base_stock": "900 pieces", "review": "every 7 days"}
    found = past(wednesday, stocks={"shop/x": stock})
    plan = found.asked()
    assert plan.rows == 7 * WEEKS
    ordered = simulate(plan, 1, 0).stocks.of("shop/x", "ordered")
    days = [wednesday.first + timedelta(days=int(row)) for row in np.nonzero(ordered)[0]]
    assert len(days) == WEEKS
    assert {one.weekday() for one in days} == {0}


def test_an_outage_is_listed_on_its_day() -> None:
    """The third day of the past; and 30 days after the scenario's start, of which 20 are over when the past begins."""
    outages = {"strike": {"hits": ["mill"], "listed": [{"from": "2025-07-02", "lasts": "2 days"}]}}
    assert past(outages=outages).own().outages["strike"].listed == ((2.0, 2.0),)
    relative = {"strike": {"hits": ["mill"], "listed": [{"from": "30 days", "lasts": "1 day"}]}}
    later = replace(
        HISTORY, counted=START + timedelta(days=19), counts={"shop/x": {START + timedelta(days=19): Count(3.0, None)}}
    )
    assert past(later, outages=relative).own().outages["strike"].listed == ((10.0, 1.0),)


def test_a_trend_has_come_as_far_as_it_had() -> None:
    """Growth of 10 % a year: 189 days before the start a day's mean is 100 / 1.1 ** (189 / 365.25) = 95.188."""
    demand = {"per": "day", "mean": "100 pieces", "trend": "10 %/year"}
    plan = past(
        markets={"m": {"item": "x", "from": "shop", "demand": demand}}, items={"x": {"unit": "piece", "whole": False}}
    ).own()
    assert simulate(plan, 1, 0).markets.of("m", "demand")[0] == pytest.approx(95.188, abs=1e-3)


def test_what_was_counted_is_not_unsure_any_more() -> None:
    unsure = {"stocks.shop/x.opening": {"range": ["1 piece", "2 pieces"], "basis": "assumed"},
              "markets.m.demand.mean": {"range": ["1 piece", "2 pieces"], "basis": "assumed"},
              "lanes.in.promised": {"range": ["5 days", "6 days"], "basis": "assumed"}}  # fmt: skip
    found = past(unsure=unsure)
    assert {draw.path for draw in found.own().unsure} == {"markets.m.demand.mean", "lanes.in.promised"}
    log = simulate(found.asked(), 1, 0)
    assert set(log.drawn) == {"lanes.in.promised"}
    assert first(log.markets, "m", "demand", 1) == [91.0]
    assert log.stocks.of("shop/x", "on_hand")[0] + log.stocks.of("shop/x", "shipped")[0] >= 321.0


def test_a_scenario_that_begins_where_it_was_counted_runs_as_it_does_without_a_history() -> None:
    """The day before its own start, with its own opening: the same bytes."""
    blocks = {"stocks": {"shop/x": {"base_stock": "650 pieces", "opening": "200 pieces", "on_order": "360 pieces"}}}
    eve = START - timedelta(days=1)
    history = replace(HISTORY, counted=eve, counts={"shop/x": {eve: Count(200.0, 0.0)}})
    plain = run(scenario_from(shop(**blocks, horizon=f"{7 * WEEKS} days")), seed=4)
    found = simulate(past(history, **blocks).own(), 4, 0)
    assert found.stocks.data.tobytes() == plain.stocks.data.tobytes()
    assert found.markets.data.tobytes() == plain.markets.data.tobytes()
