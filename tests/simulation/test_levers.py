"""Each lever of the closed table, on the grid and off it: what it changes, and that it changes nothing else."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from builders import Blocks, run, shop
from instants import Pull, counter, customers, instants, levels, pulled, workshop

from backsource.errors import SimulationError
from backsource.log import Book, Kind, Log

OTHER: Blocks = {
    "sites": {"far": {"kind": "feed"}, "depot": {"kind": "depot"}},
    "stocks": {"depot/x": {"base_stock": "30 pieces"}},
    "lanes": {"away": {"item": "x", "from": "far", "to": "depot", "promised": "3 days"}},
    "markets": {"n": {"item": "x", "from": "depot", "demand": {"per": "day", "mean": "4 pieces", "cv": 0.5}}},
}
"""A depot that has nothing to do with the shop."""


def on_grid(stock: Mapping[str, Any], demand: list[float], **blocks: Any) -> Blocks:
    """A shop looked at once a day (lead time 2 days), and the depot beside it."""
    merged = {key: {**value, **blocks.pop(key, {})} for key, value in OTHER.items()}
    return shop(stock, demand, **merged, **blocks)


def off_grid(stock: Mapping[str, Any], wants: Mapping[float, float], **blocks: Any) -> Blocks:
    """A shop under continuous review (lead time 2 days), and the depot beside it."""
    merged = {key: {**value, **blocks.pop(key, {})} for key, value in OTHER.items()}
    return counter(stock, wants, **merged, **blocks)


def rows_of(book: Book, name: str) -> bytes:
    """All rows of one thing."""
    return book.data[book.names.index(name)].tobytes()


def depot(log: Log) -> tuple[bytes, ...]:
    """The rows of the depot, its lane and its market."""
    return rows_of(log.stocks, "depot/x"), rows_of(log.lanes, "away"), rows_of(log.markets, "n")


def check(patch: pytest.MonkeyPatch, given: Blocks, pulls: Mapping[float, Pull]) -> Log:
    """The run with the levers pulled; until then, and elsewhere at any time, nothing has changed."""
    plain, log = run(given), pulled(patch, given, pulls)
    first = int(min(pulls))
    for one, other in ((plain.stocks, log.stocks), (plain.lanes, log.lanes), (plain.markets, log.markets)):
        assert one.data[:, :first].tobytes() == other.data[:, :first].tobytes()
    if "n" in plain.markets.names:
        assert depot(plain) == depot(log)
    return log


SHARES = {"sources": {"in": 1.0, "fast": 0.0}, "base_stock": "10 pieces"}
FAST = {"fast": {"item": "x", "from": "mill", "to": "shop", "promised": "1 day"}}


def test_share_moves_the_next_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {2: lambda levers: levers.share("shop/x", {"in": 0.25, "fast": 0.75})}
    log = check(monkeypatch, on_grid(SHARES, [4, 4, 4, 4], lanes=FAST), pull)
    levels(log.lanes.of("in", "ordered"), 4, 4, 1, 1)
    levels(log.lanes.of("fast", "ordered"), 0, 0, 3, 3)
    log = check(monkeypatch, off_grid(SHARES, {0.5: 4, 2.5: 4}, lanes=FAST), pull)
    levels(log.lanes.of("in", "ordered"), 4, 0, 1)
    levels(log.lanes.of("fast", "ordered"), 0, 0, 3)
    steps = log.journal[log.journal["kind"] == Kind.SHARE_STEP]
    assert steps["quantity"].tolist() == [0.75, 0.25]
    assert [log.subjects[int(source)] for source in steps["detail"]] == ["fast", "in"]


def test_bounds_hold_back_a_source_and_give_the_rest_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = {**SHARES, "sources": {"in": 0.5, "fast": 0.5}}
    pull = {1: lambda levers: levers.bounds("shop/x", "in", most=1)}
    log = check(monkeypatch, on_grid(shares, [4, 4, 4], lanes=FAST), pull)
    levels(log.lanes.of("in", "ordered"), 2, 1, 1)
    levels(log.lanes.of("fast", "ordered"), 2, 3, 3)
    log = check(monkeypatch, off_grid(shares, {0.5: 4, 1.5: 4}, lanes=FAST), pull)
    levels(log.lanes.of("in", "ordered"), 2, 1)
    log = check(
        monkeypatch, on_grid(shares, [4, 4, 4], lanes=FAST), {1: lambda levers: levers.bounds("shop/x", "in", least=3)}
    )
    levels(log.lanes.of("in", "ordered"), 2, 3, 3)
    levels(log.lanes.of("fast", "ordered"), 2, 1, 1)


def test_target_raises_the_position_at_the_next_review_off_the_grid_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {2: lambda levers: levers.target("shop/x", 15)}
    log = check(monkeypatch, on_grid({"base_stock": "10 pieces"}, [4]), pull)
    levels(log.stocks.of("shop/x", "ordered"), 4, 0, 5, 0)
    log = check(monkeypatch, off_grid({"base_stock": "10 pieces"}, {0.5: 4}), pull)
    levels(log.stocks.of("shop/x", "ordered"), 4, 0, 5, 0)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 4, 0, 5)
    assert instants(log, Kind.TARGET_RAISED, "shop/x") == [2.0]


def test_extra_is_bound_to_one_source_and_falls_back_without_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {
        1: lambda levers: levers.extra("shop/x", 6, "fast"),
        4: lambda levers: levers.extra("shop/x", 0, "fast"),
    }
    log = check(monkeypatch, on_grid(SHARES, [4, 4, 0, 0, 4, 4], lanes=FAST), pull)
    levels(log.lanes.of("fast", "ordered"), 0, 6, 0, 0, 0, 0)
    levels(log.lanes.of("in", "ordered"), 4, 4, 0, 0, 0, 2)
    levels(log.stocks.of("shop/x", "position"), 10, 16, 16, 16, 12, 10)
    log = check(monkeypatch, off_grid(SHARES, {0.5: 4, 4.5: 4, 5.5: 4}, lanes=FAST), pull)
    levels(log.lanes.of("fast", "ordered"), 0, 6, 0, 0, 0, 0)
    levels(log.lanes.of("in", "ordered"), 4, 0, 0, 0, 0, 2)


def test_order_now_is_one_order_outside_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {1: lambda levers: levers.order_now("shop/x", "in", 7)}
    log = check(monkeypatch, on_grid({"base_stock": "10 pieces"}, [4, 0, 4]), pull)
    levels(log.stocks.of("shop/x", "ordered"), 4, 7, 0)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 4, 7)
    log = check(monkeypatch, off_grid({"base_stock": "10 pieces"}, {0.5: 4, 2.75: 4}), pull)
    levels(log.stocks.of("shop/x", "ordered"), 4, 7, 0)
    levels(log.stocks.of("shop/x", "on_hand_time"), 8, 6, 6 * 0.5 + 10 * 0.25 + 6 * 0.25, 13)


def test_cancel_takes_back_an_order_that_has_not_left(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {1: lambda levers: levers.cancel("in")}
    lane = {"order_delay": "3 days"}
    log = check(
        monkeypatch, on_grid({"base_stock": "10 pieces"}, [0, 0], lane={**lane, "minimum_order": "9 pieces"}), pull
    )
    levels(log.lanes.of("in", "cancelled"), 0)
    log = check(monkeypatch, off_grid({"base_stock": "10 pieces"}, {0.5: 4}, lane=lane), pull)
    levels(log.lanes.of("in", "cancelled"), 0, 4)
    levels(log.lanes.of("in", "ordered"), 4, 4)


@pytest.mark.parametrize("grid", [True, False])
def test_a_closed_source_takes_no_orders_until_it_opens(monkeypatch: pytest.MonkeyPatch, grid: bool) -> None:
    stock = {"base_stock": "10 pieces"}
    given = on_grid(stock, [4, 4, 4, 4, 4]) if grid else off_grid(stock, {0.5: 4, 1.5: 4, 2.5: 4, 3.5: 4, 4.5: 4})
    pull = {1: lambda levers: levers.close_source("in"), 4: lambda levers: levers.open_source("in")}
    log = check(monkeypatch, given, pull)
    levels(log.lanes.of("in", "ordered"), 4, 0, 0, 0, 16)
    levels(log.stocks.of("shop/x", "position"), 10, 6, 2, -2, 10)
    assert instants(log, Kind.SOURCE_CLOSED, "in") == [1.0]
    assert instants(log, Kind.SOURCE_OPENED, "in") == [4.0]


def test_closing_twice_and_opening_what_is_open_do_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {
        0: lambda levers: levers.open_source("in"),
        1: lambda levers: (levers.close_source("in"), levers.close_source("in")),
        2: lambda levers: levers.open_source("in"),
    }
    log = pulled(monkeypatch, off_grid({"base_stock": "10 pieces"}, {2.5: 4}), pull)
    levels(log.lanes.of("in", "ordered"), 0, 0, 4)
    assert len(instants(log, Kind.SOURCE_CLOSED, "in")) == 1


def rated(line: Mapping[str, Any], demand: list[float]) -> Blocks:
    """A line with a daily rate of 6 that makes what the shop sells."""
    given = on_grid({"base_stock": "20 pieces", "sources": {"make": 1.0, "in": 0.0}}, demand)
    given["sites"]["shop"]["kind"] = "plant"
    given["lines"] = {"make": {"site": "shop", "makes": "x", "rate": "6 pieces/day", "machines": 2, **line}}
    return given


def test_speed_scales_what_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    log = check(monkeypatch, rated({}, [18]), {1: lambda levers: levers.speed("make", 0.5)})
    levels(log.lines.of("make", "started"), 6, 3, 3, 3, 3, 0)
    log = check(monkeypatch, workshop({}, {0.25: 3}), {1: lambda levers: levers.speed("make", 0.5)})
    # two are started before day 1 and ready at 0.75 and 1.25; the third takes a whole day
    levels(log.lines.of("make", "good"), 1, 1, 1)
    levels(log.lines.of("make", "producing"), 0.75, 1, 0.25)


def test_a_speed_of_nothing_closes_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {1: lambda levers: levers.speed("make", 0.0), 3: lambda levers: levers.speed("make", 1.0)}
    log = check(monkeypatch, workshop({}, {0.1: 5}), pull)
    # ready at 0.6 and 1.1; from 3.0 on at 3.5, 4.0 and 4.5
    levels(log.lines.of("make", "closed"), 0, 0.9, 1, 0)
    levels(log.lines.of("make", "good"), 1, 1, 0, 1, 2)


def test_staff_limits_the_machines_that_run(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {1: lambda levers: levers.staff("make", 1)}
    log = check(monkeypatch, rated({}, [18]), pull)
    levels(log.lines.of("make", "started"), 6, 3, 3, 3, 3, 0)
    log = check(monkeypatch, workshop({"machines": 2, "processing": "0.4 days"}, {0: 8}), pull)
    # lots at 0, 0.4 and 0.8 on two machines, the last ones ready at 1.2; the last two on one machine
    levels(log.lines.of("make", "good"), 4, 3, 1)


def test_yield_share_counts_from_now_on(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {1: lambda levers: levers.yield_share("make", 0.5)}
    given = rated({}, [18])
    given["items"]["x"]["whole"] = False
    log = check(monkeypatch, given, pull)
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
    log = check(monkeypatch, on_grid({"base_stock": "10 pieces"}, [4, 3], lane=lane), pull)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 4, 0, 3)
    log = check(monkeypatch, off_grid({"base_stock": "10 pieces"}, {0.5: 4, 1.5: 3}, lane=lane), pull)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 4, 0, 3)
    levels(log.stocks.of("shop/x", "on_hand_time")[4:], 7 * 0.5 + 10 * 0.5)


def test_a_lead_time_may_grow_late_in_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    log = check(
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
    log = check(monkeypatch, given, {1: lambda levers: levers.rank("m", 9)})
    levels(log.markets.of("k", "served"), 0, 0, 3)
    levels(log.markets.of("m", "served"), 0, 0, 1)


@pytest.mark.parametrize("grid", [True, False])
def test_the_scale_of_a_market_scales_its_demand(monkeypatch: pytest.MonkeyPatch, grid: bool) -> None:
    stock = {"base_stock": "90 pieces"}
    given = on_grid(stock, [4, 4, 4]) if grid else off_grid(stock, {0.5: 4, 1.5: 4, 2.5: 4})
    log = check(monkeypatch, given, {1: lambda levers: levers.market("m", 1.5)})
    levels(log.markets.of("m", "demand"), 4, 6, 6)


@pytest.mark.parametrize("grid", [True, False])
def test_quarantine_locks_the_lots_of_one_source_until_they_are_released(
    monkeypatch: pytest.MonkeyPatch, grid: bool
) -> None:
    stock = {"base_stock": "10 pieces", "opening": "4 pieces", "keep_lots": True, "sources": {"in": 1.0, "fast": 0.0}}
    given = on_grid(stock, [0], lanes=FAST) if grid else off_grid(stock, {9.5: 1}, lanes=FAST)
    pull = {3: lambda levers: levers.quarantine("shop/x", "in"), 5: lambda levers: levers.release("shop/x", "in")}
    log = check(monkeypatch, given, pull)
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
    log = check(monkeypatch, given, pull)
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
    log = check(
        monkeypatch, on_grid({"base_stock": "10 pieces"}, [4, 4]), {1: lambda levers: levers.target("shop/x", 20)}
    )
    levels(log.stocks.of("shop/x", "ordered"), 4, 14)


def test_a_decision_of_the_first_day_comes_before_the_first_order_off_the_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    given = off_grid({**SHARES, "opening": "0 pieces"}, {5.5: 1}, lanes=FAST)
    log = pulled(monkeypatch, given, {0: lambda levers: levers.share("shop/x", {"in": 0.0, "fast": 1.0})})
    levels(log.lanes.of("fast", "ordered"), 10)
    levels(log.lanes.of("in", "ordered"), 0)
    assert np.array_equal(log.stocks.of("shop/x", "received")[:2], [0, 10])
