"""Paths of moving prices: a factor a day, 1 on day 0."""

from __future__ import annotations

from math import expm1, inf, log, log1p

import numpy as np
import numpy.typing as npt

from backsource.simulation.environment import Environment
from backsource.simulation.plan import Plan, PricePlan

YEAR = 365.25


def paths(plan: Plan, environment: Environment) -> dict[str, npt.NDArray[np.float64]]:
    """Factor of each price by row."""
    known = plan.status.prices if plan.status is not None else {}
    return {name: path(price, environment, plan.first_day, plan.rows, known.get(name))
            for name, price in plan.prices.items()}  # fmt: skip


def path(
    price: PricePlan, environment: Environment, first_day: int, rows: int, known: float | None = None
) -> npt.NDArray[np.float64]:
    """Exact daily steps of a geometric random walk, or of a log Ornstein-Uhlenbeck process around the drift.

    The walk begins with the factor that is *known* on the day before, else with the trend.

    ln S' = ln S e^(-k) + s sqrt((1 - e^(-2k)) / 2k) Z with k = ln 2 / half-life (Gillespie 1996).
    """
    if price.listed:
        return np.asarray(price.listed)
    from scipy.special import ndtri

    days = np.arange(rows) + first_day
    trend = log1p(price.drift) * np.maximum(days, 0) / YEAR
    noise = np.zeros(rows)
    if price.volatility:
        steps = ndtri(environment.days(f"price/{price.name}", first_day, rows))
        k = log(2) / price.half_life if price.half_life < inf else 0.0
        sd = price.volatility / YEAR**0.5 * ((-expm1(-2 * k) / (2 * k)) ** 0.5 if k else 1.0)
        past = log1p(price.drift) * max(first_day - 1, 0) / YEAR
        level, keep = (log(known) - past if known else 0.0), np.exp(-k)
        for row in range(rows):
            if days[row] > 0:
                level = level * keep + sd * steps[row]
            noise[row] = level
    return np.asarray(np.exp(trend + noise))
