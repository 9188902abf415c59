"""Outages on the grid: a two-state Markov chain that is looked at once a day, in the decision step."""

from __future__ import annotations

from backsource.log import Kind
from backsource.simulation.books import Shelf
from backsource.simulation.environment import Rolls
from backsource.simulation.flow.stops import Stop
from backsource.simulation.plan import OutagePlan


class MarkovOutage:
    """Up on the first day, unless a status says how it is; from then on each day it begins or ends with its chance."""

    def __init__(self, plan: OutagePlan, shelf: Shelf, stops: list[Stop], rolls: Rolls, first_day: int) -> None:
        self.name = plan.name
        self.begins, self.ends = plan.begins, plan.ends
        self.shelf, self.stops, self.rolls, self.first_day = shelf, stops, rolls, first_day
        self.down = False
        self.factor = 1.0
        self.known = False

    def look(self, row: int) -> None:
        """The day's draw decides."""
        if row == 0 and not self.known:
            return
        roll = self.rolls.of(row)
        if self.down:
            if roll < self.ends:
                self.down = False
                self.shelf.note(row + self.first_day, Kind.OUTAGE_ENDS, self.name)
                for stop in self.stops:
                    stop.end()
        elif roll < self.begins * self.factor:
            self.down = True
            self.shelf.note(row + self.first_day, Kind.OUTAGE_BEGINS, self.name)
            for stop in self.stops:
                stop.begin()

    def resume(self, *, down: bool) -> None:
        """It stood so yesterday, and is looked at today."""
        self.known, self.down = True, down
        for stop in self.stops if down else ():
            stop.begin()

    def hazard(self, factor: float) -> None:
        """Change the chance to begin from now on."""
        self.factor = factor
