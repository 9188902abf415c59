"""A lane with an end off the grid: orders and shipments travel at their own instants.

Either end may lie on the grid: an origin on the grid takes what has come in its orders sweep, a target
on the grid finds goods at its gate. What an outage does is the same as on the grid.
"""

from __future__ import annotations

from collections import deque
from math import inf

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.environment import LeadTimes
from backsource.simulation.flow.day.stock import Stock as DayStock
from backsource.simulation.flow.events.road import Road
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.events.stock import Stock
from backsource.simulation.flow.events.timing import after
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.plan import LanePlan

Order = list[float]
"""Quantity still to be shipped, lead time [days]."""


class Lane(Rolling):
    """Brings goods between two stocks (or from a feed) at any instant."""

    def __init__(self, plan: LanePlan, shelf: Shelf, env: simpy.Environment, times: LeadTimes | None) -> None:
        super().__init__(env, shelf.rows)
        self.plan = plan
        self.name = plan.name
        self.lead, self.delay = plan.lead, plan.order_delay
        self.times = times
        self.origin: Stock | DayStock | None = None
        self.target: Stock | DayStock
        self.factor = 1.0
        self.on_order = self.owed = self.held = self.in_transit = self.gate = self.waiting = self.rank = 0.0
        self.arrived = 0.0
        self.ordered = self.orders = self.taken = self.shipped = self.received = self.cancelled = self.lost = 0.0
        self.blocked = self.no_shipping = self.no_moving = self.no_entry = 0
        self.underway: deque[Order] = deque()
        self.accepted: deque[Order] = deque()
        self.road = Road(env, plan.cross, self.arrive)
        self.today = (-1, 0)
        self.allowance, self.allowance_row = plan.capacity, 0
        self.write, self.block, self.at, self.size = shelf.row_of("lanes", plan.name)

    # ---- orders
    def order(self, row: int, quantity: float) -> None:
        """An order sets out now, once the smallest order the origin takes has come together."""
        self.touch()
        self.ordered += quantity
        self.on_order += quantity
        self.waiting += quantity
        if self.waiting < self.plan.minimum_order - EPSILON:
            return
        self.orders += 1
        self.underway.append([self.waiting, self.lead_time(row)])
        self.waiting = 0.0
        if self.delay > 0:
            after(self.env, self.delay, self.next_reaches)
        else:
            self.reach()

    def lead_time(self, row: int) -> float:
        """Lead time of an order placed now: by day of order, then by number within the day [days]."""
        if self.times is None:
            return self.lead
        self.today = (row, self.today[1] + 1 if self.today[0] == row else 0)
        return self.times.of(row, self.today[1])

    def next_reaches(self, event: simpy.Event) -> None:
        """The delay of an order is over."""
        self.touch()
        self.reach()

    def reach(self) -> None:
        """The order that has been underway longest reaches the origin; nothing is left of one that was cancelled."""
        order = self.underway.popleft()
        quantity = order[0]
        if quantity <= 0:
            return
        self.accepted.append(order)
        if self.origin is None:
            self.taken += quantity
            self.held += quantity
            self.depart()
        elif isinstance(self.origin, DayStock):
            self.arrived += quantity
        else:
            self.taken += quantity
            self.owed += quantity
            self.origin.ask(self, quantity)
            if not self.plan.target_on_grid:
                self.refuse()
            self.origin.review()

    def refuse(self) -> None:
        """An origin that keeps no backlog for lanes loses what it cannot fill at once.

        To a target on the grid, at once is until its next sweep.
        """
        if not isinstance(self.origin, Stock) or not self.origin.plan.loses or self.owed <= 0:
            return
        self.target.touch()
        quantity, self.owed = self.owed, 0.0
        self.origin.forgo(self, quantity)
        self.forget(quantity)
        self.on_order -= quantity
        self.lost += quantity
        self.target.refused(quantity)

    def take(self, row: int) -> float:
        """Orders that an origin on the grid finds in its sweep."""
        self.touch()
        quantity, self.arrived = self.arrived, 0.0
        self.taken += quantity
        self.owed += quantity
        return quantity

    # ---- goods
    def give(self, row: int, quantity: float) -> None:
        """The origin sets goods aside; they leave at once unless held. The origin has lowered what is owed."""
        self.touch()
        self.held += quantity
        self.depart()

    def depart(self) -> None:
        """What is held at the origin leaves, within the capacity of the day."""
        if not self.held or self.no_shipping:
            return
        self.touch()
        if not self.is_open(self.plan.origin_rows):
            return
        if self.allowance_row != self.row:
            self.allowance_row, self.allowance = self.row, self.plan.capacity
        left = min(self.held, self.allowance)
        self.allowance -= left
        self.held -= left
        while left > 0:
            order = self.accepted[0]
            part = min(order[0], left) if len(self.accepted) > 1 else left
            left -= part
            order[0] -= part
            if order[0] <= EPSILON:
                self.accepted.popleft()
            self.shipped += part
            self.in_transit += part
            self.road.send(part, order[1] * self.factor)

    def arrive(self, quantity: float) -> None:
        """Goods reach the gate."""
        self.touch()
        self.in_transit -= quantity
        self.gate += quantity
        self.let_in()

    def let_in(self) -> None:
        """A target off the grid takes what is at the gate at once."""
        if not self.plan.target_on_grid:
            quantity = self.collect(self.row)
            if quantity:
                self.target.enter(quantity, self.name)

    def collect(self, row: int) -> float:
        """Goods let in."""
        self.touch()
        if self.plan.target_on_grid:
            self.refuse()
        if not self.gate or self.no_entry:
            return 0.0
        if not self.is_open(self.plan.target_rows):
            return 0.0
        self.target.touch()
        quantity, self.gate = self.gate, 0.0
        self.on_order -= quantity
        self.received += quantity
        return quantity

    def is_open(self, rows: tuple[bool, ...]) -> bool:
        """Whether a site is open now. Call after `touch`."""
        return not rows or rows[self.row]

    def morning(self, row: int) -> None:
        """A new day: the capacity of the day is there again, a site may have opened."""
        self.depart()
        self.let_in()

    def halt(self) -> None:
        """Goods on the way stand still."""
        self.road.halt()

    def resume(self) -> None:
        """Goods on the way go on."""
        self.road.resume()

    def load(self, quantity: float, row: float) -> None:
        """Goods on the road at the start, due at a time counted from the first row."""
        self.on_order += quantity
        self.in_transit += quantity
        self.road.set_out(quantity, row)

    def beyond(self, row: int, days: float) -> float:
        """On order that arrives later than *days* from now."""
        return self.on_order - self.gate - self.in_transit + self.road.beyond(days)

    # ---- cancelling
    def cancel(self, row: int, at_most: float = inf) -> float:
        """Cancel what has not been shipped, the latest orders first; gives the quantity."""
        self.touch()
        self.target.touch()
        cancelled = min(self.waiting, at_most)
        self.waiting -= cancelled
        for order in reversed(self.underway):
            taken = min(order[0], at_most - cancelled)
            order[0] -= taken
            cancelled += taken
        cancelled += self.call_back(row, at_most - cancelled)
        self.on_order -= cancelled
        self.cancelled += cancelled
        return cancelled

    def call_back(self, row: int, at_most: float) -> float:
        """Cancel orders that have reached the origin; goods that a stock has set aside for this lane still come."""
        if self.origin is None:
            found = min(self.held, at_most)
            self.held -= found
            self.forget(found)
            return found
        found = min(self.arrived, at_most)
        self.arrived -= found
        owed = min(self.owed, at_most - found)
        self.forget(found + owed)
        if owed > 0:
            self.owed -= owed
            self.origin.withdraw(self, owed)
            self.origin.call_off(row, owed)
        return found + owed

    def forget(self, quantity: float) -> None:
        """Drop the latest accepted orders."""
        while quantity > EPSILON and self.accepted:
            order = self.accepted[-1]
            taken = min(order[0], quantity)
            order[0] -= taken
            quantity -= taken
            if order[0] <= EPSILON:
                self.accepted.pop()

    # ---- books
    def integrate(self, length: float) -> None:
        """A lane books no integrals."""

    def write_row(self, row: int) -> None:
        """Write the day."""
        self.write(
            self.block, self.at + row * self.size,
            self.ordered, self.orders, self.taken, self.shipped, self.received, self.cancelled, self.lost,
            self.owed, self.held, self.in_transit, self.gate, self.on_order,
        )  # fmt: skip
        self.ordered = self.orders = self.taken = self.shipped = self.received = self.cancelled = self.lost = 0.0
