"""A stock off the grid: everything at its own instant, worked by hand."""

from typing import Any

import pytest
from builders import run, world
from instants import counter, customers, instants, levels

from backsource.log import Kind


def test_a_continuous_base_stock_orders_at_each_demand_and_serves_what_waits_when_goods_arrive() -> None:
    log = run(counter({"base_stock": "5 pieces"}, {0.5: 3, 1.25: 2, 1.75: 4}, lane={"promised": "2.5 days"}))
    stock = log.stocks
    levels(stock.of("shop/x", "ordered"), 3, 6, 0, 0, 0)
    levels(stock.of("shop/x", "received"), 0, 0, 0, 5, 4)
    levels(stock.of("shop/x", "on_hand"), 2, 0, 0, 1, 5, 5)
    levels(stock.of("shop/x", "owed"), 0, 4, 4, 0, 0)
    levels(log.markets.of("m", "short"), 0, 4, 0, 0, 0)
    levels(log.markets.of("m", "served"), 3, 2, 0, 4, 0)


def test_integrals_of_a_day_are_exact() -> None:
    log = run(counter({"base_stock": "5 pieces"}, {0.5: 3, 1.25: 2, 1.75: 4}, lane={"promised": "2.5 days"}))
    levels(log.stocks.of("shop/x", "on_hand_time"), 5 * 0.5 + 2 * 0.5, 2 * 0.25, 0, 1 * 0.25, 1 * 0.25 + 5 * 0.75, 5)
    levels(log.stocks.of("shop/x", "owed_time"), 0, 4 * 0.25, 4, 1 * 0.75, 0)
    levels(log.markets.of("m", "owed_time"), 0, 4 * 0.25, 4, 1 * 0.75, 0)


def test_days_on_which_nothing_happens_are_closed_later_and_a_last_part_of_a_day_too() -> None:
    log = run(counter({"base_stock": "5 pieces"}, {4.5: 2}, days=6.25))
    levels(log.stocks.of("shop/x", "on_hand"), 5, 5, 5, 5, 3, 3, 3)
    levels(log.stocks.of("shop/x", "on_hand_time"), 5, 5, 5, 5, 4, 3, 3 * 0.25)
    levels(log.stocks.of("shop/x", "position"), 5, 5, 5, 5, 5, 5, 5)
    levels(log.lanes.of("in", "on_order"), 0, 0, 0, 0, 2, 2, 2)


def test_a_reorder_point_orders_its_quantity_once_a_review() -> None:
    stock = {"opening": "6 pieces", "reorder": {"at": "3 pieces", "quantity": "5 pieces"}}
    log = run(counter(stock, {0.25: 2, 0.5: 1, 0.75: 6}, lane={"promised": "1 day"}))
    levels(log.lanes.of("in", "ordered"), 10, 0)
    levels(log.lanes.of("in", "orders"), 2, 0)
    levels(log.stocks.of("shop/x", "on_hand"), 0, 7)
    levels(log.stocks.of("shop/x", "on_hand_time"), 6 * 0.25 + 4 * 0.25 + 3 * 0.25, 2 * 0.25 + 7 * 0.25)


def test_a_strict_reorder_point_waits_until_the_position_is_below_it() -> None:
    stock = {"opening": "6 pieces", "reorder": {"at": "3 pieces", "up_to": "9 pieces", "when": "<"}}
    log = run(counter(stock, {0.25: 3, 2.5: 1}))
    levels(log.lanes.of("in", "ordered"), 0, 0, 7)


def test_lost_demand_is_not_ordered_for() -> None:
    log = run(counter({"base_stock": "1 piece"}, {0.25: 1, 0.5: 1, 0.75: 2}, market={"short": "lost"}))
    levels(log.markets.of("m", "lost"), 3, 0)
    levels(log.stocks.of("shop/x", "ordered"), 1, 0, 0)
    levels(log.stocks.of("shop/x", "position"), 1, 1, 1)
    levels(log.stocks.of("shop/x", "on_hand"), 0, 0, 1)


