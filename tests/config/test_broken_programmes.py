"""Schedules that cannot be carried out are refused at their line, in the words in which they are written."""

from pathlib import Path

import pytest

from backsource.config import Scenario, load_schedule
from backsource.errors import ConfigError

FIRST = (
    "{make: 25 %, expect: 2026-07-06, gate: {make: qualified, fit: done}, wait_at_most: 60 working days, then: hold}"
)
EXTENSION = "extension: {contract: supply, call_if: {make_share: {below: 60 %}}, decide_by: 2026-09-16}\n"
ROLLBACK = "rollback: {when: {backlog: {above: 1 working day, over: 5 working days}}, to: {make: 25 %}, until: exit}\n"

GATED = """\
schedule: gated
stock: plant/part
tasks:
  order: {begin: 2026-01-12, brings: {T2: plant}}
  train: {takes: {least: 5 working days, mode: 8 working days, most: 20 working days}, trains: {make: 2}}
  fit: {after: [order, {task: train, kind: SS, lag: -3 working days}], takes: 25 working days, calendar: works}
  steel: {takes: 20 working days, onboards: [steel]}
  ppap: {after: [fit], qualifies: make}
notice: {contract: supply, date: 2026-06-29, retention: 60 kEUR}
bridge: {from: 2026-03-02, want: 10 working days of cover, use_from: 2026-07-01}
last_time_buy: {date: 2026-10-01, quantity: 500 pieces}
decided: every 2 weeks
share:
  - {make: 25 %, expect: 2026-07-06, gate: {make: qualified, fit: done}, wait_at_most: 60 working days, then: hold}
  - {make: 60 %, expect: 2026-08-31, gate: {yield: {at_least: 98 %, over: 10 working days}},
     wait_at_most: 30 working days, then: rollback}
  - {make: 100 %, expect: 2026-10-12, gate: {cover: {at_least: 4 working days}},
     wait_at_most: 45 working days, then: extend}
extension: {contract: supply, call_if: {make_share: {below: 60 %}}, decide_by: 2026-09-16}
rollback: {when: {backlog: {above: 1 working day, over: 5 working days}}, to: {make: 25 %}, until: exit}
overlap: {until: 2026-08-01, least: {buy: 50 %}}
retain: {buy: 0 %}
if_not: {by: 2026-11-30, make: qualified, then: rollback}
freeze: [2026-07-27..2026-08-30]
pays: [{date: 2026-02-02, amount: 5 kEUR}]
"""

# Each case: what is wrong; a text of the schedule above; what stands there instead; a text on the line at which the
# fault must be (none: the new text); a telling fragment of the message.
TASKS = [
    (
        "an unknown predecessor",
        "after: [fit]",
        "after: [fitt]",
        "tasks.ppap.after[0]: found `fitt`, which is none of the tasks; `fit`",
    ),
    ("a task after itself", "after: [fit]", "after: [ppap]", "the cycle ppap -> ppap"),
    ("a task twice before another", "after: [fit]", "after: [fit, fit]", "`fit` twice"),
    (
        "no length",
        "steel: {takes: 20 working days, onboards: [steel]}",
        "steel: {cost: 5 kEUR}",
        "tasks.steel: found a task without a length",
    ),
    (
        "a lane without a time to onboard",
        "steel: {takes: 20 working days, ",
        "steel: {",
        "whose `onboard` the scenario does not give",
    ),
    (
        "a length beside a qualification",
        "ppap: {after: [fit]",
        "ppap: {after: [fit], takes: 5 days",
        "`takes` beside `qualifies`",
    ),
    (
        "a tool brought and a line approved at once",
        "ppap: {after: [fit]",
        "ppap: {after: [fit], moves: {T1: plant}",
        "`qualifies` beside `moves`",
    ),
    (
        "a negative length",
        "takes: 25 working days",
        "takes: -25 working days",
        "tasks.fit.takes: found -25 working days",
    ),
    ("operating time for people", "takes: 25 working days", "takes: 25 operating hours", "found operating time"),
    ("two clocks in one length", "most: 20 working days", "most: 20 days", "calendar time and working time"),
    ("a length out of order", "most: 20 working days", "most: 2 working days", "least <= mode <= most"),
    (
        "a median and a mean",
        "takes: 25 working days",
        "takes: {median: 5 days, mean: 6 days, cv: 0.5}",
        "with cv, mean, median",
    ),
    ("a median alone", "takes: 25 working days", "takes: {median: 5 days}", "median, cv for this family"),
    ("a kind of link that is none", "kind: SS", "kind: SX", "found SX"),
    (
        "an unknown calendar",
        "calendar: works",
        "calendar: work",
        "tasks.fit.calendar: found `work`, which is none of the calendars; `works`",
    ),
    (
        "a begin before the start",
        "begin: 2026-01-12",
        "begin: 2025-01-12",
        "tasks.order.begin: found 2025-01-12; a date from 2026-01-05",
    ),
    (
        "an unknown tool",
        "brings: {T2: plant}",
        "brings: {T8: plant}",
        "tasks.order.brings.T8: found `T8`, which is none of the tools",
    ),
    (
        "a tool to an unknown site",
        "brings: {T2: plant}",
        "brings: {T2: plnt}",
        "`plnt`, which is none of the sites; `plant`",
    ),
    (
        "a tool bought that is there",
        "brings: {T2: plant}",
        "brings: {T1: plant}",
        "`T1`, which stands at seller already",
    ),
    (
        "a tool moved that stands nowhere",
        "brings: {T2: plant}",
        "moves: {T2: plant}, takes: 3 days",
        "`T2`, which stands nowhere",
    ),
    ("a tool moved to where it is", "brings: {T2: plant}", "moves: {T1: seller}", "`T1`, which is at seller already"),
    (
        "a tool that nobody says how to move",
        "brings: {T2: plant}",
        "moves: {T3: plant}",
        "`T3`, whose `move` the scenario does not give",
    ),
    (
        "machines that are not there",
        "trains: {make: 2}",
        "trains: {make: 3}",
        "tasks.train.trains.make: found 3 machines; from 1 to 2",
    ),
    ("people for an unknown line", "trains: {make: 2}", "trains: {mke: 2}", "`make` would do"),
    (
        "an unknown lane",
        "onboards: [steel]",
        "onboards: [stel]",
        "tasks.steel.onboards[0]: found `stel`, which is none of the lanes; `steel`",
    ),
    ("an unknown line", "qualifies: make", "qualifies: mak", "tasks.ppap.qualifies: found `mak`"),
    (
        "a line without a qualification",
        "qualifies: make",
        "qualifies: cut",
        "`cut`, whose `qualification` the scenario does not give; `make`",
    ),
    (
        "a line that opens and qualifies",
        "notice: {",
        "opens: {make: 2026-06-01}\nnotice: {",
        "`make`, which also stands under `opens`",
        "  ppap:",
    ),
    (
        "a line approved twice",
        "  ppap:",
        "  again: {after: [fit], qualifies: make}\n  ppap:",
        "which again qualifies already",
    ),
    (
        "a key of a task that nobody knows",
        "calendar: works",
        "calender: works",
        "tasks.fit.calender: found an unknown key; `calendar`",
    ),
    ("a cost per piece", "calendar: works", "cost: 5 EUR/piece", "tasks.fit.cost: found `EUR/piece`; `EUR`"),
]

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

