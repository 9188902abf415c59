"""Each lever of the closed table, on the grid and off it: what it changes, and that it changes nothing else."""

import pytest
from instants import beside, instants, levels, off_grid, on_grid, pulled

from backsource.log import Kind

SHARES = {"sources": {"in": 1.0, "fast": 0.0}, "base_stock": "10 pieces"}
FAST = {"fast": {"item": "x", "from": "mill", "to": "shop", "promised": "1 day"}}


def test_share_moves_the_next_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {2: lambda levers: levers.share("shop/x", {"in": 0.25, "fast": 0.75})}
    log = beside(monkeypatch, on_grid(SHARES, [4, 4, 4, 4], lanes=FAST), pull)
    levels(log.lanes.of("in", "ordered"), 4, 4, 1, 1)
    levels(log.lanes.of("fast", "ordered"), 0, 0, 3, 3)
    log = beside(monkeypatch, off_grid(SHARES, {0.5: 4, 2.5: 4}, lanes=FAST), pull)
    levels(log.lanes.of("in", "ordered"), 4, 0, 1)
    levels(log.lanes.of("fast", "ordered"), 0, 0, 3)
    steps = log.journal[log.journal["kind"] == Kind.SHARE_STEP]
    assert steps["quantity"].tolist() == [0.75, 0.25]
    assert [log.subjects[int(source)] for source in steps["detail"]] == ["fast", "in"]


def test_bounds_hold_back_a_source_and_give_the_rest_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = {**SHARES, "sources": {"in": 0.5, "fast": 0.5}}
    pull = {1: lambda levers: levers.bounds("shop/x", "in", most=1)}
    log = beside(monkeypatch, on_grid(shares, [4, 4, 4], lanes=FAST), pull)
    levels(log.lanes.of("in", "ordered"), 2, 1, 1)
    levels(log.lanes.of("fast", "ordered"), 2, 3, 3)
    log = beside(monkeypatch, off_grid(shares, {0.5: 4, 1.5: 4}, lanes=FAST), pull)
    levels(log.lanes.of("in", "ordered"), 2, 1)
    log = beside(
        monkeypatch, on_grid(shares, [4, 4, 4], lanes=FAST), {1: lambda levers: levers.bounds("shop/x", "in", least=3)}
    )
    levels(log.lanes.of("in", "ordered"), 2, 3, 3)
    levels(log.lanes.of("fast", "ordered"), 2, 1, 1)


def test_target_raises_the_position_at_the_next_review_off_the_grid_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {2: lambda levers: levers.target("shop/x", 15)}
    log = beside(monkeypatch, on_grid({"base_stock": "10 pieces"}, [4]), pull)
    levels(log.stocks.of("shop/x", "ordered"), 4, 0, 5, 0)
    log = beside(monkeypatch, off_grid({"base_stock": "10 pieces"}, {0.5: 4}), pull)
    levels(log.stocks.of("shop/x", "ordered"), 4, 0, 5, 0)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 4, 0, 5)
    assert instants(log, Kind.TARGET_RAISED, "shop/x") == [2.0]


def test_extra_is_bound_to_one_source_and_falls_back_without_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {
        1: lambda levers: levers.extra("shop/x", 6, "fast"),
        4: lambda levers: levers.extra("shop/x", 0, "fast"),
    }
    log = beside(monkeypatch, on_grid(SHARES, [4, 4, 0, 0, 4, 4], lanes=FAST), pull)
    levels(log.lanes.of("fast", "ordered"), 0, 6, 0, 0, 0, 0)
    levels(log.lanes.of("in", "ordered"), 4, 4, 0, 0, 0, 2)
    levels(log.stocks.of("shop/x", "position"), 10, 16, 16, 16, 12, 10)
    log = beside(monkeypatch, off_grid(SHARES, {0.5: 4, 4.5: 4, 5.5: 4}, lanes=FAST), pull)
    levels(log.lanes.of("fast", "ordered"), 0, 6, 0, 0, 0, 0)
    levels(log.lanes.of("in", "ordered"), 4, 0, 0, 0, 0, 2)


def test_order_now_is_one_order_outside_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {1: lambda levers: levers.order_now("shop/x", "in", 7)}
    log = beside(monkeypatch, on_grid({"base_stock": "10 pieces"}, [4, 0, 4]), pull)
    levels(log.stocks.of("shop/x", "ordered"), 4, 7, 0)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 4, 7)
    log = beside(monkeypatch, off_grid({"base_stock": "10 pieces"}, {0.5: 4, 2.75: 4}), pull)
    levels(log.stocks.of("shop/x", "ordered"), 4, 7, 0)
    levels(log.stocks.of("shop/x", "on_hand_time"), 8, 6, 6 * 0.5 + 10 * 0.25 + 6 * 0.25, 13)


def test_cancel_takes_back_an_order_that_has_not_left(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = {1: lambda levers: levers.cancel("in")}
    lane = {"order_delay": "3 days"}
    log = beside(
        monkeypatch, on_grid({"base_stock": "10 pieces"}, [0, 0], lane={**lane, "minimum_order": "9 pieces"}), pull
    )
    levels(log.lanes.of("in", "cancelled"), 0)
    log = beside(monkeypatch, off_grid({"base_stock": "10 pieces"}, {0.5: 4}, lane=lane), pull)
    levels(log.lanes.of("in", "cancelled"), 0, 4)
    levels(log.lanes.of("in", "ordered"), 4, 4)


@pytest.mark.parametrize("grid", [True, False])
def test_a_closed_source_takes_no_orders_until_it_opens(monkeypatch: pytest.MonkeyPatch, grid: bool) -> None:
    stock = {"base_stock": "10 pieces"}
    given = on_grid(stock, [4, 4, 4, 4, 4]) if grid else off_grid(stock, {0.5: 4, 1.5: 4, 2.5: 4, 3.5: 4, 4.5: 4})
    pull = {1: lambda levers: levers.close_source("in"), 4: lambda levers: levers.open_source("in")}
    log = beside(monkeypatch, given, pull)
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