def test_a_deadline_loses_what_is_left_of_a_customer_oldest_served_first() -> None:
    log = run(counter({"base_stock": "1 piece"}, {0.25: 1, 0.5: 2, 1.0: 1}, market={"short": "1.9 days"}))
    # orders of 1, 2 and 1 arrive at 2.25, 2.5 and 3.0; of the two asked for at 0.5 one is served, one lost at 2.4
    levels(log.markets.of("m", "short"), 2, 1, 0)
    levels(log.markets.of("m", "served"), 1, 0, 2, 0)
    levels(log.markets.of("m", "lost"), 0, 0, 1, 0)
    levels(log.markets.of("m", "owed_time"), 2 * 0.5, 3, 3 * 0.25 + 2 * 0.15 + 1 * 0.1, 0)
    levels(log.stocks.of("shop/x", "on_hand"), 0, 0, 1, 2)


@pytest.mark.parametrize(
    ("rule", "order", "served"),
    [
        ("fifo", [], (3, 1)),
        ("listed", ["b", "a"], (1, 3)),
        ("priority", ["b", "a"], (1, 3)),
        ("proportional", [], (2, 2)),
    ],
)
def test_goods_that_are_too_few_go_by_the_rule_of_the_stock(
    rule: str, order: list[str], served: tuple[int, int]
) -> None:
    stock = {"review": "continuous", "base_stock": "0 pieces", "allocation": rule, "customers": order,
             "arriving": [{"source": "in", "quantity": "4 pieces", "due": "1.5 days"}]}  # fmt: skip
    given = world(
        sites={"mill": {"kind": "feed"}, "shop": {"kind": "depot"}},
        stocks={"shop/x": stock},
        lanes={"in": {"item": "x", "from": "mill", "to": "shop", "promised": "9 days"}},
        markets={"a": customers({0.25: 3}), "b": customers({0.5: 3})},
    )  # fmt: skip
    log = run(given)
    assert (log.markets.of("a", "served")[1], log.markets.of("b", "served")[1]) == served
    levels(log.stocks.of("shop/x", "owed"), 6, 2)


def test_proportional_shares_are_no_more_than_what_is_owed() -> None:
    stock = {"review": "continuous", "base_stock": "9 pieces", "allocation": "proportional"}
    given = world(
        sites={"mill": {"kind": "feed"}, "shop": {"kind": "depot"}},
        stocks={"shop/x": stock},
        lanes={"in": {"item": "x", "from": "mill", "to": "shop", "promised": "9 days"}},
        markets={"a": customers({0.25: 3}), "b": customers({0.5: 2})},
    )  # fmt: skip
    log = run(given)
    levels(log.stocks.of("shop/x", "on_hand"), 4)
    levels(log.stocks.of("shop/x", "owed"), 0)


def test_a_closed_site_neither_serves_nor_reviews_and_makes_up_for_it_when_it_opens() -> None:
    blocks: dict[str, Any] = {
        "calendars": {"week": {"week": "mon-fri"}},
        "sites": {"shop": {"kind": "depot", "calendar": "week"}, "mill": {"kind": "feed"}},
    }
    log = run(counter({"base_stock": "5 pieces"}, {5.25: 2}, lane={"promised": "2.5 days"}, days=12, **blocks))
    levels(log.stocks.of("shop/x", "owed"), 0, 0, 0, 0, 0, 2, 2, 0)
    levels(log.stocks.of("shop/x", "owed_time"), 0, 0, 0, 0, 0, 1.5, 2, 0)
    levels(log.stocks.of("shop/x", "ordered"), 0, 0, 0, 0, 0, 0, 0, 2)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 0, 0, 0, 0, 0, 0, 0, 2)
    levels(log.markets.of("m", "short"), 0, 0, 0, 0, 0, 2, 0)


def test_goods_that_arrive_at_a_closed_site_wait_at_its_gate() -> None:
    blocks: dict[str, Any] = {
        "calendars": {"week": {"week": "mon-fri"}},
        "sites": {"shop": {"kind": "depot", "calendar": "week"}, "mill": {"kind": "feed"}},
    }
    log = run(counter({"base_stock": "5 pieces"}, {3.5: 5, 4.5: 1}, **blocks))
    # ordered at 3.5 and 4.5, at the gate at 5.5 and 6.5, let in on Monday, day 7
    levels(log.lanes.of("in", "gate"), 0, 0, 0, 0, 0, 5, 6, 0)
    levels(log.stocks.of("shop/x", "on_hand"), 5, 5, 5, 0, 0, 0, 0, 5)
    levels(log.markets.of("m", "served"), 0, 0, 0, 5, 0, 0, 0, 1)


