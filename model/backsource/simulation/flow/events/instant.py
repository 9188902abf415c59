"""A line off the grid that takes no time: what is ordered and has its material is made at that instant."""

from __future__ import annotations

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.environment import Turns
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.making import Making, Material
from backsource.simulation.source_plans import LinePlan


class InstantLine(Rolling, Making):
    """Makes whenever an order, material or room comes."""

    def __init__(self, plan: LinePlan, shelf: Shelf, env: simpy.Environment, uniforms: Turns) -> None:
        Rolling.__init__(self, env, shelf.rows)
        Making.__init__(self, plan, shelf)
        self.uniform = uniforms.next
        self.begun = self.looking = False
        self.why = "idle"
        self.states = {"idle": 0.0, "down": 0.0, "closed": 0.0}

    def begin(self) -> None:
        """The run begins."""
        self.begun = True
        self.look()

    def order(self, row: int, quantity: float) -> None:
        """Take an order and make it at once."""
        self.touch()
        super().order(row, quantity)
        self.look()

    def cancel(self, row: int, at_most: float = float("inf")) -> float:
        """Cancel what has not been made."""
        self.touch()
        return super().cancel(row, at_most)

    def look(self) -> None:
        """Make while there is something to make; scrap is made again."""
        if self.looking or not self.begun:
            return
        self.touch()
        self.why = "closed" if self.blocked or not self.is_open() else "down" if self.stopped else "idle"
        self.looking = True
        while self.why == "idle" and (quantity := self.makeable()) > 0:
            self.consume(quantity)
            self.deliver(quantity, self.uniform() if self.yield_now < 1.0 else 0.0)
        self.looking = False

    def is_open(self) -> bool:
        """Whether the site works today. Call after `touch`."""
        rows = self.plan.open_rows
        return not rows or rows[self.row]

    def appetite(self, stock: Material, available: float) -> float:
        """Of *available* units of a stock, what it would take at once."""
        if self.looking or self.why != "idle":
            return 0.0
        wants, units = self.on_order, 0.0
        for material, need in self.materials:
            if material is stock:
                units = need
            else:
                wants = min(wants, material.on_hand / need)
        return min(available, wants * units) if self.product.room() >= wants else 0.0

    def morning(self, row: int) -> None:
        """The site may have opened or closed."""
        self.look()

    def halt(self) -> None:
        """An outage begins."""
        self.look()

    def resume(self) -> None:
        """The last outage has ended."""
        self.look()

    def integrate(self, length: float) -> None:
        """Machine-days in each state; it is never seen at work."""
        self.states[self.why] += self.plan.machines * length

    def write_row(self, row: int) -> None:
        """Write the day."""
        states = self.states
        self.write(
            self.block, self.at + row * self.size,
            self.ordered, self.started, self.good, self.scrap, self.cancelled, self.on_order, self.wip,
            0.0, 0.0, 0.0, 0.0, states["idle"], 0.0, states["down"], states["closed"], 0.0,
        )  # fmt: skip
        self.ordered = self.started = self.good = self.scrap = self.cancelled = 0.0
        self.states = dict.fromkeys(states, 0.0)
