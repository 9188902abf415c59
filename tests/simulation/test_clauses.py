"""Clauses on a day: what should be so, and what happens otherwise; lump sums."""

from typing import Any

import pytest
from changeovers import QUALIFICATION, day, days, happened, made, run, steps, world

from backsource.log import Kind

QUALIFIED: dict[str, Any] = {"lines.make.qualification": QUALIFICATION}
PPAP: dict[str, Any] = {"ppap": {"begin": day(10), "qualifies": "make"}}  # approved on day 20

NEVER = {"make_share": {"below": "0 %"}}


def if_not(by: int, then: str) -> dict[str, Any]:
    return {"if_not": {"by": day(by), "make": "qualified", "then": then}}


def acted(log: Any) -> list[tuple[float, float, float]]:
    """Day of each clause, whether what it asks was so, and whether what was agreed happened."""
    entries = log.journal[log.journal["kind"] == Kind.CLAUSE]
    return [(float(e["time"]), float(e["quantity"]), float(e["detail"])) for e in entries]


@pytest.mark.parametrize("then", ["hold", "force", "extend", "rollback"])
def test_nothing_happens_where_it_is_so(then: str) -> None:
    option = {"each": "20 days", "price": "+10 %", "at_most": 1, "call": "5 days before end"}
    scenario = world(**QUALIFIED, **{"contracts.supply.extension": option})
    condition = {"contract": "supply", "call_if": NEVER, "decide_by": day(12)}
    plain = {"notice": {"contract": "supply", "date": day(5)}, "extension": condition, "tasks": PPAP,
             "share": [{"date": day(25), **made(100)}]}  # fmt: skip
    log = run(scenario, **plain, **if_not(20, then))  # approved that very morning
    assert acted(log) == [(20, 1, 0)]
    assert steps(log, "make") == [(25, 1.0)]
    assert days(log, Kind.SOURCE_CLOSED, "buy") == [36]


def test_rollback_goes_back_to_the_shares_as_they_were() -> None:
    log = run(world(**QUALIFIED), tasks=PPAP, share=[{"date": day(5), **made(50)}], **if_not(19, "rollback"))
    assert acted(log) == [(19, 0, 1)]
    assert steps(log, "make") == [(5, 0.5), (19, 0.0)]


def test_rollback_without_a_rule_is_possible_after_the_exit() -> None:
    notice = {"contract": "supply", "date": day(5)}
    slow = {"ppap": {"begin": day(33), "qualifies": "make"}}
    log = run(
        world(**QUALIFIED), tasks=slow, notice=notice, share=[{"date": day(20), **made(100)}], **if_not(40, "rollback")
    )
    assert (days(log, Kind.SOURCE_CLOSED, "buy"), days(log, Kind.SOURCE_OPENED, "buy")) == ([36], [40])


def test_rollback_with_a_rule_is_possible_as_long_as_the_rule_says() -> None:
    notice = {"contract": "supply", "date": day(5)}
    slow = {"ppap": {"begin": day(33), "qualifies": "make"}}
    rule = {"when": {"backlog": {"above": "900 days"}}, "to": made(10), "until": "exit"}
    share = [{"date": day(20), **made(100)}]
    for by, expected in ((35, (35, 0, 1)), (40, (40, 0, 0))):
        log = run(world(**QUALIFIED), tasks=slow, notice=notice, rollback=rule, share=share, **if_not(by, "rollback"))
        assert acted(log) == [expected]


def test_hold_holds_the_path_until_it_is_so() -> None:
    share = [{"date": day(5), **made(20)}, {"date": day(16), **made(60)}, {"date": day(30), **made(100)}]
    log = run(world(**QUALIFIED), tasks=PPAP, share=share, **if_not(15, "hold"))
    assert acted(log) == [(15, 0, 1)]
    assert steps(log, "make") == [(5, 0.2), (20, 0.6), (30, 1.0)]
    free = run(world(**QUALIFIED), tasks=PPAP, share=share)
    assert steps(free, "make") == [(5, 0.2), (16, 0.6), (30, 1.0)]


def test_force_takes_the_step_whose_gate_stands() -> None:
    gate = {**made(100), "expect": day(8), "gate": {"make": "qualified"}}
    log = run(world(**QUALIFIED), tasks=PPAP, share=[gate], decided="every 14 days", **if_not(17, "force"))
    assert acted(log) == [(17, 0, 1)]
    assert steps(log, "make") == [(17, 1.0)]
    opened = log.journal[log.journal["kind"] == Kind.GATE_OPENED]
    assert (opened["time"].tolist(), opened["detail"].tolist()) == ([17], [1])


def test_force_without_a_gate_that_stands_does_nothing() -> None:
    gate = {**made(100), "expect": day(22), "gate": {"make": "qualified"}}
    log = run(world(**QUALIFIED), tasks=PPAP, share=[gate], decided="every 14 days", **if_not(17, "force"))
    assert acted(log) == [(17, 0, 0)]
    assert steps(log, "make") == [(22, 1.0)]


def test_extend_calls_the_option_if_there_is_one() -> None:
    option = {"each": "20 days", "price": "+10 %", "at_most": 1, "call": "5 days before end"}
    terms = {"notice": {"contract": "supply", "date": day(5)},
             "extension": {"contract": "supply", "call_if": NEVER, "decide_by": day(12)}}  # fmt: skip
    late = {"ppap": {"begin": day(25), "qualifies": "make"}}
    log = run(world(**QUALIFIED, **{"contracts.supply.extension": option}), tasks=late, **terms, **if_not(30, "extend"))
    assert acted(log) == [(30, 0, 1)]
    assert days(log, Kind.SOURCE_CLOSED, "buy") == [56]
    log = run(world(**QUALIFIED, **{"contracts.supply.extension": option}), tasks=late, **terms, **if_not(31, "extend"))
    assert acted(log) == [(31, 0, 0)]  # too late to call
    assert days(log, Kind.NOT_EXTENDED) == [31]


def test_lump_sums_are_posted_on_their_days() -> None:
    sums = [
        {"date": day(9), "amount": "5 kEUR"},
        {"date": day(3), "amount": "700 EUR"},
        {"date": day(9), "amount": "1 EUR"},
    ]
    log = run(world(), pays=sums)
    assert happened(log, Kind.PAYMENT) == [(3, "test", 700), (9, "test", 1), (9, "test", 5000)]
