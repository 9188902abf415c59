"""Levers on lines, lanes, markets and lots, on the grid and off it: what they change, and that nothing else does."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from builders import Blocks, run
from instants import beside, customers, instants, levels, off_grid, on_grid, pulled, workshop

from backsource.errors import SimulationError
from backsource.log import Kind

SHARES = {"sources": {"in": 1.0, "fast": 0.0}, "base_stock": "10 pieces"}
FAST = {"fast": {"item": "x", "from": "mill", "to": "shop", "promised": "1 day"}}


def rated(line: Mapping[str, Any], demand: list[float]) -> Blocks:
    """A line with a daily rate of 6 that makes what the shop sells."""
    given = on_grid({"base_stock": "20 pieces", "sources": {"make": 1.0, "in": 0.0}}, demand)
    given["sites"]["shop"]["kind"] = "plant"
    given["lines"] = {"make": {"site": "shop", "makes": "x", "rate": "6 pieces/day", "machines": 2, **line}}
    return given


def test_speed_scales_what_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    log = beside(monkeypatch, rated({}, [18]), {1: lambda levers: levers.speed("make", 0.5)})
    levels(log.lines.of("make", "started"), 6, 3, 3, 3, 3, 0)
    log = beside(monkeypatch, workshop({}, {0.25: 3}), {1: lambda levers: levers.speed("make", 0.5)})
    # two are started before day 1 and ready at 0.75 and 1.25; the third takes a whole day
    levels(log.lines.of("make", "good"), 1, 1, 1)
    levels(log.lines.of("make", "producing"), 0.75, 1, 0.25)


def test_a_speed_of_nothing_closes_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {1: lambda levers: levers.speed("make", 0.0), 3: lambda levers: levers.speed("make", 1.0)}
    log = beside(monkeypatch, workshop({}, {0.1: 5}), pull)
    # ready at 0.6 and 1.1; from 3.0 on at 3.5, 4.0 and 4.5
    levels(log.lines.of("make", "closed"), 0, 0.9, 1, 0)
    levels(log.lines.of("make", "good"), 1, 1, 0, 1, 2)


def test_staff_limits_the_machines_that_run(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {1: lambda levers: levers.staff("make", 1)}
    log = beside(monkeypatch, rated({}, [18]), pull)
    levels(log.lines.of("make", "started"), 6, 3, 3, 3, 3, 0)
    log = beside(monkeypatch, workshop({"machines": 2, "processing": "0.4 days"}, {0: 8}), pull)
    # lots at 0, 0.4 and 0.8 on two machines, the last ones ready at 1.2; the last two on one machine
    levels(log.lines.of("make", "good"), 4, 3, 1)


def test_yield_share_counts_from_now_on(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {1: lambda levers: levers.yield_share("make", 0.5)}
    given = rated({}, [18])
    given["items"]["x"]["whole"] = False
    log = beside(monkeypatch, given, pull)
    levels(log.lines.of("make", "good"), 0, 3, 3)
    levels(log.lines.of("make", "scrap"), 0, 3, 3)


def test_a_defect_factor_stands_in_the_journal_and_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    given = off_grid({"base_stock": "10 pieces"}, {0.5: 4})
    plain, log = run(given), pulled(monkeypatch, given, {1: lambda levers: levers.defect("in", 2.0)})
    for one, other in ((plain.stocks, log.stocks), (plain.lanes, log.lanes), (plain.markets, log.markets)):
        assert one.data.tobytes() == other.data.tobytes()
    assert instants(log, Kind.DEFECT_FACTOR, "in") == [1.0]


@pytest.mark.parametrize("lane", [{}, {"minimum_order": "1 piece"}])
def test_a_lead_time_factor_counts_for_what_is_shipped_from_now_on(
    monkeypatch: pytest.MonkeyPatch, lane: Blocks
) -> None:
    pull = {1: lambda levers: levers.lead_time("in", 1.5)}
    log = beside(monkeypatch, on_grid({"base_stock": "10 pieces"}, [4, 3], lane=lane), pull)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 4, 0, 3)
    log = beside(monkeypatch, off_grid({"base_stock": "10 pieces"}, {0.5: 4, 1.5: 3}, lane=lane), pull)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 4, 0, 3)
    levels(log.stocks.of("shop/x", "on_hand_time")[4:], 7 * 0.5 + 10 * 0.5)


def test_a_lead_time_may_grow_late_in_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    log = beside(
        monkeypatch, on_grid({"base_stock": "10 pieces"}, [4] * 20), {18: lambda levers: levers.lead_time("in", 9)}
    )
    levels(log.stocks.of("shop/x", "received")[17:], 4, 4, 4)


@pytest.mark.parametrize("grid", [True, False])
def test_rank_says_who_is_served_first(monkeypatch: pytest.MonkeyPatch, grid: bool) -> None:
    stock: Blocks = {"base_stock": "0 pieces", "allocation": "priority", "customers": ["m", "k"],
             "arriving": [{"source": "in", "quantity": "4 pieces", "due": "2 days"}]}  # fmt: skip
    if grid:
        given = on_grid(
            stock,
            [3, 0],
            lane={"promised": "9 days"},
            markets={"k": {"item": "x", "from": "shop", "demand": {"listed": ["3 pieces"]}}},
        )
    else:
        given = off_grid(stock, {0.25: 3}, lane={"promised": "9 days"}, markets={"k": customers({0.5: 3})})
    log = beside(monkeypatch, given, {1: lambda levers: levers.rank("m", 9)})
    levels(log.markets.of("k", "served"), 0, 0, 3)
    levels(log.markets.of("m", "served"), 0, 0, 1)


@pytest.mark.parametrize("grid", [True, False])
def test_the_scale_of_a_market_scales_its_demand(monkeypatch: pytest.MonkeyPatch, grid: bool) -> None:
    stock = {"base_stock": "90 pieces"}
    given = on_grid(stock, [4, 4, 4]) if grid else off_grid(stock, {0.5: 4, 1.5: 4, 2.5: 4})
    log = beside(monkeypatch, given, {1: lambda levers: levers.market("m", 1.5)})
    levels(log.markets.of("m", "demand"), 4, 6, 6)


@pytest.mark.parametrize("grid", [True, False])
def test_quarantine_locks_the_lots_of_one_source_until_they_are_released(
    monkeypatch: pytest.MonkeyPatch, grid: bool
) -> None:
    stock = {"base_stock": "10 pieces", "opening": "4 pieces", "keep_lots": True, "sources": {"in": 1.0, "fast": 0.0}}
    given = on_grid(stock, [0], lanes=FAST) if grid else off_grid(stock, {9.5: 1}, lanes=FAST)
    pull = {3: lambda levers: levers.quarantine("shop/x", "in"), 5: lambda levers: levers.release("shop/x", "in")}
    log = beside(monkeypatch, given, pull)
    # six are bought at once and come on day 2; what is locked is bought again
    levels(log.stocks.of("shop/x", "on_hand"), 4, 4, 10, 4, 4, 16)
    levels(log.stocks.of("shop/x", "quarantined"), 0, 0, 0, 6, 0, -6)
    levels(log.stocks.of("shop/x", "ordered"), 6, 0, 0, 6, 0, 0)
    assert instants(log, Kind.QUARANTINED, "shop/x") == [3.0]


def test_a_stock_without_lots_cannot_be_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    given = off_grid({"base_stock": "10 pieces"}, {0.5: 4})
    with pytest.raises(SimulationError, match="keep_lots"):
        pulled(monkeypatch, given, {1: lambda levers: levers.quarantine("shop/x", "in")})


@pytest.mark.parametrize("server", [True, False])
def test_a_halted_line_works_on_what_it_has_begun_and_starts_nothing(
    monkeypatch: pytest.MonkeyPatch, server: bool
) -> None:
    given = workshop({}, {0.75: 4}) if server else rated({}, [18])
    pull = {1: lambda levers: levers.halt_line("make"), 3: lambda levers: levers.free_line("make")}
    log = beside(monkeypatch, given, pull)
    if server:  # the first is finished at 1.25
        levels(log.lines.of("make", "good"), 0, 1, 0, 1, 2)
        levels(log.lines.of("make", "closed"), 0, 0.75, 1, 0)
    else:
        levels(log.lines.of("make", "started"), 6, 0, 0, 6, 6)
        levels(log.lines.of("make", "closed"), 0, 2, 2, 0)


def test_two_reasons_to_halt_a_line_need_two_to_free_it(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {
        0: lambda levers: (levers.halt_line("make"), levers.halt_line("make")),
        1: lambda levers: levers.free_line("make"),
        2: lambda levers: levers.free_line("make"),
    }
    log = pulled(monkeypatch, workshop({}, {0.5: 1}), pull)
    levels(log.lines.of("make", "producing"), 0, 0, 0.5)


def test_decisions_of_a_day_come_before_its_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    log = beside(
        monkeypatch, on_grid({"base_stock": "10 pieces"}, [4, 4]), {1: lambda levers: levers.target("shop/x", 20)}
    )
    levels(log.stocks.of("shop/x", "ordered"), 4, 14)


def test_a_decision_of_the_first_day_comes_before_the_first_order_off_the_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    given = off_grid({**SHARES, "opening": "0 pieces"}, {5.5: 1}, lanes=FAST)
    log = pulled(monkeypatch, given, {0: lambda levers: levers.share("shop/x", {"in": 0.0, "fast": 1.0})})
    levels(log.lanes.of("fast", "ordered"), 10)
    levels(log.lanes.of("in", "ordered"), 0)
    assert np.array_equal(log.stocks.of("shop/x", "received")[:2], [0, 10])
