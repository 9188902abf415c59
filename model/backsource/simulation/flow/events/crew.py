"""Machines with cold spares and few repairers (the machine-repair model of Palm).

Only running machines fail; a spare steps in at once; failed machines queue for a repairer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import simpy

from backsource.config.fine_lines import FineCrew
from backsource.simulation.environment import Draws
from backsource.simulation.flow.events.timing import Due, after, at
from backsource.simulation.flow.machines import Note


class Crew:
    """Keeps `wanted` machines running as long as spares and repairers allow."""

    def __init__(
        self, env: simpy.Environment, wanted: int, repairers: int, draws: list[Draws], note: Note,
        changed: Callable[[], None], known: FineCrew | None = None,
    ) -> None:  # fmt: skip
        self.env, self.wanted, self.note, self.changed = env, wanted, note, changed
        self.free = repairers
        self.draws = draws
        self.ready = deque(range(len(draws)))
        self.broken: deque[int] = deque()
        self.running = 0
        self.up_since: dict[int, float] = {}
        self.down_since: dict[int, float] = {}
        self.turns = [0] * len(draws)
        self.area = 0.0
        self.last = self.begun = float(env.now)
        if known is None:
            self.step_in()
        else:
            self.resume(known)

    def resume(self, known: FineCrew) -> None:
        """Go on from how the machines stand; what has begun lasts longer than it has so far."""
        env, now = self.env, self.env.now
        self.ready, self.broken = deque(known.ready), deque(known.broken)
        self.turns = [*known.turns, *[0] * len(self.draws)][: len(self.draws)]
        for machine, draws in enumerate(self.draws):
            draws.up_turns.skip(self.turns[machine])
            draws.down_turns.skip(self.turns[machine])
        for machine, since in sorted(known.running):
            self.up_since[machine] = since
            at(env, since + self.draws[machine].up_turns.resume(now - since), self.fails, machine)
        for machine, since in sorted(known.mending):
            self.draws[machine].up_turns.skip(1)
            self.down_since[machine] = since
            at(env, since + self.draws[machine].down_turns.resume(now - since), self.mended, machine)
        for machine in self.broken:
            self.draws[machine].up_turns.skip(1)
        self.running, self.free = len(known.running), self.free - len(known.mending)
        self.area, self.last, self.begun = known.area, known.counted, known.looked

    def step_in(self) -> None:
        """Start as many machines as are wanted and ready."""
        while self.running < self.wanted and self.ready:
            machine = self.ready.popleft()
            self.running += 1
            self.up_since[machine] = self.env.now
            after(self.env, self.draws[machine].up(), self.fails, machine)

    def count(self) -> None:
        """Bring the integral of running machines up to now."""
        self.area += self.running * (self.env.now - self.last)
        self.last = self.env.now

    def fails(self, event: Due) -> None:
        """A running machine fails."""
        self.count()
        self.running -= 1
        del self.up_since[event.value]
        self.note(self.env.now, True)
        self.broken.append(event.value)
        self.carry_on()

    def repair(self) -> None:
        """A free repairer takes the machine that has waited longest."""
        if self.free and self.broken:
            machine = self.broken.popleft()
            self.free -= 1
            self.down_since[machine] = self.env.now
            after(self.env, self.draws[machine].down(), self.mended, machine)

    def mended(self, event: Due) -> None:
        """A machine is ready again."""
        self.count()
        self.note(self.env.now, False)
        self.free += 1
        del self.down_since[event.value]
        self.turns[event.value] += 1
        self.ready.append(event.value)
        self.carry_on()

    def carry_on(self) -> None:
        """Repair and run what can be."""
        self.repair()
        self.step_in()
        self.changed()

    def machine_days(self) -> float:
        """Mean number of machines running since the last call, times one day."""
        self.count()
        length = self.last - self.begun
        mean = self.area / length if length > 0 else float(self.running)
        self.area, self.begun = 0.0, self.last
        return mean
