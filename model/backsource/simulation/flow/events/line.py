"""A line off the grid: equal servers work lot by lot, each lot at its own instants.

A lot starts when an order, material and a server are there (and room, where the line blocks before
service). A server whose lot finds no room keeps it (blocking after service). Repairs stretch a lot:
work resumes where it stopped (Hopp and Spearman, Factory Physics, 8.4).
"""

from __future__ import annotations

from typing import Any

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.environment import Rolls, Turns
from backsource.simulation.flow.making import Making
from backsource.simulation.flow.events.centre import Centre
from backsource.simulation.flow.events.crew import Crew
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.machines import Machine
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.plan import LinePlan


class Job:
    """A lot on a server."""

    __slots__ = ("due", "left", "machine", "quantity", "turn")

    def __init__(self, quantity: float, machine: Machine | None) -> None:
        self.quantity = quantity
        self.machine = machine
        self.due = self.left = 0.0
        self.turn = 0


class ServerLine(Rolling, Making):
    """A line whose servers work off the grid."""

    def __init__(
        self, plan: LinePlan, shelf: Shelf, env: simpy.Environment, times: Turns, machines: list[Machine], rolls: Rolls
    ) -> None:
        Rolling.__init__(self, env, shelf.rows)
        Making.__init__(self, plan, shelf)
        self.times = times.next
        self.free: list[Machine | None] = list(reversed(machines)) if machines else [None] * plan.machines
        self.jobs: list[Job] = []
        self.full: list[Job] = []
        self.rolls = rolls
        self.speed = 1.0
        self.staff = plan.staff
        self.stopped = 0
        self.down = False
        self.paused: list[Job] = []
        self.crew: Crew | None = None
        self.looking = False
        self.lot = plan.lot or 1.0
        self.centre: Centre | None = None
        self.running = plan.machines
        self.waited = 0.0
        self.lead = plan.processing.mean if plan.processing else 0.0
        self.states = dict.fromkeys(("producing", "starved", "blocked", "idle", "setup", "down", "closed"), 0.0)

    def order(self, row: int, quantity: float) -> None:
        """Take an order; a lot may start at once."""
        self.touch()
        if not self.free:
            self.waited += quantity / self.lot
        super().order(row, quantity)
        self.look()

    def look(self) -> None:
        """Deliver what was blocked, start what can start, until nothing changes."""
        if self.looking:
            return
        self.looking = True
        moved = True
        while moved:
            moved = self.unload() or self.start()
        self.looking = False
        if self.free and self.materials and self.limit() == "starved":
            for material, _ in self.materials:
                material.make_room()

    def unload(self) -> bool:
        """A finished lot that waited for room leaves its server."""
        if self.full and self.product.room() >= self.full[0].quantity - EPSILON:
            self.touch()
            self.release(self.full.pop(0))
            return True
        return False

    def limit(self) -> str:
        """Why no further lot starts now; empty when one can."""
        if self.down or self.blocked or not self.is_open():
            return "closed" if self.blocked or not self.is_open() else "down"
        if self.on_order - self.wip < EPSILON:
            return "idle"
        if self.material() < self.next_lot() - EPSILON:
            return "starved"
        if self.plan.block_before and self.product.room() - self.wip < self.next_lot() - EPSILON:
            return "blocked"
        return ""

    def is_open(self) -> bool:
        """Whether the site works today."""
        rows = self.plan.open_rows
        return not rows or rows[min(self.row, len(rows) - 1)]

    def next_lot(self) -> float:
        """Units of the next lot."""
        return min(self.lot, self.on_order - self.wip)

    def start(self) -> bool:
        """Start one lot if everything is there."""
        busy = len(self.jobs) + len(self.full)
        if not self.free or busy >= min(self.staff, self.running) or self.limit():
            return False
        if self.centre is not None and not self.centre.claim(self):
            return False
        self.touch()
        job = Job(self.next_lot(), self.free.pop())
        self.wip += job.quantity
        self.jobs.append(job)
        setup = self.centre.setup(self) if self.centre is not None else 0.0
        self.states["setup"] += setup
        self.run(job, setup + self.times() / self.speed)
        self.consume(job.quantity)
        return True

    def run(self, job: Job, work: float) -> None:
        """Let a lot be worked on for *work* days of operation, repairs on top."""
        now = self.env.now
        job.due = job.machine.stretched(now, work) if job.machine is not None else now + work
        self.wait_for(job)

    def done(self, job: Job) -> None:
        """A lot is finished; it leaves unless its stock is full."""
        self.touch()
        self.jobs.remove(job)
        if not self.plan.block_before and self.product.room() < job.quantity - EPSILON:
            self.full.append(job)
        else:
            self.release(job)
        self.look()

    def release(self, job: Job) -> None:
        """The lot enters its stock, the server is free."""
        self.free.append(job.machine)
        self.wip -= job.quantity
        if self.centre is not None:
            self.centre.release(self)
        self.deliver(job.quantity, self.rolls.of(self.row) if self.yield_now < 1.0 else 0.0)

    def hunger(self, stock: Any) -> float:
        """Material of a stock that idle servers would take at once."""
        if not self.free or self.looking or self.limit() not in ("", "starved"):
            return 0.0
        for material, units in self.materials:
            if material is stock:
                wants = min(len(self.free) * self.lot, self.on_order - self.wip)
                others = (other.on_hand / need for other, need in self.materials if other is not stock)
                return units * min(wants, min(others, default=wants)) - stock.on_hand
        return 0.0

    def halt(self) -> None:
        """An outage stops the servers; what is left of each lot waits."""
        self.touch()
        self.down = True
        for job in self.jobs:
            if job not in self.paused:
                self.pause(job)

    def resume(self) -> None:
        """The servers go on."""
        self.touch()
        self.down = False
        for job in self.jobs:
            if job not in self.paused:
                self.go_on(job)
        self.look()

    def pause(self, job: Job) -> None:
        """A lot waits with what is left of it."""
        job.left = max(0.0, job.due - self.env.now)
        job.turn += 1

    def go_on(self, job: Job) -> None:
        """A lot is worked on again."""
        job.due = self.env.now + job.left
        self.wait_for(job)

    def wait_for(self, job: Job) -> None:
        """The lot is done when it is due, unless it has been paused meanwhile."""
        turn = job.turn
        event = self.env.timeout(job.due - self.env.now)
        event.callbacks.append(lambda _: self.done(job) if job.turn == turn else None)  # type: ignore[union-attr]

    def crew_changed(self) -> None:
        """More or fewer machines run: lots wait, the latest first, or go on."""
        self.touch()
        assert self.crew is not None
        self.running = self.crew.running
        active = [job for job in self.jobs if job not in self.paused]
        for job in active[self.running :]:
            self.paused.append(job)
            if not self.down:
                self.pause(job)
        for job in self.paused[: max(0, self.running - len(active))]:
            self.paused.remove(job)
            if not self.down:
                self.go_on(job)
        self.look()

    def morning(self, row: int) -> None:
        """A site may have opened."""
        self.touch()
        self.look()

    def integrate(self, length: float) -> None:
        """Machine-days in each state."""
        states, machines = self.states, self.plan.machines
        producing = 0 if self.down else len(self.jobs) - len(self.paused)
        states["producing"] += producing * length
        states["blocked"] += len(self.full) * length
        states["down"] += (len(self.jobs) - producing) * length
        rest = machines - len(self.jobs) - len(self.full)
        if rest > 0:
            missing = max(0, min(rest, machines - self.running))
            states["down"] += missing * length
            states[self.limit() or "idle"] += (rest - missing) * length

    def write_row(self, row: int) -> None:
        """Write the day."""
        states = self.states
        up = self.plan.machines - states["down"] - states["closed"]
        could = up * self.lot * self.speed / self.lead
        self.write(
            self.block, self.at + row * self.size,
            self.ordered, self.started, self.good, self.scrap, self.cancelled, self.on_order, self.wip, could,
            states["producing"], states["starved"], states["blocked"], states["idle"],
            states["setup"], states["down"], states["closed"], self.waited,
        )  # fmt: skip
        self.ordered = self.started = self.good = self.scrap = self.cancelled = self.waited = 0.0
        self.states = dict.fromkeys(states, 0.0)
