"""A closed site neither reviews, ships, starts nor receives; goods wait at its gate; demand has its own calendar.

Day 0 is a Monday, so days 5 and 6 are a weekend.
"""

from builders import first, run, shop, world

WORKS = {"works": {"week": "mon-fri"}}


def test_a_closed_shop_lets_demand_wait_and_goods_stand_at_its_gate() -> None:
    content = shop(
        {"base_stock": "10 pieces"}, [1] * 10, lane={"promised": "1 day"}, calendars=WORKS,
        sites={"shop": {"kind": "depot", "calendar": "works"}},
    )  # fmt: skip
    log = run(content)
    assert first(log.stocks, "shop/x", "ordered", 10) == [1, 1, 1, 1, 1, 0, 0, 3, 1, 1]
    assert first(log.lanes, "in", "gate", 9) == [0, 0, 0, 0, 0, 1, 1, 0, 0]
    assert first(log.stocks, "shop/x", "received", 10) == [0, 1, 1, 1, 1, 0, 0, 1, 3, 1]
    assert first(log.markets, "m", "demand", 10) == [1] * 10
    assert first(log.markets, "m", "served", 10) == [1, 1, 1, 1, 1, 0, 0, 3, 1, 1]
    assert first(log.markets, "m", "short", 9) == [0, 0, 0, 0, 0, 1, 1, 0, 0]
    assert first(log.markets, "m", "owed", 9) == [0, 0, 0, 0, 0, 1, 2, 0, 0]
    assert first(log.stocks, "shop/x", "on_hand", 9) == [9, 9, 9, 9, 9, 9, 9, 7, 9]


def test_a_closed_origin_ships_on_its_next_open_day_and_lead_times_run_in_calendar_days() -> None:
    content = shop(
        {"base_stock": "10 pieces"}, [1] * 10, calendars=WORKS, sites={"mill": {"kind": "feed", "calendar": "works"}}
    )
    log = run(content)
    assert first(log.lanes, "in", "shipped", 9) == [1, 1, 1, 1, 1, 0, 0, 3, 1]
    assert first(log.lanes, "in", "held", 8) == [0, 0, 0, 0, 0, 1, 2, 0]
    assert first(log.stocks, "shop/x", "received", 11) == [0, 0, 1, 1, 1, 1, 1, 0, 0, 3, 1]


def test_demand_follows_the_calendar_of_the_market_or_of_the_site_of_its_name() -> None:
    per_day = {"demand": {"per": "working day", "mean": "5 pieces"}}
    own = shop({"base_stock": "50 pieces"}, [], market={**per_day, "calendar": "works"}, calendars=WORKS)
    named = shop({"base_stock": "50 pieces"}, [], market=per_day, calendars=WORKS,
                 sites={"m": {"kind": "market", "calendar": "works"}})  # fmt: skip
    for content in (own, named):
        assert first(run(content).markets, "m", "demand", 8) == [5, 5, 5, 5, 5, 0, 0, 5]
    content = shop({"base_stock": "50 pieces"}, [], market=per_day, calendars=WORKS)
    assert first(run(content).markets, "m", "demand", 8) == [5] * 8


def test_closed_ranges_and_public_holidays_are_no_working_days() -> None:
    calendars = {"works": {"week": "mon-fri", "holidays": "DE-BY", "closed": ["2026-01-08..2026-01-09"]}}
    content = shop(
        {"base_stock": "9 pieces"}, [1] * 9, calendars=calendars, sites={"shop": {"kind": "depot", "calendar": "works"}}
    )
    # Monday 5 January is open, Epiphany (6 January) is a holiday in Bavaria, the 8th and 9th are closed
    assert first(run(content).stocks, "shop/x", "shipped", 9) == [1, 0, 2, 0, 0, 0, 0, 5, 1]


def test_a_line_at_a_closed_site_does_not_start_and_its_machines_are_closed() -> None:
    content = world(
        calendars={"works": {"week": "mon-fri", "hours": 12}},
        sites={"plant": {"kind": "plant", "calendar": "works"}},
        stocks={"plant/x": {"base_stock": "1000 pieces", "opening": "0 pieces"}},
        lines={"make": {"site": "plant", "makes": "x", "rate": "10 pieces/working day", "machines": 2}},
    )
    log = run(content)
    assert first(log.lines, "make", "started", 8) == [10, 10, 10, 10, 10, 0, 0, 10]
    assert first(log.lines, "make", "good", 9) == [
        0,
        10,
        10,
        10,
        10,
        10,
        0,
        0,
        10,
    ]  # Friday's work is there on Saturday
    assert first(log.lines, "make", "closed", 8) == [1, 1, 1, 1, 1, 2, 2, 1]  # 12 of 24 hours are not worked
    assert first(log.lines, "make", "producing", 8) == [1, 1, 1, 1, 1, 0, 0, 1]


def test_reviews_come_every_so_many_days_counted_from_day_zero() -> None:
    stock = {"base_stock": "30 pieces", "review": "every 3 days"}
    assert first(run(shop(stock, [2] * 12)).stocks, "shop/x", "ordered", 9) == [2, 0, 0, 6, 0, 0, 6, 0, 0]
    log = run(shop(stock, [2] * 12, warm_up="5 days"))
    assert log.first_day == -5
    assert first(log.stocks, "shop/x", "ordered", 12) == [0, 0, 0, 0, 0, 2, 0, 0, 6, 0, 0, 6]


def test_a_review_that_an_outage_blocks_is_made_as_soon_as_it_lifts() -> None:
    outage = {"stop": {"hits": ["shop"], "stops": ["reviews"], "listed": [{"from": "6 days", "lasts": "3 days"}]}}
    content = shop({"base_stock": "30 pieces", "review": "every 7 days"}, [1] * 20, outages=outage)
    # the review of day 7 is made on day 9, with the demand of days 1 to 9; the next is that of day 14
    ordered = first(run(content).stocks, "shop/x", "ordered", 16)
    assert ordered == [1, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 5, 0]
