"""What all lines share, and the line that takes no time."""

from __future__ import annotations

from math import floor, inf
from typing import Protocol

from backsource.laws.distributions import binomial_quantile
from backsource.simulation.books import Shelf
from backsource.simulation.environment import Rolls
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.plan import LinePlan


class Product(Protocol):
    """The stock that a line feeds."""

    def touch(self) -> None:
        """Close the days that are over before anything that its row counts changes."""

    def finish(self, quantity: float, beyond: float, source: str) -> None:
        """Good units come in."""

    def room(self) -> float:
        """What still fits."""


class Material(Protocol):
    """A stock that a line takes material from."""

    on_hand: float

    def draw(self, quantity: float) -> None:
        """Take material."""

    def explode(self, quantity: float) -> None:
        """The line was ordered to make what needs this much."""

    def make_room(self) -> None:
        """Lines that wait for material may be fed."""


class Making:
    """Orders, material and yield of a line; a row of the day book for lines on the grid."""

    def __init__(self, plan: LinePlan, shelf: Shelf) -> None:
        self.plan = plan
        self.name = plan.name
        self.lead = 0 if plan.kind == "instant" or plan.same_day else 1
        self.on_order = 0.0
        self.blocked = 0
        self.wip = self.locked = 0.0
        self.ordered = self.started = self.good = self.scrap = self.cancelled = 0.0
        self.made_so_far = self.started_so_far = 0.0
        self.yield_now = plan.yield_.first
        self.product: Product
        self.materials: list[tuple[Material, float]] = []
        self.write, self.block, self.at, self.size = shelf.row_of("lines", plan.name)

    def connect(self, product: Product, materials: list[tuple[Material, float]]) -> None:
        """Connect the stock it feeds and those it takes from."""
        self.product, self.materials = product, materials

    def order(self, row: int, quantity: float) -> None:
        """Take an order and ask for its material."""
        self.ordered += quantity
        self.on_order += quantity
        for material, units in self.materials:
            material.explode(quantity * units)

    def cancel(self, row: int, at_most: float = inf) -> float:
        """Cancel what has not been started; gives the quantity."""
        self.product.touch()
        quantity = max(0.0, min(self.on_order - self.wip, at_most))
        self.on_order -= quantity
        self.cancelled += quantity
        for material, units in self.materials:
            material.explode(-quantity * units)
        return quantity

    def material(self) -> float:
        """Units that the material on hand allows."""
        least = inf
        for stock, units in self.materials:
            least = min(least, stock.on_hand / units)
        return least

    def consume(self, quantity: float) -> None:
        """Take the material of these units (give it back when negative)."""
        self.started += quantity
        for stock, units in self.materials:
            stock.draw(quantity * units)

    def deliver(self, quantity: float, uniform: float) -> None:
        """Finish units: the good ones enter the stock, the rest is scrap and stays on order."""
        self.product.touch()
        good = quantity * self.yield_now
        if self.yield_now < 1.0 and self.plan.whole:
            good = float(binomial_quantile(uniform, round(quantity), self.yield_now))
        scrap = quantity - good
        beyond = max(0.0, good - self.on_order)
        self.on_order -= good - beyond
        self.good += good
        self.scrap += scrap
        self.made_so_far += good
        self.started_so_far += quantity
        self.product.finish(good, beyond, self.name)
        if scrap:
            for material, units in self.materials:
                material.explode(scrap * units)

    def trial(self, pieces: float) -> float:
        """Make pieces that are locked until they are judged, and learn from them; 0 while the material is not there."""
        self.product.touch()
        if self.material() < pieces - EPSILON:
            return 0.0
        self.consume(pieces)
        self.wip += pieces
        self.locked += pieces
        self.started_so_far += pieces
        return pieces

    def scrap_trials(self) -> None:
        """Locked trial pieces are scrap."""
        self.product.touch()
        self.wip -= self.locked
        self.scrap += self.locked
        self.locked = 0.0

    def release_trials(self) -> None:
        """Locked trial pieces are finished: the good ones enter the stock."""
        pieces, self.locked = self.locked, 0.0
        if pieces:
            self.wip -= pieces
            self.started_so_far -= pieces
            self.deliver(pieces, 0.5)

    def close(self, row: int) -> None:
        """Write the day; what the machines did is known the next morning."""
        self.write(
            self.block, self.at + row * self.size,
            self.ordered, self.started, self.good, self.scrap, self.cancelled, self.on_order, self.wip,
            0.0, 0.0, 0.0, 0.0, float(self.plan.machines), 0.0, 0.0, 0.0, 0.0,
        )  # fmt: skip
        self.ordered = self.started = self.good = self.scrap = self.cancelled = 0.0


class InstantLine(Making):
    """A line that takes no time: it makes what orders and material allow before its stock is served."""

    def __init__(self, plan: LinePlan, shelf: Shelf, rolls: Rolls) -> None:
        super().__init__(plan, shelf)
        self.rolls = rolls

    def run(self, row: int) -> None:
        """Make at once."""
        quantity = min(self.on_order, self.material(), self.product.room())
        if self.plan.whole:
            quantity = floor(quantity + EPSILON)
        if quantity > 0 and not self.blocked:
            self.consume(quantity)
            self.deliver(quantity, self.rolls.of(row) if self.yield_now < 1.0 else 0.0)
