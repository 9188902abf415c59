"""A work centre off the grid: servers that several lines share, with set-up times between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from backsource.simulation.flow.setup import setup_time
from backsource.simulation.source_plans import LinePlan


class Sharer(Protocol):
    """A line that shares the centre."""

    name: str
    plan: LinePlan

    def look(self) -> None:
        """A server may be free."""


class Centre:
    """Equal servers; each remembers the line it was set up for."""

    def __init__(self, servers: int, lines: Sequence[Sharer]) -> None:
        self.free: list[str] = [""] * servers
        self.held: dict[str, list[float]] = {}
        self.lines = list(lines)
        self.turn = 0

    def claim(self, line: Sharer) -> bool:
        """Take a free server, one that is set up for the line where there is one."""
        if not self.free:
            return False
        before = line.name if line.name in self.free else self.free[0]
        self.free.remove(before)
        self.held.setdefault(line.name, []).append(setup_time(line.plan, before))
        return True

    def setup(self, line: Sharer) -> float:
        """Set-up time of the server that the line has just claimed [days]."""
        return self.held[line.name][-1]

    def release(self, line: Sharer) -> None:
        """Give a server back; the other lines look first, each in its turn, so that none is starved."""
        self.held[line.name].pop(0)
        self.free.append(line.name)
        self.turn = (self.turn + 1) % len(self.lines)
        for other in self.lines[self.turn :] + self.lines[: self.turn]:
            if other is not line:
                other.look()
