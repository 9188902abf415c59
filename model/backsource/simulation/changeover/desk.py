"""The desk at which the changeover is decided: the calendar, the levers, the gauges and what has happened.

Decisions are made in the morning, before the flow of the day; what is learnt at 10.37 acts at 11. Facts (tasks done,
lines approved) count from their own instant, whatever order SimPy wakes the processes of one morning in.
"""

from __future__ import annotations

from collections.abc import Generator
from math import inf
from typing import Any, Literal

import simpy

from backsource.log import Kind
from backsource.network.worktime import morning
from backsource.simulation.changeover.memory import recall
from backsource.simulation.changeover.outlook import Outlook
from backsource.simulation.changeover.tools import Toolroom
from backsource.simulation.environment import Environment
from backsource.simulation.flow.gauges import Gauges
from backsource.simulation.flow.levers import Levers
from backsource.simulation.plan import Plan
from backsource.simulation.programme import ConditionPlan, PartPlan, Side

Process = Generator[simpy.Event, Any, Any]
Stopped = Literal["frozen", "held"]
"""What keeps a step from being taken that may be taken otherwise."""


ROUNDS = 4
"""Times that what happens at one instant lets others go first: a clause, a gate that it forces, its step, one more."""


class Desk:
    """What the processes of a changeover share."""

    def __init__(
        self, env: simpy.Environment, plan: Plan, environment: Environment, levers: Levers, gauges: Gauges
    ) -> None:
        self.env, self.plan, self.programme, self.past = env, plan, plan.programme, plan.past
        self.environment, self.levers, self.gauges = environment, levers, gauges
        self.origin = plan.first_day - plan.behind
        self.tools = Toolroom(env, levers, plan)
        self.outlook = Outlook(plan, levers)
        tasks, parts = self.programme.tasks, self.programme.parts
        self.decided = env.event()
        self.started = {name: env.event() for name in tasks}
        self.done = {name: env.event() for name in tasks}
        sides: tuple[Side, ...] = ("S", "F")
        self.foreseen = {(name, side): env.event() for name in tasks for side in sides}
        self.instants = dict.fromkeys(self.foreseen, inf)
        self.own_end: dict[str, float] = {}
        self.stands: dict[str, tuple[str, float]] = {}
        self.failed: dict[str, int] = {}
        self.opened = {name: env.event() for name in plan.lines}
        self.opened_on = dict.fromkeys(plan.lines, inf)
        self.approval = dict.fromkeys(plan.lines, inf)
        self.used = {name: env.event() for name in self.programme.first_used}
        self.leaving = {part.last_buy.source: env.event() for part in parts if part.last_buy}
        self.ends = {name: contract.ends for name, contract in self.programme.contracts.items()}
        self.extended: dict[str, list[float]] = {name: [] for name in self.programme.contracts}
        self.staying: set[str] = set()
        self.wanted = {part.stock: dict(part.as_is) for part in parts}
        self.shares = {part.stock: dict(part.as_is) for part in parts}
        self.taken_on = dict.fromkeys(self.shares, -inf)
        self.taken = dict.fromkeys(self.shares, 0)
        self.further = dict.fromkeys(self.shares, False)
        self.extra = dict.fromkeys(self.shares, 0.0)
        self.gone_back = {part.stock: env.event() for part in parts}
        self.forsaken: set[str] = set()
        self.held: dict[str, ConditionPlan] = {}
        self.forced = {part.stock: env.event() for part in parts}
        self.standing: set[str] = set()
        self.judged: set[str] = set()
        self.wait_ends: dict[str, float] = {}
        self.stopped: dict[str, Stopped] = {}
        self.back_on: dict[str, float] = {}
        self.returning: dict[str, float] = {}
        self.taking_up: dict[str, float] = {}
        if self.past.is_known:
            recall(self)

    # ---- time
    def now(self) -> float:
        """Today."""
        return float(self.env.now)

    def row(self) -> int:
        """Row of today, as the planner counts them: from the first day of the scenario."""
        return int(self.env.now) - self.origin

    def at(self, instant: float) -> simpy.Event:
        """An instant to come; one that lies beyond the run never comes."""
        return self.env.timeout(instant - self.env.now) if instant < self.plan.until else self.env.event()

    def until(self, instant: float) -> Process:
        """Wait for an instant; not at all when it has come."""
        if instant > self.env.now:
            yield self.at(instant)

    def until_morning(self, instant: float) -> Process:
        """Wait for the first decision step on or after an instant."""
        yield from self.until(morning(instant))

    def decisions_over(self) -> Process:
        """Wait, on the same morning, until what is decided on it has been decided."""
        yield self.decided
        for _ in range(ROUNDS):
            yield self.env.timeout(0)

    def morrow(self) -> Process:
        """Wait for the next day."""
        yield self.env.timeout(1)

    # ---- facts
    def note(self, kind: Kind, subject: str, quantity: float = 0.0, detail: float = 0.0) -> None:
        """Write to the journal."""
        self.levers.note(kind, subject, quantity, detail)

    def foresee(self, task: str, side: Side, instant: float) -> None:
        """A task knows when it begins or ends."""
        self.instants[task, side] = instant
        self.foreseen[task, side].succeed(instant)

    def open_line(self, line: str, day: float) -> None:
        """A line is open from a day on."""
        self.opened_on[line] = day
        self.opened[line].succeed()

    def is_approved(self, line: str) -> bool:
        """Whether a line may make goods for use."""
        return self.approval[line] <= self.env.now

    def is_done(self, task: str) -> bool:
        """Whether a task is done, be it at this very instant."""
        return self.done[task].triggered or (self.instants[task, "F"] <= self.env.now and not self.is_given_up(task))

    def is_given_up(self, task: str) -> bool:
        """Whether a task will never begin, as it would move a tool that goes back, or follows one that would."""
        plan = self.programme.tasks[task]
        if self.started[task].triggered:
            return False
        forsaken = any(tool in self.forsaken for tool, _ in plan.moves)
        return forsaken or any(self.is_given_up(link.task) for link in plan.after if link.lag.length >= 0)

    def is_let_go(self, source: str) -> bool:
        """Whether a source is a lane whose contract has ended."""
        for name, contract in self.programme.contracts.items():
            if source in contract.lanes and self.env.now >= self.ends[name]:
                return True
        return False

    def has_gone_back(self, part: PartPlan) -> bool:
        """Whether the path of a stock has ended by going back."""
        return self.gone_back[part.stock].triggered

    # ---- what several processes do
    def in_force(self, part: PartPlan) -> dict[str, float]:
        """The shares that are wanted, but what an overlap keeps or what is retained; the others give in proportion."""
        wanted, least = self.wanted[part.stock], dict[str, float]()
        for source, share, until in part.least:
            if self.env.now < until + 1:
                least[source] = max(share, least.get(source, 0.0))
        raised = {source: share for source, share in least.items() if wanted.get(source, 0.0) < share}
        if not raised:
            return dict(wanted)
        others = {source: share for source, share in wanted.items() if source not in raised}
        total, left = sum(others.values()), 1.0 - sum(raised.values())
        return {**{source: share * left / total if total else 0.0 for source, share in others.items()}, **raised}

    def put_in_force(self, part: PartPlan) -> None:
        """New shares of a stock; the journal says when a source that has closed still has one."""
        shares = self.in_force(part)
        self.shares[part.stock] = shares
        self.levers.share(part.stock, shares)
        for source, share in sorted(shares.items()):
            if share > 0 and source in self.used and not self.used[source].triggered:
                self.used[source].succeed()
            if share > 0 and source in self.levers.closed and self.is_let_go(source):
                self.note(Kind.STRANDED, source, share)
            if share <= 0:
                self.leave(source)

    def leave(self, source: str) -> None:
        """A source is closed or gets nothing any more."""
        if source in self.leaving and not self.leaving[source].triggered:
            self.leaving[source].succeed()

    def raise_target(self, stock: str, quantity: float, source: str, *, ordered: bool = False) -> None:
        """Raise the target of a stock (lower it when negative); bank and last order add up."""
        self.extra[stock] = max(0.0, self.extra[stock] + quantity)
        self.levers.extra(stock=stock, quantity=self.extra[stock], source=source, ordered=quantity if ordered else 0.0)
