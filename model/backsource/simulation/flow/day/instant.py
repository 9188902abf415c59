"""A line on the grid that takes no time: it makes what it can before its stock is served."""

from __future__ import annotations

from backsource.simulation.books import Shelf
from backsource.simulation.environment import Rolls
from backsource.simulation.flow.making import Making
from backsource.simulation.source_plans import LinePlan


class InstantLine(Making):
    """Makes what orders and material allow in the goods sweep."""

    def __init__(self, plan: LinePlan, shelf: Shelf, rolls: Rolls) -> None:
        super().__init__(plan, shelf)
        self.rolls = rolls

    def run(self, row: int) -> None:
        """Make at once."""
        quantity = self.makeable()
        if quantity > 0:
            self.consume(quantity)
            self.deliver(quantity, self.rolls.of(row) if self.yield_now < 1.0 else 0.0)

    def halt(self) -> None:
        """An outage begins; nothing is in process."""

    def resume(self) -> None:
        """The last outage has ended."""
