"""The shop floor of a line off the grid: which servers work, are set up, stand still, or are down."""

from __future__ import annotations

from abc import abstractmethod
from collections import deque
from collections.abc import Sequence

import simpy

from backsource.simulation.books import Shelf
from backsource.simulation.flow.events.crew import Crew
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.events.server import Job, Server
from backsource.simulation.flow.events.timing import Due, after
from backsource.simulation.flow.making import Making
from backsource.simulation.source_plans import LinePlan

STATES = ("producing", "starved", "blocked", "idle", "setup", "down", "closed")


class Floor(Rolling, Making):
    """Servers and the lots on them; servers that never fail have no name."""

    def __init__(self, plan: LinePlan, shelf: Shelf, env: simpy.Environment) -> None:
        Rolling.__init__(self, env, shelf.rows)
        Making.__init__(self, plan, shelf)
        self.free: list[Server | None] = [None] * plan.machines
        self.jobs: list[Job] = []
        self.full: deque[Job] = deque()
        self.working = self.setting = 0
        self.crew: Crew | None = None
        self.running = plan.machines
        self.why = "idle"
        self.waited = 0.0
        self.states = dict.fromkeys(STATES, 0.0)

    def equip(self, servers: Sequence[Server]) -> None:
        """Servers that fail, the first one used first."""
        self.free = list(reversed(servers))

    @abstractmethod
    def done(self, job: Job) -> None:
        """A lot is finished."""

    # ---- lots
    def put_on(self, job: Job) -> None:
        """A lot comes on its server."""
        self.jobs.append(job)
        if job.server is not None:
            job.server.job = job
        self.run(job)

    def run(self, job: Job) -> None:
        """Set the server up, or work on the lot, until that is done or the server fails."""
        job.since = self.env.now
        if job.setup > 0:
            self.setting += 1
            length = job.setup
        else:
            self.working += 1
            length = job.work
            if job.server is not None:
                life = job.server.life()
                job.breaks = life < length
                length = min(length, life)
        job.event = after(self.env, length, self.next_step, job)

    def next_step(self, event: Due) -> None:
        """A set-up is done, a lot is finished, or its server fails; unless the lot has been stopped meanwhile."""
        job: Job = event.value
        if job.event is not event:
            return
        self.touch()
        if job.setup > 0:
            self.setting -= 1
            job.setup = 0.0
            self.run(job)
        elif job.server is not None and job.breaks:
            job.server.wears_out()
        else:
            self.working -= 1
            self.jobs.remove(job)
            if job.server is not None:
                job.server.age(job.work)
            self.done(job)

    def pause(self, job: Job, passed: float) -> None:
        """What is left of a lot waits; *passed* days have been worked since it last went on."""
        job.event = None
        if job.setup > 0:
            self.setting -= 1
            job.setup -= passed
            return
        self.working -= 1
        job.work = max(0.0, job.work - passed)
        if job.server is not None:
            job.server.age(passed)

    def hold(self, job: Job) -> None:
        """One more reason for a lot to stand still."""
        job.stops += 1
        if job.stops == 1:
            self.pause(job, self.env.now - job.since)

    def let_go(self, job: Job) -> None:
        """One reason less."""
        job.stops -= 1
        if job.stops == 0:
            self.run(job)

    def is_open(self) -> bool:
        """Whether the site works today. Call after `touch`."""
        rows = self.plan.open_rows
        return not rows or rows[self.row]

    # ---- what stops servers
    def set_free(self, server: Server | None) -> None:
        """A server has nothing to do; one that is down cannot be used until it is mended."""
        if server is not None:
            server.job = None
        if server is None or not server.broken:
            self.free.append(server)

    def server_changed(self, server: Server) -> None:
        """A server has gone down or come up."""
        self.touch()
        if server.job is None:
            if server.broken:
                self.free.remove(server)
            else:
                self.free.append(server)
        elif server.job in self.jobs:
            if server.broken:
                self.hold(server.job)
            else:
                self.let_go(server.job)
        self.look()

    def halt(self) -> None:
        """An outage stops the servers; what is left of each lot waits."""
        self.touch()
        for job in self.jobs:
            self.hold(job)
        self.look()

    def resume(self) -> None:
        """The servers go on."""
        self.touch()
        for job in self.jobs:
            self.let_go(job)
        self.look()

    def crew_changed(self) -> None:
        """More or fewer machines run: lots wait, the latest first, or go on."""
        if self.crew is None:
            return
        self.touch()
        self.running = running = self.crew.running
        manned = [job for job in self.jobs if not job.unmanned]
        for job in manned[running:]:
            job.unmanned = True
            self.hold(job)
        for job in [job for job in self.jobs if job.unmanned][: max(0, running - len(manned))]:
            job.unmanned = False
            self.let_go(job)
        self.look()

    def morning(self, row: int) -> None:
        """The site may have opened or closed."""
        self.look()

    # ---- books
    def integrate(self, length: float) -> None:
        """Machine-days in each state; machines that nobody runs, or that wait for a shared server, are idle."""
        states, jobs, full = self.states, len(self.jobs), len(self.full)
        if self.working:
            states["producing"] += self.working * length
        if self.setting:
            states["setup"] += self.setting * length
        if full:
            states["blocked"] += full * length
        held = jobs - self.working - self.setting
        if held:
            states["down"] += held * length
        if jobs + full < self.plan.machines:
            self.stand(length, jobs + full)

    def stand(self, length: float, busy: int) -> None:
        """Machine-days of the servers without a lot: down, without people, or waiting for whatever `why` says."""
        states, rest = self.states, self.plan.machines - busy
        up = min(rest, len(self.free), max(0, self.running - busy))
        manned = min(up, max(0, self.staff - busy))
        states["closed" if self.why == "closed" else "down"] += (rest - up) * length
        states["idle"] += (up - manned) * length
        states[self.why or "idle"] += manned * length
