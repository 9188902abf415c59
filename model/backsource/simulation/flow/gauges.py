"""What a decision may read of the flow."""

from __future__ import annotations

from typing import Any

from backsource.simulation.books import Shelf


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
                return days + left / use
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

    def share_over(self, line: str, gauge: str, rows: list[int]) -> float | None:
        """Yield, rate or uptime of a line over rows of the books; None where there is nothing to divide by."""
        thing, book = self.lines[line], self.shelf.book("lines")
        total = {name: float(book.of(line, name)[rows].sum()) for name in ("good", "scrap", "could", "down", "closed")}
        machines = thing.plan.machines * len(rows)
        top, bottom = {
            "yield": (total["good"], total["good"] + total["scrap"]),
            "rate": (total["could"], thing.plan.rate * len(rows)),
            "uptime": (machines - total["closed"] - total["down"], machines - total["closed"]),
        }[gauge]
        return top / bottom if bottom > 0 else None

    def worked_cover(self, stock: str, worked: tuple[bool, ...]) -> float:
        """Worked days of planned use from tomorrow on that the stock on hand lasts."""
        thing, days = self.stocks[stock], 0.0
        left, row = thing.on_hand - thing.owed, int(self.env.now) - self.first_day + 1
        while row < len(thing.plan.use) and row < len(worked):
            use = thing.plan.use[row]
            if use > 0 and use >= left:
                return days + max(0.0, left) / use
            left -= use
            days += worked[row]
            row += 1
        return float("inf")

    def backlog_days(self, stock: str, row: int, worked: tuple[bool, ...]) -> float:
        """Backlog at the end of a row in worked days of mean planned use."""
        use = self.stocks[stock].plan.use
        rows = range(row, min(row + WEEKS, len(use)))
        mean = sum(use[i] for i in rows) / max(1, sum(worked[i] for i in rows))
        owed = float(self.shelf.book("stocks").of(stock, "owed")[row])
        return owed / mean if mean else 0.0

    def normal_stock(self, stock: str) -> float:
        """What a stock that orders by cover would hold today without a bank: its level less the pipeline."""
        thing, row = self.stocks[stock], int(self.env.now) - self.first_day
        level = thing.targets[row] if thing.targets else thing.target
        return max(0.0, float(level) - float(thing.on_order()))


WEEKS = 28
"""Days over which planned use is averaged."""
