"""Bridge stock: what a changeover needs, what can be built, and the last-time buy.

Rates in units per day, times in days, stocks in units. A supplier stops at time 0; the plant then needs a
dead time and ramps up; demand is constant and waits when it is short. Closed forms by integrating the
difference of the two rates.
"""

import math
from dataclasses import dataclass

from backsource.laws.newsvendor import poisson_cost, poisson_level, poisson_short
from backsource.laws.ramp import ExponentialRamp


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without stock: from `start` to `end` [days], deepest at `peak` [units], `unit_days` in all."""

    start: float
    end: float
    peak: float
    unit_days: float


@dataclass(frozen=True, slots=True)
class ExponentialChangeover:
    """Supplier out at 0; the plant makes `rate` (1 - exp(-(t - dead) / tau)) from `dead` on, against `demand`."""

    demand: float
    rate: float
    tau: float
    dead: float = 0.0

    def made(self, time: float) -> float:
        """Units made by *time*."""
        return self.rate * ExponentialRamp(self.tau).output(time - self.dead)

    def net_stock(self, opening: float, time: float) -> float:
        """Stock less backlog at *time*, from *opening* units at time 0."""
        return opening + self.made(time) - self.demand * time

    @property
    def crossing(self) -> float:
        """Day on which the rate reaches demand: dead + tau ln(rate / (rate - demand)); never is infinite."""
        if self.rate <= self.demand:
            return math.inf
        return self.dead - self.tau * math.log1p(-self.demand / self.rate)

    @property
    def needed(self) -> float:
        """Opening stock that is just never short.

        demand (dead + tau) - (rate - demand) tau ln(rate / (rate - demand)), and demand (dead + tau) when
        the plant only just reaches demand.
        """
        if self.rate < self.demand:
            return math.inf
        if self.rate == self.demand:
            return self.demand * (self.dead + self.tau)
        return self.demand * (self.dead + self.tau) - (self.rate - self.demand) * (self.crossing - self.dead)

    def gap(self, opening: float) -> Gap | None:
        """The supply gap that *opening* units leave; none when they suffice. Its end may be infinite."""
        if opening >= self.needed:
            return None
        if self.rate <= self.demand:
            return Gap(self._runs_out(opening), math.inf, self.needed - opening, math.inf)
        start, end = self._runs_out(opening), self._recovers(opening)
        return Gap(start, end, self.needed - opening, self._area(opening, start) - self._area(opening, end))

    def _runs_out(self, opening: float) -> float:
        from scipy.optimize import brentq

        if opening <= self.demand * self.dead:
            return opening / self.demand
        late = self.crossing if self.rate > self.demand else self.dead + opening / self.demand
        while self.net_stock(opening, late) > 0:
            late *= 2
        return float(brentq(lambda time: self.net_stock(opening, time), self.dead, late, xtol=1e-12))

    def _recovers(self, opening: float) -> float:
        from scipy.optimize import brentq

        surplus = self.rate - self.demand
        late = self.dead + max(0.0, self.rate * self.tau + self.demand * self.dead - opening) / surplus
        return float(brentq(lambda time: self.net_stock(opening, time), self.crossing, late + 1, xtol=1e-12))

    def _area(self, opening: float, time: float) -> float:
        """Integral of the net stock from 0 to *time* [unit days]."""
        age = max(0.0, time - self.dead)
        ramped = age * age / 2 - self.tau * age - self.tau**2 * math.expm1(-age / self.tau)
        return opening * time + self.rate * ramped - self.demand * time * time / 2


def linear_ramp_need(demand: float, over: float, dead: float = 0.0) -> float:
    """Opening stock for a linear ramp of *over* days to the rate of demand: demand (dead + over / 2)."""
    return demand * (dead + over / 2)


def build_days(stock: float, capacity: float, demand: float) -> float:
    """Days a source of this *capacity* needs to put *stock* aside while it serves *demand*; may be infinite."""
    if stock <= 0:
        return 0.0
    return stock / (capacity - demand) if capacity > demand else math.inf


def attainable(window: float, capacity: float, demand: float) -> float:
    """Stock that can be put aside within *window* days, at least 0."""
    return window * max(0.0, capacity - demand)


@dataclass(frozen=True, slots=True)
class LastTimeBuy:
    """A last order `quantity` and the expected `cost` and shortage in units that follow from it."""

    quantity: int
    cost: float
    short: float


def last_time_buy(mean: float, *, left_over: float, short: float) -> LastTimeBuy:
    """Best last order for a remaining demand that is Poisson: the newsvendor's.

    The smallest Q with P(D <= Q) >= short / (short + left_over); *left_over* and *short* are the costs of a
    unit too many and of a unit too few. Arrow, Harris and Marschak, Econometrica 19 (1951).
    """
    quantity = poisson_level(mean, left_over, short)
    return LastTimeBuy(quantity, poisson_cost(quantity, mean, left_over, short), poisson_short(quantity, mean))
