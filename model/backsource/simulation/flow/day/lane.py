"""Plain lanes on the grid: a constant whole lead time, never hit by an outage, calendar or limit.

Goods lie in a list with one place a day, so moving them costs one addition. Whatever can go wrong on
the way makes a lane a `RoughLane` (rough.py), chosen when the run is built.
"""

from __future__ import annotations

from math import ceil
from typing import Protocol

from backsource.simulation.books import Shelf
from backsource.simulation.source_plans import LanePlan


class Origin(Protocol):
    """The stock at the origin, as a lane sees it when orders are cancelled."""

    def withdraw(self, asker: Lane, quantity: float) -> None:
        """Something asked for is no longer wanted."""

    def call_off(self, row: int, quantity: float) -> None:
        """A stock made to order cancels what it has not started for it."""


class Target(Protocol):
    """The stock that a lane feeds."""

    def enter(self, quantity: float, source: str) -> None:
        """Goods come in."""

    def refused(self, quantity: float) -> None:
        """Something on order will not come."""


class Lane:
    """Brings goods from another stock on the grid."""

    def __init__(self, plan: LanePlan, shelf: Shelf) -> None:
        self.plan = plan
        self.name = plan.name
        self.lead = int(plan.lead)
        self.delay = int(plan.order_delay)
        self.origin: Origin | None = None
        self.target: Target
        self.on_order = self.owed = self.in_transit = self.rank = 0.0
        self.ordered = self.orders = self.taken = self.shipped = self.received = self.cancelled = self.lost = 0.0
        self.blocked = 0
        self.due = [0.0] * (shelf.rows + self.lead + self.delay + 1)
        self.asks = [0.0] * (shelf.rows + self.delay + 1)
        self.write, self.block, self.at, self.size = shelf.row_of("lanes", plan.name)

    def order(self, row: int, quantity: float) -> None:
        """An order sets out for the origin."""
        self.ordered += quantity
        self.orders += 1
        self.on_order += quantity
        self.asks[row + self.delay] += quantity

    def touch(self) -> None:
        """A lane on the grid closes its days in the sweep; there is nothing to bring up to now."""

    def take(self, row: int) -> float:
        """Orders that reach the origin today."""
        quantity = self.asks[row]
        if quantity:
            self.asks[row] = 0.0
            self.taken += quantity
            self.owed += quantity
        return quantity

    def give(self, row: int, quantity: float) -> None:
        """The origin ships."""
        self.shipped += quantity
        self.in_transit += quantity
        self.put(row + self.lead, quantity)

    def put(self, row: int, quantity: float) -> None:
        """Goods will arrive on a row."""
        due = self.due
        if row >= len(due):
            due.extend([0.0] * (row - len(due) + 1))
        due[row] += quantity

    def collect(self, row: int) -> float:
        """Goods that arrive today."""
        quantity = self.due[row]
        if quantity:
            self.due[row] = 0.0
            self.in_transit -= quantity
            self.on_order -= quantity
            self.received += quantity
        return quantity

    def load(self, quantity: float, row: float) -> None:
        """Goods on the road at the start, due at a time counted from the first row."""
        self.on_order += quantity
        self.in_transit += quantity
        self.put(ceil(row), quantity)

    def beyond(self, row: int, days: float) -> float:
        """On order that arrives later than *days* from now."""
        return self.on_order - sum(self.due[row : row + int(days) + 1])

    def cancel(self, row: int, at_most: float = float("inf")) -> float:
        """Cancel what has not been shipped, the latest orders first; gives the quantity."""
        cancelled = 0.0
        for later in range(len(self.asks) - 1, row - 1, -1):
            taken = min(self.asks[later], at_most - cancelled)
            self.asks[later] -= taken
            cancelled += taken
        at_origin = min(self.owed, at_most - cancelled)
        if at_origin > 0 and self.origin is not None:
            self.owed -= at_origin
            self.origin.withdraw(self, at_origin)
            self.origin.call_off(row, at_origin)
            cancelled += at_origin
        self.on_order -= cancelled
        self.cancelled += cancelled
        return cancelled

    def give_up(self, row: int) -> float:
        """What the origin could not fill today is lost, and its target told [units]."""
        lost, self.owed = self.owed, 0.0
        self.on_order -= lost
        self.lost += lost
        self.target.refused(lost)
        return lost

    def close(self, row: int) -> None:
        """Write the day."""
        self.write(
            self.block, self.at + row * self.size,
            self.ordered, self.orders, self.taken, self.shipped, self.received, self.cancelled, self.lost,
            self.owed, 0.0, self.in_transit, 0.0, self.on_order,
        )  # fmt: skip
        self.ordered = self.orders = self.taken = self.shipped = self.received = self.cancelled = self.lost = 0.0


class FeedLane(Lane):
    """Brings goods from an outside source that never refuses; orders travel there and goods back."""

    def order(self, row: int, quantity: float) -> None:
        """Ordered, taken and shipped in one: the goods arrive after order delay and lead time."""
        self.ordered += quantity
        self.orders += 1
        self.on_order += quantity
        self.taken += quantity
        self.shipped += quantity
        self.in_transit += quantity
        self.put(row + self.delay + self.lead, quantity)


class NearLane(Lane):
    """A lane without lead time: goods enter the next site in the same sweep."""

    def give(self, row: int, quantity: float) -> None:
        """Shipped and received at once."""
        self.shipped += quantity
        self.received += quantity
        self.on_order -= quantity
        self.target.enter(quantity, self.name)
