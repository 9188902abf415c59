"""A lane with an end off the grid: orders and shipments travel at their own instants.

Either end may lie on the grid: an origin on the grid takes what has come in its orders sweep, a target
on the grid finds goods at its gate. What an outage does is the same as on the grid.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import inf
from typing import Any

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.environment import LeadTimes
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.plan import LanePlan


class Shipment:
    """Goods on the way; `left` is the time still to go while they are stopped."""

    __slots__ = ("due", "left", "quantity", "turn")

    def __init__(self, quantity: float, due: float) -> None:
        self.quantity = quantity
        self.due = due
        self.left = 0.0
        self.turn = 0


class Lane(Rolling):
    """Brings goods between two stocks (or from a feed) at any instant."""

    def __init__(self, plan: LanePlan, shelf: Shelf, env: simpy.Environment, times: LeadTimes | None) -> None:
        super().__init__(env, shelf.rows)
        self.plan = plan
        self.name = plan.name
        self.lead, self.delay = plan.lead, plan.order_delay
        self.times = times
        self.origin: Any = None
        self.target: Any = None
        self.factor = 1.0
        self.on_order = self.owed = self.held = self.in_transit = self.gate = self.waiting = self.rank = 0.0
        self.arrived = 0.0
        self.ordered = self.orders = self.taken = self.shipped = self.received = self.cancelled = 0.0
        self.blocked = self.no_shipping = self.no_moving = self.no_entry = 0
        self.underway: list[list[float]] = []
        self.ages: deque[list[float]] = deque()
        self.road: list[Shipment] = []
        self.latest = -inf
        self.today = (-1, 0)
        self.allowance = plan.capacity
        self.write, self.block, self.at, self.size = shelf.row_of("lanes", plan.name)

    def after(self, delay: float, act: Callable[[], None]) -> None:
        """Do something later; at once when there is no delay."""
        if delay <= 0:
            act()
            return
        event = self.env.timeout(delay)
        event.callbacks.append(lambda _: act())  # type: ignore[union-attr]

    # ---- orders
    def order(self, row: int, quantity: float) -> None:
        """An order sets out now."""
        self.touch()
        self.ordered += quantity
        self.on_order += quantity
        self.waiting += quantity
        if self.waiting < self.plan.minimum_order - EPSILON:
            return
        self.orders += 1
        entry = [self.waiting, self.lead_time(row)]
        self.waiting = 0.0
        self.underway.append(entry)
        self.after(self.delay, lambda: self.reach(entry))

    def lead_time(self, row: int) -> float:
        """Lead time of an order placed now: by day of order, then by number within the day [days]."""
        if self.times is None:
            return self.lead
        self.today = (row, self.today[1] + 1 if self.today[0] == row else 0)
        return self.times.of(row, self.today[1])

    def reach(self, entry: list[float]) -> None:
        """An order reaches the origin."""
        self.touch()
        self.underway.remove(entry)
        quantity = entry[0]
        if quantity <= 0:
            return
        self.ages.append(entry)
        if self.origin is None:
            self.taken += quantity
            self.held += quantity
            self.depart()
        elif self.plan.origin_on_grid:
            self.arrived += quantity
        else:
            self.taken += quantity
            self.owed += quantity
            self.origin.ask(self, quantity)

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
        """What is held at the origin leaves."""
        if not self.held or self.no_shipping or not self.is_open(self.plan.origin_rows):
            return
        quantity = min(self.held, self.allowance)
        self.allowance -= quantity
        while quantity > EPSILON and self.ages:
            entry = self.ages[0]
            part = min(entry[0], quantity)
            entry[0] -= part
            quantity -= part
            if entry[0] <= EPSILON:
                self.ages.popleft()
            self.send(part, entry[1] * self.factor)

    def send(self, quantity: float, lead: float) -> None:
        """One shipment sets out."""
        self.held -= quantity
        self.shipped += quantity
        self.in_transit += quantity
        if not self.plan.cross:
            self.latest = max(self.latest, self.env.now + lead)
            lead = self.latest - self.env.now
        shipment = Shipment(quantity, self.env.now + lead)
        self.road.append(shipment)
        self.roll(shipment, lead)

    def roll(self, shipment: Shipment, left: float) -> None:
        """Let a shipment move, unless goods are stopped in transit."""
        if self.no_moving and left > 0:
            shipment.left = left
            return
        shipment.due = self.env.now + left
        turn = shipment.turn
        self.after(left, lambda: self.arrive(shipment) if shipment.turn == turn else None)

    def arrive(self, shipment: Shipment) -> None:
        """Goods reach the gate."""
        self.touch()
        self.road.remove(shipment)
        self.in_transit -= shipment.quantity
        self.gate += shipment.quantity
        self.let_in()

    def let_in(self) -> None:
        """A target off the grid takes what is at the gate at once."""
        if not self.plan.target_on_grid and self.gate:
            quantity = self.collect(self.row)
            if quantity:
                self.target.enter(quantity, self.name)

    def collect(self, row: int) -> float:
        """Goods let in."""
        self.touch()
        if not self.gate or self.no_entry or not self.is_open(self.plan.target_rows):
            return 0.0
        if not self.plan.target_on_grid:
            self.target.touch()
        quantity, self.gate = self.gate, 0.0
        self.on_order -= quantity
        self.received += quantity
        return quantity

    def is_open(self, rows: tuple[bool, ...]) -> bool:
        """Whether a site is open now."""
        return not rows or rows[self.row]

    def morning(self, row: int) -> None:
        """A new day: the capacity of the day is there again, a site may have opened."""
        self.touch()
        self.allowance = self.plan.capacity
        self.depart()
        self.let_in()

    def halt(self) -> None:
        """Goods on the way stand still."""
        for shipment in self.road:
            if not shipment.left:
                shipment.left = shipment.due - self.env.now
                shipment.turn += 1

    def resume(self) -> None:
        """Goods on the way go on."""
        for shipment in list(self.road):
            left, shipment.left = shipment.left, 0.0
            if left:
                self.roll(shipment, left)

    def load(self, quantity: float, row: float) -> None:
        """Goods on the road at the start, due at a time counted from the first row."""
        self.on_order += quantity
        self.in_transit += quantity
        shipment = Shipment(quantity, 0.0)
        self.road.append(shipment)
        self.roll(shipment, max(row, 1e-9))

    def beyond(self, row: int, days: float) -> float:
        """On order that arrives later than *days* from now."""
        limit = self.env.now + days
        return self.on_order - self.gate - sum(s.quantity for s in self.road if s.due <= limit)

    def cancel(self, row: int, at_most: float = inf) -> float:
        """Cancel what has not been shipped, the latest orders first."""
        self.touch()
        if not self.plan.target_on_grid:
            self.target.touch()
        cancelled = min(self.waiting, at_most)
        self.waiting -= cancelled
        for entry in reversed(self.underway):
            taken = min(entry[0], at_most - cancelled)
            entry[0] -= taken
            cancelled += taken
        if self.origin is None:
            held = min(self.held, at_most - cancelled)
            self.held -= held
        else:
            held = min(self.arrived, at_most - cancelled)
            self.arrived -= held
        at_origin = min(self.owed, at_most - cancelled - held)
        if at_origin > 0:
            self.owed -= at_origin
            self.origin.withdraw(self, at_origin)
            self.origin.call_off(row, at_origin)
        self.forget_ages(held + at_origin)
        cancelled += held + at_origin
        self.on_order -= cancelled
        self.cancelled += cancelled
        return cancelled

    def forget_ages(self, quantity: float) -> None:
        """Drop the latest orders of what was cancelled at the origin."""
        for entry in reversed(self.ages):
            taken = min(entry[0], quantity)
            entry[0] -= taken
            quantity -= taken
        self.ages = deque(entry for entry in self.ages if entry[0] > EPSILON)

    def integrate(self, length: float) -> None:
        """A lane books no integrals."""

    def write_row(self, row: int) -> None:
        """Write the day."""
        self.write(
            self.block, self.at + row * self.size,
            self.ordered, self.orders, self.taken, self.shipped, self.received, self.cancelled, 0.0,
            self.owed, self.held, self.in_transit, self.gate, self.on_order,
        )  # fmt: skip
        self.ordered = self.orders = self.taken = self.shipped = self.received = self.cancelled = 0.0
