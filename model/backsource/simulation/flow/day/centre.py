"""A work centre on the grid: server time of a day that several lines share, with set-up times."""

from __future__ import annotations

from typing import Protocol

from backsource.simulation.flow.setup import setup_time
from backsource.simulation.source_plans import LinePlan


class Sharer(Protocol):
    """A daily-rate line that shares the centre."""

    plan: LinePlan
    setup_days: float
    length: float

    def capacity(self) -> float:
        """Units a day with everything up."""


class Centre:
    """Working days of the servers, given in the order in which the lines start.

    A line finds the server that it ran on last still set up; else it takes the one that has been left longest. A
    set-up that does not fit into a day goes on the next.
    """

    def __init__(self, servers: int) -> None:
        self.servers = servers
        self.row = -1
        self.left = 0.0
        self.ran = [""] * servers
        self.owing: dict[str, float] = {}

    def grant(self, row: int, line: Sharer, quantity: float) -> float:
        """Units that the time left allows; a change of line costs its set-up first."""
        if row != self.row:
            self.row, self.left = row, float(self.servers)
        if quantity <= 0:
            return 0.0
        time = min(self.left, float(line.plan.machines))
        setup = min(self.change_to(line), time)
        self.owing[line.plan.name] -= setup
        line.setup_days = setup * line.length
        needed = quantity / line.capacity() * line.plan.machines
        used = min(needed, time - setup)
        self.left -= setup + used
        return quantity * used / needed

    def change_to(self, line: Sharer) -> float:
        """Set-up that a line still needs [working days]."""
        name = line.plan.name
        if name in self.ran:
            self.ran.remove(name)
        else:
            self.owing[name] = setup_time(line.plan, self.ran.pop(0)) / line.length
        self.ran.append(name)
        return self.owing[name]
