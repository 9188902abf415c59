"""The desk of a stock off the grid: what is asked of it, what is no longer wanted, and its reviews.

A continuous review orders at once, and a review that an outage or a closed site prevents is made as soon
as it can be.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import simpy

from backsource.simulation.flow.day.stock import Customer
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.ordering import Ordering
from backsource.simulation.flow.rationing import Allocation, Asker
from backsource.simulation.plan import StockPlan


class Desk(Rolling, Ordering):
    """Takes orders and demand, reviews and orders, at every instant."""

    def __init__(self, plan: StockPlan, env: simpy.Environment, rows: int) -> None:
        Rolling.__init__(self, env, rows)
        Ordering.__init__(self, plan)
        self.continuous = not plan.review_rows
        self.made_to_order = plan.policy.kind == "lot_for_lot"
        self.begun = False
        self.reviewing = self.once_more = False
        self.patient = True
        self.quick = Allocation([], "listed", plan.whole)
        self.daily = Allocation([], "listed", plan.whole)
        self.customers: Sequence[Customer] = ()
        self.asked = self.lost = 0.0

    def serve_to(self, quick: Sequence[Asker], customers: Sequence[Customer], *, patient: bool) -> None:
        """Connect those who ask at any instant, and the markets that ask once a day (patient: all wait for goods)."""
        self.quick = Allocation(quick, self.plan.allocation, self.plan.whole)
        self.daily = Allocation(customers, self.plan.allocation, self.plan.whole)
        self.customers, self.patient = customers, patient

    @abstractmethod
    def hand_out(self, group: Allocation) -> None:
        """Serve one group from what is on hand."""

    def is_open(self) -> bool:
        """Whether the site works today. Call after `touch`."""
        rows = self.plan.open_rows
        return not rows or rows[self.row]

    # ---- what is asked
    def ask(self, asker: Asker, quantity: float) -> None:
        """An order or demand arrives now; who asks calls `review` once it knows what becomes of what is not served."""
        self.touch()
        self.note_asked(asker, quantity, self.quick)
        if self.on_hand > 0:
            self.hand_out(self.quick)

    def note_asked(self, asker: Asker, quantity: float, group: Allocation) -> None:
        """What is asked for is owed."""
        self.asked += quantity
        self.owed += quantity
        self.position -= quantity
        self.requirement += quantity
        if group.queue is not None:
            group.queue.append([asker, quantity])

    # ---- reviews
    def order(self, row: int) -> None:
        """Review, booked on the day it is made."""
        self.touch()
        Ordering.order(self, row)

    def review(self) -> None:
        """A continuous review orders now; one that is set off by its own orders follows them. Call after `touch`."""
        if not self.continuous or not self.begun or (self.plan.open_rows and not self.is_open()):
            return
        if self.reviewing:
            self.once_more = True
            return
        self.reviewing = self.once_more = True
        while self.once_more:
            self.once_more = False
            Ordering.order(self, self.row)
        self.reviewing = False

    def reopen(self) -> None:
        """Sources, shares or targets have changed, or the review is free again: what was missed is made up now."""
        self.touch()
        self.settle_parts()
        if self.is_open():
            self.catch_up(self.row)
        self.review()

    # ---- what is no longer wanted
    def withdraw(self, asker: Asker, quantity: float) -> None:
        """Something asked for is no longer wanted."""
        self.drop(asker, quantity)
        self.asked -= quantity

    def forgo(self, asker: Asker, quantity: float) -> None:
        """Demand that is not kept is lost now; the position rises again."""
        self.drop(asker, quantity)
        self.lost += quantity

    def drop(self, asker: Asker, quantity: float) -> None:
        """It is no longer owed and leaves the queue, latest first."""
        self.touch()
        self.owed -= quantity
        self.position += quantity
        self.requirement -= quantity
        self.quick.withdraw(asker, quantity)
        self.daily.withdraw(asker, quantity)

    def call_off(self, row: int, quantity: float) -> None:
        """A stock made to order cancels what its sources have not started for what was withdrawn."""
        if self.made_to_order:
            for part in self.parts:
                cancelled = part.source.cancel(row, quantity)
                self.position -= cancelled
                self.requirement += cancelled
                quantity -= cancelled