def test_a_continuous_review_that_an_outage_blocks_is_made_the_instant_it_lifts() -> None:
    outages = {"ill": {"hits": ["shop"], "stops": ["reviews"], "listed": [{"from": "0.25 days", "lasts": "0.5 days"}]}}
    log = run(counter({"base_stock": "5 pieces"}, {0.5: 2}, outages=outages))
    # ordered at 0.75, arrives at 2.75
    levels(log.stocks.of("shop/x", "on_hand_time"), 5 * 0.5 + 3 * 0.5, 3, 3 * 0.75 + 5 * 0.25, 5)
    assert instants(log, Kind.OUTAGE_ENDS, "ill") == [0.75]


def test_a_weekly_review_that_an_outage_blocks_is_made_the_instant_it_lifts() -> None:
    outages = {"ill": {"hits": ["shop"], "stops": ["reviews"], "listed": [{"from": "6.5 days", "lasts": "1 day"}]}}
    stock = {"base_stock": "5 pieces", "review": "every 7 days"}
    log = run(counter(stock, {1.5: 2}, outages=outages, days=16))
    # the review of day 7 is made at 7.5, the goods arrive at 9.5
    levels(log.stocks.of("shop/x", "ordered"), 0, 0, 0, 0, 0, 0, 0, 2, 0)
    levels(log.stocks.of("shop/x", "on_hand_time")[9:], 3 * 0.5 + 5 * 0.5, 5)


def test_the_backlog_at_the_start_is_owed_to_customers_off_the_grid() -> None:
    stock = {"base_stock": "4 pieces", "opening": "0 pieces", "backlog": "2 pieces",
             "arriving": [{"source": "in", "quantity": "3 pieces", "due": "0.5 days"}]}  # fmt: skip
    log = run(counter(stock, {5.0: 1}))
    levels(log.markets.of("m", "served"), 2, 0)
    levels(log.markets.of("m", "owed_time"), 2 * 0.5, 0)
    levels(log.stocks.of("shop/x", "on_hand"), 1, 1, 4)
    levels(log.stocks.of("shop/x", "ordered"), 3, 0)  # position 0 - 2 + 3 = 1


def test_a_chain_under_continuous_review_orders_and_ships_in_the_same_instant() -> None:
    given = counter(
        {"base_stock": "2 pieces"},
        {0.25: 2},
        sites={"store": {"kind": "depot"}},
        stocks={"store/x": {"review": "continuous", "base_stock": "3 pieces"}},
        lanes={
            "in": {"item": "x", "from": "store", "to": "shop", "promised": "0.5 days"},
            "up": {"item": "x", "from": "mill", "to": "store", "promised": "1 day"},
        },
    )  # fmt: skip
    log = run(given)
    levels(log.stocks.of("shop/x", "on_hand_time"), 2 * 0.25 + 2 * 0.25, 2)
    levels(log.stocks.of("store/x", "on_hand_time"), 3 * 0.25 + 1 * 0.75, 1 * 0.25 + 3 * 0.75, 3)
    levels(log.stocks.of("store/x", "ordered"), 2, 0)


def test_a_dual_index_sends_what_is_needed_soon_by_the_fast_lane() -> None:
    fast = {"item": "x", "from": "mill", "to": "shop", "promised": "0.5 days"}
    dual = {"express": "fast", "express_to": "2 pieces", "regular": "in", "regular_to": "4 pieces"}
    log = run(counter({"dual_index": dual}, {0.25: 3}, lanes={"fast": fast}))
    # position 1: one by the fast lane brings what comes within half a day to 2, two more by the slow one make 4
    levels(log.lanes.of("fast", "ordered"), 1, 0)
    levels(log.lanes.of("in", "ordered"), 2, 0)
    levels(log.stocks.of("shop/x", "on_hand_time"), 4 * 0.25 + 1 * 0.5 + 2 * 0.25, 2, 2 * 0.25 + 4 * 0.75)


