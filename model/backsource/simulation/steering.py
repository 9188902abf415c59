"""Steering: dates on which gates are looked at, freezes in which no step starts, and what follows for a path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Steering:
    """Meetings and freezes of a schedule; days are numbers since the start."""

    first: float
    """First steering date."""
    every: float
    """Days between them."""
    freezes: tuple[tuple[float, float], ...]
    """First and last day of each freeze, in order."""

    def meeting(self, earliest: float) -> float:
        """The first steering date on or after a day."""
        return self.first + self.every * ceil((earliest - self.first) / self.every - 1e-9)

    def free_day(self, day: float) -> float:
        """The first day from a day on that lies in no freeze."""
        for first, last in self.freezes:
            if first <= day < last + 1:
                day = last + 1
        return day

    def earliest(self, steps: Iterable[tuple[float, bool]], *, now: float | None = None) -> list[float]:
        """Earliest day on which each step can be taken, given (its own day, whether it stands behind a gate).

        Steps come one after the other; a gate opens on a steering date, the earliest on the day after the step
        before it. With *now* the first of the steps is taken, or looked at, on that day whatever its own.
        """
        days: list[float] = []
        for own, gated in steps:
            if now is not None and not days:
                day = now
            else:
                day = max(own, days[-1]) if days else own
                if gated:
                    day = self.meeting(max(own, days[-1] + 1) if days else own)
            days.append(self.free_day(day))
        return days
