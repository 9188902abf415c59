"""Lanes off the grid, worked by hand: delays, limits, outages, calendars, crossing, cancelling."""

from typing import Any

import pytest
from builders import Blocks, run
from instants import counter, instants, levels, pulled

from backsource.log import Kind

WEEK = {"week": {"week": "mon-fri"}}


def test_an_order_travels_first_and_the_goods_afterwards() -> None:
    log = run(counter({"base_stock": "5 pieces"}, {0.25: 2}, lane={"order_delay": "0.5 days", "promised": "1 day"}))
    levels(log.lanes.of("in", "taken"), 2, 0)
    levels(log.lanes.of("in", "shipped"), 2, 0)
    levels(log.stocks.of("shop/x", "on_hand_time"), 5 * 0.25 + 3 * 0.75, 3 * 0.75 + 5 * 0.25, 5)


def test_needs_wait_until_the_smallest_order_has_come_together() -> None:
    log = run(counter({"base_stock": "9 pieces"}, {0.25: 2, 0.5: 4}, lane={"minimum_order": "5 pieces"}))
    levels(log.lanes.of("in", "ordered"), 6, 0)
    levels(log.lanes.of("in", "orders"), 1, 0)
    levels(log.stocks.of("shop/x", "on_hand_time"), 9 * 0.25 + 7 * 0.25 + 3 * 0.5, 3, 3 * 0.5 + 9 * 0.5)


def test_a_lane_ships_at_most_its_capacity_a_day_and_the_rest_the_next_mornings() -> None:
    lane = {"capacity": "3 pieces/day", "promised": "0.5 days"}
    log = run(counter({"base_stock": "9 pieces"}, {0.25: 8}, lane=lane))
    # three at 0.25, three at 1.0, two at 2.0; each half a day on the road
    levels(log.lanes.of("in", "shipped"), 3, 3, 2, 0)
    levels(log.lanes.of("in", "held"), 5, 2, 0)
    levels(log.stocks.of("shop/x", "on_hand_time"), 9 * 0.25 + 1 * 0.5 + 4 * 0.25, 4 * 0.5 + 7 * 0.5, 7 * 0.5 + 9 * 0.5)


def test_what_the_capacity_of_a_day_lacks_to_a_whole_unit_is_carried_over() -> None:
    log = run(counter({"base_stock": "9 pieces"}, {0.25: 4}, lane={"capacity": "1.5 pieces/day"}))
    levels(log.lanes.of("in", "shipped"), 1, 2, 1, 0)


def outage(mode: str, start: float, length: float) -> Blocks:
    """The lane `in` is hit from `start` on."""
    spell = {"from": f"{start} days", "lasts": f"{length} days"}
    return {"lane": {"in_outage": mode}, "outages": {"strike": {"hits": ["in"], "listed": [spell]}}}


@pytest.mark.parametrize(
    ("mode", "arrival"),
    [
        ("block_orders", 3.5),  # ordered when the outage lifts, at 1.5
        ("hold_at_origin", 3.5),  # shipped at 1.5
        ("stop_in_transit", 3.5),  # stands still from the start to 1.5
        ("hold_at_gate", 2.5),  # the outage is over before the goods come
    ],
)
def test_an_outage_that_is_there_when_an_order_is_placed(mode: str, arrival: float) -> None:
    log = run(counter({"base_stock": "5 pieces"}, {0.5: 2}, **outage(mode, 0.0, 1.5)))
    day = int(arrival)
    levels(log.stocks.of("shop/x", "received"), *[0] * day, 2)
    levels(log.stocks.of("shop/x", "on_hand_time")[day:], 3 * (arrival - day) + 5 * (1 - arrival + day))


