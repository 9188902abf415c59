"""Lanes on the grid: how long goods take, what stops them, and what they may carry."""

import pytest
from builders import Blocks, chain, first, run, shop

ONE_A_DAY = [1] * 20


def received(lane: Blocks, demand: list[float] = ONE_A_DAY, days: int = 9, **blocks: object) -> list[float]:
    """What reaches a shop that orders what it sells."""
    return first(run(shop({"base_stock": "10 pieces"}, demand, lane=lane, **blocks)).stocks, "shop/x", "received", days)


def test_a_lead_time_with_a_fraction_ends_on_the_next_morning() -> None:
    assert received({"promised": "2.5 days"}, [4]) == [0, 0, 0, 4, 0, 0, 0, 0, 0]
    assert received({"promised": "1 day", "order_delay": "1.5 days"}, [4]) == [0, 0, 0, 4, 0, 0, 0, 0, 0]


def test_an_order_travels_for_its_delay_before_it_is_shipped() -> None:
    content = chain()
    content["lanes"]["out"]["order_delay"] = "2 days"
    content["markets"]["m"]["demand"] = {"listed": ["7 pieces"]}
    log = run(content)
    assert first(log.lanes, "out", "ordered", 4) == [7, 0, 0, 0]
    assert first(log.lanes, "out", "taken", 4) == [0, 0, 7, 0]
    assert first(log.lanes, "out", "shipped", 4) == [0, 0, 7, 0]
    assert first(log.stocks, "shop/x", "received", 6) == [0, 0, 0, 0, 7, 0]


def test_late_shipments_take_the_promise_and_their_lateness() -> None:
    late = {"promised": "2 days", "late": {"chance": "100 %", "by": "3 days"}}
    assert received(late, [4]) == [0, 0, 0, 0, 0, 4, 0, 0, 0]
    assert received({"promised": "2 days", "late": {"chance": "0 %", "by": "3 days"}}, [4])[:4] == [0, 0, 4, 0]
    in_turn = {"promised": "1 day", "late": {"chance": "100 %", "by": {"listed": ["4 days", "1 day"]}}}
    assert received(in_turn, [1, 2]) == [0, 0, 0, 2, 0, 1, 0, 0, 0]


def test_later_shipments_may_overtake_unless_they_may_not_cross() -> None:
    turns = {"promised": None, "lead_time": {"listed": ["5 days", "1 day", "2 days"]}}
    lane = {key: value for key, value in turns.items() if value is not None}
    crossing = shop({"base_stock": "10 pieces"}, [1, 2, 4], lane=lane)
    del crossing["lanes"]["in"]["promised"]
    assert first(run(crossing).stocks, "shop/x", "received", 7) == [0, 0, 2, 0, 4, 1, 0]
    crossing["lanes"]["in"]["cross"] = False
    assert first(run(crossing).stocks, "shop/x", "received", 7) == [0, 0, 0, 0, 0, 7, 0]


OUTAGE = {"stop": {"hits": ["mill"], "listed": [{"from": "3 days", "lasts": "2 days"}]}}


@pytest.mark.parametrize(
    ("mode", "arrivals"),
    [
        # lead time 2: what is ordered on day d comes on day d + 2; days 3 and 4 are stopped
        ("block_orders", [0, 0, 1, 1, 1, 0, 0, 3, 1]),
        ("hold_at_origin", [0, 0, 1, 1, 1, 0, 0, 3, 1]),
        ("stop_in_transit", [0, 0, 1, 1, 0, 0, 1, 3, 1]),
        ("hold_at_gate", [0, 0, 1, 0, 0, 3, 1, 1, 1]),
    ],
)
def test_an_outage_does_to_a_lane_what_the_lane_says(mode: str, arrivals: list[float]) -> None:
    content = shop({"base_stock": "10 pieces"}, ONE_A_DAY, lane={"in_outage": mode}, outages=OUTAGE)
    log = run(content)
    assert first(log.stocks, "shop/x", "received", 9) == arrivals
    blocked = mode == "block_orders"
    assert first(log.lanes, "in", "ordered", 7) == ([1, 1, 1, 0, 0, 3, 1] if blocked else [1] * 7)
    assert first(log.lanes, "in", "held", 6) == ([0, 0, 0, 1, 2, 0] if mode == "hold_at_origin" else [0] * 6)
    assert first(log.lanes, "in", "gate", 6) == ([0, 0, 0, 1, 2, 0] if mode == "hold_at_gate" else [0] * 6)


