"""Koenig and Law's (s,S) inventory: expected costs by exact recursion, and samples of them.

Koenig and Law, Communications in Statistics B14 (1985) 719-734: at the start of a month one orders up to S when the
level is below s, the goods are there at once, then comes the demand, Poisson; what is short is owed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Floats = npt.NDArray[np.float64]
BEYOND = 12
"""Standard deviations of a month's demand that are looked at."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The system; costs per order, unit ordered, unit held and unit owed a month."""

    demand: float
    """Mean of a month."""
    fixed: float
    unit: float
    held: float
    owed: float
    months: int
    policies: tuple[tuple[int, int], ...]
    """Reorder level s and order-up-to level S of each arm; each starts at its S."""

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Self:
        """From the parameters of a case; others are left to their reader."""
        policies = tuple((int(low), int(high)) for low, high in parameters["policies"])
        demand, fixed, unit, held, owed = (
            float(parameters[name]) for name in ("demand", "fixed", "unit", "held", "owed")
        )
        return cls(demand, fixed, unit, held, owed, int(parameters["months"]), policies)

    def expected_costs(self) -> list[float]:
        """Expected average cost a month under each policy."""
        return [self._expected(low, high) for low, high in self.policies]

    def _expected(self, low: int, high: int) -> float:
        """The level's distribution, month by month; levels run from *high* down."""
        most = int(self.demand + BEYOND * np.sqrt(self.demand))
        drawn = np.arange(most + 1, dtype=np.float64)
        chance = np.exp(drawn * np.log(self.demand) - self.demand - gammaln(drawn + 1.0))
        level = high - np.arange(high - low + most + 1, dtype=np.float64)
        now = np.zeros(len(level))
        now[0] = 1.0
        total = 0.0
        for _ in range(self.months):
            below = level < low
            total += float(now[below] @ (self.fixed + self.unit * (high - level[below])))
            kept = np.where(below, 0.0, now)
            kept[0] += now[below].sum()
            now = np.convolve(kept, chance)[: len(level)]
            total += float(now @ self._owning(level))
        return total / self.months

    def _owning(self, level: Floats) -> Floats:
        return np.asarray(self.held * np.maximum(level, 0.0) + self.owed * np.maximum(-level, 0.0))

    def costs(self, demands: npt.ArrayLike) -> Floats:
        """Average costs a month from demands of shape (..., arms, months); the answer has the shape (..., arms)."""
        wanted = np.asarray(demands, dtype=np.float64)
        low, high = (np.asarray(side, dtype=np.float64) for side in zip(*self.policies, strict=True))
        level = np.broadcast_to(high, wanted.shape[:-1])
        total = np.zeros(wanted.shape[:-1])
        for month in range(self.months):
            below = level < low
            total += np.where(below, self.fixed + self.unit * (high - level), 0.0)
            level = np.where(below, high, level) - wanted[..., month]
            total += self._owning(level)
        return np.asarray(total / self.months)

    def draw(self, luck: np.random.Generator, shape: Sequence[int], *, common: bool) -> Floats:
        """Samples of the average cost, shape (*shape, arms); *common*: all arms meet the same demand."""
        arms = len(self.policies)
        met = luck.poisson(self.demand, (*shape, 1 if common else arms, self.months))
        return self.costs(np.broadcast_to(met, (*shape, arms, self.months)))
