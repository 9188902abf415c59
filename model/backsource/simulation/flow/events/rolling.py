"""Day rows for things that change at any instant: a row is written when time first passes its end.

Without a clock there is nobody to close a day, so each thing closes its own days whenever it is
touched, and once more at the end of the run.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import simpy


class Rolling(ABC):
    """Something with one row a day and levels that change at any instant."""

    def __init__(self, env: simpy.Environment, rows: int) -> None:
        self.env = env
        self.rows = rows
        self.row = 0
        self.last = float(env.now)
        self.day_end = self.last + 1.0

    def touch(self) -> None:
        """Bring the integrals up to now, closing the days that are over. Call before any change."""
        now = self.env.now
        if now >= self.day_end:
            self.turn(now)
        if now > self.last:
            self.integrate(now - self.last)
            self.last = now

    def turn(self, now: float) -> None:
        """Close all days that ended by *now*."""
        while now >= self.day_end and self.row < self.rows:
            self.integrate(self.day_end - self.last)
            self.last = self.day_end
            self.write_row(self.row)
            self.row += 1
            self.day_end += 1.0

    def finish_at(self, until: float) -> None:
        """Close the books at the end of the run; a last day that is cut short gets its row too."""
        self.turn(until)
        if self.row < self.rows:
            self.integrate(until - self.last)
            self.last = until
            self.write_row(self.row)
            self.row += 1

    @abstractmethod
    def integrate(self, length: float) -> None:
        """Add the levels over a length of time [days] to the integrals of the day."""

    @abstractmethod
    def write_row(self, row: int) -> None:
        """Write the day and begin the next."""
