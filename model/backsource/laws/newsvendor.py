"""One decision against random demand: the newsvendor, and the base stock whose every period is one.

Snyder and Shen, Fundamentals of Supply Chain Theory (2nd edition, 2019), chapter 4. `holding` is the cost
of a unit left over, `short` of a unit short, both per unit and period; levels in units.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from backsource.laws.continuous import Burr
from backsource.laws.law import Law


@dataclass(frozen=True, slots=True)
class BestLevel:
    """The best order-up-to level and its expected cost per period."""

    level: float
    cost: float


def normal_best(mean: float, sd: float, holding: float, short: float) -> BestLevel:
    """Level mean + z sd with Phi(z) = short / (short + holding); cost (holding + short) sd phi(z)."""
    from scipy.special import ndtri

    z = float(ndtri(short / (short + holding)))
    return BestLevel(mean + z * sd, (holding + short) * sd * _density(z))


def normal_cost(level: float, mean: float, sd: float, holding: float, short: float) -> float:
    """Expected cost per period at *level* against normal demand (not cut at 0)."""
    z = (level - mean) / sd
    shortage = sd * (_density(z) - z * math.erfc(z / math.sqrt(2)) / 2)
    return holding * (level - mean) + (holding + short) * shortage


def poisson_level(mean: float, holding: float, short: float) -> int:
    """Smallest level with P(D <= level) >= short / (short + holding)."""
    level = max(0, int(mean - 10 * math.sqrt(mean)))
    ratio = short / (short + holding)
    while _poisson_reached(level, mean) < ratio:
        level += 1
    return level


def poisson_cost(level: float, mean: float, holding: float, short: float) -> float:
    """Expected cost per period at *level* against Poisson demand."""
    return holding * (level - mean) + (holding + short) * poisson_short(level, mean)


def poisson_short(level: float, mean: float) -> float:
    """Expected units short, E max(0, D - level), D Poisson.

    mean P(D >= n) - level P(D > n) with n the whole part of the level: Zipkin, Foundations of Inventory
    Management (2000), appendix C.
    """
    if level < 0:
        return mean - level
    whole = math.floor(level)
    return mean * (1 - _poisson_reached(whole - 1, mean)) - level * (1 - _poisson_reached(whole, mean))


@lru_cache(maxsize=65536)
def _poisson_reached(level: int, mean: float) -> float:
    from scipy.special import pdtr

    return float(pdtr(level, mean)) if level >= 0 else 0.0


def burr_sold(level: float, law: Burr) -> float:
    """Expected units sold of *level*, E min(level, D), D of a Burr law.

    The integral of its survival up to the level: mean I_u(1 / shape, tail - 1 / shape) with
    u / (1 - u) = (level / scale) ** shape, I the regularised incomplete beta function.
    """
    from scipy.special import betainc

    odds = (max(0.0, level) / law.scale) ** law.shape
    return law.mean * float(betainc(1 / law.shape, law.tail - 1 / law.shape, odds / (1 + odds)))


def profit_level(law: Law, price: float, cost: float, salvage: float) -> float:
    """Quantity of the largest expected profit: the quantile (price - cost) / (price - salvage) of demand."""
    import numpy as np

    return float(law.quantile(np.array([(price - cost) / (price - salvage)]))[0])


def burr_profit(level: float, law: Burr, price: float, cost: float, salvage: float) -> float:
    """Expected profit of one season: bought at *cost*, sold at *price*, the rest at *salvage*."""
    return (price - salvage) * burr_sold(level, law) - (cost - salvage) * level


def _density(z: float) -> float:
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
