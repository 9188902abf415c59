"""Small scenarios for tests: one item `x`, a Monday start, whatever else a test names."""

from collections.abc import Mapping
from typing import Any

from backsource.config import Scenario, Schedule, scenario_from, schedule_from
from backsource.log import Book, Kind, Log
from backsource.simulation import prepare, simulate

MONDAY = "2026-01-05"
Blocks = dict[str, Any]


def world(**blocks: Any) -> Blocks:
    """A scenario as a file would say it: twenty days from a Monday, one item counted in pieces."""
    return {"scenario": "test", "start": MONDAY, "horizon": "20 days", "items": {"x": {"unit": "piece"}}, **blocks}


def scenario(**blocks: Any) -> Scenario:
    """The same, read."""
    return scenario_from(world(**blocks))


def pieces(*numbers: float) -> list[str]:
    """Listed quantities."""
    return [f"{number!r} pieces" for number in numbers]


def shop(
    stock: Mapping[str, Any],
    demand: list[float],
    *,
    lane: Mapping[str, Any] | None = None,
    market: Mapping[str, Any] | None = None,
    **blocks: Any,
) -> Blocks:
    """One stock `shop/x`, fed by the lane `in` from a feed (lead time 2 days), asked by the market `m`."""
    return world(
        sites={"mill": {"kind": "feed"}, "shop": {"kind": "depot"}} | blocks.pop("sites", {}),
        stocks={"shop/x": dict(stock)} | blocks.pop("stocks", {}),
        lanes={"in": {"item": "x", "from": "mill", "to": "shop", "promised": "2 days", **(lane or {})}}
        | blocks.pop("lanes", {}),
        markets={"m": {"item": "x", "from": "shop", "demand": {"listed": pieces(*demand)}, **(market or {})}}
        | blocks.pop("markets", {}),
        **blocks,
    )


def chain(**blocks: Any) -> Blocks:
    """Mill, store, plant, shop in a row (lead times 3, 2 and 2 days), with Poisson demand of 10 a day at the shop."""
    return world(
        sites={"mill": {"kind": "feed"}} | {name: {"kind": "depot"} for name in ("store", "plant", "shop")},
        stocks={
            "store/x": {"base_stock": "46 pieces"},
            "plant/x": {"base_stock": "34 pieces"},
            "shop/x": {"base_stock": "36 pieces"},
        },
        lanes={
            "in": {"item": "x", "from": "mill", "to": "store", "promised": "3 days"},
            "up": {"item": "x", "from": "store", "to": "plant", "promised": "2 days"},
            "out": {"item": "x", "from": "plant", "to": "shop", "promised": "2 days"},
        },
        markets={
            "m": {
                "item": "x",
                "from": "shop",
                "demand": {"per": "day", "amount": {"family": "poisson", "mean": "10 pieces"}},
            }
        },
        **blocks,
    )


def run(
    given: Scenario | Blocks,
    schedule: Schedule | Blocks | None = None,
    *,
    seed: int = 1,
    replication: int = 0,
    timetable: str = "plant",
) -> Log:
    """One replication."""
    read = given if isinstance(given, Scenario) else scenario_from(given)
    if isinstance(schedule, dict):
        schedule = schedule_from({"schedule": "test", **schedule}, scenario=read)
    return simulate(prepare(read, schedule, timetable=timetable), seed, replication)


def book_bytes(log: Log) -> tuple[bytes, ...]:
    """Everything a run has left behind, as bytes."""
    books = (log.stocks, log.lanes, log.lines, log.markets)
    return (
        *(book.data.tobytes() for book in books),
        log.journal.tobytes(),
        *(log.prices[name].tobytes() for name in sorted(log.prices)),
        repr(sorted(log.drawn.items())).encode(),
        log.environment.encode(),
    )


def first(book: Book, name: str, column: str, days: int) -> list[float]:
    """The first days of one column of one thing."""
    return [float(value) for value in book.of(name, column)[:days]]


def happened(log: Log, kind: Kind) -> list[tuple[float, str, float]]:
    """Journal entries of one kind: time, subject, quantity."""
    entries = log.journal[log.journal["kind"] == kind]
    return [(float(e["time"]), log.subjects[e["subject"]], float(e["quantity"])) for e in entries]
