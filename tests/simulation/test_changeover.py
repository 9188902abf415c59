"""Decisions around things off the grid: opening, ramp, tools and notice of server lines and quick lanes."""

import pytest
from builders import Blocks, run
from instants import counter, instants, levels, workshop

from backsource.laws.ramp import ExponentialRamp
from backsource.log import Kind


def busy(line: Blocks, *, days: float = 10) -> Blocks:
    """A server line (a tenth of a day a piece) with more orders than it can make."""
    stock = {"review": "continuous", "base_stock": "90000 pieces", "opening": "0 pieces"}
    return workshop({"processing": "0.1 days", **line}, {9.9: 1}, stock=stock, days=days)


def test_a_server_line_opens_at_the_first_rate_of_its_ramp() -> None:
    log = run(busy({"opens": "2 days", "ramp": {"shape": "linear", "over": "4 days"}}))
    # the rate of a day is the mean of the line over it: 1/8, 3/8, 5/8, 7/8 and 1; lots of 0.8, 0.2667, 0.16 ... days
    speeds = (1 / 8, 3 / 8, 5 / 8, 7 / 8)
    instant, made = 2.0, []
    while instant < 8:
        speed = speeds[int(instant) - 2] if instant < 6 else 1.0
        instant += 0.1 / speed
        made.append(instant)
    good = log.lines.of("make", "good")
    for day in range(8):
        assert good[day] == sum(day <= round(ready, 9) < day + 1 for ready in made), day
    levels(log.lines.of("make", "closed"), 1, 1, 0)


def test_the_share_of_a_day_on_an_exponential_ramp_is_its_mean_over_the_day() -> None:
    law = ExponentialRamp(5.0, 0.1)
    log = run(busy({"opens": "0 days", "ramp": {"from": "10 %", "tau": "5 days"}, "processing": "0.002 days"}))
    good = log.lines.of("make", "good")
    # 500 a day; the lot at midnight is finished at the speed of the day on which it was begun
    for day in range(10):
        assert good[day] == pytest.approx(500 * (law.output(day + 1) - law.output(day)), abs=1.5), day


def test_decisions_of_part_days_are_made_on_the_next_morning() -> None:
    log = run(busy({"opens": "1.25 days"}))
    assert instants(log, Kind.LINE_OPENED, "make") == [2.0]
    levels(log.lines.of("make", "closed"), 1, 1, 0)


def test_yield_is_learnt_morning_by_morning() -> None:
    given = busy({"yield": {"first": "50 %", "mature": "100 %", "over": "10 pieces"}})
    given["items"] = {"x": {"unit": "kg", "whole": False}}
    given["stocks"]["shop/x"] |= {"base_stock": "1000 kg", "opening": "0 kg"}
    given["lines"]["make"] |= {"yield": {"first": "50 %", "mature": "100 %", "over": "10 kg"}, "lot": "1 kg"}
    given["markets"]["m"]["demand"] = {"listed": ["1 kg"], "at": ["9.9 days"]}
    log = run(given)
    good, scrap = log.lines.of("make", "good"), log.lines.of("make", "scrap")
    assert good[0] == pytest.approx(scrap[0])  # half of what was finished on the first day
    finished = good[0] + scrap[0]
    assert finished in (pytest.approx(9), pytest.approx(10))
    later = good[1] / (good[1] + scrap[1])
    assert later == pytest.approx(1 - 0.5 * 2.718281828459045 ** (-finished / 10), abs=0.02)


def test_a_server_line_without_its_tool_starts_nothing_and_finishes_its_lot() -> None:
    given = busy({"processing": "0.4 days", "tools": ["die"]})
    given["sites"]["mill"] = {"kind": "plant"}
    given["tools"] = {"die": {"at": "none", "lead": "2 days"}}
    log = run(given)
    levels(log.lines.of("make", "started"), *[0] * 10)
    schedule = {
        "schedule": "buy it",
        "stock": "shop/x",
        "tasks": {"buy": {"begin": "2026-01-06", "brings": {"die": "shop"}}},
    }
    log = run(given, schedule)
    # ordered on day 1, there on day 3
    levels(log.lines.of("make", "closed"), 1, 1, 1, 0)
    levels(log.lines.of("make", "good"), 0, 0, 0, 2, 2, 3)


def test_notice_closes_a_quick_lane_and_the_continuous_review_turns_to_the_other_source_at_once() -> None:
    stock = {"base_stock": "9 pieces", "sources": {"in": 1.0, "new": 0.0}}
    given = counter(stock, {0.5: 2, 3.5: 2}, lane={"order_delay": "9 days"})
    given["lanes"]["new"] = {"item": "x", "from": "mill", "to": "shop", "promised": "0.5 days"}
    given["contracts"] = {"deal": {"with": "mill", "lanes": ["in"], "notice": {"period": "2 days"}}}
    schedule = {
        "schedule": "leave", "stock": "shop/x", "notice": {"contract": "deal", "date": "2026-01-05"},
        "share": [{"date": "2026-01-08", "in": 0.0, "new": 1.0}],
    }  # fmt: skip
    log = run(given, schedule)
    # the lane closes on day 3, what was ordered at 0.5 is cancelled and ordered anew by the share of that morning
    levels(log.lanes.of("in", "cancelled"), 0, 0, 0, 2)
    levels(log.lanes.of("new", "ordered"), 0, 0, 0, 4)
    levels(log.stocks.of("shop/x", "position"), 9, 9, 9, 9)
    assert instants(log, Kind.SOURCE_CLOSED, "in") == [3.0]
