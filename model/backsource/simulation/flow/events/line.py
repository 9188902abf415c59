"""A line off the grid: equal servers work lot by lot, each lot at its own instants.

A lot starts when an order, material and a server are there (and room, where the line blocks before
service). A server whose lot finds no room keeps it (blocking after service). `why` says why no further
lot starts; it is settled whenever something that it rests on has changed.
"""

from __future__ import annotations

from math import inf

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.environment import Turns
from backsource.simulation.flow.events.centre import Centre
from backsource.simulation.flow.events.floor import Floor
from backsource.simulation.flow.events.server import Job
from backsource.simulation.flow.events.stock import Stock
from backsource.simulation.flow.making import Making, Material
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.source_plans import LinePlan


class ServerLine(Floor):
    """A line whose servers work off the grid."""

    product: Stock

    def __init__(self, plan: LinePlan, shelf: Shelf, env: simpy.Environment, times: Turns, uniforms: Turns) -> None:
        super().__init__(plan, shelf, env)
        self.time_of, self.uniform = times.next, uniforms.next
        self.lead = plan.processing.mean if plan.processing else 0.0
        self.lot = plan.lot or 1.0
        self.tight: list[Stock] = []
        self.centre: Centre | None = None
        self.begun = self.looking = False

    def begin(self) -> None:
        """The run begins."""
        self.tight = [stock for stock in self.restless if isinstance(stock, Stock) and stock.capacity < inf]
        self.begun = True
        self.look()

    def order(self, row: int, quantity: float) -> None:
        """Take an order; lots may start at once, those that find no free server wait."""
        self.touch()
        self.waited += max(0.0, quantity / self.lot - self.able())
        Making.order(self, row, quantity)
        self.go_on()

    def cancel(self, row: int, at_most: float = inf) -> float:
        """Cancel what has not been started."""
        self.touch()
        quantity = super().cancel(row, at_most)
        self.go_on()
        return quantity

    # ---- what can start
    def look(self) -> None:
        """Something has changed that may let the line go on."""
        if not self.looking:
            self.touch()
            self.go_on()

    def go_on(self) -> None:
        """Deliver what was blocked, start what can start, until nothing changes. Call after `touch`."""
        if self.looking or not self.begun:
            return
        self.looking = True
        while (self.full and self.unload()) or (self.free and self.start()):
            pass
        self.looking = False
        if not self.free and len(self.jobs) + len(self.full) < self.plan.machines:
            self.why = self.limit()
        if self.tight and self.why == "starved":
            for material in self.tight:
                material.make_room()

    def unload(self) -> bool:
        """A finished lot that waited for room leaves its server."""
        if not self.product.fits(self.full[0].quantity):
            return False
        self.release(self.full.popleft())
        return True

    def start(self) -> bool:
        """Start one lot on a free server if everything is there."""
        self.why = self.limit()
        if self.why or not self.able() or (self.centre is not None and not self.centre.claim(self)):
            return False
        setup = self.centre.setup(self) if self.centre is not None else 0.0
        job = Job(self.next_lot(), self.free.pop(), setup, self.time_of() / self.speed)
        self.wip += job.quantity
        self.put_on(job)
        self.consume(job.quantity)
        return True

    def limit(self) -> str:
        """Why no further lot starts now, were a server free; empty when one can."""
        if self.blocked or self.speed <= 0 or not self.is_open():
            return "closed"
        if self.stopped:
            return "down"
        if self.on_order - self.wip < EPSILON:
            return "idle"
        if self.materials and self.material() < self.next_lot() - EPSILON:
            return "starved"
        if self.plan.block_before and not self.product.fits(self.wip + self.next_lot()):
            return "blocked"
        return ""

    def next_lot(self) -> float:
        """Units of the next lot."""
        return min(self.lot, self.on_order - self.wip)

    def able(self) -> int:
        """Free servers that people and the crew could put to work."""
        if self.crew is None and self.staff >= self.plan.machines:
            return len(self.free)
        busy = len(self.jobs) + len(self.full)
        return max(0, min(len(self.free), self.staff - busy, self.running - busy))

    def appetite(self, stock: Material, available: float) -> float:
        """Of *available* units of a stock, what free servers would take at once."""
        if self.looking or not self.begun or not self.free or self.limit() not in ("", "starved"):
            return 0.0
        if self.plan.block_before and not self.product.fits(self.wip + self.next_lot()):
            return 0.0
        units, left, taken = 0.0, self.on_order - self.wip, 0.0
        for material, need in self.materials:
            if material is stock:
                units = need
            else:
                left = min(left, material.on_hand / need)
        servers = self.able() if self.centre is None else min(self.able(), len(self.centre.free))
        for _ in range(servers):
            lot = min(self.lot, left)
            if lot < EPSILON or taken + lot * units > available + EPSILON:
                break
            taken += lot * units
            left -= lot
        return taken

    # ---- what is finished
    def done(self, job: Job) -> None:
        """A lot is finished; it leaves unless its stock is full."""
        if not self.plan.block_before and not self.product.fits(job.quantity):
            self.full.append(job)
        else:
            self.release(job)
        self.go_on()

    def release(self, job: Job) -> None:
        """The lot enters its stock, the server is free."""
        self.set_free(job.server)
        self.wip -= job.quantity
        if self.centre is not None:
            self.centre.release(self)
        self.deliver(job.quantity, self.uniform() if self.yield_now < 1.0 else 0.0)

    # ---- books
    def write_row(self, row: int) -> None:
        """Write the day."""
        states = self.states
        up = states["producing"] + states["starved"] + states["blocked"] + states["idle"] + states["setup"]
        could = up * self.lot * self.speed / self.lead if self.lead > 0 else 0.0
        self.write(
            self.block, self.at + row * self.size,
            self.ordered, self.started, self.good, self.scrap, self.cancelled, self.on_order, self.wip, could,
            states["producing"], states["starved"], states["blocked"], states["idle"],
            states["setup"], states["down"], states["closed"], self.waited,
        )  # fmt: skip
        self.ordered = self.started = self.good = self.scrap = self.cancelled = self.waited = 0.0
        self.states = dict.fromkeys(states, 0.0)
