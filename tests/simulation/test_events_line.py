"""Server lines, worked by hand: lots, servers, material, room, failures, crews, set-ups, calendars, outages."""

from typing import Any

import numpy as np
import pytest
from builders import Blocks, run
from instants import at, instants, levels, pulled, workshop

from backsource.log import Kind

PART: Blocks = {"items": {"x": {"unit": "piece"}, "ore": {"unit": "kg", "whole": False}}}


def test_customers_queue_for_one_server() -> None:
    log = run(workshop({}, {0.1: 1, 0.2: 1, 0.9: 1}))
    # served at 0.6, 1.1 and 1.6
    levels(log.markets.of("m", "served"), 1, 2)
    levels(log.lines.of("make", "waited"), 2, 0)
    levels(log.lines.of("make", "producing"), 0.9, 0.6, 0)
    levels(log.lines.of("make", "idle"), 0.1, 0.4, 1)
    levels(log.markets.of("m", "owed_time"), 0.5 + 0.8 + 0.1, 0.1 + 0.6, 0)
    levels(log.lines.of("make", "open"), 2, 0)
    levels(log.lines.of("make", "wip"), 1, 0)


def test_customers_find_the_second_server_free() -> None:
    log = run(workshop({"machines": 2}, {0.1: 1, 0.2: 1, 0.3: 1}))
    # ready at 0.6, 0.7 and 1.1
    levels(log.lines.of("make", "waited"), 1, 0)
    levels(log.lines.of("make", "producing"), 0.9 + 0.5, 0.1)
    levels(log.markets.of("m", "served"), 2, 1)


def test_an_order_of_several_lots_waits_for_servers_that_are_not_free() -> None:
    log = run(workshop({"machines": 2, "lot": "2 pieces"}, {0.1: 7}))
    # lots of 2, 2, 2 and 1: two are ready at 0.6, two at 1.1
    levels(log.lines.of("make", "waited"), 1.5, 0)
    levels(log.lines.of("make", "good"), 4, 3)
    levels(log.lines.of("make", "producing"), 1.8, 0.2)


def test_a_line_is_starved_while_its_orders_wait_for_material_and_starts_when_it_comes() -> None:
    blocks: Blocks = PART | {
        "sites": {"shop": {"kind": "plant"}, "mine": {"kind": "feed"}},
        "stocks": {"shop/x": {"review": "continuous", "lot_for_lot": True},
                   "shop/ore": {"review": "continuous", "lot_for_lot": True}},
        "lanes": {"in": {"item": "ore", "from": "mine", "to": "shop", "promised": "0.75 days"}},
    }  # fmt: skip
    log = run(workshop({"bom": {"ore": "1.5 kg"}}, {0.1: 2}, **blocks))
    # three kg are ordered at 0.1 and come at 0.85; pieces are ready at 1.35 and 1.85
    levels(log.stocks.of("shop/ore", "ordered"), 3, 0)
    levels(log.lines.of("make", "starved"), 0.75, 0)
    levels(log.lines.of("make", "idle"), 0.1, 0.15)
    levels(log.lines.of("make", "producing"), 0.15, 0.85)
    levels(log.stocks.of("shop/ore", "used"), 1.5, 1.5)
    levels(log.markets.of("m", "served"), 0, 2)


def full_store(blocking: str) -> Blocks:
    """One piece a day into a store of two; a piece is sold at 3.5."""
    stock = {"review": "continuous", "base_stock": "50 pieces", "opening": "0 pieces", "capacity": "2 pieces"}
    return workshop({"processing": "1 day", "blocking": blocking}, {3.5: 1}, stock=stock)


def test_a_server_whose_stock_is_full_keeps_its_lot() -> None:
    log = run(full_store("after"))
    # ready at 1 and 2; the third is ready at 3 and waits until 3.5, the fourth is started then
    levels(log.stocks.of("shop/x", "on_hand"), 0, 1, 2, 2, 2)
    levels(log.lines.of("make", "good"), 0, 1, 1, 1, 0)
    levels(log.lines.of("make", "blocked"), 0, 0, 0, 0.5, 0.5, 1)
    levels(log.lines.of("make", "producing"), 1, 1, 1, 0.5, 0.5, 0)


