"""Tasks, tools and contracts that cannot be so are refused at their line."""

from pathlib import Path

import pytest
from programmes import GATED, refused

from backsource.config import Scenario, load_schedule

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


def test_the_schedule_that_is_broken_here_is_sound(world: Scenario, tmp_path: Path) -> None:
    (tmp_path / "gated.yaml").write_text(GATED)
    assert load_schedule(tmp_path / "gated.yaml", scenario=world).stocks == ["plant/part"]


CASES = [*TASKS, *CONTRACTS]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_broken_programme_is_refused_at_its_line(world: Scenario, tmp_path: Path, case: tuple[str, ...]) -> None:
    refused(world, tmp_path, case)
