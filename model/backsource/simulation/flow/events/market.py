"""A market off the grid: customers come one by one, at random, regular or listed instants."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from typing import Any

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.events.stock import Stock
from backsource.simulation.plan import MarketPlan


class Market(Rolling):
    """Asks at instants and keeps, loses or waits for what is not served at once."""

    def __init__(
        self, plan: MarketPlan, shelf: Shelf, env: simpy.Environment, stock: Stock, size_of: Callable[[], float]
    ) -> None:
        super().__init__(env, shelf.rows)
        self.plan = plan
        self.name = plan.name
        self.stock = stock
        self.size_of = size_of
        self.scale = 1.0
        self.owed = self.rank = 0.0
        self.demand = self.served = self.short = self.lost = self.owed_time = 0.0
        self.waiting: deque[list[float]] = deque()
        self.write, self.block, self.at, self.size = shelf.row_of("markets", plan.name)

    def at_random(self, gap: Callable[[], float], first: int) -> Generator[simpy.Event, Any, None]:
        """Customers with gaps between them; the season of the day swells or shrinks what they ask for."""
        timeout, factors = self.env.timeout, self.plan.factors
        while True:
            yield timeout(gap())
            size = self.size_of()
            if factors:
                size *= factors[int(self.env.now) - first]
            self.come(size)

    def as_listed(self, first: float) -> Generator[simpy.Event, Any, None]:
        """Customers at listed instants."""
        for instant, quantity in zip(self.plan.at, self.plan.listed, strict=True):
            if instant >= first:
                yield self.env.timeout(instant - self.env.now)
                self.come(quantity)

    def come(self, quantity: float) -> None:
        """One customer."""
        if self.scale != 1.0:
            quantity *= self.scale
            if self.plan.whole:
                quantity = float(round(quantity))
        if quantity <= 0:
            return
        self.touch()
        self.demand += quantity
        owed = self.owed
        self.owed = owed + quantity
        served = self.served
        self.stock.ask(self, quantity)
        missed = quantity - max(0.0, self.served - served - owed)
        if missed > 0:
            self.miss(missed)

    def miss(self, quantity: float) -> None:
        """Not served at once."""
        self.short += quantity
        if self.plan.short == "lost":
            self.give_up(quantity)
        elif self.plan.short == "deadline":
            entry = [quantity]
            self.waiting.append(entry)
            event = self.env.timeout(self.plan.deadline)
            event.callbacks.append(lambda _: self.expire(entry))

    def give_up(self, quantity: float) -> None:
        """Lose a quantity."""
        self.touch()
        self.owed -= quantity
        self.lost += quantity
        self.stock.forgo(self, quantity)

    def expire(self, entry: list[float]) -> None:
        """A customer's deadline has come."""
        quantity, entry[0] = min(entry[0], self.owed), 0.0
        if quantity > 0:
            self.give_up(quantity)

    def give(self, row: int, quantity: float) -> None:
        """Goods handed over, oldest customers first; the stock has lowered what is owed."""
        self.served += quantity
        waiting = self.waiting
        while waiting and quantity > 0:
            taken = min(quantity, waiting[0][0])
            waiting[0][0] -= taken
            quantity -= taken
            if waiting[0][0] <= 0:
                waiting.popleft()

    def integrate(self, length: float) -> None:
        """Integral of what is owed."""
        self.owed_time += self.owed * length

    def write_row(self, row: int) -> None:
        """Write the day."""
        self.write(
            self.block, self.at + row * self.size,
            self.demand, self.served, self.short, self.lost, self.owed, self.owed_time,
        )  # fmt: skip
        self.demand = self.served = self.short = self.lost = self.owed_time = 0.0