def test_a_line_that_blocks_before_service_starts_no_lot_that_would_find_no_room() -> None:
    log = run(full_store("before"))
    # nothing is started at 2; the next is started when one is sold at 3.5 and ready at 4.5
    levels(log.lines.of("make", "good"), 0, 1, 1, 0, 1, 0)
    levels(log.lines.of("make", "blocked"), 0, 0, 1, 0.5, 0.5, 1)
    levels(log.lines.of("make", "producing"), 1, 1, 0, 0.5, 0.5, 0)


def test_two_lines_without_a_store_between_them_hand_over_directly() -> None:
    blocks: Blocks = {
        "items": {"x": {"unit": "piece"}, "y": {"unit": "piece"}},
        "stocks": {"shop/x": {"review": "continuous", "base_stock": "50 pieces", "opening": "0 pieces"},
                   "shop/y": {"review": "continuous", "base_stock": "50 pieces", "opening": "0 pieces",
                              "capacity": "0 pieces"}},
        "lines": {"first": {"site": "shop", "makes": "y", "processing": "0.25 days"}},
    }  # fmt: skip
    log = run(workshop({"bom": {"y": "1 piece"}, "processing": "0.5 days"}, {9.9: 1}, **blocks))
    # first: 0-0.25, then hands over; its second is ready at 0.5 and waits until 0.75, and so on every half day
    levels(log.lines.of("first", "producing"), 0.25 + 0.25 + 0.25, 0.5)
    levels(log.lines.of("first", "blocked"), 0.25, 0.5)
    levels(log.lines.of("make", "starved"), 0.25, 0)
    levels(log.lines.of("make", "good"), 1, 2)
    levels(log.stocks.of("shop/y", "on_hand_time"), 0, 0)


def test_goods_that_customers_wait_for_need_no_room() -> None:
    stock = {"review": "continuous", "base_stock": "1 piece", "opening": "0 pieces", "capacity": "1 piece"}
    log = run(workshop({"lot": "4 pieces"}, {0.1: 3}, stock=stock))
    # one is ordered at 0 and ready at 0.5, three at 0.1 and ready at 1.0, two of them for those who wait
    levels(log.markets.of("m", "served"), 1, 2)
    levels(log.stocks.of("shop/x", "on_hand"), 0, 1)


def test_scrap_is_made_again() -> None:
    blocks: Blocks = {"items": {"x": {"unit": "kg", "whole": False}}}
    line = {"yield": 0.8, "lot": "10 kg"}
    market = {"demand": {"listed": ["8 kg"], "at": ["0.1 days"]}}
    log = run(workshop(line, {}, market=market, **blocks))
    # 8 kg yield 6.4 at 0.6; the missing 1.6 yield 1.28 at 1.1, the missing 0.32 yield 0.256 at 1.6, ...
    levels(log.lines.of("make", "good"), 6.4, 1.28 + 0.256)
    levels(log.lines.of("make", "scrap"), 1.6, 0.32 + 0.064)


def test_lots_of_one_day_have_yields_of_their_own() -> None:
    log = run(workshop({"yield": 0.5, "processing": "0.002 days"}, {0.1: 200}, days=1), seed=3)
    started = log.lines.of("make", "started")[0]
    good = log.lines.of("make", "good")[0]
    assert good == 200  # all that were ordered
    assert abs(started - 400) < 6 * np.sqrt(400)  # negative binomial: mean 400, sd 20


def test_a_closed_plant_starts_nothing_and_finishes_what_it_has_started() -> None:
    blocks: dict[str, Any] = {
        "calendars": {"week": {"week": "mon-fri"}},
        "sites": {"shop": {"kind": "plant", "calendar": "week"}},
    }
    log = run(workshop({}, {4.75: 1, 5.5: 1}, days=9, **blocks))
    # the first is finished at 5.25 and handed over on Monday, the second is started on Monday and ready at 7.5
    levels(log.lines.of("make", "good")[4:], 0, 1, 0, 1)
    levels(log.lines.of("make", "producing")[4:], 0.25, 0.25, 0, 0.5)
    levels(log.lines.of("make", "closed")[4:], 0, 0.75, 1, 0)
    levels(log.markets.of("m", "served")[4:], 0, 0, 0, 2)


