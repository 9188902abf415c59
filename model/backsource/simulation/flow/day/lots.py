"""A stock that keeps lots apart: shelf life, quarantine, where a unit came from.

Lots are used first in, first out. What is in quarantine is not on hand until it is released.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from backsource.log import Kind
from backsource.simulation.books import Shelf
from backsource.simulation.flow.day.stock import Stock
from backsource.simulation.plan import StockPlan


@dataclass(slots=True)
class Lot:
    """Goods of one source and day."""

    quantity: float
    source: str
    made_on: int


class LotStock(Stock):
    """A stock as a queue of lots."""

    def __init__(self, plan: StockPlan, shelf: Shelf) -> None:
        super().__init__(plan, shelf)
        self.shelf, self.first_day = shelf, shelf.first_day
        self.lots: deque[Lot] = deque([Lot(plan.opening, "opening", 0)] if plan.opening else [])
        self.locked: list[Lot] = []
        self.taken: list[Lot] = []
        self.today = self.taken_on = 0

    def receive(self, row: int) -> None:
        """Let in what has arrived; throw away what has passed its shelf life."""
        self.today = row
        super().receive(row)
        self.throw_away()

    def throw_away(self) -> None:
        """What has passed its shelf life is spoilt."""
        spoilt = 0.0
        while self.lots and self.today - self.lots[0].made_on >= self.plan.shelf_life:
            spoilt += self.lots.popleft().quantity
        if spoilt:
            self.on_hand -= spoilt
            self.position -= spoilt
            self.spoilt += spoilt
            self.shelf.note(self.today + self.first_day, Kind.SPOILT, self.name, spoilt)

    def enter(self, quantity: float, source: str) -> None:
        """Goods from a lane make a lot."""
        super().enter(quantity, source)
        self.lots.append(Lot(quantity, source, self.today))

    def finish(self, quantity: float, beyond: float, source: str) -> None:
        """Goods from a line make a lot."""
        super().finish(quantity, beyond, source)
        if quantity > 0:
            self.lots.append(Lot(quantity, source, self.today))

    def draw(self, quantity: float) -> None:
        """A line takes the oldest lots, or gives back the youngest of those taken, which are no younger for it."""
        super().draw(quantity)
        if quantity < 0:
            self.put_back(-quantity)
            self.throw_away()
            return
        if self.taken_on != self.today:
            self.taken, self.taken_on = [], self.today
        self.taken += self.take_lots(quantity)

    def put_back(self, quantity: float) -> None:
        """What lines took is among the oldest again."""
        while quantity > 0 and self.taken:
            lot = self.taken.pop()
            part = min(lot.quantity, quantity)
            quantity -= part
            self.lots.appendleft(Lot(part, lot.source, lot.made_on))
            if part < lot.quantity:
                self.taken.append(Lot(lot.quantity - part, lot.source, lot.made_on))
        if quantity > 0:
            self.lots.appendleft(Lot(quantity, "returned", self.today))

    def serve(self, row: int) -> None:
        """Serve from the oldest lots."""
        before = self.on_hand
        super().serve(row)
        self.take_lots(before - self.on_hand)

    def expire(self, row: int) -> None:
        """A service is not kept for tomorrow."""
        super().expire(row)
        self.lots.clear()

    def take_lots(self, quantity: float) -> list[Lot]:
        """Take a quantity off the oldest lots."""
        taken = []
        while quantity > 0 and self.lots:
            lot = self.lots[0]
            part = min(lot.quantity, quantity)
            lot.quantity -= part
            quantity -= part
            taken.append(Lot(part, lot.source, lot.made_on))
            if lot.quantity <= 0:
                self.lots.popleft()
        return taken

    def quarantine(self, row: int, source: str) -> float:
        """Lock the lots of one source; gives the quantity."""
        chosen = [lot for lot in self.lots if lot.source == source]
        self.lots = deque(lot for lot in self.lots if lot.source != source)
        self.locked += chosen
        return self.lock(row, sum(lot.quantity for lot in chosen), Kind.QUARANTINED)

    def release_lots(self, row: int, source: str) -> float:
        """Release the locked lots of one source, in the order of their age; gives the quantity."""
        chosen = [lot for lot in self.locked if lot.source == source]
        self.locked = [lot for lot in self.locked if lot.source != source]
        self.lots = deque(sorted([*self.lots, *chosen], key=lambda lot: lot.made_on))
        return -self.lock(row, -sum(lot.quantity for lot in chosen), Kind.RELEASED)

    def lock(self, row: int, quantity: float, kind: Kind) -> float:
        """Book goods into quarantine (out of it when negative)."""
        self.on_hand -= quantity
        self.position -= quantity
        self.quarantined += quantity
        if quantity:
            self.shelf.note(row + self.first_day, kind, self.name, abs(quantity))
        return quantity
