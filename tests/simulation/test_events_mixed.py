"""Things on the grid and off it around the same stocks, worked by hand (timetable: plant)."""

import pytest
import simpy
from builders import Blocks, pieces, run, world
from instants import customers, levels


def test_a_daily_market_and_customers_at_instants_draw_on_one_stock() -> None:
    given = world(
        horizon="6 days",
        sites={"mill": {"kind": "feed"}, "shop": {"kind": "depot"}},
        stocks={"shop/x": {"review": "continuous", "base_stock": "10 pieces"}},
        lanes={"in": {"item": "x", "from": "mill", "to": "shop", "promised": "1.5 days"}},
        markets={
            "daily": {"item": "x", "from": "shop", "demand": {"listed": pieces(4, 4, 4)}},
            "callers": customers({0.5: 5, 1.25: 3}),
        },
    )  # fmt: skip
    log = run(given)
    # 0.0: 4 sold, 4 ordered (come at 1.5); 0.5: 5 sold, 5 ordered (come at 2.0); 1.0: one of 4 sold, 4 ordered
    # (come at 2.5); 1.25: 3 wait, 3 ordered (come at 2.75); 1.5: 4 come, 3 for the callers, 1 kept for the sweep;
    # 2.0: 5 come before the sweep, which serves the 3 of day 1 and 3 of the 4 of day 2, orders 4 (come at 3.5)
    levels(log.markets.of("daily", "served"), 4, 1, 6, 1)
    levels(log.markets.of("daily", "owed"), 0, 3, 1, 0)
    levels(log.markets.of("callers", "served"), 5, 3, 0)
    levels(log.markets.of("callers", "owed_time"), 0, 3 * 0.25, 0)
    levels(log.stocks.of("shop/x", "ordered"), 9, 7, 4, 0)
    levels(log.stocks.of("shop/x", "on_hand"), 1, 1, 7, 10)


def test_what_lost_daily_demand_would_have_needed_is_not_ordered() -> None:
    given = world(
        horizon="6 days",
        sites={"mill": {"kind": "feed"}, "shop": {"kind": "depot"}},
        stocks={"shop/x": {"review": "continuous", "base_stock": "3 pieces"}},
        lanes={"in": {"item": "x", "from": "mill", "to": "shop", "promised": "1.5 days"}},
        markets={
            "daily": {"item": "x", "from": "shop", "short": "lost", "demand": {"listed": pieces(5, 5)}},
            "callers": customers({4.5: 1}),
        },
    )  # fmt: skip
    log = run(given)
    levels(log.markets.of("daily", "lost"), 2, 5, 0)
    levels(log.stocks.of("shop/x", "ordered"), 3, 0, 0)
    levels(log.stocks.of("shop/x", "position"), 3, 3, 3)


def test_a_daily_rate_line_and_a_lane_with_parts_of_days_feed_one_stock() -> None:
    given = world(
        horizon="7 days",
        sites={"mill": {"kind": "feed"}, "shop": {"kind": "plant"}},
        stocks={"shop/x": {"review": "continuous", "base_stock": "8 pieces", "sources": {"in": 0.5, "make": 0.5}}},
        lanes={"in": {"item": "x", "from": "mill", "to": "shop", "promised": "0.75 days"}},
        lines={"make": {"site": "shop", "makes": "x", "rate": "3 pieces/day"}},
        markets={"callers": customers({0.5: 8})},
    )  # fmt: skip
    log = run(given)
    # at 0.5 four are ordered from each; the lane's come at 1.25; the line starts 3 on day 1 and 1 on day 2
    levels(log.lanes.of("in", "received"), 0, 4, 0)
    levels(log.lines.of("make", "started"), 0, 3, 1, 0)
    levels(log.lines.of("make", "good"), 0, 0, 3, 1)
    levels(log.lines.of("make", "open"), 4, 4, 1, 0)
    levels(log.stocks.of("shop/x", "on_hand_time"), 8 * 0.5, 4 * 0.75, 7, 8)
    levels(log.stocks.of("shop/x", "made"), 0, 0, 3, 1)


