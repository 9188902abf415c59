"""What a run begins with: goods on hand, on the road and on order, backlog, and a warm-up."""

import numpy as np
from builders import chain, first, run, shop, world


def test_a_stock_opens_with_the_level_of_its_policy_where_the_file_does_not_say() -> None:
    assert first(run(shop({"base_stock": "10 pieces"}, [0])).stocks, "shop/x", "on_hand", 1) == [10]
    assert first(run(shop({"base_stock": "10 pieces", "opening": "3 pieces"}, [0])).stocks, "shop/x", "on_hand", 1) == [
        3
    ]
    assert first(run(shop({"lot_for_lot": True}, [0])).stocks, "shop/x", "on_hand", 1) == [0]
    reorder = {"reorder": {"at": "4 pieces", "up_to": "9 pieces"}}
    assert first(run(shop(reorder, [0])).stocks, "shop/x", "on_hand", 1) == [9]


def test_what_is_on_order_is_spread_over_the_lead_time_of_the_as_is_sources() -> None:
    stock = {"base_stock": "30 pieces", "opening": "20 pieces", "on_order": "10 pieces"}
    log = run(shop(stock, [0], lane={"promised": "4 days"}))
    received = first(log.stocks, "shop/x", "received", 5)
    assert sum(received) == 10
    assert received[4] == 0
    assert max(received[:4]) - min(received[:4]) <= 1
    assert log.stocks.of("shop/x", "ordered").sum() == 0


def test_goods_on_the_road_come_on_their_day_by_date_or_by_time() -> None:
    goods = [
        {"source": "in", "quantity": "5 pieces", "due": "2026-01-08"},
        {"source": "in", "quantity": "4 pieces", "due": "1 day"},
    ]
    log = run(shop({"base_stock": "12 pieces", "opening": "3 pieces", "arriving": goods}, [0]))
    assert first(log.stocks, "shop/x", "received", 5) == [0, 4, 0, 5, 0]
    assert first(log.lanes, "in", "in_transit", 5) == [9, 5, 5, 0, 0]
    assert log.stocks.of("shop/x", "ordered").sum() == 0


def test_open_orders_at_a_line_keep_their_place() -> None:
    stock = {"base_stock": "30 pieces", "opening": "5 pieces", "on_order": "25 pieces"}
    content = world(
        sites={"plant": {"kind": "plant"}}, stocks={"plant/x": stock},
        lines={"make": {"site": "plant", "makes": "x", "rate": "10 pieces/day"}},
    )  # fmt: skip
    log = run(content)
    assert first(log.lines, "make", "good", 5) == [0, 10, 10, 5, 0]
    assert log.stocks.of("plant/x", "ordered").sum() == 0


def test_backlog_at_the_start_is_served_first_and_is_not_short_again() -> None:
    stock = {"base_stock": "0 pieces", "opening": "5 pieces", "backlog": "4 pieces"}
    log = run(shop(stock, [3, 0], lane={"promised": "9 days"}))
    assert first(log.markets, "m", "served", 2) == [5, 0]
    assert first(log.markets, "m", "short", 2) == [2, 0]
    assert first(log.markets, "m", "owed", 2) == [2, 2]


def test_a_warm_up_runs_before_day_zero_and_dates_keep_their_meaning() -> None:
    outages = {"stop": {"hits": ["mill"], "listed": [{"from": "2 days", "lasts": "1 day"}]}}
    log = run(shop({"base_stock": "10 pieces"}, [1] * 9, outages=outages, warm_up="4 days"))
    assert (log.first_day, log.days) == (-4, 24)
    assert first(log.markets, "m", "demand", 6) == [0, 0, 0, 0, 1, 1]
    assert first(log.lanes, "in", "held", 8) == [0, 0, 0, 0, 0, 0, 1, 0]
    assert log.journal["time"].tolist() == [2, 3]


def test_what_is_drawn_for_a_day_does_not_depend_on_the_warm_up() -> None:
    long, short = run({**chain(), "warm_up": "30 days"}), run(chain())
    assert np.array_equal(long.markets.of("m", "demand")[30:], short.markets.of("m", "demand"))
