"""A stock that keeps lots: what is oldest goes first, and what is too old is thrown away."""

from builders import first, happened, run, shop

from backsource.log import Kind

FRESH = {"x": {"unit": "piece", "shelf_life": "3 days"}}


def test_what_reaches_its_shelf_life_is_spoilt_and_ordered_again() -> None:
    log = run(shop({"base_stock": "10 pieces"}, [2] * 9, items=FRESH))
    # 10 pieces of day 0 serve three days; the 4 left are spoilt on the morning of day 3
    assert first(log.stocks, "shop/x", "spoilt", 5) == [0, 0, 0, 4, 0]
    assert first(log.stocks, "shop/x", "ordered", 5) == [2, 2, 2, 6, 2]
    assert first(log.stocks, "shop/x", "on_hand", 5) == [8, 6, 6, 2, 2]
    assert happened(log, Kind.SPOILT)[0] == (3, "shop/x", 4)


def test_the_journal_dates_spoilage_by_the_day_not_by_the_row() -> None:
    log = run(shop({"base_stock": "10 pieces"}, [0], items=FRESH, warm_up="5 days"))
    assert happened(log, Kind.SPOILT)[0] == (-2, "shop/x", 10)


def test_what_a_line_gives_back_keeps_its_age() -> None:
    content = shop({"base_stock": "0 pieces", "opening": "6 pieces"}, [0], items={**FRESH, "y": {"unit": "piece"}})
    content["stocks"]["shop/y"] = {"base_stock": "6 pieces", "opening": "0 pieces"}
    content["lines"] = {"make": {"site": "shop", "makes": "y", "bom": {"x": "1 piece"}, "rate": "6 pieces/day"}}
    content["outages"] = {"stop": {"hits": ["make"], "listed": [{"from": "0.5 days", "lasts": "9 days"}]}}
    log = run(content)
    # three of the six are made on day 0; the others go in and out until they are spoilt
    assert first(log.lines, "make", "good", 3) == [0, 3, 0]
    assert first(log.stocks, "shop/x", "spoilt", 5) == [0, 0, 0, 3, 0]
