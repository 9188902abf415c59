"""A daily-rate line that feeds a stock off the grid: ordered at any instant, it starts and completes in the sweeps."""

from __future__ import annotations

from math import inf

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.environment import Rolls
from backsource.simulation.flow.day.line import RateLine
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.machines import Machine
from backsource.simulation.source_plans import LinePlan


class RatedLine(Rolling, RateLine):
    """Its day ends at midnight, not in the sweep, since it takes orders until then."""

    def __init__(
        self,
        plan: LinePlan,
        shelf: Shelf,
        env: simpy.Environment,
        machines: list[Machine],
        rolls: Rolls,
        faults: list[Rolls],
    ) -> None:
        Rolling.__init__(self, env, shelf.rows)
        RateLine.__init__(self, plan, shelf, env, machines, rolls, faults)

    def order(self, row: int, quantity: float) -> None:
        """Take an order."""
        self.touch()
        RateLine.order(self, row, quantity)

    def cancel(self, row: int, at_most: float = inf) -> float:
        """Cancel what has not been started."""
        self.touch()
        return RateLine.cancel(self, row, at_most)

    def complete(self, row: int) -> None:
        """The morning after."""
        self.touch()
        RateLine.complete(self, row)

    def start(self, row: int) -> None:
        """Take in the work of the day."""
        self.touch()
        RateLine.start(self, row)

    def integrate(self, length: float) -> None:
        """What the machines did is known the next morning."""

    def write_row(self, row: int) -> None:
        """Write the day."""
        RateLine.close(self, row)

    def finish_at(self, until: float) -> None:
        """Close the books at the end of the run."""
        Rolling.finish_at(self, until)
        RateLine.finish_at(self, until)
