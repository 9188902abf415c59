"""How much still comes through where stocks or work centres are shared: a linear program.

The network is a max-flow when every line uses one unit of one material: stocks keep what comes in, sources have
capacities. With bills of material it is none: a line consumes several flows in fixed proportion, and a unit that goes
in is not a unit that comes out. What remains true is that everything is linear, so the largest rate is that of a linear
program over the sources: for each stock, taken <= brought + kept; for each source, given <= rate; for each work centre,
time used <= time there is. Demand is met as well as can be: nobody allocates better (Simchi-Levi, Schmidt, Wei et al.,
Interfaces 45 (2015)).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt

from backsource.network.dependency.losing import FOR_GOOD, Losing
from backsource.network.dependency.standing import Source
from backsource.network.feasibility.ability import rate
from backsource.network.feasibility.supply import mature_yield

Floats = npt.NDArray[np.float64]
AMPLE = 1000.0
"""Times its demand; an output that can give more has no limit."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The best that can be done with one part lost."""

    left: float
    """Share of the demand that is met for good."""
    rate: float | None
    """Largest rate of the only output [units/calendar day], also above its demand; none where there are several."""


class Sharing:
    """Linear programs of one standing network; columns are those of `Losing`.

    Variables are what each open source gives, what arrives from each road, what each output gives, and the days;
    `solved` counts the programs.
    """

    def __init__(self, losing: Losing) -> None:
        self.losing = losing
        self.row = {stock: place for place, stock in enumerate(losing.stocks)}
        self.roads = [road for stock in losing.stocks for road in losing.reserves[stock].roads]
        self.solved = 0
        self.size = len(losing.sources) + len(self.roads) + len(losing.outputs) + 1

    @cached_property
    def _with_all(self) -> tuple[Answer, Floats]:
        """The largest rate with nothing lost, and what each source then gives."""
        return self._largest(0)

    def for_good(self, column: int) -> Answer:
        """The largest rate with a part lost: as with nothing lost where that takes nothing from what is lost."""
        answer, given = self._with_all
        idle = all(given[place] <= 0 or not self.losing.dead[source.name][column]
                   for place, source in enumerate(self.losing.sources))  # fmt: skip
        return answer if idle else self._largest(column)[0]

    def _largest(self, column: int) -> tuple[Answer, Floats]:
        asked, weights = self.losing.outputs, self.losing.weights()
        most = [each * (AMPLE if len(asked) == 1 else 1.0) for each in asked.values()]
        costs = np.zeros(self.size)
        costs[self._served] = [-weights[stock] for stock in asked]
        solved = self._solve(costs, column, most, days=(1.0, 1.0), reserves=False)
        given, sources = solved[self._served], solved[: len(self.losing.sources)]
        whole = sum(weights[stock] * each for stock, each in asked.items())
        met = sum(weights[stock] * min(each, out) for (stock, each), out in zip(asked.items(), given, strict=True))
        if len(asked) > 1:
            return Answer(float(met / whole), None), sources
        rate = inf if given[0] >= most[0] * (1 - 1e-9) else float(given[0])
        return Answer(float(met / whole), rate), sources

    def survives(self, column: int) -> float:
        """Days for which all demand can be met with a part lost."""
        costs = np.zeros(self.size)
        costs[-1] = -1.0
        days = float(self._solve(costs, column, None, days=(0.0, FOR_GOOD), reserves=True)[-1])
        return inf if days >= FOR_GOOD * (1 - 1e-9) else days

    def lost(self, column: int, days: float) -> float:
        """Share of the demand of some days that cannot be met in time with a part lost."""
        asked, weights = self.losing.outputs, self.losing.weights()
        costs = np.zeros(self.size)
        costs[self._served] = [-weights[stock] for stock in asked]
        most = [each * days for each in asked.values()]
        given = self._solve(costs, column, most, days=(days, days), reserves=True)[self._served]
        whole = sum(weights[stock] * each for stock, each in asked.items()) * days
        return float(1 - sum(weights[stock] * out for stock, out in zip(asked, given, strict=True)) / whole)

    # ---- the program
    @property
    def _served(self) -> slice:
        return slice(len(self.losing.sources) + len(self.roads), self.size - 1)

    @cached_property
    def _balance(self) -> Any:
        """Taken less brought, by stock and variable; sparse."""
        from scipy.sparse import coo_array

        entries: list[tuple[int, int, float]] = []
        for place, source in enumerate(self.losing.sources):
            entries += [(self.row[source.stock], place, -1.0)]
            entries += [(self.row[taken], place, each) for taken, each in source.takes.items()]
        for place, (lane, _) in enumerate(self.roads, start=len(self.losing.sources)):
            entries += [(self.row[lane.stock], place, -1.0)]
        entries += [
            (self.row[stock], self._served.start + place, 1.0) for place, stock in enumerate(self.losing.outputs)
        ]
        rows, columns, values = zip(*entries, strict=True)
        return coo_array((values, (rows, columns)), shape=(len(self.row), self.size)).tocsr()

    @cached_property
    def _by_days(self) -> Any:
        """Rows that say that something grows with the days at most: sources, roads, work centres; sparse."""
        from scipy.sparse import coo_array

        entries: list[tuple[int, int, float]] = []
        row = 0
        for place, source in enumerate(self.losing.sources):
            if source.rate < inf:
                entries += [(row, place, 1.0), (row, self.size - 1, -source.rate)]
                row += 1
        for place, (lane, on_road) in enumerate(self.roads, start=len(self.losing.sources)):
            entries += [(row, place, 1.0), (row, self.size - 1, -on_road / lane.lead)]
            row += 1
        for used, servers in self._centres().values():
            entries += [(row, place, each) for place, each in used.items()] + [(row, self.size - 1, -servers)]
            row += 1
        if not entries:
            return coo_array((0, self.size)).tocsr()
        rows, columns, values = zip(*entries, strict=True)
        return coo_array((values, (rows, columns)), shape=(row, self.size)).tocsr()

    def _centres(self) -> dict[str, tuple[dict[int, float], float]]:
        """Time of a work centre that each of its lines uses a good unit, and what there is a calendar day."""
        outlook, found = self.losing.standing.outlook, dict[str, tuple[dict[int, float], float]]()
        window = slice(self.losing.standing.first, self.losing.standing.end)
        for place, source in enumerate(self.losing.sources):
            line = outlook.lines.get(source.name) if source.is_line else None
            if line is not None and line.work_centre is not None:
                centre = outlook.scenario.work_centres[line.work_centre]
                there = centre.servers * float(outlook.open(centre.site)[window].mean())
                used, _ = found.setdefault(line.work_centre, ({}, there))
                used[place] = line.machines / (rate(line) * mature_yield(line))
        return found

    def _solve(self, costs: Floats, column: int, most: list[float] | None, *, days: tuple[float, float],
               reserves: bool) -> Floats:  # fmt: skip
        """Values of the variables at the least cost; *most* of each output, or all that is asked of it in the days."""
        from scipy.optimize import linprog
        from scipy.sparse import coo_array, vstack

        losing, outputs = self.losing, list(self.losing.outputs.values())
        upper = [0.0 if losing.dead[source.name][column] else inf for source in losing.sources]
        upper += [self._arrives(lane, on_road, column) if reserves else 0.0 for lane, on_road in self.roads]
        bounds = [(0.0, each) for each in [*upper, *(most or [inf] * len(outputs))]] + [days]
        kept = [losing.reserves[stock].on_hand if reserves else 0.0 for stock in losing.stocks]
        equal: Mapping[str, Any] = {}
        if most is None:
            places = range(len(outputs))
            columns = [*(self._served.start + place for place in places), *([self.size - 1] * len(outputs))]
            values = [1.0] * len(outputs) + [-each for each in outputs]
            rule = coo_array((values, ([*places, *places], columns)), shape=(len(outputs), self.size))
            equal = {"A_eq": rule.tocsr(), "b_eq": np.zeros(len(outputs))}
        solved = linprog(
            costs, A_ub=vstack([self._balance, self._by_days]).tocsr(),
            b_ub=np.concatenate([kept, np.zeros(self._by_days.shape[0])]), bounds=bounds, method="highs", **equal,
        )  # fmt: skip
        self.solved += 1
        if solved.x is None:
            raise ArithmeticError(f"no best flow found: {solved.message}")
        return np.asarray(solved.x)

    def _arrives(self, lane: Source, on_road: float, column: int) -> float:
        return 0.0 if self.losing.stays_away(lane) and self.losing.dead[lane.name][column] else on_road
