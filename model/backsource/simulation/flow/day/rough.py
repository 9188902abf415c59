"""Lanes on the grid on which something can go wrong: outages, closed sites, limits, random lead times.

Goods move on the lane's own clock, which stands still while goods are stopped in transit, and wait at
the origin or at the gate. Steps of a day: `arrive` (goods to the gate), `collect` (the target lets them
in), `take` and `give` at the origin, `dispatch` (what is held leaves), `close`.
"""

from __future__ import annotations

from collections import deque
from math import ceil, floor

from backsource.simulation.books import Shelf
from backsource.simulation.environment import LeadTimes
from backsource.simulation.flow.allowance import Allowance
from backsource.simulation.flow.day.lane import Lane, Target
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.source_plans import LanePlan


class RoughLane(Lane):
    """A lane with a gate, a hold at the origin and a clock of its own."""

    def __init__(self, plan: LanePlan, shelf: Shelf, times: LeadTimes | None, target: Target) -> None:
        super().__init__(plan, shelf)
        self.target = target
        self.delay = ceil(plan.order_delay - EPSILON)
        self.times = times
        self.factor = 1.0
        self.gate = self.held = 0.0
        self.moved = 0
        self.latest = 0
        self.ages: deque[list[float]] = deque()
        self.waiting = 0.0
        self.no_shipping = self.no_moving = self.no_entry = 0
        self.origin_rows, self.target_rows = plan.origin_rows, plan.target_rows
        self.allowance = Allowance(plan)

    # ---- orders
    def order(self, row: int, quantity: float) -> None:
        """An order sets out, once the smallest order the origin takes has come together."""
        self.ordered += quantity
        self.on_order += quantity
        self.waiting += quantity
        if self.waiting >= self.plan.minimum_order - EPSILON:
            self.orders += 1
            self.asks[row + self.delay] += self.waiting
            self.waiting = 0.0

    def take(self, row: int) -> float:
        """Orders that reach the origin today, with the day of order for their lead time."""
        quantity = super().take(row)
        if quantity and self.times is not None:
            self.ages.append([row - self.delay, quantity])
        return quantity

    # ---- goods
    def give(self, row: int, quantity: float) -> None:
        """The origin has set goods aside for this lane; they leave at `dispatch` unless held."""
        self.held += quantity

    def dispatch(self, row: int) -> None:
        """What is held at the origin leaves, within the lane's capacity."""
        if self.origin is None:
            self.from_feed(row)
        if not self.held or self.no_shipping or (self.origin_rows and not self.origin_rows[row]):
            return
        quantity = self.allowance.use(row, self.held)
        if quantity <= 0:
            return
        self.held -= quantity
        self.shipped += quantity
        self.in_transit += quantity
        for lead, part in self.departures(row, quantity):
            if lead <= 0:
                self.arrive_now(row, part)
            else:
                self.put(self.moved + lead, part)

    def from_feed(self, row: int) -> None:
        """An outside source sets aside what is ordered."""
        self.take(row)
        self.held += self.owed
        self.owed = 0.0

    def departures(self, row: int, quantity: float) -> list[tuple[int, float]]:
        """Parts of a shipment with their lead times [days], by the days on which they were ordered."""
        parts: list[tuple[int, float]] = []
        if self.times is not None:
            while quantity > EPSILON and self.ages:
                day, owed = self.ages[0]
                part = min(owed, quantity) if len(self.ages) > 1 else quantity
                quantity -= part
                self.ages[0][1] -= part
                if self.ages[0][1] <= EPSILON:
                    self.ages.popleft()
                parts.append((self.in_order(self.times.of(int(day), 0)), part))
        if quantity > 0:  # all of it where nothing is random, else what rounding has left
            parts.append((self.in_order(self.plan.lead), quantity))
        return parts

    def in_order(self, lead: float) -> int:
        """Days on the way; no shipment overtakes another where they may not cross."""
        days = ceil(lead * self.factor - EPSILON)
        if not self.plan.cross:
            self.latest = max(self.latest, self.moved + days)
            days = self.latest - self.moved
        return days

    def arrive_now(self, row: int, quantity: float) -> None:
        """Goods without lead time reach the gate in the sweep in which they left."""
        self.gate += quantity
        self.in_transit -= quantity
        if not self.shut(row):
            self.target.enter(self.collect(row), self.name)

    def shut(self, row: int) -> bool:
        """Whether goods wait at the gate today."""
        return bool(self.no_entry) or bool(self.target_rows and not self.target_rows[row])

    def arrive(self, row: int) -> None:
        """Goods whose time is up reach the gate."""
        quantity = self.due[self.moved] if self.moved < len(self.due) else 0.0
        if quantity:
            self.due[self.moved] = 0.0
            self.in_transit -= quantity
            self.gate += quantity

    def collect(self, row: int) -> float:
        """Goods let in."""
        if not self.gate or self.shut(row):
            return 0.0
        quantity, self.gate = self.gate, 0.0
        self.on_order -= quantity
        self.received += quantity
        return quantity

    def cancel(self, row: int, at_most: float = float("inf")) -> float:
        """Cancel what has not been shipped; goods that a stock has set aside for this lane still come."""
        waiting = min(self.waiting, at_most)
        self.waiting -= waiting
        held = min(self.held, at_most - waiting) if self.origin is None else 0.0
        self.held -= held
        self.on_order -= waiting + held
        self.cancelled += waiting + held
        cancelled = waiting + held + super().cancel(row, at_most - waiting - held)
        self.forget_ages()
        return cancelled

    def give_up(self, row: int) -> float:
        """What the origin could not fill today is lost."""
        lost = super().give_up(row)
        self.forget_ages()
        return lost

    def forget_ages(self) -> None:
        """Drop the latest days of order of what was cancelled."""
        surplus = sum(quantity for _, quantity in self.ages) - self.owed - self.held
        while surplus > EPSILON and self.ages:
            part = min(surplus, self.ages[-1][1])
            self.ages[-1][1] -= part
            surplus -= part
            if self.ages[-1][1] <= EPSILON:
                self.ages.pop()

    def beyond(self, row: int, days: float) -> float:
        """On order that arrives later than *days* from now."""
        return self.on_order - self.gate - sum(self.due[self.moved : self.moved + floor(days) + 1])

    def close(self, row: int) -> None:
        """Write the day; goods move on unless they are stopped."""
        self.write(
            self.block, self.at + row * self.size,
            self.ordered, self.orders, self.taken, self.shipped, self.received, self.cancelled, self.lost,
            self.owed, self.held, self.in_transit, self.gate, self.on_order,
        )  # fmt: skip
        self.ordered = self.orders = self.taken = self.shipped = self.received = self.cancelled = self.lost = 0.0
        if not self.no_moving:
            self.moved += 1
