"""The orders of a lane off the grid: on their way to the origin, accepted there, refused or cancelled."""

from __future__ import annotations

from abc import abstractmethod
from collections import deque
from math import inf

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.environment import LeadTimes
from backsource.simulation.flow.day.stock import Stock as DayStock
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.events.stock import Stock
from backsource.simulation.flow.events.timing import Due, after
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.source_plans import LanePlan

Order = list[float]
"""Quantity still to be shipped, lead time [days]."""


class Orders(Rolling):
    """Carries orders to the origin, a stock on the grid or off it, or an outside source that never refuses."""

    target: Stock | DayStock

    def __init__(self, plan: LanePlan, shelf: Shelf, env: simpy.Environment, times: LeadTimes | None) -> None:
        super().__init__(env, shelf.rows)
        self.plan = plan
        self.name = plan.name
        self.lead, self.delay = plan.lead, plan.order_delay
        self.times = times
        self.origin: Stock | DayStock | None = None
        self.blocked = 0
        self.on_order = self.waiting = self.arrived = self.owed = self.held = self.rank = 0.0
        self.ordered = self.orders = self.taken = self.cancelled = self.lost = 0.0
        self.underway: deque[Order] = deque()
        self.accepted: deque[Order] = deque()
        self.today = (-1, 0)

    @abstractmethod
    def give(self, row: int, quantity: float) -> None:
        """The origin sets goods aside."""

    @abstractmethod
    def depart(self) -> None:
        """What is held at the origin leaves."""

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

    def next_reaches(self, event: Due) -> None:
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
        if isinstance(self.origin, Stock) and self.origin.plan.loses and self.owed > 0:
            self.origin.forgo(self, self.give_up(self.row))

    def give_up(self, row: int) -> float:
        """Lose what is owed, for an origin that keeps no backlog for lanes; gives the quantity."""
        self.touch()
        self.target.touch()
        lost, self.owed = self.owed, 0.0
        self.forget(lost)
        self.on_order -= lost
        self.lost += lost
        self.target.refused(lost)
        return lost

    def take(self, row: int) -> float:
        """Orders that an origin on the grid finds in its sweep."""
        self.touch()
        quantity, self.arrived = self.arrived, 0.0
        self.taken += quantity
        self.owed += quantity
        return quantity

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