def test_a_stock_on_the_grid_is_fed_from_one_off_it() -> None:
    given = world(
        horizon="6 days",
        sites={"mill": {"kind": "feed"}, "store": {"kind": "depot"}, "shop": {"kind": "depot"}},
        stocks={
            "store/x": {"review": "continuous", "base_stock": "2 pieces"},
            "shop/x": {"base_stock": "5 pieces"},
        },
        lanes={
            "up": {"item": "x", "from": "mill", "to": "store", "promised": "0.5 days"},
            "in": {"item": "x", "from": "store", "to": "shop", "promised": "0.75 days"},
        },
        markets={"m": {"item": "x", "from": "shop", "demand": {"listed": pieces(0, 3)}}},
    )  # fmt: skip
    log = run(given)
    # 1.0: 3 sold and ordered; 2 leave the store at once and come at 1.75; the store orders 3, which come at 1.5; the
    # third leaves then and comes at 2.25; the shop finds them at its gate on the mornings of days 2 and 3
    levels(log.stocks.of("shop/x", "on_hand"), 5, 2, 4, 5)
    levels(log.stocks.of("shop/x", "received"), 0, 0, 2, 1)
    levels(log.lanes.of("in", "shipped"), 0, 3, 0)
    levels(log.lanes.of("in", "gate"), 0, 2, 1, 0)
    levels(log.stocks.of("store/x", "on_hand_time"), 2, 2 * 0.5, 2)
    levels(log.stocks.of("store/x", "owed_time"), 0, 1 * 0.5, 0)


def test_a_stock_off_the_grid_is_fed_from_one_on_it() -> None:
    given = world(
        horizon="7 days",
        sites={"mill": {"kind": "feed"}, "store": {"kind": "depot"}, "shop": {"kind": "depot"}},
        stocks={
            "store/x": {"base_stock": "4 pieces"},
            "shop/x": {"review": "continuous", "base_stock": "5 pieces"},
        },
        lanes={
            "up": {"item": "x", "from": "mill", "to": "store", "promised": "2 days"},
            "in": {"item": "x", "from": "store", "to": "shop", "promised": "0.5 days", "order_delay": "0.25 days"},
        },
        markets={"m": customers({0.5: 3, 1.75: 2})},
    )  # fmt: skip
    log = run(given)
    # 0.5: 3 ordered, at the store from 0.75, taken and shipped in the sweep of day 1, in the shop at 1.5
    # 1.75: 2 ordered, at the store at 2.0 before its sweep, which ships one and orders two; come at 2.5
    levels(log.lanes.of("in", "taken"), 0, 3, 2)
    levels(log.stocks.of("store/x", "on_hand"), 4, 1, 0, 2)
    levels(log.stocks.of("store/x", "ordered"), 0, 3, 2)
    levels(log.stocks.of("shop/x", "on_hand_time"), 5 * 0.5 + 2 * 0.5, 2 * 0.5 + 5 * 0.25 + 3 * 0.25, 3 * 0.5 + 4 * 0.5)
    levels(log.stocks.of("shop/x", "on_hand"), 2, 3, 4, 5)


def test_an_event_at_exactly_the_beginning_of_a_day_acts_before_its_sweeps_and_is_booked_on_it() -> None:
    given = world(
        horizon="6 days",
        sites={"mill": {"kind": "feed"}, "shop": {"kind": "depot"}},
        stocks={"shop/x": {"review": "continuous", "base_stock": "3 pieces"}},
        lanes={"in": {"item": "x", "from": "mill", "to": "shop", "promised": "0.5 days"}},
        markets={
            "daily": {"item": "x", "from": "shop", "demand": {"listed": pieces(0, 0, 2)}},
            "callers": customers({2.0: 2}),
        },
    )  # fmt: skip
    log = run(given)
    # the caller of 2.0 is served in full, the daily market of day 2 finds one
    levels(log.markets.of("callers", "served"), 0, 0, 2)
    levels(log.markets.of("daily", "served"), 0, 0, 1, 1)
    levels(log.markets.of("callers", "demand"), 0, 0, 2)


