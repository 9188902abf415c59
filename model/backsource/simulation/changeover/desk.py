"""The desk at which the changeover is decided: the calendar, the levers, the gauges and what has happened."""

from __future__ import annotations

from collections.abc import Generator
from math import ceil, inf
from typing import Any

import simpy

from backsource.log import Kind
from backsource.simulation.environment import Environment
from backsource.simulation.flow.gauges import Gauges
from backsource.simulation.flow.levers import Levers
from backsource.simulation.plan import Plan

Process = Generator[simpy.Event, Any, Any]


class Desk:
    """What the processes of a changeover share."""

    def __init__(
        self, env: simpy.Environment, plan: Plan, environment: Environment, levers: Levers, gauges: Gauges
    ) -> None:
        self.env, self.plan, self.environment, self.levers, self.gauges = env, plan, environment, levers, gauges
        tasks, lines = plan.programme.tasks, plan.lines
        self.started = {name: env.event() for name in tasks}
        self.done = {name: env.event() for name in tasks}
        self.approved = {name: env.event() for name in lines}
        self.ends = {name: contract.ends for name, contract in plan.programme.contracts.items()}
        self.extended = dict.fromkeys(plan.programme.contracts, 0)
        self.shares = {part.stock: dict(part.as_is) for part in plan.programme.parts}
        self.expected = dict(plan.planning.shares)
        self.rolled_back: set[str] = set()

    def now(self) -> float:
        """Today."""
        return float(self.env.now)

    def row(self) -> int:
        """Row of today."""
        return int(self.env.now) - self.plan.first_day

    def note(self, kind: Kind, subject: str, quantity: float = 0.0, detail: float = 0.0) -> None:
        """Write to the journal."""
        self.levers.note(kind, subject, quantity, detail)

    def until(self, day: float) -> Process:
        """Wait for the first decision step on or after a day; not at all when it has come.

        Decisions are made in the decision step of a day, and nowhere else: what falls due at 10.37 is done at 11.
        """
        if day > self.env.now:
            yield self.env.timeout(ceil(day) - self.env.now if day < inf else FAR)

    def morrow(self) -> Process:
        """Wait for the next day."""
        yield self.env.timeout(1)

    def decision_day(self) -> Process:
        """Wait for the next steering date, today included."""
        first, every = self.plan.programme.steering
        late = (self.env.now - first) % every
        if late:
            yield self.env.timeout(every - late)

    def is_frozen(self) -> bool:
        """Whether no step may start today."""
        rows = self.plan.programme.frozen
        return bool(rows) and rows[self.row()]

    def replan(self, stock: str, step: int, day: float) -> None:
        """Move the expected day of a step (and of those after it that would come before): raw materials follow."""
        row = int(day) - self.plan.first_day
        steps = list(self.expected[stock])
        for number in range(step + 1, len(steps)):
            steps[number] = (max(steps[number][0], row), steps[number][1])
        if steps != list(self.expected[stock]):
            self.expected[stock] = tuple(steps)
            self.levels()

    def expect_shares(self, stock: str, shares: dict[str, float], step: int) -> None:
        """Expect these shares from today on, and no further steps before step number *step*."""
        today = self.row()
        later = [entry for entry in self.expected[stock][step + 1 :] if entry[0] > today]
        past = [entry for entry in self.expected[stock][: step + 1] if entry[0] < today]
        self.expected[stock] = (*past, (today, tuple(sorted(shares.items()))), *later)
        self.levels()

    def levels(self) -> None:
        """Set the levels of all stocks that order by cover."""
        for stock, levels in self.plan.planning.levels(self.expected).items():
            self.levers.levels(stock, levels)


FAR = 1e9
