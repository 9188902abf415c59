"""Working time: how long work takes on a calendar that stands still on nights off, weekends and holidays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, floor, inf

TINY = 1e-9
"""Rounding that is forgiven: what ends within it of a morning ends on that morning."""


@dataclass(frozen=True, slots=True)
class WorkTime:
    """Worked days of those who do something, row by row, far beyond the horizon.

    An instant lies `W(t)` worked days after the first row; within a worked day it grows evenly, so that lengths
    with a fraction add up without being rounded one by one.
    """

    first_day: int
    total: tuple[int, ...]
    """Worked days before each row; one more entry than rows."""

    @classmethod
    def of(cls, worked: Iterable[bool], first_day: int) -> WorkTime:
        """From one flag a row."""
        return cls(first_day, (0, *accumulate(int(flag) for flag in worked)))

    def is_worked(self, row: int) -> bool:
        """Whether a row is worked; none is beyond the last."""
        return 0 <= row < len(self.total) - 1 and self.total[row + 1] > self.total[row]

    def after(self, day: float, length: float, *, working: bool = True) -> float:
        """The instant at which *length* days of work, or plain days, are over that begin at *day*.

        A negative length counts back. What cannot end within the rows ends at infinity.
        """
        if not working or length == 0 or day in (inf, -inf):
            return snapped(day + length)
        row = floor(day) - self.first_day
        if row < 0:
            return self.after(float(self.first_day), length)
        if row >= len(self.total) - 1:
            return inf
        done = self.total[row] + (self.total[row + 1] - self.total[row]) * (day - floor(day))
        goal = done + length
        found = bisect_left(self.total, goal - TINY)
        if found >= len(self.total):
            return inf
        part = goal - self.total[found - 1] if found else 0.0
        return snapped(self.first_day + max(0, found - 1) + part) if found else float(self.first_day)

    def length(self, begin: float, end: float, *, working: bool = True) -> float:
        """Days of work, or plain days, from *begin* to *end*; the inverse of `after`."""
        if not working or end <= begin:
            return max(0.0, end - begin)
        return self.done_by(end) - self.done_by(begin)

    def done_by(self, day: float) -> float:
        """Worked days from the first row to an instant."""
        row = min(max(0, floor(day) - self.first_day), len(self.total) - 1)
        if not self.is_worked(row) or day < self.first_day:
            return float(self.total[row])
        return self.total[row] + (day - floor(day))

    def last_rows(self, row: int, count: int) -> Iterator[int]:
        """The last worked rows up to a row, latest first; fewer than *count* where the run is younger."""
        while row >= 0 and count > 0:
            if self.is_worked(row):
                yield row
                count -= 1
            row -= 1

    def between(self, first: int, last: int) -> int:
        """Worked days of the rows first .. last - 1."""
        end = len(self.total) - 1
        return self.total[min(last, end)] - self.total[min(first, end)]


def snapped(instant: float) -> float:
    """The instant, or the morning it misses by rounding only."""
    whole = round(instant) if abs(instant) < inf else instant
    return float(whole) if abs(instant - whole) < TINY else instant


def morning(instant: float) -> float:
    """The first morning on or after an instant: what is learnt at 10.37 acts at 11."""
    return float(ceil(instant - TINY)) if abs(instant) < inf else instant