def test_a_line_that_is_not_open_yet_starts_when_it_opens() -> None:
    log = run(workshop({"opens": "2 days"}, {0.1: 1}))
    levels(log.lines.of("make", "closed"), 1, 1, 0)
    levels(log.lines.of("make", "producing"), 0, 0, 0.5)
    assert instants(log, Kind.LINE_OPENED, "make") == [2.0]


def test_open_orders_of_the_opening_state_wait_for_a_line_that_is_not_open_yet() -> None:
    stock = {"review": "continuous", "base_stock": "5 pieces", "opening": "3 pieces", "on_order": "2 pieces"}
    log = run(workshop({"opens": "1 day"}, {9.5: 1}, stock=stock))
    # ready at 1.5 and at 2.0
    levels(log.lines.of("make", "open"), 2, 1, 0)
    levels(log.stocks.of("shop/x", "on_hand"), 3, 4, 5)


def test_machines_that_nobody_runs_stand_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    given = workshop({"machines": 3, "staff": 1}, {0: 6})
    log = pulled(monkeypatch, given, {1: lambda levers: levers.staff("make", 2)})
    # one machine on the first day (two pieces), two from the second on (four pieces)
    levels(log.lines.of("make", "producing"), 1, 2, 0)
    levels(log.lines.of("make", "idle"), 2, 1, 3)
    levels(log.lines.of("make", "good"), 1, 3, 2)


def test_a_line_without_time_off_the_grid_makes_at_the_instant_it_is_asked() -> None:
    blocks: Blocks = PART | {
        "sites": {"shop": {"kind": "plant"}, "mine": {"kind": "feed"}},
        "stocks": {"shop/x": {"review": "continuous", "lot_for_lot": True},
                   "shop/ore": {"base_stock": "3 kg", "review": "continuous"}},
        "lanes": {"in": {"item": "ore", "from": "mine", "to": "shop", "promised": "0.5 days"}},
    }  # fmt: skip
    log = run(workshop({"bom": {"ore": "1 kg"}, "processing": "0 days"}, {0.1: 2, 0.3: 2}, **blocks))
    # two at 0.1, one at 0.3, one when ore comes at 0.6
    levels(log.markets.of("m", "short"), 1, 0)
    levels(log.markets.of("m", "owed_time"), 0.3, 0)
    levels(log.stocks.of("shop/ore", "used"), 4, 0)


def test_material_is_taken_in_full_before_anybody_is_told() -> None:
    """Two lines need two materials; the store of one is full, so that taking it lets its maker go on at once."""
    items = {name: {"unit": "piece"} for name in ("x", "y", "a", "b")}
    review = {"review": "continuous", "base_stock": "9 pieces", "opening": "0 pieces"}
    blocks: Blocks = {
        "items": items,
        "stocks": {
            "shop/x": review, "shop/y": review, "shop/a": {**review, "capacity": "1 piece"},
            "shop/b": {**review, "base_stock": "0 pieces",
                       "arriving": [{"source": "in", "quantity": "1 piece", "due": "3 days"}]},
        },
        "sites": {"shop": {"kind": "plant"}, "mine": {"kind": "feed"}},
        "lanes": {"in": {"item": "b", "from": "mine", "to": "shop", "promised": "50 days"}},
        "lines": {
            "cast": {"site": "shop", "makes": "a", "processing": "1 day"},
            "twin": {"site": "shop", "makes": "y", "processing": "1 day", "bom": {"a": "1 piece", "b": "1 piece"}},
        },
        "markets": {"n": {"item": "y", "from": "shop", "demand": at({9.5: 1})}},
    }  # fmt: skip
    log = run(workshop({"bom": {"a": "1 piece", "b": "1 piece"}}, {9.5: 1}, **blocks))
    assert log.lines.of("make", "started").sum() + log.lines.of("twin", "started").sum() == 1
    assert log.stocks.of("shop/b", "on_hand").min() == 0
