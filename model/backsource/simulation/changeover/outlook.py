"""What is expected of the share paths as the run goes on: raw-material levels follow expected dates that move."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from math import inf

import numpy as np

from backsource.network.worktime import WorkTime
from backsource.simulation.flow.levers import Levers
from backsource.simulation.plan import Plan
from backsource.simulation.planning import Floats

WEEKS = 28
"""Days over which planned use is averaged."""


class Outlook:
    """Expected shares of every stock, the planned use that follows, and the levels that cover it.

    Rows are the planner's: they count from the first day of the scenario, also where a run begins later.
    """

    def __init__(self, plan: Plan, levers: Levers) -> None:
        self.plan, self.planning, self.levers = plan, plan.planning, levers
        self.shares = dict(plan.planning.shares)
        self.use: Mapping[str, Floats] = plan.planning.expected_use
        self.levels: dict[str, tuple[float, ...]] = {}
        self.sums: dict[str, list[float]] = {}
        known = plan.past.expected
        if known is not None:
            self.shares, self.use, self.levels = dict(known.shares), known.use, dict(known.levels)
            for name, levels in self.levels.items():
                levers.levels(name, levels[plan.behind :])

    def row(self, day: float) -> int:
        """Row of a day, within the run."""
        return max(0, int(min(day, self.plan.until)) - self.plan.first_day + self.plan.behind)

    def expect(self, stock: str, steps: Sequence[tuple[float, Mapping[str, float]]]) -> None:
        """Expect these shares from these days on, the steps that were taken included."""
        known = tuple((self.row(day), tuple(sorted(shares.items()))) for day, shares in steps)
        if known == self.shares[stock]:
            return
        self.shares[stock] = known
        touched = self.planning.upstream(stock)
        self.use = self.planning.use(self.shares, self.use, touched)
        changed = self.planning.levels(self.shares, self.use, touched)
        self.levels |= changed
        for name in touched:
            self.sums.pop(name, None)
        for name, levels in changed.items():
            self.levers.levels(name, levels[self.plan.behind :])

    # ---- what gates ask
    def sum_of(self, stock: str) -> list[float]:
        """Planned use before each row."""
        if stock not in self.sums:
            self.sums[stock] = [0.0, *np.cumsum(self.use[stock]).tolist()]
        return self.sums[stock]

    def cover(self, stock: str, calendar: WorkTime, row: int, left: float) -> float:
        """Worked days of planned use that a stock lasts which is left at the end of a row."""
        sums = self.sum_of(stock)
        goal = sums[row + 1] + max(0.0, left)
        end = bisect_right(sums, goal) - 1
        if end >= len(sums) - 1:
            return inf
        part = (goal - sums[end]) / (sums[end + 1] - sums[end])
        return calendar.between(row + 1, end) + (part if calendar.is_worked(end) else 0.0)

    def backlog(self, stock: str, calendar: WorkTime, row: int, owed: float) -> float:
        """What is owed at the end of a row, in worked days of the mean planned use from then on."""
        sums = self.sum_of(stock)
        end = min(row + WEEKS, len(sums) - 1)
        mean = (sums[end] - sums[row]) / max(1, calendar.between(row, end))
        return owed / mean if mean > 0 else 0.0 if owed <= 0 else inf
