"""The servers of a line off the grid, and the lots they work on.

Failures in operating time age while the server works; failures in calendar time come at instants fixed by
their draws. All ways of failing must be up for the server to work, and a lot goes on where it stopped
(preempt-resume: Hopp and Spearman, Factory Physics, 8.4).
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import simpy

from backsource.simulation.environment import Draws
from backsource.simulation.flow.events.timing import Due, after
from backsource.simulation.flow.machines import Note


class Mode:
    """One way in which a server fails; `life` is the time in operation left to the next failure."""

    __slots__ = ("draws", "life")

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.life = draws.up()


class Server:
    """One machine; `broken` counts the ways in which it is down."""

    __slots__ = ("broken", "changed", "env", "job", "note", "wearing")

    def __init__(
        self, env: simpy.Environment, operating: list[Draws], calendar: list[Draws], note: Note,
        changed: Callable[[Server], None],
    ) -> None:  # fmt: skip
        self.env, self.note, self.changed = env, note, changed
        self.broken = 0
        self.job: Job | None = None
        self.wearing = [Mode(draws) for draws in operating]
        for draws in calendar:
            after(env, draws.up(), self.fails, draws)

    def life(self) -> float:
        """Time in operation to the next failure [days]."""
        return min([mode.life for mode in self.wearing], default=inf)

    def age(self, worked: float) -> None:
        """Some time in operation has passed [days]."""
        for mode in self.wearing:
            mode.life -= worked

    def wears_out(self) -> None:
        """The life of one way of failing has been used up: repair it."""
        mode = min(self.wearing, key=lambda mode: mode.life)
        mode.life = inf
        self.goes_down()
        after(self.env, mode.draws.down(), self.mended, mode)

    def mended(self, event: Due) -> None:
        """A repair after a failure in operating time is done; a new life begins."""
        mode: Mode = event.value
        mode.life = mode.draws.up()
        self.comes_up()

    def fails(self, event: Due) -> None:
        """A failure in calendar time."""
        self.goes_down()
        draws: Draws = event.value
        after(self.env, draws.down(), self.repaired, draws)

    def repaired(self, event: Due) -> None:
        """A repair after a failure in calendar time is done; the next failure is drawn."""
        draws: Draws = event.value
        after(self.env, draws.up(), self.fails, draws)
        self.comes_up()

    def goes_down(self) -> None:
        """One more way of failing is down."""
        self.broken += 1
        self.note(self.env.now, True)
        if self.broken == 1:
            self.changed(self)

    def comes_up(self) -> None:
        """One less."""
        self.broken -= 1
        self.note(self.env.now, False)
        if self.broken == 0:
            self.changed(self)


class Job:
    """A lot on a server: set up first, then worked on; `stops` counts what keeps it from either.

    `breaks` says that its server fails before it is finished.
    """

    __slots__ = ("breaks", "event", "quantity", "server", "setup", "since", "stops", "unmanned", "work")

    def __init__(self, quantity: float, server: Server | None, setup: float, work: float) -> None:
        self.quantity = quantity
        self.server = server
        self.setup = setup
        self.work = work
        self.since = 0.0
        self.stops = 0
        self.unmanned = self.breaks = False
        self.event: Due | None = None
