"""Outages that begin and end at any instant: a renewal process or a list.

A hazard that reacts to decisions compares the accumulated hazard with the k-th threshold: when the
factor changes in mid-wait, what is left of the threshold is waited for at the new pace.
"""

from __future__ import annotations

import simpy

from backsource.log import Kind
from backsource.simulation.books import Shelf
from backsource.simulation.environment import Draws
from backsource.simulation.flow.events.timing import Due, after, at
from backsource.simulation.flow.stops import Stop

Spells = tuple[tuple[float, float], ...]


class Outage:
    """Stops and frees what it hits."""

    def __init__(self, name: str, env: simpy.Environment, shelf: Shelf, stops: list[Stop]) -> None:
        self.name, self.env, self.shelf, self.stops = name, env, shelf, stops
        self.draws: Draws | None = None
        self.factor = 1.0
        self.left = 0.0
        self.since = float(env.now)
        self.alarm: Due | None = None
        self.up = True
        self.number = 0

    # ---- a renewal process
    def renewal(self, draws: Draws) -> None:
        """Up and down in turn, up at the start."""
        self.draws = draws
        self.wait(draws.up())

    def resume(self, draws: Draws, *, down: bool, since: float, number: int) -> None:
        """Go on from a day in the middle: up or down since then, after so many outages."""
        self.draws, self.number, self.up = draws, number, not down
        draws.up_turns.skip(number + down)
        draws.down_turns.skip(number)
        if down:
            self.since = since
            self.stop()
            at(self.env, since + draws.down_turns.resume(self.env.now - since), self.is_over)
            return
        threshold = draws.up_turns.resume(self.env.now - since)
        self.left, self.since = threshold, since
        self.alarm = at(self.env, since + threshold, self.strikes)

    def wait(self, threshold: float) -> None:
        """Wait until the accumulated hazard reaches the threshold."""
        self.left, self.since = threshold, self.env.now
        self.alarm = after(self.env, threshold / self.factor, self.strikes) if self.factor > 0 else None

    def hazard(self, factor: float) -> None:
        """Change the hazard from now on."""
        used, self.factor = (self.env.now - self.since) * self.factor, factor
        if self.draws is not None and self.up:
            self.wait(max(0.0, self.left - used))

    def strikes(self, event: Due) -> None:
        """The threshold is reached, unless the hazard has changed meanwhile; one without length changes nothing."""
        if self.alarm is not event or self.draws is None:
            return
        length = self.draws.down()
        if length > 0:
            self.up, self.since = False, self.env.now
            self.begin(length)
            after(self.env, length, self.is_over)
        else:
            self.number += 1
            self.wait(self.draws.up())

    def is_over(self, event: Due) -> None:
        """One outage is over; the wait for the next begins."""
        self.end()
        self.up = True
        self.number += 1
        if self.draws is not None:
            self.wait(self.draws.up())

    # ---- a list
    def listed(self, spells: Spells, *, resumed: bool = False) -> None:
        """At listed times, counted in days from the start; what is over before the first day is past."""
        for start, end in joined(spells):
            if resumed and start < self.env.now <= end:
                self.stop()
                at(self.env, end, self.goes)
            elif end > self.env.now:
                at(self.env, start, self.comes, end - max(start, self.env.now))
                at(self.env, end, self.goes)

    def comes(self, event: Due) -> None:
        """A listed outage begins."""
        self.begin(event.value)

    def goes(self, event: Due) -> None:
        """A listed outage ends."""
        self.end()

    # ---- both
    def begin(self, length: float) -> None:
        """An outage begins."""
        self.shelf.note(self.env.now, Kind.OUTAGE_BEGINS, self.name, length)
        self.stop()

    def stop(self) -> None:
        """What it hits stands still."""
        for stop in self.stops:
            stop.begin()

    def end(self) -> None:
        """It is over."""
        self.shelf.note(self.env.now, Kind.OUTAGE_ENDS, self.name)
        for stop in self.stops:
            stop.end()


def joined(spells: Spells) -> list[tuple[float, float]]:
    """First and last instants of spells, those that overlap or touch made one: nothing slips through between them."""
    found: list[tuple[float, float]] = []
    for start, length in sorted(spells):
        if length <= 0:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], start + length))
        else:
            found.append((start, start + length))
    return found
