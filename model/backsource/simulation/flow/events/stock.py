"""A stock off the grid: every arrival and every order acts at its own instant.

Goods that arrive serve what waits; a continuous review orders at once. Markets on the grid that it
serves are still asked and served in the sweeps, so the same stock can be fed and emptied from both.
A change is booked in full before anybody is told of it, since whoever is told may act at once.
"""

from __future__ import annotations

from math import inf
from typing import Protocol

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.flow.events.desk import Desk
from backsource.simulation.flow.making import Material
from backsource.simulation.flow.rationing import Allocation, Asker, Grants
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.plan import StockPlan


class Neighbour(Protocol):
    """A line that feeds or draws on the stock and acts at once."""

    def look(self) -> None:
        """Something has changed that may let it go on."""

    def appetite(self, stock: Material, available: float) -> float:
        """Of *available* units of a stock, what it would take at once."""


class Stock(Desk):
    """One item at one site, at every instant."""

    def __init__(self, plan: StockPlan, shelf: Shelf, env: simpy.Environment) -> None:
        super().__init__(plan, env, shelf.rows)
        self.makers: list[Neighbour] = []
        self.takers: list[Neighbour] = []
        self.received = self.made = self.shipped = self.used = self.spoilt = self.quarantined = 0.0
        self.hand_time = self.owed_time = 0.0
        self.write, self.block, self.at, self.size = shelf.row_of("stocks", plan.name)

    def begin(self) -> None:
        """The run begins: a continuous review may order from now on."""
        self.begun = True
        self.morning(self.row)

    def morning(self, row: int) -> None:
        """A site may have opened: what waits is served, what was not reviewed is."""
        self.touch()
        self.pass_on()
        self.reopen()

    # ---- goods come
    def enter(self, quantity: float, source: str) -> None:
        """Goods from a lane arrive now."""
        self.touch()
        self.on_hand += quantity
        self.received += quantity
        self.pass_on()

    def finish(self, quantity: float, beyond: float, source: str) -> None:
        """Good units from a line arrive now. The line has touched the stock."""
        self.on_hand += quantity
        self.made += quantity
        self.position += beyond
        self.pass_on()

    def pass_on(self) -> None:
        """Goods have come: serve what waits, then let the lines that draw on it look. Call after `touch`."""
        if self.owed:
            self.hand_out(self.quick)
        if self.on_hand:
            for taker in self.takers:
                taker.look()

    # ---- goods go
    def hand_out(self, group: Allocation) -> None:
        """Serve one group from what is on hand."""
        hand = self.on_hand
        if hand <= 0 or (self.plan.open_rows and not self.is_open()):
            return
        if len(group.askers) == 1:
            self.hand_over(group.askers[0], hand)
            return
        grants = shared(group, hand)
        for asker, quantity in grants:
            asker.touch()
            asker.owed -= quantity
            self.owed -= quantity
            self.on_hand -= quantity
            self.shipped += quantity
        for asker, quantity in grants:
            asker.give(self.row, quantity)
        if grants:
            self.make_room()

    def hand_over(self, asker: Asker, hand: float) -> None:
        """Serve the only one who asks."""
        quantity = min(hand, asker.owed)
        if quantity > 0:
            asker.touch()
            asker.owed -= quantity
            self.owed -= quantity
            self.on_hand -= quantity
            self.shipped += quantity
            asker.give(self.row, quantity)
            self.make_room()

    def draw(self, quantity: float) -> None:
        """A line takes material (gives it back when negative); it calls `drawn` once it has taken all it needs."""
        self.touch()
        self.on_hand -= quantity
        self.used += quantity
        self.position -= quantity

    def drawn(self, returned: bool) -> None:
        """A line has taken material, or given it back."""
        if returned:
            self.pass_on()
        else:
            self.make_room()
        self.review()

    def explode(self, quantity: float) -> None:
        """A line was ordered to make what needs this much."""
        self.requirement += quantity
        if self.made_to_order:
            self.touch()
            self.review()

    # ---- room
    def make_room(self) -> None:
        """Goods have left, or would be taken at once: the lines that feed the stock may go on."""
        if self.capacity < inf:
            for maker in self.makers:
                maker.look()

    def fits(self, quantity: float) -> bool:
        """Whether goods would fit once those who wait and the lines that draw on it have taken theirs."""
        left = self.on_hand + quantity - self.capacity
        if left <= EPSILON:
            return True
        available = self.on_hand + quantity - self.waited_for()
        for taker in self.takers:
            available -= taker.appetite(self, available)
        return available <= self.capacity + EPSILON

    def room(self) -> float:
        """What still fits, with what those who wait would take at once."""
        return self.capacity - self.on_hand + self.waited_for() if self.capacity < inf else inf

    def waited_for(self) -> float:
        """Owed to those who are served at any instant."""
        return sum(asker.owed for asker in self.quick.askers) if self.is_open() else 0.0

    # ---- in the sweeps
    def take(self, row: int) -> None:
        """Today's demand of the markets on the grid."""
        self.touch()
        for market in self.customers:
            quantity = market.take(row)
            if quantity:
                self.note_asked(market, quantity, self.daily)
        if self.patient:
            self.review()

    def serve(self, row: int) -> None:
        """Serve the markets on the grid."""
        self.touch()
        self.hand_out(self.daily)

    def lose(self, row: int) -> None:
        """Demand of markets on the grid that is not kept is lost; only what is kept is ordered for."""
        for market in self.customers:
            lost = market.give_up(row)
            if lost:
                self.forgo(market, lost)
        if not self.patient:
            self.review()

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
            self.spoilt, self.quarantined, self.ordered, self.on_order(), self.position, self.hand_time, self.owed_time,
        )  # fmt: skip
        self.asked = self.received = self.made = self.shipped = self.used = 0.0
        self.lost = self.spoilt = self.quarantined = self.ordered = self.hand_time = self.owed_time = 0.0


def shared(group: Allocation, hand: float) -> Grants:
    """Who gets what of *hand* units: all that they are owed, or what the rule gives where that is too much."""
    askers = group.askers
    if sum(asker.owed for asker in askers) > hand:
        return group.grants(hand)
    if group.queue is not None:
        group.queue.clear()
    return [(asker, asker.owed) for asker in askers if asker.owed > 0]
