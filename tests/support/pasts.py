"""Histories made by a model itself, as folders of CSV files."""

import copy
import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from builders import world

from backsource.config import Scenario
from backsource.log import Log
from backsource.simulation import prepare, simulate

SHOP: dict[str, Any] = {
    "horizon": "800 days",
    "sites": {"mill": {"kind": "feed"}, "shop": {"kind": "depot"}},
    "stocks": {"shop/x": {"base_stock": "650 pieces", "opening": "200 pieces", "on_order": "360 pieces"}},
    "lanes": {
        "in": {
            "item": "x", "from": "mill", "to": "shop", "promised": "3 days", "cross": False,
            "late": {"chance": 0.3, "by": {"mean": "2 days", "cv": 1.0}},
        }
    },
    "markets": {"m": {"item": "x", "from": "shop", "demand": {"per": "day", "mean": "100 pieces", "cv": 0.2}}},
}  # fmt: skip
"""A shop that asks for 100 a day and is fed within three days, sometimes later; it runs short now and then."""


def shop(**blocks: Any) -> dict[str, Any]:
    """The shop as a file would say it."""
    return world(**copy.deepcopy({**SHOP, **blocks}))


def write(folder: Path, name: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> Path:
    """One CSV file."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
    return folder


def made(
    folder: Path, scenario: Scenario, *, seed: int, replication: int = 0, first: int = 60, weeks: int = 52,
    receipts: bool = True,
) -> Path:  # fmt: skip
    """The history of a replication, counted first at the close of day *first*, then for so many weeks."""
    log = simulate(prepare(scenario), seed, replication)
    days = range(first, first + 7 * weeks + 1)

    def day(number: int) -> date:
        return scenario.start + timedelta(days=number)

    def owed(stock: str, number: int) -> str:
        markets = [name for name, one in scenario.markets.items() if f"{one.origin}/{one.item}" == stock]
        return f"{sum(log.markets.of(name, 'owed')[number] for name in markets):.12g}" if markets else ""

    market = {
        name: {column: log.markets.of(name, column) for column in ("demand", "short")} for name in log.markets.names
    }
    write(
        folder, "demand.csv", ("date", "market", "quantity"),
        [(day(n), name, f"{found['demand'][n]:.12g}") for name, found in market.items() for n in days[1:]],
    )  # fmt: skip
    write(
        folder, "deliveries.csv", ("date", "market", "due", "on_time"),
        [
            (day(n), name, f"{found['demand'][n]:.12g}", f"{found['demand'][n] - found['short'][n]:.12g}")
            for name, found in market.items() for n in days[1:]
        ],
    )  # fmt: skip
    write(
        folder, "stock.csv", ("date", "stock", "on_hand", "backlog"),
        [
            (day(n), name, f"{log.stocks.of(name, 'on_hand')[n]:.12g}", owed(name, n))
            for name in scenario.stocks for n in days
        ],
    )  # fmt: skip
    if receipts:
        rows = [
            (day(n), lane, f"{got:.12g}", day(asked))
            for lane in log.lanes.names
            for n, got, asked in ordered(log, lane, days)
        ]
        write(folder, "receipts.csv", ("date", "lane", "quantity", "ordered"), rows)
    return folder


def ordered(log: Log, lane: str, days: range) -> list[tuple[int, float, int]]:
    """Receipts of a lane with the days of their orders, first ordered first received: (day, quantity, ordered)."""
    book = log.lanes
    orders = [[n, float(quantity)] for n, quantity in enumerate(book.of(lane, "ordered")) if quantity > 0]
    before = float(book.of(lane, "on_order")[0] + book.of(lane, "received")[0] - book.of(lane, "ordered")[0])
    queue = ([[-1, before]] if before > 0 else []) + orders
    found = []
    for n, got in enumerate(book.of(lane, "received")):
        left = float(got)
        while left > 1e-9:
            taken = min(left, queue[0][1])
            if n in days[1:]:
                found.append((n, taken, int(queue[0][0])))
            left -= taken
            queue[0][1] -= taken
            if queue[0][1] <= 1e-9:
                queue.pop(0)
    return found
