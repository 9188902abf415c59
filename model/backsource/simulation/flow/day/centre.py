"""A work centre on the grid: server time of a day that several lines share, with set-up times."""

from __future__ import annotations

from math import floor
from typing import Protocol

from backsource.simulation.flow.setup import setup_time
from backsource.simulation.plan import LinePlan


class Sharer(Protocol):
    """A daily-rate line that shares the centre."""

    plan: LinePlan
    setup_days: float

    def capacity(self) -> float:
        """Units a day with everything up."""


class Centre:
    """Server-days of one day, given in the order in which the lines start."""

    def __init__(self, servers: int) -> None:
        self.servers = servers
        self.row = -1
        self.left = 0.0
        self.last = ""

    def grant(self, row: int, line: Sharer, quantity: float) -> float:
        """Units that the time left allows; a change of line costs its set-up first."""
        if row != self.row:
            self.row, self.left = row, float(self.servers)
        if quantity <= 0:
            return 0.0
        setup = min(setup_time(line.plan, self.last), self.left)
        line.setup_days = setup
        self.left -= setup
        self.last = line.plan.name
        needed = quantity / line.capacity() * line.plan.machines
        share = min(1.0, self.left / needed)
        self.left -= needed * share
        granted = quantity * share
        return float(floor(granted + 1e-9)) if line.plan.whole else granted
