"""Gates: steering dates, finite samples, the longest wait with each thing that may happen then, and freezes."""

from typing import Any

import pytest
from changeovers import QUALIFICATION, column, day, days, happened, made, run, steps, with_steel, world

from backsource.log import Kind

QUALIFIED: dict[str, Any] = {"lines.make.qualification": QUALIFICATION}
PPAP: dict[str, Any] = {"ppap": {"begin": day(10), "qualifies": "make"}}  # approved on day 20
WEEKLY = "every 7 days"


def gate(share: int, expect: int, condition: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**made(share), "expect": day(expect), "gate": condition, **more}


ALWAYS = {"backlog": {"below": "900 days"}}
NEVER = {"backlog": {"above": "900 days"}}


# ---- when a gate is looked at
def test_a_gate_is_looked_at_on_the_steering_dates_from_its_expected_day_on() -> None:
    log = run(world(**QUALIFIED), tasks=PPAP, share=[gate(100, 8, {"make": "qualified"})], decided=WEEKLY)
    assert happened(log, Kind.GATE_LOOKED) == [
        (8, "gate/plant/part/0", 0),
        (15, "gate/plant/part/0", 0),
        (22, "gate/plant/part/0", 1),
    ]
    assert happened(log, Kind.GATE_OPENED) == [(22, "gate/plant/part/0", 14)]  # 14 days after its expected day
    assert steps(log, "make") == [(22, 1.0)]


def test_what_comes_about_on_the_morning_of_a_meeting_counts_whatever_its_name() -> None:
    for name in ("aa", "zz"):
        for length in ("2 days", "12 days"):  # begun after the last meeting, or before it
            begin = 20 if length == "2 days" else 10
            tasks = {name: {"begin": day(begin), "takes": length}}
            log = run(world(), tasks=tasks, share=[gate(100, 8, {name: "done"})], decided=WEEKLY)
            assert days(log, Kind.GATE_OPENED) == [22]
    log = run(world(**QUALIFIED), tasks={"ppap": {"begin": day(12), "qualifies": "make"}},
              share=[gate(100, 8, {"make": "qualified"})], decided=WEEKLY)  # fmt: skip
    assert days(log, Kind.APPROVED) == days(log, Kind.GATE_OPENED) == [22]


def test_meetings_are_counted_from_the_first_expected_day_of_any_stock() -> None:
    log = run(
        world(), share=[gate(50, 8, NEVER, wait_at_most="1 day", then="force"), gate(100, 20, ALWAYS)], decided=WEEKLY
    )
    assert steps(log, "make") == [(15, 0.5), (22, 1.0)]  # expected on day 20, and looked at at the next meeting


def test_there_is_one_step_a_meeting() -> None:
    log = run(world(), share=[gate(30, 8, ALWAYS), gate(60, 9, ALWAYS), gate(100, 10, ALWAYS)], decided=WEEKLY)
    assert steps(log, "make") == [(8, 0.3), (15, 0.6), (22, 1.0)]
    assert days(log, Kind.GATE_LOOKED) == [8, 15, 22]


def test_a_gate_after_a_dated_step_of_that_day_waits_for_the_next_meeting() -> None:
    log = run(world(), share=[gate(10, 1, ALWAYS), {"date": day(8), **made(50)}, gate(100, 9, ALWAYS)], decided=WEEKLY)
    assert steps(log, "make") == [(1, 0.1), (8, 0.5), (15, 1.0)]


def test_a_date_that_has_passed_behind_a_gate_is_taken_with_it() -> None:
    log = run(
        world(),
        share=[gate(50, 8, NEVER, wait_at_most="10 days", then="force"), {"date": day(12), **made(100)}],
        decided=WEEKLY,
    )
    assert steps(log, "make") == [(22, 0.5), (22, 1.0)]


# ---- what is measured
def test_yield_is_a_sample_of_the_days_since_the_line_opened() -> None:
    rule = {**QUALIFICATION, "pieces": "40 pieces"}
    scenario = with_steel(**{
        "lines.make.qualification": rule, "lines.make.yield": "90 %", "items.part.whole": False,
        "stocks.plant/steel": {"base_stock": "900 kg", "opening": "900 kg"},
    })  # fmt: skip
    share = [{"date": day(5), **made(50)}, gate(100, 8, {"yield": {"at_least": "90 %", "over": "4 days"}})]
    log = run(scenario, tasks=PPAP, share=share)
    # approved on day 20; the books of days 20 to 23 are complete on the morning of day 25; trials count for nothing
    assert days(log, Kind.GATE_OPENED) == [25]
    above = [{"date": day(5), **made(50)}, gate(100, 8, {"yield": {"at_least": "90.1 %", "over": "4 days"}})]
    assert days(run(scenario, tasks=PPAP, share=above), Kind.GATE_OPENED) == []


