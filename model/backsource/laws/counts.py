"""Laws of whole numbers, and a binomial quantile fast enough for a simulation's inner loop.

Johnson, Kemp and Kotz, Univariate Discrete Distributions (3rd edition, 2005).
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from backsource.laws.continuous import constant
from backsource.laws.law import Floats, Law, demand_positive

SUMMED_UP_TO = 30.0
"""Expected number of the rarer outcome up to which summing the binomial chances beats the beta function."""


@dataclass(frozen=True, slots=True)
class Geometric:
    """Trials up to and including the first success; support 1, 2, ..."""

    mean: float

    def quantile(self, u: Floats) -> Floats:
        """Smallest k with 1 - (1 - 1 / mean) ** k >= u."""
        return np.maximum(1.0, np.ceil(np.log1p(-u) / math.log1p(-1 / self.mean)))


@dataclass(frozen=True, slots=True)
class Poisson:
    """Events of a unit-rate Poisson process in a time `mean`."""

    mean: float

    def quantile(self, u: Floats) -> Floats:
        """Smallest k with P(X <= k) >= u, looked up in a table that reaches far into both tails."""
        first, cumulative = _poisson_table(self.mean)
        return np.searchsorted(cumulative, u).astype(np.float64) + first


@lru_cache(maxsize=256)
def _poisson_table(mean: float) -> tuple[int, Floats]:
    """First value and cumulative chances over mean -+ 12 standard deviations and some."""
    from scipy.special import pdtr

    reach = 12 * math.sqrt(mean) + 40
    first = max(0, int(mean - reach))
    return first, np.asarray(pdtr(np.arange(first, int(mean + reach) + 1), mean))


def geometric(mean: float) -> Law:
    """Geometric on 1, 2, ... with this mean >= 1; success chance 1 / mean."""
    if not 1 <= mean < math.inf:
        raise ValueError(f"mean of a geometric law must be a finite number of at least 1 (got {mean!r})")
    return constant(1) if mean == 1 else Geometric(float(mean))


def poisson(mean: float) -> Law:
    """Poisson with this mean; a mean of 0 is the constant 0."""
    if mean == 0:
        return constant(0)
    demand_positive(mean=mean)
    return Poisson(float(mean))


def binomial_quantile(u: float, n: int, p: float) -> int:
    """Smallest k with P(X <= k) >= u for X binomial(n, p): good units among n started, by one uniform.

    A few rare outcomes are counted by summing their chances one by one (the inversion of Kachitvichyanukul
    and Schmeiser, Communications of the ACM 31, 1988); else a Cornish-Fisher start is corrected with the
    exact distribution function. Both take microseconds.
    """
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    if n * min(p, 1 - p) > SUMMED_UP_TO:
        return _from_the_middle(u, n, p)
    return _from_the_end(u, n, p) if p <= 0.5 else n - 1 - _most_below(1 - u, n, 1 - p)


def _from_the_end(u: float, n: int, p: float) -> int:
    """Smallest k with P(X <= k) >= u, summed from k = 0; p is at most one half."""
    odds = p / (1 - p)
    chance = (1 - p) ** n
    reached, k = chance, 0
    while reached < u and k < n:
        chance *= odds * (n - k) / (k + 1)
        k += 1
        reached += chance
    return k


def _most_below(u: float, n: int, p: float) -> int:
    """Largest k with P(X <= k) <= u, -1 when there is none; p is at most one half."""
    odds = p / (1 - p)
    chance = (1 - p) ** n
    reached, k = chance, 0
    while reached <= u and k < n:
        chance *= odds * (n - k) / (k + 1)
        k += 1
        reached += chance
    return k - 1


def _from_the_middle(u: float, n: int, p: float) -> int:
    """Smallest k with P(X <= k) >= u, from the normal quantile corrected for skewness (Cornish and Fisher, 1937)."""
    from scipy.special import bdtr, ndtri

    z = float(ndtri(u))
    if not math.isfinite(z):
        return 0 if z < 0 else n
    sd = math.sqrt(n * p * (1 - p))
    k = min(n, max(0, math.floor(n * p + sd * z + (1 - 2 * p) * (z * z - 1) / 6)))
    while k < n and bdtr(k, n, p) < u:
        k += 1
    while k > 0 and bdtr(k - 1, n, p) >= u:
        k -= 1
    return k
