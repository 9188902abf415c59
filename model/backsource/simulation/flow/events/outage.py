"""Outages that begin and end at any instant: a renewal process or a list.

A hazard that reacts to decisions compares the accumulated hazard with the k-th threshold: when the
factor changes in mid-wait, what is left of the threshold is waited for at the new pace.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from backsource.log import Kind
from backsource.simulation.books import Shelf
from backsource.simulation.environment import Draws
from backsource.simulation.flow.stops import Stop


FOREVER = 1e12


class Outage:
    """Stops and frees what it hits."""

    def __init__(self, name: str, env: simpy.Environment, shelf: Shelf, stops: list[Stop]) -> None:
        self.name, self.env, self.shelf, self.stops = name, env, shelf, stops
        self.factor = 1.0
        self.process: simpy.Process | None = None
        self.waiting = False

    def begin(self, length: float) -> None:
        """An outage begins."""
        self.shelf.note(self.env.now, Kind.OUTAGE_BEGINS, self.name, length)
        for stop in self.stops:
            stop.begin()

    def end(self) -> None:
        """It is over."""
        self.shelf.note(self.env.now, Kind.OUTAGE_ENDS, self.name)
        for stop in self.stops:
            stop.end()

    def last(self, length: float) -> Generator[simpy.Event, Any, None]:
        """One outage; one without length changes nothing."""
        if length <= 0:
            return
        self.begin(length)
        yield self.env.timeout(length)
        self.end()

    def renewal(self, draws: Draws) -> Generator[simpy.Event, Any, None]:
        """Up and down in turn, up at the start."""
        while True:
            yield from self.wait(draws.up())
            yield from self.last(draws.down())

    def wait(self, threshold: float) -> Generator[simpy.Event, Any, None]:
        """Wait until the accumulated hazard reaches the threshold."""
        while threshold > 0:
            begun, factor = self.env.now, self.factor
            self.waiting = True
            try:
                yield self.env.timeout(threshold / factor if factor > 0 else FOREVER)
                return
            except simpy.Interrupt:
                threshold -= (self.env.now - begun) * factor
            finally:
                self.waiting = False

    def listed(self, spells: tuple[tuple[float, float], ...]) -> Generator[simpy.Event, Any, None]:
        """At listed times, counted in days from the start."""
        for start, length in spells:
            if start + length > self.env.now:
                length -= max(0.0, self.env.now - start)
                yield self.env.timeout(max(0.0, start - self.env.now))
                yield from self.last(length)

    def hazard(self, factor: float) -> None:
        """Change the hazard from now on."""
        self.factor = factor
        if self.process is not None and self.waiting:
            self.process.interrupt()
