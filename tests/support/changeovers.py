"""A small changeover for scripted tests: ten parts a day, bought or made, every day worked unless a test says more.

Day 0 is Monday 5 January 2026, so `day(n)` is the date of day n, and days 5 and 6 are a weekend.
"""

import copy
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from backsource.config import Scenario, scenario_from, schedule_from
from backsource.log import Book, Kind, Log
from backsource.simulation import prepare, simulate
from backsource.simulation.plan import Plan

Blocks = dict[str, Any]
START = date(2026, 1, 5)

WORLD: Blocks = {
    "scenario": "small",
    "start": str(START),
    "horizon": "120 days",
    "calendars": {"works": {"week": "mon-fri"}, "movers": {"week": "mon-sat"}},
    "items": {"part": {"unit": "piece"}, "steel": {"unit": "kg", "whole": False}},
    "sites": {"seller": {"kind": "feed"}, "mill": {"kind": "feed"}, "plant": {"kind": "plant"}},
    "stocks": {"plant/part": {"base_stock": "70 pieces", "opening": "50 pieces", "sources": {"buy": 1, "make": 0}}},
    "lanes": {"buy": {"item": "part", "from": "seller", "to": "plant", "promised": "2 days"}},
    "lines": {"make": {"site": "plant", "makes": "part", "rate": "20 pieces/day"}},
    "markets": {"customer": {"item": "part", "from": "plant", "demand": {"per": "day", "mean": "10 pieces"}}},
    "contracts": {"supply": {"with": "seller", "lanes": ["buy"], "notice": {"period": "30 days"}}},
}
QUALIFICATION: Blocks = {
    "prepare": "4 days", "trial": "1 day", "approve": "5 days", "passes": "100 %", "again_after": "6 days",
}  # fmt: skip


def day(number: int) -> str:
    """Date of a day number."""
    return str(START + timedelta(days=number))


def changed(base: Blocks, changes: Mapping[str, Any]) -> Blocks:
    """A copy with other values at dotted paths (`lines.make.rate`); blocks on the way are made where missing."""
    found = copy.deepcopy(base)
    for path, value in changes.items():
        *folders, key = path.split(".")
        place = found
        for folder in folders:
            place = place.setdefault(folder, {})
        place[key] = copy.deepcopy(value)
    return found


def world(**changes: Any) -> Scenario:
    """The small changeover with changes by dotted path (`world(**{"lines.make.rate": ..})`)."""
    return scenario_from(changed(WORLD, changes))


def with_steel(**changes: Any) -> Scenario:
    """The same, made from one kilogram of steel each, which the mill sends in five days."""
    steel = {
        "lanes.steel": {"item": "steel", "from": "mill", "to": "plant", "promised": "5 days"},
        "stocks.plant/steel": {"cover": "3 days of planned use", "opening": "0 kg"},
        "lines.make.bom": {"steel": "1 kg"},
    }
    return world(**{**steel, **changes})


def plan(scenario: Scenario, **schedule: Any) -> Plan:
    """The plan of a schedule; it shifts plant/part where it does not say what."""
    if "parts" not in schedule:
        schedule = {"stock": "plant/part", **schedule}
    return prepare(scenario, schedule_from({"schedule": "test", **schedule}, scenario=scenario))


def run(scenario: Scenario, *, seed: int = 1, replication: int = 0, **schedule: Any) -> Log:
    """One replication."""
    return simulate(plan(scenario, **schedule), seed, replication)


def stay(scenario: Scenario, *, seed: int = 1, replication: int = 0) -> Log:
    """The twin that stays external."""
    return simulate(prepare(scenario), seed, replication)


def happened(log: Log, kind: Kind, subject: str | None = None) -> list[tuple[float, str, float]]:
    """Journal entries of one kind (about one subject): time, subject, quantity."""
    entries = [
        (float(e["time"]), log.subjects[e["subject"]], float(e["quantity"])) for e in log.journal if e["kind"] == kind
    ]
    return [entry for entry in entries if subject is None or entry[1] == subject]


def days(log: Log, kind: Kind, subject: str | None = None) -> list[float]:
    """Days of the journal entries of one kind."""
    return [time for time, _, _ in happened(log, kind, subject)]


def steps(log: Log, source: str, stock: str = "plant/part") -> list[tuple[float, float]]:
    """Day and share of every change of the share of one source."""
    number = log.subjects.index(source)
    return [
        (float(e["time"]), round(float(e["quantity"]), 9)) for e in log.journal
        if e["kind"] == Kind.SHARE_STEP and e["detail"] == number and log.subjects[e["subject"]] == stock
    ]  # fmt: skip


def made(share: int) -> Blocks:
    """A step's shares: so many percent made, the rest bought."""
    return {"make": f"{share} %", "buy": f"{100 - share} %"}


def column(book: Book, name: str, what: str, first: int, last: int) -> list[float]:
    """Days first .. last - 1 of one column."""
    return [float(value) for value in book.of(name, what)[first:last]]


def flow(log: Log) -> bytes:
    """All books, without the journal."""
    return b"".join(book.data.tobytes() for book in (log.stocks, log.lanes, log.lines, log.markets))


def everything(log: Log) -> bytes:
    """All books, the journal and what it points to."""
    return flow(log) + log.journal.tobytes() + repr(log.subjects).encode() + log.environment.encode()
