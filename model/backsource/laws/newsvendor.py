"""One decision against random demand: the newsvendor, and the base stock whose every period is one.

Snyder and Shen, Fundamentals of Supply Chain Theory (2nd edition, 2019), chapter 4. `holding` is the cost
of a unit left over, `short` of a unit short, both per unit and period; levels in units.
"""

import math
from dataclasses import dataclass
from functools import lru_cache


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


def _density(z: float) -> float:
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
