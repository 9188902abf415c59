"""Reorder policies under Poisson demand, at their exact long-run cost: (s,S), (r,Q), and base stock.

Costs per unit and unit of time: `holding` on stock, `short` on backlog; `fixed` per order.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from backsource.laws.newsvendor import poisson_cost, poisson_level, poisson_short

Levels = tuple[int, int]


def min_max_cost(low: int, high: int, mean: float, *, fixed: float, holding: float, short: float) -> float:
    """Cost per period of (s,S) = (*low*, *high*): order up to *high* once the position is at *low* or below.

    Poisson(mean) demand a period, goods at once, cost on closing stock. The position visits high, high - 1,
    ... above low as a renewal process: cost = (fixed + sum m(j) G(high - j)) / sum m(j), m the renewal
    density of demand (Zheng and Federgruen, Operations Research 39, 1991, equations 3 to 6).
    """
    visits = _visits(high - low, mean)
    costs = math.fsum(visit * poisson_cost(high - fallen, mean, holding, short) for fallen, visit in enumerate(visits))
    return (fixed + costs) / math.fsum(visits)


def min_max_best(mean: float, *, fixed: float, holding: float, short: float) -> Levels:
    """The (s,S) of least cost, by the search of Zheng and Federgruen (1991), section 2."""
    cost = _cached_min_max(mean, fixed, holding, short)
    middle = poisson_level(mean, holding, short)
    low = middle - 1
    while cost(low, middle) > poisson_cost(low, mean, holding, short):
        low -= 1
    best, high = (low, middle), middle + 1
    while poisson_cost(high, mean, holding, short) <= cost(*best):
        if cost(best[0], high) < cost(*best):
            low = best[0]
            while cost(low, high) <= poisson_cost(low + 1, mean, holding, short):
                low += 1
            best = (low, high)
        high += 1
    return best


def _cached_min_max(mean: float, fixed: float, holding: float, short: float) -> Callable[[int, int], float]:
    known: dict[Levels, float] = {}

    def cost(low: int, high: int) -> float:
        if (low, high) not in known:
            known[low, high] = min_max_cost(low, high, mean, fixed=fixed, holding=holding, short=short)
        return known[low, high]

    return cost


def _visits(depth: int, mean: float) -> list[float]:
    """Expected periods spent 0, 1, ... below *depth* units under the order-up-to level, between two orders."""
    chance = [math.exp(-mean)]
    for units in range(1, depth):
        chance.append(chance[-1] * mean / units)
    visits = [1 / (1 - chance[0])]
    for fallen in range(1, depth):
        arriving = math.fsum(chance[units] * visits[fallen - units] for units in range(1, fallen + 1))
        visits.append(arriving / (1 - chance[0]))
    return visits


def lot_cost(point: int, lot: int, rate: float, lead: float, *, fixed: float, holding: float, short: float) -> float:
    """Cost rate of (r,Q) = (*point*, *lot*) reviewed at every demand of a Poisson process, lead time *lead*.

    The position is uniform on point + 1 .. point + lot: cost = (fixed rate + sum G(y)) / lot, G against the
    demand of a lead time (Hadley and Whitin, Analysis of Inventory Systems, 1963, section 4.7).
    """
    steps = range(point + 1, point + lot + 1)
    return (fixed * rate + math.fsum(poisson_cost(y, rate * lead, holding, short) for y in steps)) / lot


def lot_best(rate: float, lead: float, *, fixed: float, holding: float, short: float) -> Levels:
    """The (r,Q) of least cost: add the cheaper neighbouring position while it is cheaper than the average.

    Federgruen and Zheng, Operations Research 40 (1992).
    """
    mean = rate * lead
    least = most = poisson_level(mean, holding, short)
    total = fixed * rate + poisson_cost(least, mean, holding, short)
    while True:
        below = poisson_cost(least - 1, mean, holding, short)
        above = poisson_cost(most + 1, mean, holding, short)
        if min(below, above) >= total / (most - least + 1):
            return least - 1, most - least + 1
        total += min(below, above)
        least, most = (least - 1, most) if below <= above else (least, most + 1)


@dataclass(frozen=True, slots=True)
class PoissonBaseStock:
    """Base stock `level` (S - 1, S) under Poisson demand at `rate`, independent lead times of mean `lead`.

    Goods on order are Poisson(rate lead) whatever the law of lead times: Palm's theorem (1938), the block of
    Sherbrooke's METRIC (Operations Research 16, 1968).
    """

    level: int
    rate: float
    lead: float

    @property
    def on_order(self) -> float:
        """Mean units on order."""
        return self.rate * self.lead

    @property
    def backorders(self) -> float:
        """Mean units owed."""
        return poisson_short(self.level, self.on_order)

    @property
    def on_hand(self) -> float:
        """Mean units on hand: level - on order + owed."""
        return self.level - self.on_order + self.backorders

    @property
    def ready(self) -> float:
        """Share of time with stock on hand, and share of demand served at once: P(on order < level)."""
        from scipy.special import pdtr

        return float(pdtr(self.level - 1, self.on_order)) if self.level > 0 else 0.0

    @property
    def wait(self) -> float:
        """Mean wait of a demand, by Little's law [unit of time]."""
        return self.backorders / self.rate
