"""Notice, exit and extension: when a supplier's lanes close, what is cancelled, what is paid."""

from typing import Any

import pytest
from changeovers import QUALIFICATION, column, day, days, flow, happened, made, run, steps, world

from backsource.log import Kind

OPTION = {"each": "20 days", "price": "+10 %", "at_most": 1, "call": "5 days before end"}
SOON: dict[str, Any] = {"notice": {"contract": "supply", "date": day(5)}}
STEP = {"share": [{"date": day(20), **made(100)}]}


def contract(**terms: Any) -> dict[str, Any]:
    return {f"contracts.supply.{key}": value for key, value in terms.items()}


def test_lanes_close_on_the_day_after_the_last_one_of_notice() -> None:
    log = run(world(), **SOON, **STEP)
    assert happened(log, Kind.NOTICE) == [(5, "supply", 35)]
    assert days(log, Kind.SOURCE_CLOSED, "buy") == [36]


@pytest.mark.parametrize(
    ("to", "closes"), [("month end", 55), ("quarter end", 86), ("year end", None), ("any day", 36)]
)
def test_notice_runs_to_the_end_of_what_it_runs_to(to: str, closes: float | None) -> None:
    # 10 January and 30 days are 9 February
    log = run(world(**contract(notice={"period": "30 days", "to": to})), **SOON)
    assert days(log, Kind.SOURCE_CLOSED, "buy") == ([] if closes is None else [closes])


def test_no_contract_runs_beyond_its_own_last_day() -> None:
    log = run(world(**contract(ends=day(25))), **SOON)
    assert days(log, Kind.SOURCE_CLOSED, "buy") == [26]


def test_a_contract_goes_on_where_no_notice_is_given() -> None:
    log = run(world(**contract(ends=day(25))), **STEP)
    assert days(log, Kind.SOURCE_CLOSED) == []


def test_goods_on_the_road_still_come_and_orders_that_were_not_shipped_are_cancelled() -> None:
    scenario = world(**{"lanes.buy.capacity": "10 pieces/day"})
    share = [{"date": day(50), **made(100)}]
    log = run(scenario, **SOON, share=share, bridge={"from": day(30), "want": "3 days", "use_from": day(40)})
    cancelled = happened(log, Kind.CANCELLED)
    assert [(time, source) for time, source, _ in cancelled] == [(36, "buy")]
    assert cancelled[0][2] > 0
    assert log.lanes.of("buy", "ordered")[36:].sum() == 0
    assert column(log.lanes, "buy", "received", 36, 40) == [10, 10, 0, 0]  # sent on days 34 and 35


def test_a_supplier_that_goes_with_a_share_leaves_it_stranded() -> None:
    log = run(world(), **SOON, share=[{"date": day(20), **made(30)}])
    assert happened(log, Kind.STRANDED) == [(36, "buy", 0.7)]
    late = run(world(), **SOON, share=[{"date": day(20), **made(100)}, {"date": day(50), **made(80)}])
    assert happened(late, Kind.STRANDED) == [(50, "buy", pytest.approx(0.2))]


def test_the_bonus_that_keeps_a_supplier_engaged_is_paid_when_it_leaves() -> None:
    log = run(world(), notice={"contract": "supply", "date": day(5), "retention": "60 kEUR"}, **STEP)
    assert happened(log, Kind.PAYMENT) == [(36, "supply", 60000)]


# ---- the option to extend
def asked(by: int, share: str = "60 %") -> dict[str, Any]:
    condition = {"make_share": {"below": share}}
    return {"extension": {"contract": "supply", "call_if": condition, "decide_by": day(by)}}


def test_the_option_is_called_when_its_condition_holds_on_the_day_of_decision() -> None:
    log = run(world(**contract(extension=OPTION)), **SOON, **STEP, **asked(15))
    assert happened(log, Kind.EXTENDED) == [(15, "supply", 20)]
    assert days(log, Kind.SOURCE_CLOSED, "buy") == [56]


def test_and_not_when_it_does_not() -> None:
    log = run(world(**contract(extension=OPTION)), **SOON, **STEP, **asked(25))  # all is made from day 20 on
    assert days(log, Kind.EXTENDED) == []
    assert days(log, Kind.SOURCE_CLOSED, "buy") == [36]


def test_an_option_is_called_once_for_all_the_stocks_that_ask_for_it_on_a_day() -> None:
    gear = {
        "items.gear": {"unit": "piece"},
        "stocks.plant/gear": {"base_stock": "70 pieces", "sources": {"gears": 1, "cut": 0}},
        "lanes.gears": {"item": "gear", "from": "seller", "to": "plant", "promised": "2 days"},
        "lines.cut": {"site": "plant", "makes": "gear", "rate": "20 pieces/day"},
        "markets.other": {"item": "gear", "from": "plant", "demand": {"per": "day", "mean": "10 pieces"}},
        **contract(lanes=["buy", "gears"], extension={**OPTION, "at_most": 2}),
    }
    part = {**asked(15), "share": [{"date": day(20), "make": "100 %"}]}
    other = {**asked(15), "share": [{"date": day(20), "cut": "100 %"}]}
    log = run(world(**gear), **SOON, parts={"plant/part": part, "plant/gear": other})
    assert days(log, Kind.EXTENDED) == [15]
    assert [happened(log, Kind.SOURCE_CLOSED, lane)[0][0] for lane in ("buy", "gears")] == [56, 56]


def test_the_last_day_to_call_is_part_of_the_option() -> None:
    # the last day is 35, the option has to be called five days before it
    for by, extended in ((30, [30.0]), (15, [15.0])):
        log = run(world(**contract(extension=OPTION)), **SOON, **asked(by))
        assert days(log, Kind.EXTENDED) == extended


# ---- exit before qualification
def test_exit_before_qualification_is_a_gap_until_the_line_is_approved() -> None:
    scenario = world(**{"lines.make.qualification": {**QUALIFICATION, "prepare": "30 days"}})
    tasks = {"ppap": {"begin": day(10), "qualifies": "make"}}  # approved on day 46
    log = run(scenario, tasks=tasks, **SOON, share=[{"date": day(34), **made(100)}])
    assert (days(log, Kind.SOURCE_CLOSED, "buy"), days(log, Kind.APPROVED)) == ([36], [46])
    owed = log.stocks.of("plant/part", "owed")
    # 50 on the evening of day 33 and 20 on the road last up to day 40
    assert column(log.stocks, "plant/part", "on_hand", 33, 42) == [50, 50, 50, 40, 30, 20, 10, 0, 0]
    assert (owed[40], owed[41], owed[46]) == (0, 10, 60)
    # approved on day 46, twenty a day from day 47 on: the backlog falls by ten a day
    assert column(log.lines, "make", "good", 45, 49) == [0, 0, 20, 20]
    assert column(log.stocks, "plant/part", "owed", 46, 54) == [60, 50, 40, 30, 20, 10, 0, 0]
    assert steps(log, "make") == [(34, 1.0)]


def test_a_notice_changes_nothing_before_the_lanes_close() -> None:
    one, other = run(world(), **SOON), run(world(), notice={"contract": "supply", "date": day(20)})
    rows = slice(0, 36)
    for name in ("stocks", "lanes", "lines", "markets"):
        assert (getattr(one, name).data[:, rows] == getattr(other, name).data[:, rows]).all()
    assert flow(one) != flow(other)