CONTRACTS = [
    (
        "an unknown contract",
        "notice: {contract: supply",
        "notice: {contract: suply",
        "notice.contract: found `suply`, which is none of the contracts; `supply`",
    ),
    (
        "notice given twice",
        "notice: {contract: supply, date: 2026-06-29, retention: 60 kEUR}",
        "notice: [{contract: supply, date: 2026-06-29}, {contract: supply, date: 2026-07-29}]",
        "notice[1].contract: found notice under `supply` twice",
    ),
    (
        "notice after the end",
        "date: 2026-06-29, retention",
        "date: 2027-07-01, retention",
        "notice.date: found 2027-07-01, after supply has ended; a date up to 2027-06-30",
    ),
    ("a bonus per piece", "retention: 60 kEUR", "retention: 6 EUR/piece", "notice.retention: found `EUR/piece`"),
    (
        "a contract that cannot be extended",
        "extension: {contract: supply",
        "extension: {contract: gear-supply",
        "extension.contract: found `gear-supply`, which has no option to extend",
    ),
    (
        "a decision too late",
        "decide_by: 2026-09-16",
        "decide_by: 2026-09-17",
        "extension.decide_by: found 2026-09-17, too late to call it 45 days before 2026-10-31; a date up to 2026-09-16",
    ),
    (
        "a last order from a closed source",
        "{date: 2026-10-01, quantity",
        "{date: 2026-11-02, quantity",
        "last_time_buy.date: found 2026-11-02, when `buy` is closed",
    ),
    (
        "a last order in another unit",
        "quantity: 500 pieces",
        "quantity: 500 kg",
        "last_time_buy.quantity: found `kg`; `piece`",
    ),
    (
        "a bank the wrong way",
        "use_from: 2026-07-01",
        "use_from: 2026-03-01",
        "bridge.use_from: found 2026-03-01; a date after 2026-03-02",
    ),
    (
        "a bank from an unknown source",
        "use_from: 2026-07-01",
        "use_from: 2026-07-01, source: by",
        "bridge.source: found `by`",
    ),
    ("steering without dates", "decided: every 2 weeks", "decided: continuous", "decided: found a continuous review"),
    (
        "a stock without sources",
        "stock: plant/part",
        "stock: plant/prt",
        "stock: found `plant/prt`, which is none of the stocks; `plant/part`",
    ),
    ("no stock at all", "stock: plant/part\n", "", "bridge: found `bridge` without a stock", "bridge:"),
    (
        "a part in two places",
        "pays: ",
        "parts: {plant/part: {retain: {buy: 0 %}}}\npays: ",
        "retain: found `retain` beside `stock`",
        "retain: {buy: 0 %}\n",
    ),
]


def test_the_schedule_that_is_broken_below_is_sound(world: Scenario, tmp_path: Path) -> None:
    (tmp_path / "gated.yaml").write_text(GATED)
    assert load_schedule(tmp_path / "gated.yaml", scenario=world).stocks == ["plant/part"]


CASES = [*TASKS, *SHARES, *CONDITIONS, *CONTRACTS]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_broken_programme_is_refused_at_its_line(world: Scenario, tmp_path: Path, case: tuple[str, ...]) -> None:
    _, old, new, fragment, *marker = case
    assert GATED.count(old) == 1, f"{old!r} must stand in the schedule once"
    text = GATED.replace(old, new)
    path = tmp_path / "gated.yaml"
    path.write_text(text)
    at = marker[0] if marker else _changed(new)
    line = text[: text.index(at)].count("\n") + 1 if at else GATED[: GATED.index(old)].count("\n") + 1
    with pytest.raises(ConfigError) as raised:
        load_schedule(path, scenario=world)
    faults = raised.value.faults
    assert any(fault.line == line and fragment in str(fault) for fault in faults), f"line {line}:\n{raised.value}"
    assert all(fault.file == str(path) and "parts.plant/part" not in fault.path for fault in faults)


def _changed(new: str) -> str:
    """The last line of a new text: where it is at fault."""
    return new.rpartition("\n")[2]
