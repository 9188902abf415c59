"""Ordering policies on the grid, a few days of each by hand (under `plant`: demand is known when a review orders)."""

import pytest
from builders import first, pieces, run, shop, world

from backsource.log import Log


def ordered(log: Log, days: int, source: str = "in") -> list[float]:
    return first(log.lanes, source, "ordered", days)


def test_base_stock_orders_the_demand_of_the_day() -> None:
    assert ordered(run(shop({"base_stock": "10 pieces"}, [4, 0, 3, 1])), 4) == [4, 0, 3, 1]


def test_s_s_orders_up_to_its_level_once_the_position_is_at_or_below_the_reorder_point() -> None:
    stock = {"opening": "12 pieces", "reorder": {"at": "8 pieces", "up_to": "20 pieces"}}
    # position after demand: 10, 8 (orders 12, back at 20), 18, 17, 16
    assert ordered(run(shop(stock, [2, 2, 2, 1, 1])), 5) == [0, 12, 0, 0, 0]


def test_strictly_below_waits_for_one_more_unit() -> None:
    stock = {"opening": "12 pieces", "reorder": {"at": "8 pieces", "up_to": "20 pieces", "when": "<"}}
    assert ordered(run(shop(stock, [2, 2, 2, 1, 1])), 5) == [0, 0, 14, 0, 0]


def test_r_q_orders_once_a_review_even_when_far_below() -> None:
    stock = {"opening": "20 pieces", "reorder": {"at": "8 pieces", "quantity": "5 pieces"}}
    # position after demand: 0 (orders 5), 5 (orders 5), 10, 9
    assert ordered(run(shop(stock, [20, 0, 0, 1])), 4) == [5, 5, 0, 0]


def test_a_fixed_quantity_is_ordered_at_every_review() -> None:
    stock = {"opening": "0 pieces", "every_review": "3 pieces", "review": "every 2 days"}
    assert ordered(run(shop(stock, [0, 9, 0, 0, 0])), 5) == [3, 0, 3, 0, 3]


def test_listed_quantities_are_ordered_per_source_and_day() -> None:
    stock = {"listed": {"in": pieces(3, 0, 2), "air": pieces(0, 1)}}
    lanes = {"air": {"item": "x", "from": "mill", "to": "shop", "promised": "1 day"}}
    log = run(shop(stock, [0], lanes=lanes, warm_up="2 days"))
    assert ordered(log, 6) == [0, 0, 3, 0, 2, 0]
    assert ordered(log, 6, "air") == [0, 0, 0, 1, 0, 0]


def test_lot_for_lot_orders_what_was_asked_and_what_its_lines_were_ordered_to_make() -> None:
    content = world(
        items={"x": {"unit": "piece"}, "y": {"unit": "kg", "whole": False}},
        sites={"mill": {"kind": "feed"}, "plant": {"kind": "plant"}},
        stocks={
            "plant/x": {"base_stock": "10 pieces"},
            "plant/y": {"lot_for_lot": True, "opening": "6 kg"},
        },
        lanes={"y": {"item": "y", "from": "mill", "to": "plant", "promised": "3 days"}},
        lines={"make": {"site": "plant", "makes": "x", "bom": {"y": "1.5 kg"}, "rate": "50 pieces/day"}},
        markets={"m": {"item": "x", "from": "plant", "demand": {"listed": pieces(4, 0, 2)}}},
    )
    log = run(content)
    assert ordered(log, 4, "y") == [6, 0, 3, 0]
    assert first(log.stocks, "plant/y", "used", 4) == [6, 0, 0, 3]  # the 6 kg at hand at once, then what arrives


def test_cover_of_planned_use_lasts_from_the_arrival_of_this_order_until_that_of_the_next_and_the_cover_longer() -> (
    None
):
    demand = [5, 5, 5, 20, 20, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]
    log = run(shop({"cover": "2 days of planned use", "opening": "10 pieces"}, demand))
    # day 0 looks over days 1 to 4 (lead time 2 and cover 2): 5 + 5 + 20 + 20, with a position of 5 after its demand
    # day 1 looks over days 2 to 5: 50, position 50 - 5; day 2: 50, 50 - 5; day 3: 35, 50 - 20
    assert ordered(log, 5) == [45, 5, 5, 5, 5]
    assert first(log.stocks, "shop/x", "on_hand", 3) == [5, 0, 40]


def test_an_echelon_level_counts_what_lies_downstream() -> None:
    content = shop(
        {"base_stock": "9 pieces", "opening": "5 pieces"}, [2, 1], lane={"from": "hub", "promised": "1 day"},
        sites={"hub": {"kind": "depot"}},
        stocks={"hub/x": {"echelon_base_stock": "20 pieces", "opening": "13 pieces"}},
        lanes={"up": {"item": "x", "from": "mill", "to": "hub", "promised": "3 days"}},
    )  # fmt: skip
    log = run(content)
    assert ordered(log, 3) == [6, 1, 0]
    assert ordered(log, 3, "up") == [4, 1, 0]  # 20 - (13 + 5 - 2): what moves within the echelon does not count


