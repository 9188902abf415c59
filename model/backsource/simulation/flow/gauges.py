"""What a decision may read of the flow."""

from __future__ import annotations

from typing import Any

from backsource.simulation.books import Shelf
from backsource.simulation.flow.events.rolling import Rolling


class Gauges:
    """Gauges on one run; they change nothing."""

    def __init__(self, things: Any, shelf: Shelf) -> None:
        self.shelf = shelf
        self.stocks, self.lines, self.lanes = things.stocks, things.lines, things.lanes
        self.env, self.first_day = things.env, things.first_day

    def cover(self, stock: str) -> float:
        """Days of planned use from tomorrow on that the stock on hand lasts [calendar days]."""
        thing = self.stocks[stock]
        left = thing.on_hand
        first = int(self.env.now) - self.first_day + 1
        for days, use in enumerate(thing.plan.use[first:]):
            if use > left:
                return float(days + left / use)
            left -= use
        return float("inf")

    def on_hand(self, stock: str) -> float:
        """On hand [units]."""
        return float(self.stocks[stock].on_hand)

    def backlog(self, stock: str) -> float:
        """Owed to lanes and markets [units]."""
        return float(self.stocks[stock].owed)

    def on_order(self, source: str) -> float:
        """On order at a source [units]."""
        return float((self.lanes.get(source) or self.lines[source]).on_order)

    def made(self, line: str) -> float:
        """Good units made so far."""
        return float(self.lines[line].made_so_far)

    def started(self, line: str) -> float:
        """Units started so far."""
        return float(self.lines[line].started_so_far)

    def rate(self, line: str) -> float:
        """Rate with everything up, as a share of the mature rate."""
        return float(self.lines[line].speed)

    def yield_share(self, line: str) -> float:
        """Share of good units now."""
        return float(self.lines[line].yield_now)

    def at_end_of(self, stock: str, row: int) -> tuple[float, float]:
        """On hand and owed [units] at the end of a row; of yesterday, or of the opening, as things stand now."""
        thing = self.stocks[stock]
        if row >= int(self.env.now) - self.first_day - 1:
            return float(thing.on_hand), float(thing.owed)
        thing.touch()
        book = self.shelf.book("stocks")
        return float(book.of(stock, "on_hand")[row]), float(book.of(stock, "owed")[row])

    def share_over(self, line: str, gauge: str, rows: list[int]) -> float | None:
        """Yield, rate or uptime of a line over rows of the books; None where there is nothing to divide by."""
        thing, book = self.lines[line], self.shelf.book("lines")
        if isinstance(thing, Rolling):
            thing.touch()
        columns = ("good", "scrap", "could", "down", "setup", "closed")
        total = {name: float(book.of(line, name)[rows].sum()) for name in columns}
        machines = thing.plan.machines * len(rows)
        top, bottom = {
            "yield": (total["good"], total["good"] + total["scrap"]),
            "rate": (total["could"], thing.plan.rate * len(rows)),
            "uptime": (machines - total["closed"] - total["down"] - total["setup"], machines - total["closed"]),
        }[gauge]
        return top / bottom if bottom > 0 else None