def test_rate_is_what_the_line_could_have_made_on_average() -> None:
    ramp = {"lines.make.ramp": {"shape": "linear", "over": "10 days"}, "items.part.whole": False}
    share = [{"date": day(5), **made(50)}, gate(100, 8, {"rate": {"at_least": "50 %", "over": "3 days"}})]
    log = run(world(**QUALIFIED, **ramp), tasks=PPAP, share=share)
    # .05, .15, .. from day 20 on: .45, .55, .65 (days 24 to 26) have the first mean of 50 %, known on day 28
    assert days(log, Kind.GATE_OPENED) == [28]


def test_uptime_leaves_out_the_days_on_which_the_line_is_closed() -> None:
    down = {"failures": [{"mtbf": "3 days", "repair": {"family": "constant", "mean": "1 day"}}]}
    scenario = world(**{"lines.make.failures": down["failures"], "sites.plant.calendar": "works"})
    share = [{"date": day(1), **made(100)}]
    seen = run(scenario, share=[*share, gate(100, 14, {"uptime": {"at_least": "30 %", "over": "5 working days"}})])
    up = 1 - seen.lines.of("make", "down")[7:12].sum() / 5
    opened = days(seen, Kind.GATE_OPENED)
    assert (opened == [14]) == (up >= 0.3)


def test_cover_counts_the_working_days_that_the_stock_lasts_from_today_on() -> None:
    scenario = world()
    assert column(run(scenario).stocks, "plant/part", "on_hand", 0, 4) == [40, 30, 50, 50]
    for expect, condition, opens in (
        (0, {"at_least": "5 days"}, 0),  # the opening stock
        (1, {"at_least": "4.1 days"}, 3),  # 40 and 30 are too little
        (1, {"at_least": "4 days"}, 1),
        (1, {"below": "4 days"}, 2),
        (1, {"at_least": "5.1 days"}, None),
        (1, {"at_least": "4.5 days", "over": "3 days"}, 5),  # 50 on the evenings of days 2, 3 and 4
    ):
        log = run(scenario, share=[gate(50, expect, {"cover": condition})])
        assert days(log, Kind.GATE_OPENED) == ([] if opens is None else [opens])


def test_cover_in_working_days_passes_over_the_weekend() -> None:
    demand = {"per": "working day", "mean": "10 pieces"}
    market = {"item": "part", "from": "plant", "calendar": "works", "demand": demand}
    scenario = world(**{"sites.plant.calendar": "works", "markets.customer": market})
    assert run(scenario).stocks.of("plant/part", "on_hand")[3] == 50  # Thursday evening: up to Thursday next week
    for least, opens in (("5 working days", [4.0]), ("5.1 working days", []), ("6.9 days", [4.0]), ("7.2 days", [])):
        log = run(scenario, share=[gate(50, 4, {"cover": {"at_least": least}})], decided="every 90 days")
        assert days(log, Kind.GATE_OPENED) == opens


def test_backlog_is_counted_in_days_of_use_and_on_every_day_of_its_window() -> None:
    outage = {"outages": {"stop": {"hits": ["buy"], "listed": [{"from": "1 day", "lasts": "9 days"}]}}}
    scenario = world(**outage)
    owed = run(scenario).stocks.of("plant/part", "owed")[:14].tolist()
    assert owed[:5] == [0, 0, 0, 0, 0]
    assert max(owed) > 20
    first = next(t for t in range(14) if owed[t] > 10)
    log = run(scenario, share=[gate(50, 1, {"backlog": {"above": "1 day"}})])
    assert days(log, Kind.GATE_OPENED) == [first + 1]
    log = run(scenario, share=[gate(50, 1, {"backlog": {"above": "1 day", "over": "3 days"}})])
    assert days(log, Kind.GATE_OPENED) == [first + 3]


def test_make_share_is_that_of_the_shares_in_force() -> None:
    share = [{"date": day(3), **made(20)}, gate(100, 4, {"make_share": {"at_least": "20 %"}})]
    assert days(run(world(), share=share), Kind.GATE_OPENED) == [4]
    share[1] = gate(100, 4, {"make_share": {"at_least": "21 %"}})
    assert days(run(world(), share=share), Kind.GATE_OPENED) == []


