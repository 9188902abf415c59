"""Going back on a day that was decided on: what it does, and when it is no longer possible."""

from typing import Any

import pytest
from changeovers import column, day, days, everything, happened, made, run, steps, world

from backsource.config import as_file, schedule_from
from backsource.errors import ConfigError
from backsource.log import Kind

NOTICE: dict[str, Any] = {"notice": {"contract": "supply", "date": day(5)}}  # the lane closes on day 36
STEPS = [{"date": day(10), **made(40)}, {"date": day(50), **made(100)}]
RULE: dict[str, Any] = {"when": {"make_share": {"below": "0 %"}}, "to": made(20)}


def test_it_goes_back_on_its_day_and_takes_notice_back() -> None:
    log = run(world(), **NOTICE, share=STEPS, go_back=day(30))
    assert steps(log, "make") == [(10, 0.4), (30, 0.0)]
    assert days(log, Kind.ROLLED_BACK) == [30]
    assert days(log, Kind.SOURCE_CLOSED) == []
    assert column(log.lanes, "buy", "ordered", 60, 62) == [10, 10]


def test_it_goes_back_to_the_shares_of_the_rule() -> None:
    log = run(world(), share=STEPS, go_back=day(30), rollback=RULE)
    assert steps(log, "make") == [(10, 0.4), (30, 0.2)]


def test_a_step_of_the_same_day_is_not_taken() -> None:
    assert steps(run(world(), share=STEPS, go_back=day(50)), "make") == [(10, 0.4), (50, 0.0)]


def test_before_the_first_step_it_ends_the_path() -> None:
    assert steps(run(world(), share=STEPS, go_back=day(5)), "make") == [(5, 0.0)]


def test_going_back_never_leads_on_to_a_share_that_no_step_has_given() -> None:
    """The rule goes back to 20 %, and on day 5 nothing is made yet: the path ends there."""
    log = run(world(), **NOTICE, share=STEPS, go_back=day(6), rollback=RULE)
    assert {share for _, share in steps(log, "make")} <= {0.0}
    assert (days(log, Kind.ROLLED_BACK), days(log, Kind.SOURCE_CLOSED)) == ([6], [])


@pytest.mark.parametrize(("on", "back"), [(35, [35.0]), (36, [])])
def test_a_rule_until_the_exit_allows_it_up_to_the_last_day_under_the_contract(on: int, back: list[float]) -> None:
    log = run(world(), **NOTICE, share=STEPS, go_back=day(on), rollback=RULE)
    assert days(log, Kind.ROLLED_BACK) == back
    assert [time for time, _, _ in happened(log, Kind.CLAUSE)] == ([] if back else [36])


def test_without_a_rule_it_is_possible_after_the_exit() -> None:
    log = run(world(), **NOTICE, share=STEPS, go_back=day(60))
    assert days(log, Kind.SOURCE_OPENED, "buy") == [60]


def test_after_a_rollback_nothing_more_happens() -> None:
    always = {"when": {"backlog": {"below": "900 days"}}, "to": {"make": 0}}
    plain = run(world(), share=STEPS, rollback=always)
    assert days(plain, Kind.ROLLED_BACK) == [11]
    assert everything(run(world(), share=STEPS, rollback=always, go_back=day(40))) == everything(plain)


def test_it_can_be_written_and_read_again() -> None:
    schedule = schedule_from({"schedule": "back", "stock": "plant/part", "share": STEPS, "go_back": day(30)})
    assert schedule_from(as_file(schedule)) == schedule


@pytest.mark.parametrize(
    ("words", "would_do"),
    [
        ({"go_back": day(500)}, "a date from 2026-01-05 on"),
        ({"go_back": day(40), "rollback": {**RULE, "until": day(30)}}, f"a date up to {day(30)}"),
        ({"go_back": "soon"}, "go_back"),
    ],
)
def test_a_day_that_cannot_be_is_refused(words: dict[str, Any], would_do: str) -> None:
    with pytest.raises(ConfigError, match=would_do):
        schedule_from({"schedule": "back", "stock": "plant/part", "share": STEPS, **words}, scenario=world())