@pytest.mark.parametrize(("cap", "expected"), [("4 pieces", [4, 4, 2, 0]), ("40 pieces", [10, 0, 0, 0])])
def test_an_order_capacity_spreads_a_need_over_reviews(cap: str, expected: list[float]) -> None:
    stock = {"base_stock": "10 pieces", "opening": "0 pieces", "order_capacity": cap}
    assert ordered(run(shop(stock, [0])), 4) == expected


def test_orders_come_in_multiples_of_the_lot_or_of_the_stock_s_own_multiple() -> None:
    stock = {"base_stock": "10 pieces", "opening": "0 pieces"}
    assert ordered(run(shop(stock, [0, 3], items={"x": {"unit": "piece", "lot": "4 pieces"}})), 3) == [12, 4, 0]
    assert ordered(run(shop({**stock, "order_multiple": "7 pieces"}, [0, 3])), 3) == [14, 0, 0]
    capped = {**stock, "order_multiple": "4 pieces", "order_capacity": "10 pieces"}
    assert ordered(run(shop(capped, [0])), 3) == [8, 4, 0]


TWO = {
    "slow": {"item": "x", "from": "mill", "to": "shop", "promised": "4 days"},
    "in": {"item": "x", "from": "mill", "to": "shop", "promised": "1 day"},
}


def test_dual_index_expedites_what_the_regular_source_would_bring_too_late() -> None:
    levels = {"express": "in", "express_to": "4 pieces", "regular": "slow", "regular_to": "12 pieces"}
    log = run(shop({"opening": "4 pieces", "dual_index": levels}, [2] * 9, lanes=TWO))
    # until the 8 pieces ordered on day 0 are within a day of arrival (day 3), the 2 pieces a day are expedited
    assert ordered(log, 6) == [2, 2, 2, 0, 0, 0]
    assert ordered(log, 6, "slow") == [8, 0, 0, 2, 2, 2]


def test_dual_index_counts_the_order_delay_of_the_express_source() -> None:
    levels = {"express": "in", "express_to": "4 pieces", "regular": "slow", "regular_to": "12 pieces"}
    lanes = {**TWO, "in": {**TWO["in"], "order_delay": "1 day"}}
    log = run(shop({"opening": "4 pieces", "dual_index": levels}, [2] * 9, lanes=lanes))
    assert ordered(log, 4) == [2, 2, 0, 0]


def test_dual_index_may_have_a_line_as_its_regular_source() -> None:
    levels = {"express": "in", "express_to": "4 pieces", "regular": "make", "regular_to": "12 pieces"}
    lines = {"make": {"site": "shop", "makes": "x", "rate": "1 piece/day"}}
    log = run(shop({"opening": "4 pieces", "dual_index": levels}, [2] * 9, lane={"promised": "1 day"}, lines=lines))
    # on day 0 nothing is on order yet; from then on the line promises all it has for tomorrow, so nothing is expedited
    assert ordered(log, 3) == [2, 0, 0]
    assert first(log.lines, "make", "ordered", 3) == [8, 2, 2]


def test_base_surge_orders_a_constant_from_one_source_and_the_rest_from_the_other() -> None:
    rule = {"base": "slow", "quantity": "1 piece", "surge": "in", "surge_to": "6 pieces"}
    log = run(shop({"opening": "6 pieces", "base_surge": rule}, [2, 2, 0, 0, 5], lanes=TWO))
    assert ordered(log, 5, "slow") == [1, 1, 1, 1, 1]
    # positions after demand: 4, 4, 6, 7, 3; surge = 6 - position - 1
    assert ordered(log, 5) == [1, 1, 0, 0, 2]


def test_an_emergency_source_is_used_while_the_cover_is_low() -> None:
    lanes = {**TWO, "slow": {**TWO["slow"], "promised": "5 days"}}
    stock = {"base_stock": "8 pieces", "emergency": {"source": "in", "below": "2 days"}}
    log = run(shop(stock, [2] * 20, lanes=lanes))
    # what is left after the day's demand: 6, 4, 2, 2, 2, then the orders of days 0 and 4 arrive: 4; 2 days of use are 4
    assert ordered(log, 6, "slow") == [2, 2, 0, 0, 0, 2]
    assert ordered(log, 6) == [0, 0, 2, 2, 2, 0]


def test_a_blocked_emergency_source_leaves_the_order_to_the_usual_one() -> None:
    lanes = {**TWO, "in": {**TWO["in"], "in_outage": "block_orders"}}
    stock = {"base_stock": "4 pieces", "emergency": {"source": "in", "below": "9 days"}}
    outages = {"stop": {"hits": ["in"], "listed": [{"from": "1 day", "lasts": "2 days"}]}}
    log = run(shop(stock, [2] * 20, lanes=lanes, outages=outages))
    assert ordered(log, 4) == [2, 0, 0, 2]
    assert ordered(log, 4, "slow") == [0, 2, 2, 0]
