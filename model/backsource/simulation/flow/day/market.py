"""A market on the grid: one demand a day, served in the goods sweep."""

from __future__ import annotations

from collections import deque

from backsource.simulation.books import Shelf
from backsource.simulation.plan import MarketPlan


class Market:
    """Asks for each day's demand and keeps, loses or waits for what is not served."""

    def __init__(self, plan: MarketPlan, demand: list[float], shelf: Shelf) -> None:
        self.name = plan.name
        self.demand = demand
        self.scale = 1.0
        self.rank = 0.0
        self.owed = 0.0
        self.carried = 0.0
        self.asked = 0.0
        self.served = 0.0
        self.lost = 0.0
        self.loses = plan.short == "lost"
        self.whole = plan.whole
        self.waiting: deque[list[float]] | None = deque() if plan.short == "deadline" else None
        self.deadline = plan.deadline
        self.write, self.block, self.place, self.size = shelf.row_of("markets", plan.name)

    def open_with(self, backlog: float) -> None:
        """What it is owed at the start."""
        self.owed = self.carried = backlog
        if self.waiting is not None:
            self.waiting.append([0, backlog])

    def take(self, row: int) -> float:
        """The demand of the day."""
        quantity = self.demand[row]
        if self.scale != 1.0:
            quantity = round(quantity * self.scale) if self.whole else quantity * self.scale
        self.asked = quantity
        self.owed += quantity
        if self.waiting is not None and quantity > 0:
            self.waiting.append([row, quantity])
        return quantity

    def touch(self) -> None:
        """What a market on the grid is owed holds for the day; there is nothing to integrate."""

    def give(self, row: int, quantity: float) -> None:
        """Goods handed over; the stock has lowered what is owed."""
        self.served += quantity

    def give_up(self, row: int) -> float:
        """What is lost at the end of the day [units]: all that is owed, or what has passed its deadline."""
        if self.loses:
            self.lost = self.owed
        elif self.waiting is not None:
            self.lost = self.overdue(row)
        self.owed -= self.lost
        return self.lost

    def overdue(self, row: int) -> float:
        """Units that have waited for the deadline, oldest first."""
        waiting, done, lost = self.waiting, self.served, 0.0
        assert waiting is not None
        while waiting and done > 0:
            taken = min(done, waiting[0][1])
            waiting[0][1] -= taken
            done -= taken
            if waiting[0][1] <= 0:
                waiting.popleft()
        while waiting and row - waiting[0][0] >= self.deadline:
            lost += waiting.popleft()[1]
        return min(lost, self.owed)

    def close(self, row: int) -> None:
        """Write the day."""
        served, owed = self.served, self.owed
        on_time = served - self.carried
        short = self.asked - on_time if on_time > 0 else self.asked
        self.write(self.block, self.place + row * self.size, self.asked, served, short, self.lost, owed, owed)
        self.carried = owed
        self.asked = self.served = self.lost = 0.0
