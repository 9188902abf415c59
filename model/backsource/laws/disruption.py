"""Periods with and without supply: base stock under a two-state Markov supplier, gaps, dual sourcing.

`fails` is the chance that an up period is followed by a down one, `recovers` that a down one is followed by
an up one. Snyder and Shen (2019), section 9.2; Schmitt, Sun, Snyder and Shen, IIE Transactions 47 (2015).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

NEGLIGIBLE = 1e-19
"""Chance below which longer disruptions are left out of sums."""


def up_share(fails: float, recovers: float) -> float:
    """Share of periods up in the long run: recovers / (fails + recovers)."""
    return recovers / (fails + recovers)


@dataclass(frozen=True, slots=True)
class PeriodCost:
    """Cost of one period taken at random, and the share of periods that end short."""

    mean: float
    variance: float
    short_share: float


def base_stock_cost(
    level: float, demand: float, *, holding: float, short: float, fails: float, recovers: float
) -> PeriodCost:
    """Base stock *level* refilled in every up period, constant *demand*, no lead time, backorders.

    After n down periods closing stock is level - (n + 1) demand; n = 0 has the long-run chance of being up,
    n > 0 the chance up_share fails (1 - recovers) ** (n - 1).
    """
    up = up_share(fails, recovers)
    longest = 1 if recovers >= 1 else math.ceil(math.log(NEGLIGIBLE) / math.log1p(-recovers)) + 1
    down = np.arange(longest + 1)
    chance = np.where(down == 0, up, up * fails * (1 - recovers) ** np.maximum(down - 1, 0))
    closing = level - (down + 1) * demand
    cost = np.where(closing >= 0, holding * closing, -short * closing)
    mean = float(chance @ cost)
    return PeriodCost(mean, float(chance @ (cost - mean) ** 2), float(chance[closing < 0].sum()))


@dataclass(frozen=True, slots=True)
class SupplyGaps:
    """Stock covers exactly `cover` >= 1 periods; the supplier is up in period 0; `periods` are watched.

    A gap is a run of periods that end short. It opens when the supplier has been down for `cover` periods in a
    row, so everything follows from the chance p(t) to be up, up + (1 - up) r ** t with r = 1 - fails - recovers.
    """

    cover: int
    fails: float
    recovers: float
    periods: int

    @property
    def rate(self) -> float:
        """Gaps per period in the long run: up fails (1 - recovers) ** (cover - 1)."""
        return up_share(self.fails, self.recovers) * self._opening

    @property
    def incidents(self) -> float:
        """Expected gaps that open within the watched periods."""
        return self._opening * self._up_periods(self.periods - self.cover)

    @property
    def gap_periods(self) -> float:
        """Expected periods that end short: down `cover` - 1 periods ago and not up since."""
        watched = max(0, self.periods - self.cover + 1)
        return (1 - self.recovers) ** (self.cover - 1) * (watched - self._up_periods(watched))

    @property
    def down_periods(self) -> float:
        """Expected periods in which the supplier is down."""
        return self.periods - self._up_periods(self.periods)

    @property
    def gap_share(self) -> float:
        """Share of periods that end short in the long run."""
        return self.rate / self.recovers

    @property
    def no_incident(self) -> float:
        """Chance of no gap: a recursion on the last period up, over disruptions shorter than the cover."""
        spells = [self.fails * (1 - self.recovers) ** (length - 1) for length in range(1, self.cover)]
        up = [1.0]
        for period in range(1, self.periods):
            back = math.fsum(spell * up[period - 2 - i] for i, spell in enumerate(spells) if period - 2 - i >= 0)
            up.append((1 - self.fails) * up[-1] + self.recovers * back)
        last = self.periods - 1
        return up[last] + math.fsum(spell * up[last - 1 - i] for i, spell in enumerate(spells) if last - 1 - i >= 0)

    @property
    def _opening(self) -> float:
        return self.fails * (1 - self.recovers) ** (self.cover - 1)

    def _up_periods(self, count: int) -> float:
        """Expected up periods among the first *count*."""
        if count <= 0:
            return 0.0
        up, memory = up_share(self.fails, self.recovers), 1 - self.fails - self.recovers
        fading = count if memory == 1 else (1 - memory**count) / (1 - memory)
        return up * count + (1 - up) * fading


@dataclass(frozen=True, slots=True)
class Redundancy:
    """Independent suppliers: share of time each is down, all are, and exactly one is."""

    down: tuple[float, ...]
    all_down: float
    one_down: float


def redundancy(fails: Sequence[float], recovers: Sequence[float]) -> Redundancy:
    """Long-run shares for independent two-state suppliers."""
    down = tuple(1 - up_share(fail, recover) for fail, recover in zip(fails, recovers, strict=True))
    one = math.fsum(math.prod(q if i == j else 1 - q for j, q in enumerate(down)) for i in range(len(down)))
    return Redundancy(down, math.prod(down), one)


def time_to_survive(stock: float, demand: float, other_rate: float) -> float:
    """How long *stock* and another source last without the main one [unit of time of the rates].

    stock / (demand - other_rate): Simchi-Levi, Schmidt and Wei, Harvard Business Review 92 (2014).
    """
    return stock / (demand - other_rate) if demand > other_rate else math.inf