@pytest.mark.parametrize(("when_blocked", "fast", "slow"), [("wait", 0, 2), ("divert", 2, 0)])
def test_what_a_blocked_source_should_get_waits_or_goes_to_the_others(when_blocked: str, fast: int, slow: int) -> None:
    stock = {"base_stock": "5 pieces", "sources": {"in": 1.0, "fast": 0.0}, "when_blocked": when_blocked}
    if when_blocked == "divert":
        stock["sources"] = {"in": 0.5, "fast": 0.5}
    other = {"item": "x", "from": "mill", "to": "shop", "promised": "0.5 days"}
    outages = {"strike": {"hits": ["in"], "listed": [{"from": "0 days", "lasts": "1.5 days"}]}}
    lane = {"in_outage": "block_orders"}
    log = run(counter(stock, {0.5: 2}, lane=lane, lanes={"fast": other}, outages=outages))
    assert log.lanes.of("fast", "ordered").sum() == fast
    assert log.lanes.of("in", "ordered").sum() == slow
    if slow:  # set aside at 0.5, ordered at 1.5, arrives at 3.5
        levels(log.stocks.of("shop/x", "on_hand_time"), 5 * 0.5 + 3 * 0.5, 3, 3, 3 * 0.5 + 5 * 0.5)


def test_an_origin_that_keeps_no_backlog_loses_what_it_cannot_fill_at_once() -> None:
    given = counter(
        {"base_stock": "2 pieces"},
        {0.25: 2, 0.75: 1},
        sites={"store": {"kind": "depot"}},
        stocks={"store/x": {"review": "continuous", "base_stock": "1 piece", "short": "lost"}},
        lanes={
            "in": {"item": "x", "from": "store", "to": "shop", "promised": "0.5 days"},
            "up": {"item": "x", "from": "mill", "to": "store", "promised": "1 day"},
        },
    )  # fmt: skip
    log = run(given)
    # at 0.25 two are ordered, one is shipped (arrives 0.75) and one lost; at 0.75 the shop orders two again, both lost
    levels(log.lanes.of("in", "lost"), 3, 0)
    levels(log.stocks.of("store/x", "lost"), 3, 0)
    levels(log.stocks.of("store/x", "ordered"), 1, 0)
    levels(log.stocks.of("shop/x", "position"), 0, 0)


def test_goods_off_the_grid_spoil_at_the_instant_their_time_is_over_the_oldest_used_first() -> None:
    stock = {"base_stock": "4 pieces", "opening": "4 pieces"}
    items = {"x": {"unit": "piece", "shelf_life": "3 days"}}
    log = run(counter(stock, {0.5: 1, 4.0: 1}, lane={"promised": "1 day"}) | {"items": items})
    # one bought at 0.5 comes at 1.5; the three old ones spoil at 3.0 and are bought again (4.0); at 4.0 one of the
    # four is sold, the oldest, so that nothing spoils at 4.5
    levels(log.stocks.of("shop/x", "spoilt"), 0, 0, 0, 3, 0, 0, 0, 3)
    assert instants(log, Kind.SPOILT, "shop/x")[:2] == [3.0, 7.0]
    levels(log.stocks.of("shop/x", "on_hand"), 3, 4, 4, 1, 3)


def test_a_service_off_the_grid_is_not_kept_for_the_next_day() -> None:
    items = {"x": {"unit": "hour", "storable": False}}
    stock = {"review": "continuous", "reorder": {"at": "0 hours", "quantity": "3 hours"}, "opening": "0 hours"}
    given = world(
        items=items, sites={"shop": {"kind": "plant"}}, stocks={"shop/x": stock}, horizon="5 days",
        lines={"help": {"site": "shop", "makes": "x", "processing": "0.25 days", "lot": "3 hours"}},
        markets={"m": {"item": "x", "from": "shop", "demand": {"listed": ["2 hours"], "at": ["2.5 days"]}}},
    )  # fmt: skip
    log = run(given)
    # three hours are ready at 0.25 and gone at midnight; the same again every day; at 2.5 two of them are used
    levels(log.stocks.of("shop/x", "spoilt"), 0, 3, 3, 1, 3)
    levels(log.stocks.of("shop/x", "on_hand_time"), 3 * 0.75, 3 * 0.75, 3 * 0.25 + 1 * 0.5, 3 * 0.75, 3 * 0.75)
