"""What a decision may read of the flow."""

from __future__ import annotations

from typing import Any


class Gauges:
    """Gauges on one run; they change nothing."""

    def __init__(self, things: Any) -> None:
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
