"""Textbook inventory: the kinds I.

Periodic systems run under the timetable `textbook` (order, receive, demand), one day a period; continuous
ones off the grid.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np

from backsource.log import Floats, Log
from backsource.verification.estimates import OfMeans, Value, column
from backsource.verification.formats import AnalyticCase
from backsource.verification.formulas import exact_values
from backsource.verification.systems.queues import customers, random_leads, shop
from backsource.verification.trials import Runs, Trial
from backsource.verification.words import at_parameters
from backsource.verification.worlds import FLUID, WHOLE, World, days, plan_of, units

RUNS = 50
"""Runs of one round."""


# ---- periodic review
def normal_base_stock(case: AnalyticCase) -> Iterator[Trial]:
    """Cost of base stocks named in the expected values, and of the best one, against normal demand."""
    given = case.parameters
    demand = {"family": "normal", "mean": units(given["mean"]), "sd": units(given["sd"])}
    for name, level in base_stocks(case).items():
        yield periodic(case, (name,), {"base_stock": units(level)}, demand, items=FLUID)


def poisson_base_stock(case: AnalyticCase) -> Iterator[Trial]:
    """The same against Poisson demand."""
    for name, level in base_stocks(case).items():
        yield periodic(case, (name,), {"base_stock": units(level)}, poisson(case.parameters["mean"]))


def base_stocks(case: AnalyticCase) -> dict[str, float]:
    """Base-stock levels by the name of their cost."""
    best = {"cost_opt": exact_values(case)["S_opt"]} if "cost_opt" in case.expected else {}
    return best | {name: level for name, (level,) in at_parameters(case.expected, "cost", "S").items()}


def min_max(case: AnalyticCase) -> Iterator[Trial]:
    """Cost of an (s,S) policy and of others named in the expected values."""
    given = case.parameters
    policies = {"cost": [given["s"], given["S"]]} | at_parameters(case.expected, "cost", "s", "S")
    for name, (low, high) in policies.items():
        yield up_to(case, (name,), low, high, given["mean"])


def min_max_table(case: AnalyticCase) -> Iterator[Trial]:
    """Cost of the (s,S) policy listed for each mean."""
    for mean, policy in case.expected.items():
        names = tuple(f"{mean}.{name}" for name in ("computed_cost", "published_cost"))
        yield up_to(case, names, policy["s"], policy["S"], float(mean))


def up_to(case: AnalyticCase, names: tuple[str, ...], low: float, high: float, mean: float) -> Trial:
    """One (s,S) policy against Poisson demand; an order-up-to cycle takes about (S - s) / mean periods."""
    policy = {"reorder": {"at": units(low), "up_to": units(high)}}
    return periodic(case, names, policy, poisson(mean), cycle=(high - low) / mean + 1)


def poisson(mean: float) -> World:
    """Poisson demand of a period."""
    return {"family": "poisson", "mean": units(mean)}


def periodic(
    case: AnalyticCase, names: tuple[str, ...], policy: World, demand: World,
    items: World = WHOLE, cycle: float = 1.0,
) -> Trial:  # fmt: skip
    """Cost per period of one policy, under the costs of the case."""
    given = case.parameters
    lead = given.get("L", 0)
    warm_up = round(10 * (lead + 1) + 20 * cycle)
    length = warm_up + round(max(1000, 50 * cycle))
    plan = plan_of(
        length, "textbook", items=items,
        sites={"outside": {"kind": "feed"}, "shop": {"kind": "depot"}}, stocks={"shop/x": policy},
        lanes={"supply": {"item": "x", "from": "outside", "to": "shop", "promised": days(lead)}},
        markets={"customers": {"item": "x", "from": "shop", "demand": {"per": "day", "amount": demand}}},
    )  # fmt: skip
    rates = {"holding": given["h"], "short": given["p"], "fixed": given.get("K", 0.0)}
    source = Runs(plan, partial(cost_rate, skip=warm_up, **rates), RUNS)
    return Trial((source,), {name: Value(column(0)) for name in names}, periods=RUNS * length)


def cost_rate(log: Log, skip: int, holding: float, short: float, fixed: float) -> Floats:
    """Holding, shortage and ordering cost a day."""
    stock, lane = partial(log.stocks.of, "shop/x"), partial(log.lanes.of, "supply")
    cost = holding * stock("on_hand_time") + short * stock("owed_time") + fixed * lane("orders")
    return np.array([[cost[skip:].mean()]])


# ---- continuous review
def point_and_lot(case: AnalyticCase) -> Iterator[Trial]:
    """Cost of an (r,Q) policy and of others named in the expected values: one day is a lead time."""
    given = case.parameters
    lead, rate = given["L"], given["rate"]
    policies = {"cost": [given["r"], given["Q"]]} | at_parameters(case.expected, "cost", "r", "Q")
    for name, (point, lot) in policies.items():
        warm_up = round(10 + 20 * lot / (rate * lead))
        length = warm_up + 1000
        plan = plan_of(
            length, sites={"outside": {"kind": "feed"}, "shop": {"kind": "depot"}},
            stocks={"shop/x": {"review": "continuous", "reorder": {"at": units(point), "quantity": units(lot)}}},
            lanes={"supply": {"item": "x", "from": "outside", "to": "shop", "promised": days(1)}},
            markets={"customers": customers(1 / (rate * lead))},
        )  # fmt: skip
        rates = {"holding": given["h"], "short": given["p"], "fixed": given["K"] / lead}
        source = Runs(plan, partial(cost_rate, skip=warm_up, **rates), RUNS)
        yield Trial((source,), {name: Value(column(0))}, periods=RUNS * length * rate * lead)


def random_lead_time(case: AnalyticCase) -> Iterator[Trial]:
    """Base stock with independent lead times of two laws: one day is a mean lead time."""
    given = case.parameters
    lead = given["mean_lead_time"]
    load = given["rate"] * lead
    warm_up, length = 24, 424
    on_order, on_hand, owed, short, came = range(5)
    values = {
        "mean_on_order": Value(column(on_order)),
        "mean_on_hand": Value(column(on_hand)),
        "mean_backorders": Value(column(owed)),
        "ready_rate": Value(OfMeans(lambda m: float(1 - m[short] / m[came])), "share"),
        "mean_wait": Value(OfMeans(lambda m: float(m[owed] / m[came] * lead))),
    }
    if {"h", "p"} <= set(given):
        values["cost_rate"] = Value(OfMeans(lambda m: float(given["h"] * m[on_hand] + given["p"] * m[owed])))
    for law, lead_time in random_leads(1.0).items():
        plan = shop(given["S"], 1 / load, lead_time, length, "backorder")
        source = Runs(plan, partial(levels, skip=warm_up), RUNS)
        yield Trial((source,), values, periods=RUNS * length * load, note=f"{law} lead time")


def levels(log: Log, skip: int) -> Floats:
    """On order at the end of a day; on hand and owed all day; units not served at once, and asked for."""
    stock, market = partial(log.stocks.of, "shop/x"), partial(log.markets.of, "customers")
    rows = [log.lanes.of("supply", "on_order"), stock("on_hand_time"), stock("owed_time"),
            market("short"), market("demand")]  # fmt: skip
    return np.array([[each[skip:].mean() for each in rows]])
