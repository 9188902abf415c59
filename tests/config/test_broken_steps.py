"""Steps, gates and clauses that cannot be so are refused at their line."""

from pathlib import Path

import pytest
from programmes import EXTENSION, FIRST, ROLLBACK, refused

from backsource.config import Scenario

SHARES = [
    ("a step without a date", FIRST, "{make: 25 %}", "share[0]: found none of `date`, `expect` and `gate`"),
    (
        "a date and a gate",
        "{make: 25 %, ",
        "{make: 25 %, date: 2026-07-01, ",
        "share[0]: found `date` and `expect` and `gate`; exactly one",
    ),
    ("a gate that nobody expects", "expect: 2026-07-06, ", "", "share[0]: found a gate without `expect`"),
    (
        "an expectation without a gate",
        "gate: {make: qualified, fit: done}, wait_at_most: 60 working days, ",
        "",
        "share[0]: found no `gate`",
    ),
    ("a misspelt date", FIRST, "{make: 25 %, dat: 2026-07-06}", "share[0].dat: found an unknown key; `date`"),
    (
        "a misspelt gate",
        "gate: {make: qualified, fit: done}",
        "gat: {make: qualified}",
        "share[0].gat: found an unknown key; `gate`",
    ),
    (
        "a wait for a date",
        "expect: 2026-07-06, gate: {make: qualified, fit: done}",
        "date: 2026-07-06",
        "share[0].wait_at_most: found `wait_at_most` without a gate",
    ),
    (
        "an end of no wait",
        "wait_at_most: 30 working days, ",
        "",
        "share[1].then: found `rollback` without `wait_at_most`",
        "then: rollback}",
    ),
    ("a way out that is none", "then: hold", "then: wait", "share[0].then: found wait"),
    (
        "an extension that is not there",
        EXTENSION,
        "",
        "share[2].then: found `extend` without an `extension`",
        "45 working days",
    ),
    ("a rollback that is not there", ROLLBACK, "", "share[1].then: found `rollback` without a rule", "30 working days"),
    (
        "steps out of order",
        "expect: 2026-08-31",
        "expect: 2026-07-01",
        "share[1].expect: found 2026-07-01; a date after 2026-07-06",
    ),
    (
        "more than all",
        "{make: 25 %, expect",
        "{make: 75 %, buy: 50 %, expect",
        "share[0]: found shares that add up to 1.25",
    ),
    (
        "less than all with nobody left",
        "{make: 25 %, expect",
        "{make: 25 %, buy: 50 %, expect",
        "share[0]: found shares that add up to 0.75, and no other source",
    ),
    (
        "an unknown source",
        "{make: 25 %, expect",
        "{mke: 25 %, expect",
        "share[0].mke: found `mke`, which is none of the sources of plant/part; `make`",
    ),
    ("a share of nothing", "{make: 25 %, expect", "{make: , expect", "share[0].make: found None; a share as"),
    (
        "less than the overlap keeps",
        "least: {buy: 50 %}",
        "least: {buy: 80 %}",
        "share[0]: found 75 % for `buy` while `overlap` keeps 80 % until 2026-08-01",
        "25 %, expect",
    ),
    (
        "less than what is retained",
        "retain: {buy: 0 %}",
        "retain: {buy: 5 %}",
        "share[2]: found 0 % for `buy` while `retain` keeps 5 % for good",
        "100 %, expect",
    ),
    (
        "retained from a source that closes",
        "retain: {buy: 0 %}",
        "retain: {buy: 5 %}",
        "retain.buy: found 5 % of `buy`, whose contract ends on 2026-10-31",
    ),
    ("retained from an unknown source", "retain: {buy: 0 %}", "retain: {by: 0 %}", "retain.by: found `by`"),
    (
        "an overlap of more than all",
        "least: {buy: 50 %}",
        "least: {buy: 60 %, make: 50 %}",
        "overlap.least: found shares that add up to 1.1",
    ),
    ("an overlap after the end", "until: 2026-08-01", "until: 2029-08-01", "overlap.until: found 2029-08-01"),
    (
        "a step in a freeze",
        FIRST,
        "{make: 25 %, date: 2026-08-01}",
        "share[0].date: found 2026-08-01, inside a freeze; 2026-08-31, the next free day",
    ),
    ("a freeze after the end", "[2026-07-27..2026-08-30]", "[2026-07-27..2029-08-30]", "freeze[0]: found 2029-08-30"),
    (
        "a freeze backwards",
        "[2026-07-27..2026-08-30]",
        "[2026-08-30..2026-07-27]",
        "freeze[0]: found 2026-08-30..2026-07-27",
    ),
]