def test_outages_that_overlap_last_until_the_last_is_over() -> None:
    stops = {
        "one": {"hits": ["in"], "listed": [{"from": "2 days", "lasts": "2 days"}]},
        "two": {"hits": ["mill"], "listed": ["2026-01-08..2026-01-09"]},  # days 3 and 4, both ends included
    }
    assert received({}, outages=stops) == [0, 0, 1, 1, 0, 0, 0, 4, 1]


def test_a_common_cause_stops_every_site_that_names_it() -> None:
    outages = {"storm": {"hits": [], "listed": [{"from": "3 days", "lasts": "2 days"}]}}
    sites = {"mill": {"kind": "feed", "causes": ["storm"]}}
    assert received({}, outages=outages, sites=sites) == [0, 0, 1, 1, 1, 0, 0, 3, 1]


def test_a_renewal_is_up_first_and_then_down_and_up_in_turn() -> None:
    turns = {"stop": {"hits": ["mill"], "every": {"listed": ["2 days", "3 days"]}, "lasts": {"listed": ["1 day"]}}}
    # down on days 2, 6 and 9: what is ordered then leaves a day later
    assert received({}, outages=turns, days=12) == [0, 0, 1, 1, 0, 2, 1, 1, 0, 2, 1, 0]


def test_a_markov_outage_begins_and_ends_by_its_chances_from_the_second_day_on() -> None:
    flicker = {"stop": {"hits": ["mill"], "begins": "100 %", "ends": "100 %"}}
    # down on days 1, 3, 5 ...: what is ordered then leaves a day later
    assert received({}, outages=flicker) == [0, 0, 1, 0, 2, 0, 2, 0, 2]


def test_a_lane_ships_its_capacity_a_day() -> None:
    assert received({"capacity": "3 pieces/day"}, [10]) == [0, 0, 3, 3, 3, 1, 0, 0, 0]


def test_what_a_day_s_capacity_lacks_to_a_whole_piece_is_carried_over() -> None:
    assert received({"capacity": "1.5 pieces/day"}, [6]) == [0, 0, 1, 2, 1, 2, 0, 0, 0]
    assert received({"capacity": "0.5 pieces/day"}, [2]) == [0, 0, 0, 1, 0, 1, 0, 0, 0]


def test_the_capacity_of_a_lane_holds_once_a_day_under_every_timetable() -> None:
    content = chain()
    content["lanes"]["out"]["capacity"] = "3 pieces/day"
    content["markets"]["m"]["demand"] = {"listed": ["10 pieces"] * 10}
    for timetable in ("plant", "stockpyl", "textbook"):
        assert run(content, timetable=timetable).lanes.of("out", "shipped").max() == 3


def test_small_orders_wait_until_they_reach_the_smallest_that_is_taken() -> None:
    content = shop({"base_stock": "20 pieces"}, [2] * 9, lane={"minimum_order": "5 pieces"})
    log = run(content)
    assert first(log.lanes, "in", "ordered", 6) == [2] * 6
    assert first(log.lanes, "in", "orders", 6) == [0, 0, 1, 0, 0, 1]
    assert first(log.lanes, "in", "shipped", 6) == [0, 0, 6, 0, 0, 6]
    assert first(log.lanes, "in", "on_order", 4) == [2, 4, 6, 8]


def test_lead_times_are_drawn_by_the_day_of_the_order_whatever_was_ordered() -> None:
    lane = {"late": {"chance": "50 %", "by": {"mean": "4 days", "cv": 1.0}}}
    few = run(shop({"base_stock": "50 pieces"}, [1, 0, 1, 0, 1, 0, 1, 0] * 2, lane=lane, horizon="60 days"))
    many = run(shop({"base_stock": "50 pieces"}, [1] * 16, lane=lane, horizon="60 days"))
    odd = run(shop({"base_stock": "50 pieces"}, [0, 1] * 8, lane=lane, horizon="60 days"))
    together = few.stocks.of("shop/x", "received") + odd.stocks.of("shop/x", "received")
    assert together.tolist() == many.stocks.of("shop/x", "received").tolist()
