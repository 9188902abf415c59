"""What a lane may ship a day."""

from math import floor

from backsource.simulation.flow.split import EPSILON
from backsource.simulation.source_plans import LanePlan


class Allowance:
    """The capacity of each day; what it lacks to a whole unit is carried over while goods wait."""

    __slots__ = ("capacity", "left", "rest", "today", "whole")

    def __init__(self, plan: LanePlan) -> None:
        self.capacity, self.whole = plan.capacity, plan.whole
        self.today, self.rest = 0, plan.capacity
        self.left = 0.0

    def use(self, row: int, held: float) -> float:
        """What may leave now of what is held; the day has so much less from then on."""
        if row > self.today:
            self.today, self.rest = row, self.capacity + self.left
        quantity = min(held, self.rest)
        if quantity < held and self.whole:
            quantity = float(floor(quantity + EPSILON))
        self.rest -= quantity
        self.left = self.rest if quantity < held and self.whole else 0.0
        return quantity

    def go_on(self, left: float) -> None:
        """Begin again on the first day of a run, with what the day before has carried over."""
        self.left, self.today = left, -1