@pytest.mark.parametrize(
    ("mode", "arrival"),
    [("block_orders", 2.5), ("hold_at_origin", 2.5), ("stop_in_transit", 4.25), ("hold_at_gate", 3.0)],
)
def test_an_outage_that_begins_while_goods_are_on_the_road(mode: str, arrival: float) -> None:
    # on the road from 0.5 to 2.5; the outage lasts from 1.25 to 3.0
    log = run(counter({"base_stock": "5 pieces"}, {0.5: 2}, **outage(mode, 1.25, 1.75)))
    day = int(arrival)
    levels(log.stocks.of("shop/x", "received"), *[0] * day, 2)
    levels(log.stocks.of("shop/x", "on_hand_time")[day:], 3 * (arrival - day) + 5 * (1 - arrival + day))
    assert instants(log, Kind.OUTAGE_BEGINS, "strike") == [1.25]


def test_what_was_held_at_the_origin_is_booked_on_the_day_it_leaves() -> None:
    log = run(counter({"base_stock": "5 pieces"}, {0.5: 2}, **outage("hold_at_origin", 0.0, 4.5)))
    levels(log.lanes.of("in", "held"), 2, 2, 2, 2, 0)
    levels(log.lanes.of("in", "shipped"), 0, 0, 0, 0, 2)


def test_two_outages_at_once_stop_a_lane_until_both_are_over() -> None:
    spells = {"a": ("0.25 days", "2 days"), "b": ("1 day", "2.5 days")}
    outages = {
        name: {"hits": ["in"], "listed": [{"from": start, "lasts": length}]} for name, (start, length) in spells.items()
    }
    log = run(counter({"base_stock": "5 pieces"}, {0.5: 2}, lane={"in_outage": "hold_at_origin"}, outages=outages))
    levels(log.lanes.of("in", "shipped"), 0, 0, 0, 2)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 0, 0, 0, 2)


def test_spells_that_overlap_or_touch_are_one_outage() -> None:
    spells = [{"from": "0.25 days", "lasts": "1 day"}, {"from": "0.75 days", "lasts": "1 day"},
              {"from": "1.75 days", "lasts": "0.5 days"}]  # fmt: skip
    outages = {"strike": {"hits": ["in"], "listed": spells}}
    log = run(counter({"base_stock": "5 pieces"}, {0.5: 2}, lane={"in_outage": "hold_at_origin"}, outages=outages))
    assert instants(log, Kind.OUTAGE_BEGINS, "strike") == [0.25]
    assert instants(log, Kind.OUTAGE_ENDS, "strike") == [2.25]
    levels(log.lanes.of("in", "shipped"), 0, 0, 2)


@pytest.mark.parametrize(("cross", "received"), [(True, (0, 1, 0, 2)), (False, (0, 0, 0, 3))])
def test_later_goods_overtake_earlier_ones_only_where_they_may(cross: bool, received: tuple[int, ...]) -> None:
    lane = {"promised": None, "lead_time": {"listed": ["3 days", "1 day"]}, "cross": cross}
    lane = {key: value for key, value in lane.items() if value is not None}
    given = counter({"base_stock": "5 pieces"}, {0.25: 2, 0.5: 1})
    given["lanes"]["in"] = {"item": "x", "from": "mill", "to": "shop", **lane}
    log = run(given)
    levels(log.stocks.of("shop/x", "received"), *received)


def test_goods_that_may_not_overtake_keep_their_order_when_they_have_stood_still() -> None:
    given = counter({"base_stock": "9 pieces"}, {0.25: 2, 2.5: 1}, **outage("stop_in_transit", 1.0, 1.0))
    given["lanes"]["in"] = {"item": "x", "from": "mill", "to": "shop", "cross": False, "in_outage": "stop_in_transit",
                            "lead_time": {"listed": ["3 days", "1 day"]}}  # fmt: skip
    log = run(given)
    # the first goods would have come at 3.25, they come at 4.25; the second at 3.5 at the earliest, so at 4.25 too
    levels(log.stocks.of("shop/x", "received"), 0, 0, 0, 0, 3)
    levels(log.stocks.of("shop/x", "on_hand_time")[4:], 6 * 0.25 + 9 * 0.75)