# ---- the longest wait
def test_hold_goes_on_waiting_and_takes_the_step_when_the_gate_opens() -> None:
    share = [gate(100, 8, {"make": "qualified"}, wait_at_most="3 days", then="hold")]
    log = run(world(**QUALIFIED), tasks=PPAP, share=share, decided=WEEKLY)
    assert days(log, Kind.GATE_WAITED) == [15]  # the first meeting after day 11
    assert steps(log, "make") == [(22, 1.0)]


def test_force_takes_the_step_at_the_first_meeting_after_the_wait() -> None:
    log = run(world(), share=[gate(100, 8, NEVER, wait_at_most="10 days", then="force")], decided=WEEKLY)
    assert (days(log, Kind.GATE_WAITED), steps(log, "make")) == ([22], [(22, 1.0)])
    opened = log.journal[log.journal["kind"] == Kind.GATE_OPENED]
    assert opened["detail"].tolist() == [1.0]
    exact = run(world(), share=[gate(100, 8, NEVER, wait_at_most="14 days", then="force")], decided=WEEKLY)
    assert steps(exact, "make") == [(22, 1.0)]


def test_the_wait_counts_working_days_and_from_the_step_before_if_that_is_later() -> None:
    share = [
        gate(50, 8, NEVER, wait_at_most="5 working days", then="force"),
        gate(100, 9, NEVER, wait_at_most="5 working days", then="force"),
    ]
    log = run(world(**{"sites.plant.calendar": "works"}), share=share)
    # from Tuesday day 8 five worked days end on the morning of day 15; the next five with day 22
    assert steps(log, "make") == [(15, 0.5), (22, 1.0)]


def test_rollback_goes_back_and_ends_the_path() -> None:
    share = [
        {"date": day(5), **made(50)},
        gate(100, 8, NEVER, wait_at_most="4 days", then="rollback"),
        {"date": day(60), **made(100)},
    ]
    rule = {"when": NEVER, "to": made(10)}
    log = run(world(), share=share, rollback=rule, decided=WEEKLY)
    assert happened(log, Kind.ROLLED_BACK) == [(15, "plant/part", 0)]
    assert steps(log, "make") == [(5, 0.5), (15, 0.1)]


OPTION = {
    "contracts.supply.extension": {"at_most": 2, "each": "20 days", "price": "+10 %", "call": "5 days before end"}
}


def extending(wait: str) -> dict[str, Any]:
    return {
        "share": [gate(50, 8, NEVER, wait_at_most=wait, then="extend")],
        "notice": {"contract": "supply", "date": day(1)},  # ends with day 31
        "extension": {"contract": "supply", "call_if": NEVER, "decide_by": day(20)},
    }


def test_extend_calls_the_option_and_waits_as_long_again() -> None:
    log = run(world(**OPTION), **extending("9 days"), decided=WEEKLY)
    # meetings on days 8, 15, 22 (the wait ends on day 17) and 36 (it ends on day 31); then nothing is left to call
    assert days(log, Kind.EXTENDED) == [22, 36]
    assert days(log, Kind.NOT_EXTENDED) == [50]
    assert days(log, Kind.SOURCE_CLOSED, "buy") == [72]


def test_an_extension_that_is_called_too_late_is_none() -> None:
    log = run(world(**OPTION), **extending("20 days"), decided=WEEKLY)
    # the wait ends with day 28, the meeting is on day 29, and the last day to call was day 26
    assert days(log, Kind.NOT_EXTENDED) == [29]
    assert days(log, Kind.SOURCE_CLOSED, "buy") == [32]


# ---- a supplier that leaves while a gate holds
def test_hold_leaves_the_share_of_a_supplier_that_has_gone_and_the_journal_says_so() -> None:
    held = {
        "share": [{"date": day(5), **made(50)}, gate(100, 8, NEVER)],
        "notice": {"contract": "supply", "date": day(1)},
        "decided": WEEKLY,
    }
    log = run(world(), **held)
    assert happened(log, Kind.STRANDED) == [(32, "buy", 0.5)]
    assert log.lines.of("make", "good")[40:100].mean() < 6  # its half, and nobody delivers the other
    # the stock may say that the others take it
    divert = run(world(**{"stocks.plant/part.when_blocked": "divert"}), **held)
    assert divert.lines.of("make", "good")[40:100].mean() == pytest.approx(10)
    # or the step, by being forced when the wait is over
    held["share"][1] = gate(100, 8, NEVER, wait_at_most="20 days", then="force")
    forced = run(world(), **held)
    assert happened(forced, Kind.STRANDED) == []
    assert forced.lines.of("make", "good")[40:100].mean() == pytest.approx(10)
