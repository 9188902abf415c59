"""Serial systems with echelon base stocks under the period convention of stockpyl: the kinds M.

Stages are listed from upstream to downstream. What is on the way costs the holding rate of the stage that
ships it; goods from outside cost nothing until they arrive.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import Any

import numpy as np

from backsource.log import Floats, Log
from backsource.verification.estimates import Value, column
from backsource.verification.formats import AnalyticCase
from backsource.verification.trials import Runs, Trial
from backsource.verification.worlds import FLUID, WHOLE, World, days, plan_of, units

RUNS = 50
"""Runs of one round."""
LENGTH = 1500
"""Periods measured in a run."""


def normal_chain(case: AnalyticCase) -> Iterator[Trial]:
    """Normal demand a period, local holding rates, everything listed from upstream to downstream."""
    given = case.parameters
    demand = {"family": "normal", "mean": units(given["mean"]), "sd": units(given["sd"])}
    yield chain(case, echelons(given), given["L"], given["local_h"], demand, FLUID)


def echelons(given: Mapping[str, Any]) -> list[float]:
    """Echelon base stocks from upstream to downstream: from the local ones where they are listed."""
    if "local_S" in given:
        return list(accumulate(reversed(given["local_S"])))[::-1]
    return list(given["echelon_S"].values())


def poisson_chain(case: AnalyticCase) -> Iterator[Trial]:
    """Poisson demand; stages are numbered from downstream, and a period is the shortest lead time."""
    given = case.parameters
    stages = sorted(given["echelon_S"], key=int, reverse=True)
    period = min(given["L"].values())
    leads = [given["L"][stage] / period for stage in stages]
    rates = list(accumulate(given["echelon_h"][stage] for stage in stages))
    demand = {"family": "poisson", "mean": units(given["mean"] * period)}
    yield chain(case, [given["echelon_S"][stage] for stage in stages], leads, rates, demand, WHOLE)


def chain(
    case: AnalyticCase, levels: Sequence[float], leads: Sequence[float], rates: Sequence[float],
    demand: World, items: World,
) -> Trial:  # fmt: skip
    """One chain; all expected values of a case are its cost, but for the standard error of one of them."""
    sites = [f"stage{place:02d}" for place in range(len(levels))]
    local = [level - below for level, below in zip(levels, [*levels[1:], 0.0], strict=True)]
    warm_up = round(50 + 10 * sum(leads))
    plan = plan_of(
        warm_up + LENGTH, "stockpyl", items=items,
        sites={"outside": {"kind": "feed"}} | {site: {"kind": "depot"} for site in sites},
        stocks={
            f"{site}/x": {"opening": units(max(0.0, own)), "echelon_base_stock": units(level)}
            for site, own, level in zip(sites, local, levels, strict=True)
        },
        lanes={
            f"to_{to}": {"item": "x", "from": origin, "to": to, "promised": days(lead)}
            for origin, to, lead in zip(["outside", *sites], sites, leads, strict=False)
        },
        markets={"customers": {"item": "x", "from": sites[-1], "demand": {"per": "day", "amount": demand}}},
    )  # fmt: skip
    observe = partial(cost_rate, sites=sites, rates=tuple(rates), short=case.parameters["p"], skip=warm_up)
    values = {name: Value(column(0)) for name in case.expected if not name.endswith("standard_error")}
    return Trial((Runs(plan, observe, RUNS),), values, periods=RUNS * (warm_up + LENGTH))


def cost_rate(log: Log, sites: Sequence[str], rates: Sequence[float], short: float, skip: int) -> Floats:
    """Cost per period: stock and what is on the way from it at the stage's rate, backlog of the customers."""
    cost = short * log.stocks.of(f"{sites[-1]}/x", "owed")
    for site, below, rate in zip(sites, [*sites[1:], None], rates, strict=True):
        cost = cost + rate * log.stocks.of(f"{site}/x", "on_hand")
        if below is not None:
            cost = cost + rate * log.lanes.of(f"to_{below}", "in_transit")
    return np.array([[cost[skip:].mean()]])
