"""A stock on the grid: orders sweep, goods sweep, close.

On the grid time stands still within a day, so goods are plain numbers that the sweeps move. A stock
that keeps lots apart is `LotStock` in `lots.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from backsource.simulation.books import Shelf
from backsource.simulation.flow.ordering import Ordering
from backsource.simulation.flow.rationing import Allocation, Asker
from backsource.simulation.plan import StockPlan


class Inward(Protocol):
    """A lane that brings goods."""

    name: str

    def collect(self, row: int) -> float:
        """Goods let in today."""


class Outward(Asker, Protocol):
    """A lane or market that asks for goods."""

    def take(self, row: int) -> float:
        """What it asks for today."""


class Customer(Outward, Protocol):
    """A market, or a lane of a stock that keeps no backlog: it may lose what it is owed."""

    def give_up(self, row: int) -> float:
        """Units lost at the end of the day."""


class Stock(Ordering):
    """One item at one site, looked at once a day."""

    def __init__(self, plan: StockPlan, shelf: Shelf) -> None:
        super().__init__(plan)
        self.lanes_in: Sequence[Inward] = ()
        self.lanes_out: Sequence[Outward] = ()
        self.markets: Sequence[Customer] = ()
        self.askers: Sequence[Outward] = ()
        self.losing: Sequence[Customer] = ()
        self.received = self.made = self.shipped = self.used = self.lost = self.spoilt = self.asked = 0.0
        self.quarantined = 0.0
        self.allocation = Allocation([], "listed", plan.whole)
        self.write, self.block, self.at, self.size = shelf.row_of("stocks", plan.name)

    def serve_to(self, askers: Sequence[Outward], lanes: Sequence[Outward], markets: Sequence[Customer]) -> None:
        """Connect those who ask, in the order of the allocation."""
        self.askers, self.lanes_out, self.markets = askers, lanes, markets
        self.allocation = Allocation(askers, self.plan.allocation, self.plan.whole)

    def touch(self) -> None:
        """A stock on the grid closes its days in the sweep; there is nothing to bring up to now."""

    # ---- orders sweep
    def take(self, row: int) -> None:
        """Take the orders due and today's demand."""
        self.take_from(self.askers, row)

    def take_lanes(self, row: int) -> None:
        """Take the orders due only."""
        self.take_from(self.lanes_out, row)

    def take_markets(self, row: int) -> None:
        """Take today's demand only."""
        self.take_from(self.markets, row)

    def take_from(self, askers: Sequence[Outward], row: int) -> None:
        """What these ask for is owed from now on."""
        asked, queue = 0.0, self.allocation.queue
        for asker in askers:
            quantity = asker.take(row)
            if quantity:
                asked += quantity
                if queue is not None:
                    queue.append([asker, quantity])
        if asked:
            self.asked += asked
            self.owed += asked
            self.position -= asked
            self.requirement += asked

    # ---- goods sweep
    def receive(self, row: int) -> None:
        """Let in what has arrived."""
        for lane in self.lanes_in:
            quantity = lane.collect(row)
            if quantity:
                self.enter(quantity, lane.name)

    def enter(self, quantity: float, source: str) -> None:
        """Goods from a lane come in."""
        self.on_hand += quantity
        self.received += quantity

    def finish(self, quantity: float, beyond: float, source: str) -> None:
        """Good units from a line come in; *beyond* of them were never ordered and raise the position."""
        self.on_hand += quantity
        self.made += quantity
        self.position += beyond

    def draw(self, quantity: float) -> None:
        """A line takes material (gives it back when negative)."""
        self.on_hand -= quantity
        self.used += quantity
        self.position -= quantity

    def explode(self, quantity: float) -> None:
        """A line was ordered to make what needs this much."""
        self.requirement += quantity

    def room(self) -> float:
        """What still fits."""
        return self.space()

    def serve(self, row: int) -> None:
        """The one allocation of the day: to all who ask, old and new, by the stock's rule."""
        owed = self.owed
        if not owed:
            return
        hand = self.on_hand
        if owed <= hand:
            for asker in self.askers:
                quantity = asker.owed
                if quantity:
                    asker.owed = 0.0
                    asker.give(row, quantity)
            self.owed = 0.0
            self.shipped += owed
            self.on_hand = hand - owed
            if self.allocation.queue is not None:
                self.allocation.queue.clear()
        elif hand > 0:
            self.ration(row, hand)

    def ration(self, row: int, hand: float) -> None:
        """Serve by the rule when there is not enough."""
        for asker, quantity in self.allocation.grants(hand):
            asker.owed -= quantity
            self.owed -= quantity
            self.on_hand -= quantity
            self.shipped += quantity
            asker.give(row, quantity)

    def lose(self, row: int) -> None:
        """Demand that is not kept is lost; the position rises again."""
        for asker in self.losing:
            lost = asker.give_up(row)
            if lost:
                self.drop(asker, lost)
                self.lost += lost

    def withdraw(self, asker: Asker, quantity: float) -> None:
        """Something asked for is no longer wanted."""
        self.drop(asker, quantity)
        self.asked -= quantity

    def drop(self, asker: Asker, quantity: float) -> None:
        """It is no longer owed and leaves the queue, latest first."""
        self.owed -= quantity
        self.position += quantity
        self.requirement -= quantity
        self.allocation.withdraw(asker, quantity)

    def call_off(self, row: int, quantity: float) -> None:
        """A stock made to order cancels what its sources have not started for what was withdrawn."""
        if self.policy.kind != "lot_for_lot":
            return
        for part in self.parts:
            cancelled = part.source.cancel(row, quantity)
            self.position -= cancelled
            self.requirement += cancelled
            quantity -= cancelled

    def expire(self, row: int) -> None:
        """A service is not kept for tomorrow."""
        if self.on_hand > 0:
            self.position -= self.on_hand
            self.spoilt += self.on_hand
            self.on_hand = 0.0

    def close(self, row: int) -> None:
        """Write the day."""
        on_hand, owed, position = self.on_hand, self.owed, self.position
        self.write(
            self.block, self.at + row * self.size,
            on_hand, owed, self.asked, self.received, self.made, self.shipped, self.used, self.lost, self.spoilt,
            self.quarantined, self.ordered, self.on_order(), position, on_hand, owed,
        )  # fmt: skip
        self.asked = self.received = self.made = self.shipped = self.used = 0.0
        self.lost = self.spoilt = self.quarantined = self.ordered = 0.0
