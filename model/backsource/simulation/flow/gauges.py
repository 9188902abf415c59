"""What a decision may read of the flow."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, inf, nan

from backsource.log import LINE, STOCK
from backsource.simulation.books import Shelf
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.things import Things


class Gauges:
    """Gauges on one run; they change nothing."""

    def __init__(self, things: Things, shelf: Shelf, behind: int = 0) -> None:
        self.things, self.shelf, self.behind = things, shelf, behind
        self.env, self.first_day = things.env, things.first_day

    def row(self) -> int:
        """Row of today."""
        return floor(self.env.now) - self.first_day

    def knows(self, kind: str, name: str, row: int) -> bool:
        """Whether a planner's row is in the books of a thing; things stand now as they did at the end of yesterday."""
        booked = row - self.behind
        return (kind == "stocks" and booked >= self.row() - 1) or self.shelf.knows(kind, name, booked)

    # ---- stocks
    def cover(self, stock: str) -> float:
        """Days of planned use from tomorrow on that the stock on hand lasts [calendar days]."""
        thing = self.things.stocks[stock]
        left = thing.on_hand
        for days, use in enumerate(thing.plan.use[self.row() + 1 :]):
            if use > left:
                return days + left / use
            left -= use
        return inf

    def on_hand(self, stock: str) -> float:
        """On hand [units]."""
        return self.things.stocks[stock].on_hand

    def at_end_of(self, stock: str, row: int) -> tuple[float, float]:
        """On hand and owed [units] at the end of a planner's row; of yesterday, or the opening, as they stand now."""
        thing = self.things.stocks[stock]
        if row - self.behind >= self.row() - 1:
            return thing.on_hand, thing.owed
        thing.touch()
        booked = self.shelf.past("stocks", stock, [row - self.behind])[0]
        return float(booked[STOCK.index("on_hand")]), float(booked[STOCK.index("owed")])

    def backlog(self, stock: str) -> float:
        """Owed to lanes and markets [units]."""
        return self.things.stocks[stock].owed

    # ---- sources
    def on_order(self, source: str) -> float:
        """On order at a source [units]."""
        return self.things.source(source).on_order

    def made(self, line: str) -> float:
        """Good units made so far."""
        return self.things.lines[line].made_so_far

    def started(self, line: str) -> float:
        """Units started so far."""
        return self.things.lines[line].started_so_far

    def rate(self, line: str) -> float:
        """Rate with everything up, as a share of the mature rate."""
        return self.things.lines[line].speed

    def yield_share(self, line: str) -> float:
        """Share of good units now."""
        return self.things.lines[line].yield_now

    def uptime(self, line: str, days: int) -> float:
        """Share of time up (SEMI E10) in the last *days* finished days; nan without open time.

        A line on the grid knows what its machines did on a day only the next morning, so its last finished day is
        the one before yesterday until its sweep has come.
        """
        last = self.last_row(line)
        share = self.share_over(line, "uptime", [row + self.behind for row in range(max(0, last - days), max(0, last))])
        return nan if share is None else share

    def last_row(self, line: str) -> int:
        """The first row that is not yet in the books of a line."""
        thing = self.things.lines[line]
        if isinstance(thing, Rolling):
            thing.touch()
            return self.row()
        return self.row() - 1

    def share_over(self, line: str, gauge: str, rows: Sequence[int]) -> float | None:
        """Yield, rate or up-time of a line over planner's rows; None where there is nothing to divide by."""
        plan = self.things.lines[line].plan
        booked = self.shelf.past("lines", line, [row - self.behind for row in rows])
        total = dict(zip(LINE, booked.sum(axis=0).tolist(), strict=True))
        up = total["producing"] + total["starved"] + total["blocked"] + total["idle"]
        top, bottom = {
            "yield": (total["good"], total["good"] + total["scrap"]),
            "rate": (total["could"], plan.rate * len(rows)),
            "uptime": (up, up + total["down"] + total["setup"]),
        }[gauge]
        return top / bottom if bottom > 0 else None