CONDITIONS = [
    (
        "a gate that asks nothing",
        "gate: {make: qualified, fit: done}",
        "gate: {}",
        "share[0].gate: found nothing that has to hold",
    ),
    (
        "a state that is none",
        "gate: {make: qualified, fit: done}",
        "gate: {make: qualifed}",
        "share[0].gate: found `make: qualifed`; `{make: qualified}`",
    ),
    (
        "an unknown line in a gate",
        "gate: {make: qualified, fit: done}",
        "gate: {mak: qualified}",
        "share[0].gate.mak: found `mak`, which is none of the lines; `make`",
    ),
    (
        "an unknown task in a gate",
        "gate: {make: qualified, fit: done}",
        "gate: {make: qualified, fitt: done}",
        "share[0].gate.fitt: found `fitt`, which is none of the tasks; `fit`",
    ),
    (
        "an unknown task in a list",
        "gate: {make: qualified, fit: done}",
        "gate: {done: [order, fitt]}",
        "share[0].gate.done[1]: found `fitt`",
    ),
    ("an unknown measure", "gate: {yield: {", "gate: {yeild: {", "share[1].gate.yeild: found an unknown key; `yield`"),
    (
        "a measure without a threshold",
        "{at_least: 98 %, over: 10 working days}",
        "{over: 10 working days}",
        "share[1].gate.yield: found none of `at_least`, `below`",
    ),
    (
        "two thresholds",
        "cover: {at_least: 4 working days}",
        "cover: {at_least: 4 working days, below: 9 days}",
        "share[2].gate.cover: found `at_least` and `below`",
    ),
    (
        "a share for a time",
        "cover: {at_least: 4 working days}",
        "cover: {at_least: 40 %}",
        "share[2].gate.cover.at_least: found 40 %; a length of time",
    ),
    (
        "a time for a share",
        "yield: {at_least: 98 %",
        "yield: {at_least: 98 days",
        "share[1].gate.yield.at_least: found 98 days",
    ),
    (
        "a window in operating time",
        "over: 10 working days}",
        "over: 10 operating hours}",
        "share[1].gate.yield.over: found operating time",
    ),
    (
        "a trigger that nothing pulls",
        "when: {backlog: {above: 1 working day, over: 5 working days}}",
        "when: {}",
        "rollback.when: found nothing that has to hold",
    ),
    ("a rollback to an unknown source", "to: {make: 25 %}", "to: {mak: 25 %}", "rollback.to.mak: found `mak`"),
    (
        "a rollback to less than all",
        "to: {make: 25 %}",
        "to: {make: 25 %, buy: 25 %}",
        "rollback.to: found shares that add up to 0.5",
    ),
    ("a rollback until a word", "until: exit", "until: exist", "rollback.until: found exist"),
    ("a clause after the end", "by: 2026-11-30", "by: 2029-11-30", "if_not.by: found 2029-11-30"),
    (
        "a clause about nothing",
        "by: 2026-11-30, make: qualified",
        "by: 2026-11-30",
        "if_not: found nothing that has to hold",
    ),
    (
        "a clause with a misspelt measure",
        "by: 2026-11-30, make: qualified",
        "by: 2026-11-30, cuver: {at_least: 1 day}",
        "if_not.cuver: found an unknown key; `cover`",
    ),
    (
        "a clause without a consequence",
        "make: qualified, then: rollback",
        "make: qualified",
        "if_not: found no `then`",
        "by: 2026-11-30",
    ),
]


CASES = [*SHARES, *CONDITIONS]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_broken_programme_is_refused_at_its_line(world: Scenario, tmp_path: Path, case: tuple[str, ...]) -> None:
    refused(world, tmp_path, case)
