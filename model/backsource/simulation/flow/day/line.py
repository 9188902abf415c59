"""Lines with a daily rate.

A line takes in `start` the least of rate, orders, material, room and people. The next morning
`complete` looks at the up-time the day really had: what it did not allow goes back. Work on a unit (or
lot) that is not finished is carried over, so that a rate of 1.5 pieces a day makes three in two days.
"""

from __future__ import annotations

from math import floor, inf
from struct import Struct
from typing import Protocol

import simpy

from backsource.log import LINE, Floats
from backsource.simulation.books import Shelf
from backsource.simulation.environment import Rolls
from backsource.simulation.flow.day.centre import Centre
from backsource.simulation.flow.events.crew import Crew
from backsource.simulation.flow.machines import Machine
from backsource.simulation.flow.making import Making, Product
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.source_plans import LinePlan

STATES = ("producing", "starved", "blocked", "idle", "setup", "down", "closed")
STATES_AT = 8 * LINE.index("could")
PATCH = Struct(f"={1 + len(STATES)}d").pack_into


class Kept(Product, Protocol):
    """The stock that a daily-rate line feeds."""

    def space(self) -> float:
        """What still fits beside what its lines have in process."""


class RateLine(Making):
    """A line with a daily rate."""

    product: Kept

    def __init__(
        self,
        plan: LinePlan,
        shelf: Shelf,
        env: simpy.Environment,
        machines: list[Machine],
        rolls: Rolls,
        faults: list[Rolls],
    ) -> None:
        super().__init__(plan, shelf)
        self.env, self.first_day, self.rows = env, int(env.now), shelf.rows
        self.machines = machines
        self.rolls, self.faults = rolls, faults
        self.speed = 1.0
        self.staff = plan.staff
        self.length = plan.hours / 24.0
        self.unit = plan.lot or float(plan.whole)
        self.stopped = 0
        self.stops: list[list[float]] = []
        self.chances = [(failure.fails, failure.ends) for failure in plan.failures if failure.mtbf is None]
        self.broken: set[int] = set()
        self.carry = 0.0
        self.limit = "closed"
        self.pace, self.manned = 0.0, 1.0
        self.planned = self.effort = self.work = self.lost_time = self.setup_days = 0.0
        self.crew: Crew | None = None
        self.centre: Centre | None = None
        self.yesterday: Floats | None = None

    # ---- the day's start
    def full(self) -> float:
        """Units a day with everything up and people at every machine."""
        return self.plan.rate * (1.0 + self.plan.surge) * self.speed

    def people(self) -> float:
        """Share of the machines that people can run."""
        return min(1.0, self.staff / self.plan.machines)

    def capacity(self) -> float:
        """Units a day with everything up."""
        return self.full() * self.people()

    def is_open(self, row: int) -> bool:
        """Whether the line works today at all."""
        rows = self.plan.open_rows
        return not self.blocked and (not rows or rows[row])

    def start(self, row: int) -> None:
        """Take in the least of rate, orders, material, room and people."""
        if not self.is_open(row):
            self.limit = "closed"
            return
        self.pace, self.manned = self.full(), self.people()
        orders = self.on_order - self.wip
        wants = {"idle": orders, "starved": self.material(), "blocked": self.product.space()}
        self.limit = min(wants, key=wants.__getitem__)
        most = max(0.0, wants[self.limit])
        if most < orders:
            most = self.units(most)
        able = min(self.capacity(), most - self.carry)
        if self.fails_today(row, able > 0):
            able = 0.0
        if self.centre is not None:
            able = self.centre.grant(row, self, able)
        self.effort = max(0.0, able)
        quantity = self.carry + self.effort
        self.planned = most if most <= quantity + EPSILON else self.units(quantity)
        if self.planned > 0:
            self.wip += self.planned
            self.consume(self.planned)
        if self.plan.same_day:
            self.settle(row)

    def units(self, quantity: float) -> float:
        """What of a quantity is whole units or lots."""
        return floor(quantity / self.unit + EPSILON) * self.unit if self.unit else quantity

    def fails_today(self, row: int, could_work: bool) -> bool:
        """Failures by chance a day: an up line can fail only on a day on which it could work (Gershwin 1994)."""
        able = could_work and not self.broken
        for mode, (fails, ends) in enumerate(self.chances):
            roll = self.faults[mode].of(row)
            if mode in self.broken:
                if roll < ends:
                    self.broken.discard(mode)
            elif able and roll < fails:
                self.broken.add(mode)
        return bool(self.broken)

    # ---- what became of it
    def complete(self, row: int) -> None:
        """The morning after: finish what yesterday's up-time allowed."""
        if self.plan.same_day:
            return
        if row or self.yesterday is not None:
            self.settle(row - 1)
            self.book_states(row - 1)

    def settle(self, row: int) -> None:
        """Look at what the machines could do on a day, and deliver it."""
        self.look_back(row)
        planned, self.planned = self.planned, 0.0
        got = self.carry + self.effort * self.work
        self.carry = 0.0
        if not planned and not got:
            return
        made = planned if got >= planned - EPSILON else min(planned, self.units(got))
        self.carry = max(0.0, got - made) if self.unit else 0.0
        self.wip -= planned
        if made < planned:
            self.consume(made - planned)
        if made > 0:
            self.deliver(made, self.rolls.of(row) if self.yield_now < 1.0 else 0.0)

    def look_back(self, row: int) -> None:
        """Share of the planned work that got done on a day, and machine-days down."""
        self.work = self.lost_time = 0.0
        machines, length, begin = self.plan.machines, self.length, float(row + self.first_day)
        if self.limit == "closed":
            self.effort = 0.0
            return
        if self.broken:
            self.lost_time = machines * length
            return
        need = self.need()
        windows = self.windows(begin, begin + length)
        free = sum(high - low for low, high in windows)
        if self.crew is not None:
            up = self.crew.machine_days() * free
            self.lost_time = machines * length - up
        elif self.machines:
            up, broken = self.worked(windows, need)
            self.lost_time = broken + (length - free) * machines
        else:
            up = free * machines
            self.lost_time = machines * length - up
        self.work = min(1.0, up / (need * machines)) if need else 0.0

    def need(self) -> float:
        """Time that each machine works for the day's effort [days]."""
        return min(1.0, self.effort / self.pace) * self.length if self.pace > 0 else 0.0

    def worked(self, windows: list[tuple[float, float]], need: float) -> tuple[float, float]:
        """Machine-days worked and broken down within the windows; each machine has its own share to do."""
        worked = broken = 0.0
        for machine in self.machines:
            done = 0.0
            for low, high in windows:
                ran, lost = machine.work(low, high, need - done)
                done += ran
                broken += lost
            worked += done
        return worked, broken

    def windows(self, begin: float, end: float) -> list[tuple[float, float]]:
        """Parts of the working day that no outage took, oldest first; forgets stops that are over."""
        if not self.stops:
            return [(begin, end)]
        free, now = [], begin
        for low, high in self.stops:
            if low > now:
                free.append((now, min(low, end)))
            now = max(now, high)
        if now < end:
            free.append((now, end))
        self.stops = [stop for stop in self.stops if stop[1] > end]
        return [(low, high) for low, high in free if high > low]

    # ---- books
    def close(self, row: int) -> None:
        """Write the day; what the machines did is known the next morning, or at once where the line is ready then."""
        super().close(row)
        if self.plan.same_day:
            self.book_states(row)
            self.limit = "closed"

    def book_states(self, row: int) -> None:
        """Write what the machines did on a day: machine-days in each state, adding up to the machines."""
        machines, length = float(self.plan.machines), self.length
        states, could = {"closed": machines}, 0.0
        if self.limit != "closed":
            down = min(self.lost_time, machines * length)
            up = machines * length - down
            busy = min(up, self.work * self.need() * machines)
            setup, self.setup_days = min(self.setup_days, up - busy), 0.0
            rest = up - busy - setup
            unmanned = min(rest, (1.0 - self.manned) * up)
            states = {"closed": machines * (1.0 - length), "down": down, "producing": busy, "setup": setup}
            states["idle"] = unmanned
            states[self.limit] = states.get(self.limit, 0.0) + rest - unmanned
            could = self.pace * min(self.manned, up / (machines * length))
        found = (could, *(states.get(name, 0.0) for name in STATES))
        if row >= 0:
            PATCH(self.block, self.at + row * self.size + STATES_AT, *found)
        elif self.yesterday is not None:
            self.yesterday[LINE.index("could") : LINE.index("could") + len(found)] = found

    def finish_at(self, until: float) -> None:
        """Close the books at the end of the run: look at the last day; its work stays in process."""
        if not self.plan.same_day:
            self.look_back(self.rows - 1)
            self.book_states(self.rows - 1)

    def halt(self) -> None:
        """An outage begins."""
        self.stops.append([self.env.now, inf])

    def resume(self) -> None:
        """The last outage has ended."""
        self.stops[-1][1] = self.env.now

    def crew_changed(self) -> None:
        """The crew keeps the integral; the day is looked at the next morning."""
