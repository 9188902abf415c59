"""An order is split by share with carry-over; what a blocked source should bring waits aside or goes to the others."""

import pytest
from builders import Blocks, first, happened, run, shop

from backsource.log import Kind

LANES = {"air": {"item": "x", "from": "mill", "to": "shop", "promised": "1 day", "in_outage": "block_orders"}}
STOP = {"stop": {"hits": ["air"], "listed": [{"from": "3 days", "lasts": "3 days"}]}}


def two_sources(**stock: object) -> Blocks:
    """Half of the two pieces a day comes by air, whose orders are blocked on days 3 to 5."""
    shares = {"base_stock": "20 pieces", "sources": {"in": "50 %", "air": "50 %"}, **stock}
    return shop(shares, [2] * 20, lanes=LANES, outages=STOP)


@pytest.mark.parametrize("share", [10, 25, 37, 70, 95])
def test_realised_shares_of_whole_units_never_stray_by_a_unit(share: int) -> None:
    stock = {"base_stock": "20 pieces", "sources": {"in": f"{share} %", "air": f"{100 - share} %"}}
    log = run(shop(stock, [1, 0, 2, 1, 1, 3, 1, 1, 1, 0, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1], lanes=LANES))
    total = 0.0
    for day in range(20):
        total += log.stocks.of("shop/x", "ordered")[day]
        assert abs(log.lanes.of("in", "ordered")[: day + 1].sum() - total * share / 100) < 1


def test_lots_are_split_whole() -> None:
    stock = {"base_stock": "20 pieces", "order_multiple": "5 pieces", "sources": {"in": "60 %", "air": "40 %"}}
    log = run(shop(stock, [5] * 10, lanes=LANES))
    # wants .6 and .4 lots a day; who has waited for more gets the lot
    assert first(log.lanes, "in", "ordered", 5) == [5, 0, 5, 0, 5]
    assert first(log.lanes, "air", "ordered", 5) == [0, 5, 0, 5, 0]


def test_continuous_items_are_split_exactly() -> None:
    items = {"x": {"unit": "piece", "whole": False}}
    stock = {"base_stock": "20 pieces", "sources": {"in": "30 %", "air": "70 %"}}
    log = run(shop(stock, [1.5] * 5, lanes=LANES, items=items))
    assert first(log.lanes, "in", "ordered", 3) == pytest.approx([0.45] * 3)
    assert first(log.lanes, "air", "ordered", 3) == pytest.approx([1.05] * 3)


def test_the_part_of_a_blocked_source_waits_aside_and_is_ordered_when_it_opens() -> None:
    log = run(two_sources())
    assert first(log.lanes, "air", "ordered", 8) == [1, 1, 1, 0, 0, 0, 4, 1]
    assert first(log.lanes, "in", "ordered", 8) == [1] * 8


def test_divert_gives_it_to_the_others() -> None:
    log = run(two_sources(when_blocked="divert"))
    assert first(log.lanes, "air", "ordered", 8) == [1, 1, 1, 0, 0, 0, 1, 1]
    assert first(log.lanes, "in", "ordered", 8) == [1, 1, 1, 2, 2, 2, 1, 1]


@pytest.mark.parametrize("policy", [{"base_stock": "20 pieces"}, {"lot_for_lot": True}, {"every_review": "2 pieces"}])
def test_what_all_sources_were_blocked_for_is_diverted_to_the_one_that_opens_first(policy: Blocks) -> None:
    """Both are blocked on days 3 to 5, the lane `in` up to day 7: what nobody took goes by air on day 6."""
    lanes = {**LANES, "in": {**LANES["air"], "promised": "2 days"}}
    stop = {**STOP, "longer": {"hits": ["in"], "listed": [{"from": "3 days", "lasts": "5 days"}]}}
    stock = {"opening": "20 pieces", "sources": {"in": "50 %", "air": "50 %"}, "when_blocked": "divert", **policy}
    log = run(shop(stock, [2] * 20, lanes=lanes, outages=stop))
    assert first(log.lanes, "air", "ordered", 10) == [1, 1, 1, 0, 0, 0, 8, 2, 1, 1]
    assert first(log.lanes, "in", "ordered", 10) == [1, 1, 1, 0, 0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({"base_stock": "20 pieces"}, 2 + 2),  # the two set aside on days 3 and 4, and day 5's own
        ({"base_stock": None, "lot_for_lot": True}, 2 + 2),
        ({"base_stock": None, "every_review": "2 pieces"}, 2 + 2),
    ],
)
def test_what_waits_aside_is_split_again_when_the_shares_change(policy: Blocks, expected: float) -> None:
    policy = {"opening": "20 pieces", **policy}
    content = two_sources(**policy)
    content["stocks"]["shop/x"] = {
        key: value for key, value in content["stocks"]["shop/x"].items() if value is not None
    }
    step = {"stock": "shop/x", "share": [{"date": "2026-01-10", "in": "100 %", "air": "0 %"}]}  # day 5
    log = run(content, step)
    assert first(log.lanes, "air", "ordered", 8) == [1, 1, 1, 0, 0, 0, 0, 0]
    assert first(log.lanes, "in", "ordered", 8) == [1, 1, 1, 1, 1, expected, 2, 2]


def test_a_step_is_in_the_journal_with_the_share_of_each_source() -> None:
    step = {"stock": "shop/x", "share": [{"date": "2026-01-08", "in": "75 %", "air": "25 %"}]}
    assert happened(run(two_sources(), step), Kind.SHARE_STEP) == [(3, "shop/x", 0.25), (3, "shop/x", 0.75)]


def test_a_source_that_is_cut_from_the_graph_leaves_its_share_to_the_others() -> None:
    from backsource.config import scenario_from
    from backsource.network import build
    from backsource.simulation import prepare, simulate

    scenario = scenario_from({**two_sources(), "outages": {}})
    graph = build(scenario)
    key = next(key for *_, key, name in graph.edges(keys=True, data="name") if name == "air")
    graph.remove_edge("mill", "shop", key=key)
    log = simulate(prepare(scenario, network=graph), 1, 0)
    assert log.lanes.names == ("in",)
    assert first(log.lanes, "in", "ordered", 5) == [2] * 5