def test_lateness_comes_on_top_of_the_promise() -> None:
    lane = {"promised": "1 day", "late": {"chance": "100 %", "by": "0.75 days"}}
    log = run(counter({"base_stock": "5 pieces"}, {0.5: 2}, lane=lane))
    levels(log.stocks.of("shop/x", "on_hand_time"), 5 * 0.5 + 3 * 0.5, 3, 3 * 0.25 + 5 * 0.75)


def test_goods_leave_a_closed_origin_when_it_opens() -> None:
    sites = {"mill": {"kind": "feed", "calendar": "week"}}
    log = run(counter({"base_stock": "5 pieces"}, {4.5: 1, 5.5: 2}, sites=sites, calendars=WEEK, days=12))
    levels(log.lanes.of("in", "shipped"), 0, 0, 0, 0, 1, 0, 0, 2)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 0, 0, 0, 0, 1, 0, 0, 2)


def test_a_lead_time_belongs_to_the_day_of_order_and_the_number_within_the_day() -> None:
    def received(wants: dict[float, float]) -> list[float]:
        given = counter({"base_stock": "50 pieces"}, wants, days=40)
        given["lanes"]["in"] = {"item": "x", "from": "mill", "to": "shop",
                                "lead_time": {"family": "exponential", "mean": "6 days"}}  # fmt: skip
        log = run(given, seed=5)
        return [float(value) for value in log.stocks.of("shop/x", "received")]

    late = {3.5: 4.0, 3.75: 7.0}
    alone, among = received(late), received({0.25: 1.0, 0.5: 1.0, **late, 9.5: 2.0})
    for quantity in (4.0, 7.0):
        assert quantity in alone
        assert alone.index(quantity) == among.index(quantity)


def test_a_day_with_very_many_orders_has_independent_lead_times() -> None:
    wants = {0.001 + 0.0009 * k: 1.0 for k in range(1000)}
    given = counter({"base_stock": "1000 pieces"}, wants, days=30)
    given["lanes"]["in"] = {
        "item": "x",
        "from": "mill",
        "to": "shop",
        "lead_time": {"least": "1 day", "most": "11 days"},
    }
    received = run(given).stocks.of("shop/x", "received")
    # uniform from 1 to 11 days after an order of the first day: a tenth a day, sd of a day's count below 10
    assert received.sum() == 1000
    assert all(abs(received[day] - 100) < 50 for day in range(2, 11))


def test_cancelling_takes_back_what_has_not_been_shipped_and_a_continuous_review_orders_it_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = counter({"base_stock": "5 pieces"}, {0.25: 2, 0.5: 1}, lane={"order_delay": "1 day", "promised": "1 day"})
    log = pulled(monkeypatch, given, {1: lambda levers: levers.cancel("in")})
    levels(log.lanes.of("in", "cancelled"), 0, 3, 0)
    levels(log.lanes.of("in", "ordered"), 3, 3, 0)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 0, 3)
    assert instants(log, Kind.CANCELLED, "in") == [1.0]


def test_closing_a_lane_cancels_what_is_owed_and_lets_goods_on_the_road_come(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks: dict[str, Any] = {
        "sites": {"store": {"kind": "depot"}},
        "stocks": {"store/x": {"review": "continuous", "base_stock": "2 pieces"}},
        "lanes": {
            "in": {"item": "x", "from": "store", "to": "shop", "promised": "2 days"},
            "up": {"item": "x", "from": "mill", "to": "store", "promised": "5 days"},
        },
    }
    given = counter({"base_stock": "5 pieces"}, {0.25: 4, 2.75: 1}, **blocks)
    log = pulled(monkeypatch, given, {1: lambda levers: levers.close_source("in")})
    # two of the four were in store and come at 2.25; the other two are cancelled, the store has four too many on order
    levels(log.lanes.of("in", "cancelled"), 0, 2, 0)
    levels(log.lanes.of("in", "ordered"), 4, 0, 0)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 2)
    levels(log.stocks.of("shop/x", "position"), 5, 3, 2, 2)
    levels(log.stocks.of("store/x", "position"), 2, 4, 4, 4)
    levels(log.stocks.of("store/x", "asked"), 4, -2, 0)
