"""Where things stand on a day in the middle: read, written, and refused where it cannot be so."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backsource.config import Scenario, Schedule, as_file, load_status, schedule_from, status_from
from backsource.config.reading import page_of
from backsource.config.schema import schema_of
from backsource.config.status import Load, Order
from backsource.errors import ConfigError
from backsource.units import Amount, Span

STATUS = """\
format: 1
status: 2026-08-24
scenario: world
schedule: gated
done: {order: 2026-05-11, fit: 2026-06-22}
running:
  ppap: {began: 2026-06-23, failed: 1, stands: again, since: 2026-08-17}
notices: {supply: 2026-06-29}
extensions: {supply: 1}
stocks:
  plant/part: {on_hand: 1200 pieces, backlog: 0 pieces}
orders: {csv: open.csv}
road:
  - {lane: steel, quantity: 400 kg, shipped: 2026-08-10, due: 2.5 days}
made: {make: 145 pieces}
started: {make: 12 pieces}
opens: {cut: 2026-08-03}
tools: {T2: plant}
staff: {make: 1}
shares:
  plant/part: {make: 25 %, buy: 75 %}
steps: {plant/part: 1}
last_step: {plant/part: 2026-07-20}
closed: [steel]
fine: {lanes: {buy: {held: 5.0}}, tasks: {fit: {began: 140.5}}}
rolled_back: {plant/part: 2026-08-20}
"""

OPEN = """\
lane,line,quantity [piece],ordered,due
buy,,600,2026-08-17,2026-08-31
,make,50,,
"""


@pytest.fixture(scope="module")
def schedule(world: Scenario) -> Schedule:
    return schedule_from(
        {
            "schedule": "gated",
            "stock": "plant/part",
            "tasks": {
                "order": {"brings": {"T2": "plant"}},
                "fit": {"after": ["order"], "takes": "25 working days"},
                "ppap": {"after": ["fit"], "qualifies": "make"},
            },
            "share": [{"date": "2026-07-06", "make": "25 %"}, {"date": "2026-10-01", "make": "100 %"}],
        },
        scenario=world,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "open.csv").write_text(OPEN)
    path = tmp_path / "status.yaml"
    path.write_text(STATUS)
    return path


def test_a_status_says_what_is_true_on_its_day(world: Scenario, schedule: Schedule, file: Path) -> None:
    status = load_status(file, world, schedule)
    assert status.status == date(2026, 8, 24)
    assert status.done == {"order": date(2026, 5, 11), "fit": date(2026, 6, 22)}
    assert (status.running["ppap"].failed, status.running["ppap"].stands) == (1, "again")
    assert status.stocks["plant/part"].on_hand == Amount(1200.0, "piece")
    assert status.road == [
        Load(lane="steel", quantity=Amount(400.0, "kg"), shipped=date(2026, 8, 10), due=Span(2.5)),
    ]
    assert status.shares == {"plant/part": {"make": 0.25, "buy": 0.75}}


def test_a_table_of_orders_becomes_orders(world: Scenario, schedule: Schedule, file: Path) -> None:
    status = load_status(file, world, schedule)
    assert status.orders == [
        Order(lane="buy", quantity=Amount(600.0, "piece"), ordered=date(2026, 8, 17), due=date(2026, 8, 31)),
        Order(line="make", quantity=Amount(50.0, "piece")),
    ]


def test_a_bare_number_in_a_table_is_in_the_unit_of_its_item(world: Scenario, schedule: Schedule, file: Path) -> None:
    (file.parent / "open.csv").write_text("lane,quantity,due\nsteel,80,2026-09-01\nbuy,7 pieces,2026-09-01\n")
    orders = load_status(file, world, schedule).orders
    assert isinstance(orders, list)
    assert [order.quantity for order in orders] == [Amount(80.0, "kg"), Amount(7.0, "piece")]


def test_a_status_says_its_own_file_and_reads_it_back(world: Scenario, schedule: Schedule, file: Path) -> None:
    status = load_status(file, world, schedule)
    assert status_from(as_file(status), world, schedule) == status


def test_the_day_alone_is_a_status_and_means_as_at_the_start(world: Scenario) -> None:
    status = status_from({"status": "2026-03-02"}, world)
    assert (status.done, status.stocks, status.orders, status.road) == ({}, {}, None, None)
    assert as_file(status) == {"format": 1, "status": "2026-03-02"}


def test_no_open_orders_is_not_the_same_as_orders_that_nobody_told(world: Scenario) -> None:
    status = status_from({"status": "2026-03-02", "orders": []}, world)
    assert status.orders == []
    assert as_file(status)["orders"] == []


def test_the_schema_of_a_status_knows_its_keys_and_what_their_absence_means() -> None:
    schema = schema_of("status")
    assert set(page_of(STATUS, "status.yaml").data) <= set(schema["properties"])
    assert schema["required"] == ["status"]
    assert "has not begun" in schema["properties"]["done"]["description"]


BROKEN = [
    ("a day before the start", "status: 2026-08-24", "status: 2025-08-24", "status: found 2025-08-24; a date from"),
    ("a day that is none", "status: 2026-08-24", "status: today", "an ISO date"),
    ("another scenario", "scenario: world", "scenario: wrld", "scenario: found `wrld`; `world`"),
    ("another schedule", "schedule: gated", "schedule: phased", "schedule: found `phased`; `gated`"),
    ("an unknown task", "fit: 2026-06-22", "fitt: 2026-06-22", "done.fitt: found `fitt`, which is none of the tasks"),
    ("a task done tomorrow", "fit: 2026-06-22", "fit: 2026-08-25", "done.fit: found 2026-08-25; a date before"),
    ("done before what comes before", "order: 2026-05-11, ", "", "`fit`, though `order` before it is not done"),
    (
        "running and done",
        "fit: 2026-06-22}",
        "fit: 2026-06-22, ppap: 2026-07-20}",
        "running.ppap: found `ppap`",
        "  ppap",
    ),
    ("running from tomorrow on", "began: 2026-06-23", "began: 2026-08-24", "running.ppap.began: found 2026-08-24"),
    ("failures of what is not tried", "  ppap: {", "  fit: {", "running.fit.failed: found `failed` of a task"),
    ("a phase that is none", "stands: again", "stands: agian", "running.ppap.stands: found agian; `again`"),
    ("an unknown contract", "{supply: 2026-06-29}", "{suply: 2026-06-29}", "notices.suply: found `suply`"),
    ("notice in the future", "{supply: 2026-06-29}", "{supply: 2026-09-29}", "notices.supply: found 2026-09-29"),
    ("more extensions than agreed", "{supply: 1}", "{supply: 3}", "extensions.supply: found 3 times; from 0 to 2"),
    ("an unknown stock", "plant/part: {on_hand", "plant/prt: {on_hand", "stocks.plant/prt: found `plant/prt`"),
    ("kilograms of parts", "on_hand: 1200 pieces", "on_hand: 1200 kg", "stocks.plant/part.on_hand: found `kg`"),
    ("less than nothing", "on_hand: 1200 pieces", "on_hand: -1 pieces", "not below 0"),
    ("an unknown lane", "lane: steel", "lane: stel", "road[0].lane: found `stel`, which is none of the lanes"),
    (
        "goods that were due",
        "due: 2.5 days",
        "due: 2026-08-23",
        "road[0].due: found 2026-08-23, when they have not come",
    ),
    ("goods without a day", ", due: 2.5 days", "", "road[0]: found no `due`"),
    ("an order of nobody", "{csv: open.csv}", "[{quantity: 5 pieces}]", "orders[0]: found none of `lane`, `line`"),
    ("an order of both", "{csv: open.csv}", "[{quantity: 5 pieces, lane: buy, line: make}]", "`lane` and `line`"),
    (
        "a table that is not there",
        "{csv: open.csv}",
        "{csv: opn.csv}",
        "orders.csv: found opn.csv; a CSV file that exists",
    ),
    ("a table outside", "{csv: open.csv}", "{csv: ../../open.csv}", "orders.csv: found ../../open.csv; a file under"),
    ("an unknown line", "{make: 145 pieces}", "{mak: 145 pieces}", "made.mak: found `mak`, which is none of the lines"),
    ("made in another unit", "{make: 145 pieces}", "{make: 145 kg}", "made.make: found `kg`; `piece`"),
    ("a line open tomorrow", "{cut: 2026-08-03}", "{cut: 2026-08-25}", "opens.cut: found 2026-08-25; a date up to"),
    ("a tool at an unknown site", "{T2: plant}", "{T2: plnt}", "tools.T2: found `plnt`, which is none of the sites"),
    ("an unknown tool", "{T2: plant}", "{T9: plant}", "tools.T9: found `T9`, which is none of the tools"),
    ("more people than machines", "staff: {make: 1}", "staff: {make: 3}", "staff.make: found 3 machines; from 0 to 2"),
    ("shares of 90 %", "make: 25 %, buy: 75 %", "make: 15 %, buy: 75 %", "shares that add up to 0.9"),
    ("a share of an unknown source", "make: 25 %, buy", "mke: 25 %, buy", "shares.plant/part.mke: found `mke`"),
    ("more steps than there are", "{plant/part: 1}", "{plant/part: 3}", "steps.plant/part: found 3 steps; from 0 to 2"),
    ("steps of a stock that has none", "{plant/part: 1}", "{annex/gear: 1}", "none of the stocks of the schedule"),
    ("rolled back tomorrow", "{plant/part: 2026-08-20}", "{plant/part: 2026-08-24}", "rolled_back.plant/part: found"),
    ("a last step tomorrow", "{plant/part: 2026-07-20}", "{plant/part: 2026-08-24}", "last_step.plant/part: found"),
    ("a closed lane that is none", "closed: [steel]", "closed: [stel]", "closed[0]: found `stel`", "closed:"),
    ("a run's knowledge of no lane", "{buy: {held: 5.0}}", "{by: {held: 5.0}}", "fine.lanes.by: found `by`", "fine:"),
    ("a run's knowledge of no task", "{fit: {began", "{fitt: {began", "fine.tasks.fitt: found `fitt`", "fine:"),
    ("what a run does not know either", "held: 5.0", "helt: 5.0", "an unknown key", "fine:"),
    ("what is drawn for the truth", "made:", "truth: {}\nmade:", "truth: found an unknown key", "truth"),
]


@pytest.mark.parametrize("case", BROKEN, ids=[case[0] for case in BROKEN])
def test_a_broken_status_is_refused_at_its_line(
    world: Scenario, schedule: Schedule, file: Path, case: tuple[Any, ...]
) -> None:
    _, old, new, fragment, *marker = case
    assert STATUS.count(old) == 1, f"{old!r} must stand in the status once"
    text = STATUS.replace(old, new)
    file.write_text(text)
    at = text.index(marker[0] if marker else new) if marker or new else STATUS.index(old)
    with pytest.raises(ConfigError) as raised:
        load_status(file, world, schedule)
    line = text[:at].count("\n") + 1
    faults = raised.value.faults
    assert any(fault.line == line and fragment in str(fault) for fault in faults), f"line {line}:\n{raised.value}"


TABLES = [
    ("no column for the quantity", "quantity [piece]", "quantities", 1, "no column `quantity`"),
    ("a column that nobody knows", "ordered,due", "ordered,dew", 1, "dew: found an unknown column"),
    ("a lane that nobody knows", "buy,,600", "by,,600", 2, "orders[0].lane: found `by`"),
    ("an order from the future", "2026-08-17", "2026-09-17", 2, "orders[0].ordered: found 2026-09-17"),
    ("no number", "make,50,", "make,many,", 3, "orders[1].quantity: found many"),
    ("a cell too many", "make,50,,", "make,50,,,", 3, "6 cells"),
]


@pytest.mark.parametrize(("old", "new", "line", "fragment"), [t[1:] for t in TABLES], ids=[t[0] for t in TABLES])
def test_a_broken_table_of_orders_is_refused_at_its_line(
    world: Scenario, schedule: Schedule, file: Path, old: str, new: str, line: int, fragment: str
) -> None:
    table = file.parent / "open.csv"
    table.write_text(OPEN.replace(old, new, 1))
    with pytest.raises(ConfigError) as raised:
        load_status(file, world, schedule)
    places = [(Path(fault.file).name, fault.line) for fault in raised.value.faults if fragment in str(fault)]
    assert places == [("open.csv", line)], str(raised.value)
