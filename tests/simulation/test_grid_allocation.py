"""Who is served when there is not enough, and what becomes of the rest."""

import pytest
from builders import Blocks, first, pieces, run, shop


def two_markets(rule: str, demand: dict[str, list[float]], *, whole: bool = True, **stock: object) -> Blocks:
    """Two markets at one stock that nothing reaches for a long time."""
    content = shop({"base_stock": "0 pieces", "allocation": rule, **stock}, demand["m"], lane={"promised": "19 days"})
    content["items"]["x"]["whole"] = whole
    content["markets"]["n"] = {"item": "x", "from": "shop", "demand": {"listed": pieces(*demand["n"])}}
    return content


FOUR_EACH = {"m": [4.0], "n": [4.0]}


@pytest.mark.parametrize(
    ("rule", "customers", "served"),
    [
        ("listed", [], {"m": 4, "n": 1}),
        ("listed", ["n", "m"], {"m": 1, "n": 4}),
        ("priority", ["n", "m"], {"m": 1, "n": 4}),
        ("proportional", [], {"m": 3, "n": 2}),  # 2.5 each; the odd piece goes to the first
        ("proportional", ["n", "m"], {"m": 2, "n": 3}),
        ("fifo", [], {"m": 4, "n": 1}),
    ],
)
def test_five_pieces_for_two_who_ask_for_four_each(rule: str, customers: list[str], served: dict[str, float]) -> None:
    log = run(two_markets(rule, FOUR_EACH, opening="5 pieces", customers=customers))
    assert {name: first(log.markets, name, "served", 1)[0] for name in ("m", "n")} == served


def test_proportional_divides_a_continuous_item_exactly() -> None:
    log = run(two_markets("proportional", {"m": [6.0], "n": [2.0]}, whole=False, opening="5 pieces"))
    assert first(log.markets, "m", "served", 1) == pytest.approx([3.75])
    assert first(log.markets, "n", "served", 1) == pytest.approx([1.25])


def test_fifo_serves_the_oldest_order_first_whoever_placed_it() -> None:
    arriving = [{"source": "in", "quantity": "4 pieces", "due": f"{day} days"} for day in (3, 4)]
    demand = {"m": [3.0, 0.0, 3.0], "n": [0.0, 2.0, 0.0]}
    log = run(two_markets("fifo", demand, opening="0 pieces", arriving=arriving))
    assert first(log.markets, "m", "served", 5) == [0, 0, 0, 3, 3]
    assert first(log.markets, "n", "served", 5) == [0, 0, 0, 1, 1]


def test_one_allocation_serves_lanes_and_markets_old_and_new() -> None:
    content = shop({"base_stock": "0 pieces"}, [], sites={"hub": {"kind": "depot"}}, lane={"from": "hub"})
    content["stocks"]["hub/x"] = {"opening": "5 pieces", "allocation": "listed", "customers": ["in", "m"]}
    content["stocks"]["shop/x"] = {"listed": {"in": pieces(0, 3)}}
    content["markets"]["m"] = {"item": "x", "from": "hub", "demand": {"listed": pieces(1, 4)}}
    log = run(content)
    assert first(log.lanes, "in", "shipped", 2) == [0, 3]
    assert first(log.markets, "m", "served", 2) == [1, 1]
    assert first(log.stocks, "hub/x", "owed", 2) == [0, 3]


def test_lost_demand_is_gone_and_the_position_rises_again() -> None:
    log = run(shop({"base_stock": "5 pieces"}, [4, 4], lane={"promised": "9 days"}, market={"short": "lost"}))
    assert first(log.markets, "m", "served", 3) == [4, 1, 0]
    assert first(log.markets, "m", "lost", 3) == [0, 3, 0]
    assert first(log.markets, "m", "short", 3) == [0, 3, 0]
    assert first(log.markets, "m", "owed", 3) == [0, 0, 0]
    assert first(log.stocks, "shop/x", "position", 3) == [5, 8, 8]  # 8 on order, of which 3 for nobody any more


def test_demand_with_a_deadline_waits_and_is_lost_at_the_close_of_its_last_day() -> None:
    arriving = [{"source": "in", "quantity": "1 piece", "due": "2 days"}]
    stock = {"base_stock": "5 pieces", "arriving": arriving}
    log = run(shop(stock, [4, 4], lane={"promised": "9 days"}, market={"short": "2 days"}))
    assert first(log.markets, "m", "owed", 5) == [0, 3, 2, 0, 0]
    assert first(log.markets, "m", "served", 5) == [4, 1, 1, 0, 0]
    assert first(log.markets, "m", "lost", 5) == [0, 0, 0, 2, 0]
    assert first(log.markets, "m", "short", 5) == [0, 3, 0, 0, 0]


def test_a_stock_without_backlog_loses_the_orders_of_lanes_that_it_cannot_fill() -> None:
    content = shop(
        {"base_stock": "5 pieces", "opening": "0 pieces"}, [0], lane={"from": "hub"}, sites={"hub": {"kind": "depot"}}
    )
    content["stocks"]["hub/x"] = {"opening": "3 pieces", "short": "lost"}
    log = run(content)
    assert first(log.lanes, "in", "ordered", 4) == [5, 2, 2, 2]  # what is lost is ordered again at the next review
    assert first(log.lanes, "in", "shipped", 3) == [3, 0, 0]
    assert first(log.lanes, "in", "lost", 3) == [2, 2, 2]
    assert first(log.lanes, "in", "on_order", 3) == [3, 3, 0]
    assert first(log.stocks, "hub/x", "lost", 3) == [2, 2, 2]
    assert first(log.stocks, "hub/x", "owed", 3) == [0, 0, 0]
