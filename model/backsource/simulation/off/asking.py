"""Markets without variability: each day, or each customer, asks for the planned mean."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor

import numpy as np

from backsource.laws.continuous import Constant
from backsource.laws.distributions import Law, Listed, listed
from backsource.laws.lasting import is_certain
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.off.switching import steady, switched
from backsource.simulation.plan import MarketPlan, Plan, Rows


def demand(plan: Plan) -> Plan:
    """Every market asks for its mean, with its calendar, seasons and trend."""

    def calm(market: MarketPlan) -> MarketPlan:
        return calm_days(market, plan.rows) if market.on_grid else calm_customers(market, plan.first_day, plan.rows)

    return switched(plan, "markets", calm)


def calm_days(market: MarketPlan, rows: int) -> MarketPlan:
    """A market on the grid that asks for the mean of each day; what is listed is fact."""
    if market.listed or market.amount is None or is_certain(market.amount):
        return market
    means = np.asarray(market.factors or (1.0,) * rows) * market.amount.mean
    return replace(market, listed=in_units(means) if market.whole else tuple(means.tolist()))


def calm_customers(market: MarketPlan, first_day: int, rows: int) -> MarketPlan:
    """A market off the grid whose customers come at mean gaps and want the mean quantity; what is listed is fact."""
    gap, amount = market.gap, market.amount
    if gap is not None and not is_certain(gap):
        instants = mean_instants(gap.mean, np.asarray(market.factors or (1.0,) * rows))
        wanted = tuple(quantities(amount, len(instants), whole=market.whole))
        return replace(market, gap=None, amount=None, at=tuple((first_day + instants).tolist()), listed=wanted)
    if amount is None or gap is None or is_certain(amount):
        return market
    steady_amount = steady(amount)
    if market.whole:
        paces = sum(market.factors) if market.factors else float(rows)
        steady_amount = in_whole_units(steady_amount.mean, ceil(paces / gap.mean) + 1)
    return replace(market, amount=steady_amount)


def mean_instants(gap: float, factors: np.ndarray) -> np.ndarray:
    """When customers come at even gaps of the pace of the days, half a gap after their beginning [days].

    So up to every instant there are as many as come in the mean, but for half a customer.
    """
    paces = np.cumsum(factors)
    turns = (np.arange(floor(paces[-1] / gap + 0.5)) + 0.5) * gap
    row = np.searchsorted(paces, turns + EPSILON, side="right")
    turns, row = turns[row < len(paces)], row[row < len(paces)]
    instants: np.ndarray = row + np.maximum(0.0, turns - (paces[row] - factors[row])) / factors[row]
    return instants


def quantities(amount: Law | None, count: int, *, whole: bool) -> Rows:
    """What so many customers ask for: one each without a law, the values that are listed, else the mean."""
    if isinstance(amount, Listed):
        return tuple(np.resize(np.asarray(amount.values), count).tolist())
    wanted = np.full(count, 1.0 if amount is None else amount.mean)
    return in_units(wanted) if whole else tuple(wanted.tolist())


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
