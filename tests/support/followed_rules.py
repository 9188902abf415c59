"""Runs that are only numbers: a rule is followed through them as a study follows it, without a simulation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backsource.config.study import Floor
from backsource.experiment.contest import Contest
from backsource.experiment.rules import Rule
from backsource.measures import Measure

Floats = npt.NDArray[np.float64]
Runs = Mapping[str, Mapping[str, Floats]]
"""Measures of each arm, more replications than are asked for."""
COST = Measure("total_cost", "EUR", "", "", "min")


@dataclass(frozen=True)
class Numbers:
    """What a rule may look at of them."""

    runs: Runs
    counts: Mapping[str, int]

    def count(self, arm: str) -> int:
        return self.counts[arm]

    def values(self, arm: str, measure: str) -> Floats:
        return self.runs[arm][measure][: self.counts[arm]]


def contest(
    *arms: str, matters: float | None = 1.0, floors: Mapping[str, Floor] | None = None, money: bool = True
) -> Contest:
    """The lowest cost is wanted, at 95 %."""
    return Contest("numbers", arms, COST, tuple((floors or {}).items()), matters, 0.95, money)


def costs(**columns: Floats) -> dict[str, dict[str, Floats]]:
    """Runs with these costs."""
    return {arm: {"total_cost": np.asarray(column, dtype=np.float64)} for arm, column in columns.items()}


def swing(mean: float, by: float, count: int = 3000) -> Floats:
    """Mean plus and minus *by* in turn, the larger one first: variance by^2 n / (n - 1) after an even number n."""
    return mean + by * (-1.0) ** np.arange(count)


def followed(rule: Rule, runs: Runs, twins: Mapping[str, str]) -> list[dict[str, int]]:
    """What is there after each look, until the rule asks for no more; twins run with their arms."""
    there, found = dict.fromkeys([*twins, *twins.values()], 0), []
    while more := {name: n for name, n in rule.ask(Numbers(runs, dict(there))).items() if n > there[name]}:
        for name, count in more.items():
            for one in (name, twins.get(name, name)):
                there[one] = max(there[one], count)
        found.append(dict(there))
    return found


def column(looks: Sequence[Mapping[str, int]], arm: str) -> list[int]:
    """Replications of one arm after each look."""
    return [look[arm] for look in looks]
