"""A stock off the grid that keeps lots apart: shelf life, quarantine, where a unit came from.

Lots are used first in, first out, so it is enough to take off the oldest what has left since a lot last
came. What is in quarantine is not on hand until it is released.
"""

from __future__ import annotations

from collections import deque
from math import floor, inf

import simpy

from backsource.log import Kind
from backsource.simulation.books import Shelf
from backsource.simulation.flow.events.stock import Stock
from backsource.simulation.flow.events.timing import Due, at
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.plan import StockPlan


class Lot:
    """Goods of one source that came together."""

    __slots__ = ("came", "quantity", "source", "until")

    def __init__(self, quantity: float, source: str, came: float, until: float) -> None:
        self.quantity = quantity
        self.source = source
        self.came = came
        self.until = until


class LotStock(Stock):
    """A stock as a queue of lots."""

    def __init__(self, plan: StockPlan, shelf: Shelf, env: simpy.Environment) -> None:
        super().__init__(plan, shelf, env)
        self.shelf = shelf
        self.lots: deque[Lot] = deque()
        self.locked: list[Lot] = []
        if plan.opening > 0:
            self.add_lot(plan.opening, "opening")

    def enter(self, quantity: float, source: str) -> None:
        """Goods from a lane make a lot."""
        self.catch_up_lots()
        self.add_lot(quantity, source)
        super().enter(quantity, source)

    def finish(self, quantity: float, beyond: float, source: str) -> None:
        """Goods from a line make a lot."""
        self.catch_up_lots()
        self.add_lot(quantity, source)
        super().finish(quantity, beyond, source)

    def add_lot(self, quantity: float, source: str) -> None:
        """A lot comes; it is thrown away when its time is over (a service at the end of the day)."""
        now = self.env.now
        until = now + self.plan.shelf_life if self.plan.storable else floor(now) + 1.0
        lot = Lot(quantity, source, now, until)
        self.lots.append(lot)
        if until < inf:
            at(self.env, until, self.time_is_over, lot)

    def catch_up_lots(self) -> None:
        """Take off the oldest lots what has left; what a line has given back becomes the oldest again."""
        gone = sum(lot.quantity for lot in self.lots) - self.on_hand
        if gone < -EPSILON:
            self.give_back(-gone)
        while gone > 0 and self.lots:
            lot = self.lots[0]
            taken = min(lot.quantity, gone)
            lot.quantity -= taken
            gone -= taken
            if lot.quantity <= EPSILON:
                self.lots.popleft()

    def give_back(self, quantity: float) -> None:
        """What a line has given back is as old as the oldest lot."""
        if self.lots:
            self.lots[0].quantity += quantity
        else:
            self.add_lot(quantity, "returned")

    def time_is_over(self, event: Due) -> None:
        """The time of a lot is over; one in quarantine is thrown away when it is released."""
        lot: Lot = event.value
        self.touch()
        self.catch_up_lots()
        if lot in self.lots:
            self.throw_away(lot)
            self.make_room()
            self.review()

    def throw_away(self, lot: Lot) -> None:
        """What is left of a lot is spoilt."""
        self.lots.remove(lot)
        self.on_hand -= lot.quantity
        self.position -= lot.quantity
        self.spoilt += lot.quantity
        self.shelf.note(self.env.now, Kind.SPOILT, self.name, lot.quantity)

    # ---- levers
    def quarantine(self, row: int, source: str) -> float:
        """Lock the lots of one source; gives the quantity."""
        self.touch()
        self.catch_up_lots()
        chosen = [lot for lot in self.lots if lot.source == source]
        self.lots = deque(lot for lot in self.lots if lot.source != source)
        self.locked += chosen
        quantity = self.lock(sum(lot.quantity for lot in chosen), Kind.QUARANTINED)
        self.drawn(returned=False)
        return quantity

    def release_lots(self, row: int, source: str) -> float:
        """Release the locked lots of one source, in the order of their age; gives the quantity."""
        self.touch()
        self.catch_up_lots()
        chosen = [lot for lot in self.locked if lot.source == source]
        self.locked = [lot for lot in self.locked if lot.source != source]
        self.lots = deque(sorted([*self.lots, *chosen], key=lambda lot: lot.came))
        quantity = self.lock(-sum(lot.quantity for lot in chosen), Kind.RELEASED)
        for lot in chosen:
            if lot.until <= self.env.now:
                self.throw_away(lot)
        self.drawn(returned=True)
        return -quantity

    def lock(self, quantity: float, kind: Kind) -> float:
        """Book goods into quarantine (out of it when negative)."""
        self.on_hand -= quantity
        self.position -= quantity
        self.quarantined += quantity
        if quantity:
            self.shelf.note(self.env.now, kind, self.name, abs(quantity))
        return quantity
