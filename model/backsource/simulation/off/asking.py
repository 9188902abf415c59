"""Markets without variability: each day, or each customer, asks for the planned mean."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

import numpy as np

from backsource.laws.continuous import Constant
from backsource.laws.distributions import Law, listed
from backsource.laws.lasting import is_certain
from backsource.simulation.off.switching import steady, switched
from backsource.simulation.plan import MarketPlan, Plan, Rows


def demand(plan: Plan) -> Plan:
    """Every market asks for its mean, with its calendar, seasons and trend."""

    def calm(market: MarketPlan) -> MarketPlan:
        return calm_days(market, plan.rows) if market.on_grid else calm_customers(market, plan.rows)

    return switched(plan, "markets", calm)


def calm_days(market: MarketPlan, rows: int) -> MarketPlan:
    """A market on the grid that asks for the mean of each day; what is listed is fact."""
    if market.listed or market.amount is None or is_certain(market.amount):
        return market
    means = np.asarray(market.factors or (1.0,) * rows) * market.amount.mean
    return replace(market, listed=in_units(means) if market.whole else tuple(means.tolist()))


def calm_customers(market: MarketPlan, rows: int) -> MarketPlan:
    """A market off the grid whose customers come at mean gaps and want the mean quantity."""
    gap, amount = market.gap, market.amount
    steady_gap = gap if gap is None else steady(gap)
    steady_amount = amount if amount is None else steady(amount)
    if steady_gap is gap and steady_amount is amount:
        return market
    if steady_amount is not None and steady_amount is not amount and market.whole and steady_gap is not None:
        paces = sum(market.factors) if market.factors else float(rows)
        steady_amount = in_whole_units(steady_amount.mean, ceil(paces / steady_gap.mean) + 1)
    return replace(market, gap=steady_gap, amount=steady_amount)


def in_whole_units(mean: float, count: int) -> Law:
    """So many quantities with a mean, each of them whole."""
    if mean == round(mean):
        return Constant(mean)
    values: Law = listed(in_units(np.full(count, mean)))  # type: ignore[assignment]
    return values


def in_units(means: np.ndarray) -> Rows:
    """Whole quantities whose sums, up to every one of them, are those of the means but for half a unit."""
    sums = np.floor(np.cumsum(means) + 0.5)
    return tuple(np.diff(sums, prepend=0.0).tolist())
