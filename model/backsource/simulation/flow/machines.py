"""Machines of a daily-rate line that fail and are repaired, evaluated over a working window.

Failures depend on nothing but the machine's own draws and how long it works, so a day is evaluated in
one piece afterwards: no process a machine, no event a failure. (Servers off the grid fail at their own
instants: `events/server.py`.) Failures in operating time age while the machine works; failures in calendar
time happen at instants fixed by their draws. Work resumes after a repair (preempt-resume).
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from backsource.simulation.environment import Draws

INSTANT = 1e-12
Note = Callable[[float, bool], None]


class Mode:
    """One way in which one machine fails."""

    __slots__ = ("draws", "life", "number", "operating", "whole")

    def __init__(self, operating: bool, draws: Draws, now: float) -> None:
        self.operating = operating
        self.draws = draws
        self.number = 0
        self.begin(now)

    def begin(self, now: float) -> None:
        """It is up, and its next failure drawn; `whole` keeps where the wait began."""
        drawn = self.draws.up()
        self.life, self.whole = (drawn, drawn) if self.operating else (now + drawn, now)

    def resume(self, now: float, *, number: int, lasted: float, left: float | None) -> None:
        """Go on after so many failures, as long as it has lasted already."""
        self.number = number
        for turns, count in ((self.draws.up_turns, number), (self.draws.down_turns, number)):
            turns.rewind()
            turns.skip(count)
        if self.operating:
            self.whole = self.draws.up_turns.resume(lasted)
            self.life = self.whole - lasted
        else:
            self.whole = lasted
            self.life = lasted + self.draws.up_turns.resume(now - lasted)
        if left is not None:
            self.life = left

    def lasted(self) -> float:
        """How long the machine has worked since it was mended; for failures in calendar time, since when it is up."""
        return self.whole - self.life if self.operating else self.whole

    def until(self, now: float) -> float:
        """Time from *now* to the next failure if the machine works all the time."""
        return self.life if self.operating else max(0.0, self.life - now)


class Machine:
    """One server with its failure modes; all must be up."""

    __slots__ = ("failed", "modes", "note", "up_at")

    def __init__(self, modes: list[Mode], note: Note, now: float) -> None:
        self.modes = modes
        self.note = note
        self.up_at = now
        self.failed: tuple[int, float] = (0, now)

    def resume(self, now: float, up_at: float | None, down: tuple[int, float] | None) -> None:
        """Be up, or down until its repair is over: when that is known, or as long as such a one lasts."""
        self.up_at = now
        if up_at is not None:
            self.up_at = up_at
        elif down is not None:
            way, failed = self.failed = down
            turns = self.modes[way].draws.down_turns
            turns.rewind()
            turns.skip(self.modes[way].number - 1)
            self.up_at = failed + turns.resume(now - failed)
        if down is not None:
            self.failed = down
            self.note(self.up_at, False)

    def work(self, begin: float, end: float, need: float) -> tuple[float, float]:
        """Work up to *need* days of operation within [begin, end): (time worked, time down) [days]."""
        now, worked = begin, 0.0
        down = max(0.0, min(self.up_at, end) - begin)
        now = max(now, self.up_at)
        while now < end:
            self.age_to(now)
            if self.up_at > now:
                down += min(self.up_at, end) - now
                now = self.up_at
                continue
            if worked >= need:
                next_fault = min((m.until(now) for m in self.modes if not m.operating), default=inf)
                now = min(end, now + next_fault)
                continue
            step = min(min((m.until(now) for m in self.modes), default=inf), need - worked, end - now)
            now += step
            worked += step
            for mode in self.modes:
                if mode.operating:
                    mode.life -= step
        return worked, down

    def age_to(self, now: float) -> None:
        """Begin (and, for those long past, end) every repair whose failure has come by *now*."""
        for way, mode in enumerate(self.modes):
            while mode.until(now) <= INSTANT and (not mode.operating or self.up_at <= now):
                failed = now if mode.operating else mode.life
                repaired = failed + mode.draws.down()
                if repaired > self.up_at:
                    self.up_at, self.failed = repaired, (way, failed)
                mode.number += 1
                mode.begin(repaired)
                self.note(failed, True)
                self.note(repaired, False)
