"""A market off the grid: customers come one by one, at random, regular or listed instants."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from itertools import accumulate
from math import floor, inf

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.events.stock import Stock
from backsource.simulation.flow.events.timing import Due, after, at
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.plan import MarketPlan

Draw = Callable[[], float]


class Market(Rolling):
    """Asks at instants and keeps, loses or waits for what is not served at once."""

    def __init__(self, plan: MarketPlan, shelf: Shelf, env: simpy.Environment, stock: Stock, size: Draw) -> None:
        super().__init__(env, shelf.rows)
        self.plan = plan
        self.name = plan.name
        self.stock = stock
        self.size_of = size
        self.gap_of: Draw = float
        self.loses = plan.short == "lost"
        self.first_day = float(env.now)
        self.scale = 1.0
        self.fraction = 0.0
        self.count = 0
        self.paces = tuple(accumulate(plan.factors))
        self.pace = 0.0
        self.owed = self.rank = 0.0
        self.demand = self.served = self.short = self.lost = self.owed_time = 0.0
        self.waiting: deque[list[float]] = deque()
        self.write, self.block, self.at, self.size = shelf.row_of("markets", plan.name)

    # ---- when customers come
    def at_random(self, gap: Draw) -> None:
        """Customers with gaps between them; the season of the day quickens or slows their pace."""
        self.gap_of = gap
        self.wait_for_next()

    def wait_for_next(self) -> None:
        """Wait for the next customer."""
        gap = self.gap_of()
        if not self.paces:
            after(self.env, gap, self.next_comes)
            return
        self.pace += gap
        if (instant := self.instant_of(self.pace)) < inf:
            at(self.env, instant, self.next_comes)

    def next_comes(self, event: Due) -> None:
        """A customer of a random stream comes."""
        self.come(self.size_of())
        self.wait_for_next()

    def instant_of(self, pace: float) -> float:
        """When the accumulated pace, one factor a day, comes to this (Cinlar 1975, 4.7); inf when it never does."""
        row = bisect_right(self.paces, pace + EPSILON)
        if row == len(self.paces):
            return inf
        before = self.paces[row - 1] if row else 0.0
        return self.first_day + row + max(0.0, pace - before) / self.plan.factors[row]

    def regularly(self, period: float) -> None:
        """Customers from the first instant on, at whole multiples of a period; midnight is not missed by a last bit."""
        pace = self.count * period
        self.count += 1
        instant = self.instant_of(pace) if self.paces else self.first_day + pace
        midnight = float(round(instant)) if instant < inf else inf
        if abs(instant - midnight) < EPSILON:
            at(self.env, midnight, self.regular_comes, period)
        elif instant < inf:
            after(self.env, instant - self.env.now, self.regular_comes, period)

    def regular_comes(self, event: Due) -> None:
        """A customer of a regular stream comes."""
        self.come(self.size_of())
        self.regularly(event.value)

    def as_listed(self) -> None:
        """Customers at listed instants; those before the first day are past."""
        for instant, quantity in zip(self.plan.at, self.plan.listed, strict=True):
            if instant >= self.first_day:
                at(self.env, instant, self.listed_comes, quantity)

    def listed_comes(self, event: Due) -> None:
        """A listed customer comes."""
        self.come(event.value)

    # ---- what becomes of them
    def come(self, quantity: float) -> None:
        """One customer. What is lost is not ordered for, so it is lost before the review."""
        if self.scale != 1.0:
            quantity = self.scaled(quantity)
        if quantity <= 0:
            return
        self.touch()
        self.demand += quantity
        self.owed += quantity
        self.stock.ask(self, quantity)
        if not self.loses:
            self.stock.review()
        missed = min(quantity, self.owed)
        if missed > 0:
            self.miss(missed)
        if self.loses:
            self.stock.review()

    def scaled(self, quantity: float) -> float:
        """What a customer asks for where the market is scaled; whole items carry their fraction to the next."""
        wanted = quantity * self.scale + self.fraction
        if not self.plan.whole:
            return wanted
        self.fraction = wanted - floor(wanted + EPSILON)
        return wanted - self.fraction

    def miss(self, quantity: float) -> None:
        """Not served at once."""
        self.short += quantity
        if self.loses:
            self.give_up(quantity)
        elif self.plan.short == "deadline":
            self.wait(quantity)

    def wait(self, quantity: float) -> None:
        """Customers wait until their deadline."""
        entry = [quantity]
        self.waiting.append(entry)
        after(self.env, self.plan.deadline, self.expire, entry)

    def open_with(self, backlog: float) -> None:
        """Owed at the start."""
        self.owed = backlog
        if self.plan.short == "deadline":
            self.wait(backlog)

    def give_up(self, quantity: float) -> None:
        """Lose a quantity."""
        self.touch()
        self.owed -= quantity
        self.lost += quantity
        self.stock.forgo(self, quantity)

    def expire(self, event: Due) -> None:
        """A customer's deadline has come."""
        entry = event.value
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

    # ---- books
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
