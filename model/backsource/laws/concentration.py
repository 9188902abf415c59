"""How concentrated supply is, how orders swing, and what is left of a batch after every step."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concentration:
    """Herfindahl-Hirschman index (0 to 1), effective number of sources (its inverse), entropy [nats]."""

    index: float
    effective: float
    entropy: float


def concentration(volumes: Sequence[float]) -> Concentration:
    """Concentration of volumes, which need not add up to 1 (Hirschman 1945, Herfindahl 1950; Shannon 1948)."""
    total = math.fsum(volumes)
    shares = [volume / total for volume in volumes]
    index = math.fsum(share * share for share in shares)
    return Concentration(index, 1 / index, -math.fsum(share * math.log(share) for share in shares if share > 0))


def bullwhip_moving_average(lead: float, periods: float) -> float:
    """Variance of orders over that of demand, order-up-to on a moving average: 1 + 2 L / p + 2 L**2 / p**2.

    Chen, Drezner, Ryan and Simchi-Levi, Management Science 46 (2000).
    """
    return 1 + 2 * lead / periods + 2 * (lead / periods) ** 2


def bullwhip_smoothing(lead: float, weight: float) -> float:
    """The same on exponential smoothing: 1 + 2 L a + 2 L**2 a**2 / (2 - a).

    Chen, Ryan and Simchi-Levi, Naval Research Logistics 47 (2000).
    """
    return 1 + 2 * lead * weight + 2 * (lead * weight) ** 2 / (2 - weight)


def rolled_yield(yields: Sequence[float]) -> float:
    """Share of units that pass every step."""
    return math.prod(yields)


@dataclass(frozen=True, slots=True)
class Starts:
    """Units to start for a number of good ones: mean and standard deviation (negative binomial)."""

    mean: float
    sd: float


def starts(good: float, share: float) -> Starts:
    """Units started until *good* good ones are there, each good with chance *share*: good / share on average."""
    return Starts(good / share, math.sqrt(good * (1 - share)) / share)


def escapes(share: float, caught: float) -> float:
    """Share of bad units among those delivered when inspection catches the share *caught* of the bad ones."""
    leaving = (1 - share) * (1 - caught)
    return leaving / (share + leaving)