def test_goods_that_come_at_exactly_the_beginning_of_a_day_serve_its_demand() -> None:
    given = world(
        horizon="6 days",
        sites={"mill": {"kind": "feed"}, "shop": {"kind": "depot"}},
        stocks={"shop/x": {"review": "continuous", "base_stock": "3 pieces"}},
        lanes={"in": {"item": "x", "from": "mill", "to": "shop", "promised": "1.75 days"}},
        markets={
            "daily": {"item": "x", "from": "shop", "demand": {"listed": pieces(0, 0, 3)}},
            "callers": customers({0.25: 3}),
        },
    )  # fmt: skip
    log = run(given)
    levels(log.markets.of("daily", "served"), 0, 0, 3)
    levels(log.markets.of("daily", "short"), 0, 0, 0)


def test_a_line_gives_material_back_to_a_stock_off_the_grid_which_serves_those_who_wait() -> None:
    items: Blocks = {"x": {"unit": "piece"}, "ore": {"unit": "piece"}}
    given = world(
        items=items,
        horizon="7 days",
        sites={"mill": {"kind": "feed"}, "shop": {"kind": "plant"}},
        stocks={
            "shop/x": {"base_stock": "4 pieces", "opening": "0 pieces"},
            "shop/ore": {"review": "continuous", "base_stock": "4 pieces"},
        },
        lanes={"in": {"item": "ore", "from": "mill", "to": "shop", "promised": "50 days"}},
        lines={"make": {"site": "shop", "makes": "x", "rate": "4 pieces/day", "bom": {"ore": "1 piece"}}},
        outages={"fire": {"hits": ["make"], "listed": [{"from": "0.5 days", "lasts": "0.5 days"}]}},
        markets={
            "m": {"item": "x", "from": "shop", "demand": {"listed": pieces(0)}},
            "callers": customers({0.75: 1}, item="ore"),
        },
    )  # fmt: skip
    log = run(given)
    # four are started on day 0; half of it was up: two are made, two ore go back on the morning of day 1
    levels(log.stocks.of("shop/ore", "used"), 4, -2 + 1)
    levels(log.markets.of("callers", "owed_time"), 0.25, 0)
    levels(log.markets.of("callers", "served"), 0, 1)
    levels(log.stocks.of("shop/x", "on_hand"), 0, 2)


def test_a_model_with_nothing_on_the_grid_has_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    given = world(
        horizon="5000 days", sites={"mill": {"kind": "feed"}, "shop": {"kind": "depot"}},
        stocks={"shop/x": {"review": "continuous", "base_stock": "3 pieces"}},
        lanes={"in": {"item": "x", "from": "mill", "to": "shop", "promised": "1.75 days"}},
        markets={"m": customers({0.25: 3})},
    )  # fmt: skip
    events, step = [], simpy.Environment.step

    def counted(env: simpy.Environment) -> None:
        events.append(env.peek())
        step(env)

    monkeypatch.setattr(simpy.Environment, "step", counted)
    log = run(given)
    assert len(events) < 10
    levels(log.stocks.of("shop/x", "on_hand"), 0, 0, *[3] * 4998)


def test_an_origin_on_the_grid_that_keeps_no_backlog_loses_what_a_quick_lane_asked_for() -> None:
    given = world(
        horizon="6 days", sites={"mill": {"kind": "feed"}, "store": {"kind": "depot"}, "shop": {"kind": "depot"}},
        stocks={"store/x": {"base_stock": "2 pieces", "short": "lost"},
                "shop/x": {"review": "continuous", "base_stock": "5 pieces"}},
        lanes={"up": {"item": "x", "from": "mill", "to": "store", "promised": "1 day"},
               "in": {"item": "x", "from": "store", "to": "shop", "promised": "0.5 days"}},
        markets={"m": customers({0.5: 3, 1.75: 1})},
    )  # fmt: skip
    log = run(given)
    # 3 ordered at 0.5, two shipped in the sweep of day 1, one lost; at 1.75 two are ordered, shipped on day 2
    levels(log.lanes.of("in", "ordered"), 3, 2, 0)
    levels(log.lanes.of("in", "lost"), 0, 1, 0)
    levels(log.stocks.of("store/x", "lost"), 0, 1, 0)
    levels(log.lanes.of("in", "shipped"), 0, 2, 2)
    levels(log.stocks.of("shop/x", "on_hand"), 2, 3, 5)
