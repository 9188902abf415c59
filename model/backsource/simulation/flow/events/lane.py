"""A lane with an end off the grid: orders and shipments travel at their own instants.

Either end may lie on the grid: an origin on the grid takes what has come in its orders sweep, a target
on the grid finds goods at its gate. What an outage does is the same as on the grid.
"""

from __future__ import annotations

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.environment import LeadTimes
from backsource.simulation.flow.allowance import Allowance
from backsource.simulation.flow.events.orders import Orders
from backsource.simulation.flow.events.road import Road
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.source_plans import LanePlan


class Lane(Orders):
    """Brings goods between two stocks (or from a feed) at any instant."""

    def __init__(self, plan: LanePlan, shelf: Shelf, env: simpy.Environment, times: LeadTimes | None) -> None:
        super().__init__(plan, shelf, env, times)
        self.factor = 1.0
        self.in_transit = self.gate = self.shipped = self.received = 0.0
        self.no_shipping = self.no_moving = self.no_entry = 0
        self.road = Road(env, plan.cross, self.arrive)
        self.allowance = Allowance(plan)
        self.write, self.block, self.at, self.size = shelf.row_of("lanes", plan.name)

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
        left = self.allowance.use(self.row, self.held)
        self.held -= left
        while left > 0:
            part, lead = self.next_part(left)
            left -= part
            self.shipped += part
            self.in_transit += part
            self.road.send(part, lead * self.factor)

    def next_part(self, most: float) -> tuple[float, float]:
        """What leaves for the oldest order, with its lead time [days]; the last order takes what rounding has left."""
        if not self.accepted:
            return most, self.lead
        order = self.accepted[0]
        part = min(order[0], most) if len(self.accepted) > 1 else most
        order[0] -= part
        if order[0] <= EPSILON:
            self.accepted.popleft()
        return part, order[1]

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
