"""What all lines share: orders, material and yield."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor, inf
from typing import Protocol

from backsource.laws.distributions import binomial_quantile
from backsource.simulation.books import Shelf
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.source_plans import LinePlan

MIDDLE = 0.5
"""Quantile at which the good ones among trial pieces are counted."""


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


class Restless(Protocol):
    """A stock off the grid, which is told once all that a line needs has been taken."""

    def drawn(self, returned: bool) -> None:
        """Material has been taken, or given back."""


class Evenly:
    """Good units among whole ones at exactly the yield; what a lot lacks to a whole unit comes with a later one."""

    def __init__(self) -> None:
        self.carry = 0.0

    def __call__(self, uniform: float, started: int, share: float) -> int:
        """Good units among those started; the draw is not looked at."""
        due = self.carry + started * share
        good = min(started, floor(due + MIDDLE))
        self.carry = due - good
        return good


class Making:
    """Orders, material and yield of a line; a row of the day book for lines on the grid."""

    def __init__(self, plan: LinePlan, shelf: Shelf) -> None:
        self.plan = plan
        self.name = plan.name
        self.lead: float = 0 if plan.kind == "instant" or plan.same_day else 1
        self.on_order = 0.0
        self.blocked = self.stopped = 0
        self.speed = 1.0
        self.staff = plan.staff
        self.wip = self.on_trial = self.locked = 0.0
        self.ordered = self.started = self.good = self.scrap = self.cancelled = 0.0
        self.made_so_far = self.started_so_far = 0.0
        self.yield_now = plan.yield_.first
        self.good_among: Callable[[float, int, float], float] = Evenly() if plan.yield_.even else binomial_quantile
        self.product: Product
        self.materials: list[tuple[Material, float]] = []
        self.restless: list[Restless] = []
        self.write, self.block, self.at, self.size = shelf.row_of("lines", plan.name)

    def connect(
        self, product: Product, materials: Sequence[tuple[Material, float]], restless: Sequence[Restless] = ()
    ) -> None:
        """Connect the stock it feeds and those it takes from; *restless* are those of them off the grid."""
        self.product, self.materials, self.restless = product, list(materials), list(restless)

    def look(self) -> None:
        """Something has changed that may let it go on; a line on the grid sees it in its sweep."""

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

    def makeable(self) -> float:
        """Units that orders, material and room allow a line that takes no time; none while it is stopped."""
        if self.blocked or self.stopped:
            return 0.0
        quantity = min(self.on_order, self.material(), self.product.room())
        return float(floor(quantity + EPSILON)) if self.plan.whole else quantity

    def consume(self, quantity: float) -> None:
        """Take the material of these units (give it back when negative); all of it before anybody is told."""
        self.started += quantity
        for stock, units in self.materials:
            stock.draw(quantity * units)
        for told in self.restless:
            told.drawn(quantity < 0)

    def deliver(self, quantity: float, uniform: float) -> None:
        """Finish units: the good ones enter the stock, the rest is scrap and stays on order."""
        self.product.touch()
        good = quantity * self.yield_now
        if self.yield_now < 1.0 and self.plan.whole:
            good = float(self.good_among(uniform, round(quantity), self.yield_now))
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

    # ---- trials
    def begin_trial(self, pieces: float) -> bool:
        """Start pieces of a trial run, which serve nobody yet; False while their material is not there."""
        if self.material() < pieces - EPSILON:
            return False
        self.wip += pieces
        self.on_trial += pieces
        self.consume(pieces)
        return True

    def end_trial(self, *, keep: bool) -> None:
        """The pieces of a trial run are scrap, or locked until the line is approved."""
        pieces, self.on_trial = self.on_trial, 0.0
        if keep:
            self.locked += pieces
        else:
            self.wip -= pieces
            self.scrap += pieces
            self.started_so_far += pieces

    def release_trials(self) -> None:
        """Locked pieces are let go: the good ones enter the stock."""
        pieces, self.locked = self.locked, 0.0
        self.wip -= pieces
        if pieces:
            self.deliver(pieces, MIDDLE)

    def close(self, row: int) -> None:
        """Write the day; what the machines did is known the next morning."""
        self.write(
            self.block, self.at + row * self.size,
            self.ordered, self.started, self.good, self.scrap, self.cancelled, self.on_order, self.wip,
            0.0, 0.0, 0.0, 0.0, float(self.plan.machines), 0.0, 0.0, 0.0, 0.0,
        )  # fmt: skip
        self.ordered = self.started = self.good = self.scrap = self.cancelled = 0.0
