"""Lines with a daily rate.

A line takes in `start` the least of rate, orders, material, room and people. The next morning
`complete` looks at the up-time the day really had: what it did not allow goes back.
"""

from __future__ import annotations

from math import floor, inf
from struct import Struct

import simpy

from backsource.log import LINE
from backsource.simulation.books import Shelf
from backsource.simulation.environment import Rolls
from backsource.simulation.flow.day.centre import Centre
from backsource.simulation.flow.events.crew import Crew
from backsource.simulation.flow.machines import Machine
from backsource.simulation.flow.making import Making
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.plan import LinePlan

STATES = ("producing", "starved", "blocked", "idle", "setup", "down", "closed")
STATES_AT = 8 * LINE.index("could")
PATCH = Struct(f"={1 + len(STATES)}d").pack_into


class RateLine(Making):
    """A line with a daily rate."""

    def __init__(
        self, plan: LinePlan, shelf: Shelf, env: simpy.Environment, machines: list[Machine], rolls: Rolls, faults: Rolls
    ) -> None:
        super().__init__(plan, shelf)
        self.env, self.first_day, self.rows = env, int(env.now), shelf.rows
        self.machines = machines
        self.rolls, self.faults = rolls, faults
        self.speed = 1.0
        self.staff = plan.staff
        self.stopped = 0
        self.stops: list[list[float]] = []
        self.down = False
        self.carry = 0.0
        self.limit = "idle"
        self.pace = 0.0
        self.planned = self.setup_days = 0.0
        self.crew: Crew | None = None
        self.centre: Centre | None = None

    def capacity(self) -> float:
        """Units a day with everything up."""
        people = min(1.0, self.staff / self.plan.machines)
        return self.plan.rate * (1.0 + self.plan.surge) * self.speed * people

    def is_open(self, row: int) -> bool:
        """Whether the line works today at all."""
        rows = self.plan.open_rows
        return not self.blocked and (not rows or rows[row])

    def start(self, row: int) -> None:
        """Take in the least of rate, orders, material, room and people."""
        self.pace = self.capacity()
        if not self.is_open(row):
            self.limit = "closed"
            return
        can = self.capacity() + self.carry
        wants = {"idle": self.on_order - self.wip, "starved": self.material(), "blocked": self.product.room() - self.wip}
        self.limit = min(wants, key=wants.__getitem__)
        quantity = min(can, wants[self.limit])
        if self.plan.lot:
            quantity = floor(quantity / self.plan.lot + EPSILON) * self.plan.lot
        elif self.plan.whole:
            quantity = float(floor(quantity + EPSILON))
        if self.plan.whole:
            self.carry = can % 1.0 if can <= wants[self.limit] else 0.0
        if self.fails_today(row, quantity > 0) or self.stopped:
            quantity = 0.0
        if self.centre is not None:
            quantity = self.centre.grant(row, self, quantity)
        if quantity > 0:
            self.planned = quantity
            self.wip += quantity
            self.consume(quantity)
            if self.plan.same_day:
                self.settle(row)

    def fails_today(self, row: int, could_work: bool) -> bool:
        """Failures by chance a day: an up line can fail only on a day on which it could work (Gershwin 1994)."""
        for failure in self.plan.failures:
            if failure.fails or failure.ends:
                roll = self.faults.of(row)
                self.down = roll >= failure.ends if self.down else could_work and roll < failure.fails
        return self.down

    def complete(self, row: int) -> None:
        """The morning after: finish what yesterday's up-time allowed."""
        if row and not self.plan.same_day:
            self.settle(row - 1)

    def settle(self, row: int) -> None:
        """Look at what the machines could do on a day, book it, and deliver."""
        work, down = self.realised(row)
        self.book_states(row, work, down)
        planned, self.planned = self.planned, 0.0
        if not planned:
            return
        made = min(planned, planned * work if work < 1.0 - EPSILON else planned)
        if self.plan.whole:
            made = float(floor(made + EPSILON))
        self.wip -= planned
        if made < planned:
            self.consume(made - planned)
        if made > 0:
            self.deliver(made, self.rolls.of(row) if self.yield_now < 1.0 else 0.0)

    def realised(self, row: int) -> tuple[float, float]:
        """Share of the planned work that got done on a day, and machine-days down."""
        machines, begin = self.plan.machines, float(row + self.first_day)
        if self.limit == "closed":
            return 0.0, 0.0
        length = self.plan.hours / 24.0
        if self.down:
            return 0.0, machines * length
        capacity = self.pace
        need = min(1.0, self.planned / capacity if capacity > 0 else 1.0) * length
        windows = self.windows(begin, begin + length)
        free = sum(high - low for low, high in windows)
        if self.crew is not None:
            up = self.crew.machine_days() * length
        elif self.machines:
            up, broken = self.worked(windows, need)
            return (min(1.0, up / (need * machines)) if need else 0.0), broken + (length - free) * machines
        else:
            up = free * machines
        return (min(1.0, up / (need * machines)) if need else 0.0), machines * length - up

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

    def book_states(self, row: int, work: float, down: float) -> None:
        """Write what the machines did on a day: machine-days in each state, adding up to the machines."""
        machines, length = float(self.plan.machines), self.plan.hours / 24.0
        if self.limit == "closed":
            states = {"closed": machines}
            could = 0.0
        else:
            capacity = self.pace
            busy = work * min(1.0, self.planned / capacity) * machines * length if capacity > 0 else 0.0
            setup, self.setup_days = self.setup_days, 0.0
            states = {"closed": machines * (1.0 - length), "down": down, "producing": busy, "setup": setup}
            rest = max(0.0, machines * length - down - busy - setup)
            states[self.limit] = states.get(self.limit, 0.0) + rest
            could = capacity * (1.0 - down / (machines * length))
        at = self.at + row * self.size + STATES_AT
        PATCH(self.block, at, could, *(states.get(name, 0.0) for name in STATES))

    def finish_at(self, until: float) -> None:
        """Close the books at the end of the run: look at the last day; its work stays in process."""
        row = self.rows - 1
        if not self.plan.same_day:
            work, down = self.realised(row)
            self.book_states(row, work, down)

    def halt(self) -> None:
        """An outage begins."""
        self.stops.append([self.env.now, inf])

    def resume(self) -> None:
        """The last outage has ended."""
        self.stops[-1][1] = self.env.now

    def crew_changed(self) -> None:
        """The crew keeps the integral; the day is looked at the next morning."""
