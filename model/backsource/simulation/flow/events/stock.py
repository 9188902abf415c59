"""A stock off the grid: every arrival and every order acts at its own instant.

Goods that arrive serve what waits; a continuous review orders at once. Markets on the grid that it
serves are still asked and served in the sweeps, so the same stock can be fed and emptied from both.
"""

from __future__ import annotations

from typing import Protocol

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.flow.day.stock import Customer
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.ordering import Ordering
from backsource.simulation.flow.rationing import Allocation, Asker
from backsource.simulation.plan import StockPlan


class Neighbour(Protocol):
    """A server line that feeds or draws on the stock."""

    def look(self) -> None:
        """Something has changed that may let it go on."""

    def hunger(self, stock: Stock) -> float:
        """Material of a stock that idle servers would take at once."""


class Stock(Rolling, Ordering):
    """One item at one site, at every instant."""

    def __init__(self, plan: StockPlan, shelf: Shelf, env: simpy.Environment) -> None:
        Rolling.__init__(self, env, shelf.rows)
        Ordering.__init__(self, plan)
        self.continuous = not plan.review_rows
        self.capacity = plan.capacity
        self.ready = False
        self.quick = Allocation([], "listed", plan.whole)
        self.daily = Allocation([], "listed", plan.whole)
        self.customers: list[Customer] = []
        self.makers: list[Neighbour] = []
        self.takers: list[Neighbour] = []
        self.asked = self.received = self.made = self.shipped = self.used = 0.0
        self.lost = self.spoilt = self.ordered = self.hand_time = self.owed_time = 0.0
        self.write, self.block, self.at, self.size = shelf.row_of("stocks", plan.name)

    def serve_to(self, quick: list[Asker], customers: list[Customer]) -> None:
        """Connect those who ask at any instant, and the markets that ask once a day."""
        self.quick = Allocation(quick, self.plan.allocation, self.plan.whole)
        self.daily = Allocation(customers, self.plan.allocation, self.plan.whole)
        self.customers = customers

    # ---- at any instant
    def ask(self, asker: Asker, quantity: float) -> None:
        """An order or demand arrives now."""
        self.touch()
        self.note_asked(asker, quantity, self.quick)
        if self.on_hand > 0:
            self.hand_out(self.quick)
        self.review()

    def note_asked(self, asker: Asker, quantity: float, group: Allocation) -> None:
        """What is asked for is owed."""
        self.asked += quantity
        self.owed += quantity
        self.position -= quantity
        self.requirement += quantity
        if group.queue is not None:
            group.queue.append([asker, quantity])

    def order(self, row: int) -> None:
        """Review, booked on the day it is made."""
        self.touch()
        Ordering.order(self, row)

    def review(self) -> None:
        """A continuous review orders now."""
        if self.continuous and self.ready:
            self.order(self.row)

    def reopen(self) -> None:
        """A review that an outage has blocked is made the instant it lifts."""
        self.touch()
        self.settle_parts()
        self.review()

    def begin(self) -> None:
        """The run begins: a continuous review may order from now on."""
        self.ready = True
        self.review()

    def enter(self, quantity: float, source: str) -> None:
        """Goods from a lane arrive now."""
        self.touch()
        self.on_hand += quantity
        self.received += quantity
        self.pass_on()

    def finish(self, quantity: float, beyond: float, source: str) -> None:
        """Good units from a line arrive now."""
        self.touch()
        self.on_hand += quantity
        self.made += quantity
        self.position += beyond
        self.pass_on()

    def pass_on(self) -> None:
        """Goods have come: serve what waits, then let the lines that draw on it look."""
        if self.owed:
            self.hand_out(self.quick)
        if self.on_hand:
            for taker in self.takers:
                taker.look()

    def hand_out(self, group: Allocation) -> None:
        """Serve one group from what is on hand."""
        hand = self.on_hand
        if hand <= 0:
            return
        askers = group.askers
        if len(askers) == 1:
            asker = askers[0]
            quantity = asker.owed if asker.owed < hand else hand
            grants = [(asker, quantity)] if quantity > 0 else []
        else:
            grants = group.grants(hand)
        for asker, quantity in grants:
            asker.touch()
            asker.owed -= quantity
            self.owed -= quantity
            self.on_hand -= quantity
            self.shipped += quantity
            asker.give(self.row, quantity)
        if grants:
            self.make_room()

    def make_room(self) -> None:
        """Goods have left: the lines that feed the stock may go on."""
        for maker in self.makers:
            maker.look()

    def draw(self, quantity: float) -> None:
        """A line takes material."""
        self.touch()
        self.on_hand -= quantity
        self.used += quantity
        self.position -= quantity
        self.make_room()
        self.review()

    def explode(self, quantity: float) -> None:
        """A line was ordered to make what needs this much."""
        self.requirement += quantity
        self.review()

    def room(self) -> float:
        """What still fits, with what the lines that draw on it would take at once."""
        if self.capacity == float("inf"):
            return self.capacity
        return self.capacity - self.on_hand + sum(taker.hunger(self) for taker in self.takers)

    def withdraw(self, asker: Asker, quantity: float) -> None:
        """Something asked for is no longer wanted."""
        self.drop(asker, quantity)
        self.asked -= quantity

    def drop(self, asker: Asker, quantity: float) -> None:
        """It is no longer owed and leaves the queue, latest first."""
        self.touch()
        self.owed -= quantity
        self.position += quantity
        self.requirement -= quantity
        self.quick.withdraw(asker, quantity)
        self.daily.withdraw(asker, quantity)

    def call_off(self, row: int, quantity: float) -> None:
        """A stock made to order cancels what its sources have not started for what was withdrawn."""
        if self.policy.kind == "lot_for_lot":
            for part in self.parts:
                cancelled = part.source.cancel(row, quantity)
                self.position -= cancelled
                self.requirement += cancelled
                quantity -= cancelled

    def forgo(self, asker: Asker, quantity: float) -> None:
        """Demand that is not kept is lost now; the position rises again."""
        self.drop(asker, quantity)
        self.lost += quantity

    # ---- in the sweeps
    def take(self, row: int) -> None:
        """Today's demand of the markets on the grid."""
        self.touch()
        for market in self.customers:
            quantity = market.take(row)
            if quantity:
                self.note_asked(market, quantity, self.daily)
        if self.customers:
            self.review()

    def receive(self, row: int) -> None:
        """Goods come in at their own instants; nothing to do in the sweep."""

    def serve(self, row: int) -> None:
        """Serve the markets on the grid."""
        self.touch()
        self.hand_out(self.daily)

    def lose(self, row: int) -> None:
        """Demand of markets on the grid that is not kept is lost."""
        for market in self.customers:
            lost = market.give_up(row)
            if lost:
                self.forgo(market, lost)

    # ---- books
    def integrate(self, length: float) -> None:
        """Integrals of what is on hand and owed."""
        self.hand_time += self.on_hand * length
        self.owed_time += self.owed * length

    def write_row(self, row: int) -> None:
        """Write the day."""
        self.write(
            self.block, self.at + row * self.size,
            self.on_hand, self.owed, self.asked, self.received, self.made, self.shipped, self.used, self.lost,
            self.spoilt, 0.0, self.ordered, self.on_order(), self.position, self.hand_time, self.owed_time,
        )  # fmt: skip
        self.asked = self.received = self.made = self.shipped = self.used = 0.0
        self.lost = self.spoilt = self.ordered = self.hand_time = self.owed_time = 0.0
