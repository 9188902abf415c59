"""Lot sizes under known demand: the square root, its relatives, and Wagner and Whitin's plan.

`fixed` per order, `holding` per unit and unit of time, `short` per unit short and unit of time, `demand`
units per unit of time. Snyder and Shen (2019), chapters 3 and 9.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot size in units, and its cost per unit of time."""

    size: float
    cost: float


def square_root(fixed: float, holding: float, demand: float) -> Lot:
    """Economic order quantity sqrt(2 fixed demand / holding) (Harris, 1913)."""
    return Lot(math.sqrt(2 * fixed * demand / holding), math.sqrt(2 * fixed * demand * holding))


def with_backorders(fixed: float, holding: float, short: float, demand: float) -> Lot:
    """Economic order quantity when demand may wait: holding becomes holding short / (holding + short)."""
    served = short / (holding + short)
    plain = square_root(fixed, holding, demand)
    return Lot(plain.size / math.sqrt(served), plain.cost * math.sqrt(served))


def backorder_share(holding: float, short: float) -> float:
    """Share of a cycle without stock in `with_backorders`: holding / (holding + short)."""
    return holding / (holding + short)


def with_additive_yield(fixed: float, holding: float, demand: float, *, mean: float, sd: float) -> Lot:
    """An order of Q gives Q + Y units: the best Q + mean is sqrt(2 fixed demand / holding + sd ** 2).

    Renewal reward over cycles of length (Q + Y) / demand; Snyder and Shen, section 9.3.2.
    """
    given = math.sqrt(2 * fixed * demand / holding + sd * sd)
    return Lot(given - mean, holding * given)


def with_multiplied_yield(fixed: float, holding: float, demand: float, *, mean: float, sd: float) -> Lot:
    """An order of Q gives Q Z units: the best Q is sqrt(2 fixed demand / (holding E Z ** 2)).

    Renewal reward over cycles of length Q Z / demand; Snyder and Shen, section 9.3.3.
    """
    square = mean * mean + sd * sd
    plain = square_root(fixed, holding, demand)
    return Lot(plain.size / math.sqrt(square), plain.cost * math.sqrt(square) / mean)


@dataclass(frozen=True, slots=True)
class DisruptedLot:
    """Economic order quantity from a supplier that is on and off; sales are lost while it is off.

    Orders go out when stock is gone; on and off times are exponential at the rates `fails` and `recovers`;
    `short` per unit lost. Parlar and Berkin, Naval Research Logistics 38 (1991), corrected by Berk and
    Arreola-Risa, ibid. 41 (1994).
    """

    fixed: float
    holding: float
    short: float
    demand: float
    fails: float
    recovers: float

    def off(self, size: float) -> float:
        """Chance that the supplier is off when a lot of this size, bought while it was on, is used up."""
        speed = self.fails + self.recovers
        return -self.fails / speed * math.expm1(-speed * size / self.demand)

    def cost(self, size: float) -> float:
        """Cost per unit of time: expected cost of a cycle over its expected length."""
        waiting = self.off(size) / self.recovers
        cycle = self.fixed + self.holding * size**2 / (2 * self.demand) + self.demand * self.short * waiting
        return cycle / (size / self.demand + waiting)

    def best(self) -> Lot:
        """The lot of least cost: the root of the derivative, which has one sign change."""
        from scipy.optimize import brentq

        most = square_root(self.fixed, self.holding, self.demand).size
        while self._slope(most) <= 0:
            most *= 2
        size = float(brentq(self._slope, most * 1e-9, most, xtol=1e-12 * most, rtol=1e-14))
        return Lot(size, self.cost(size))

    def _slope(self, size: float) -> float:
        """Derivative of the cost rate, times the squared length of a cycle."""
        waiting = self.off(size) / self.recovers
        longer = self.fails / self.demand * math.exp(-(self.fails + self.recovers) * size / self.demand)
        longer /= self.recovers
        length = size / self.demand + waiting
        cycle = self.cost(size) * length
        dearer = self.holding * size / self.demand + self.demand * self.short * longer
        return dearer * length - cycle * (1 / self.demand + longer)


@dataclass(frozen=True, slots=True)
class LotPlan:
    """Orders of each period, and the cost of the plan."""

    orders: tuple[float, ...]
    cost: float


def least_cost_plan(fixed: float, holding: float, demand: Sequence[float]) -> LotPlan:
    """Orders that meet known demand at least cost, holding charged on closing stock.

    Wagner and Whitin, Management Science 5 (1958): the best plan orders only at zero stock, so the best cost
    from each period on follows from the periods after it.
    """
    periods = len(demand)
    cost, reach = [0.0] * (periods + 1), [periods] * (periods + 1)
    for start in reversed(range(periods)):
        cost[start], kept = math.inf, 0.0
        for end in range(start, periods):
            kept += holding * (end - start) * demand[end]
            if fixed + kept + cost[end + 1] < cost[start]:
                cost[start], reach[start] = fixed + kept + cost[end + 1], end + 1
        if demand[start] == 0 and cost[start + 1] <= cost[start]:
            cost[start], reach[start] = cost[start + 1], start + 1
    orders, start = [0.0] * periods, 0
    while start < periods:
        orders[start] = float(sum(demand[start : reach[start]]))
        start = reach[start]
    return LotPlan(tuple(orders), cost[0])


def plan_cost(fixed: float, holding: float, demand: Sequence[float], orders: Sequence[float]) -> float:
    """Cost of any plan; infinite when it lets demand wait."""
    stock, cost = 0.0, 0.0
    for wanted, ordered in zip(demand, orders, strict=True):
        stock += ordered - wanted
        cost += holding * stock + (fixed if ordered > 0 else 0.0)
        if stock < 0:
            return math.inf
    return cost
