"""Exact values of stock-keeping: the kinds I and the random yields of D."""

import math
from collections.abc import Mapping
from typing import Any

from backsource.laws import lot_sizes, newsvendor, reorder
from backsource.verification.words import at_parameters, by_each

Given = Mapping[str, Any]
TIE = 1e-9
"""Relative difference of costs below which two plans are equally good."""


def normal_base_stock(given: Given, expected: Given) -> dict[str, Any]:
    """Base stock against normal demand of L + 1 periods (L = 0 without a lead time)."""
    periods = given.get("L", 0) + 1
    mean, sd = given["mean"] * periods, given["sd"] * math.sqrt(periods)
    best = newsvendor.normal_best(mean, sd, given["h"], given["p"])
    costs = {
        name: newsvendor.normal_cost(level, mean, sd, given["h"], given["p"])
        for name, (level,) in at_parameters(expected, "cost", "S").items()
    }
    return {"S_opt": best.level, "cost_opt": best.cost} | costs


def poisson_base_stock(given: Given, expected: Given) -> dict[str, Any]:
    """Base stock against Poisson demand of L + 1 periods."""
    mean = given["mean"] * (given.get("L", 0) + 1)
    best = newsvendor.poisson_level(mean, given["h"], given["p"])
    levels = {"cost_opt": best} | {name: level for name, (level,) in at_parameters(expected, "cost", "S").items()}
    costs = {name: newsvendor.poisson_cost(level, mean, given["h"], given["p"]) for name, level in levels.items()}
    return {"S_opt": best} | costs


def min_max(given: Given, expected: Given) -> dict[str, Any]:
    """Cost of one (s,S) policy, whether it is the best, and the cost of others named."""
    costs = {"fixed": given["K"], "holding": given["h"], "short": given["p"]}
    wanted = {"cost": [given["s"], given["S"]]} | at_parameters(expected, "cost", "s", "S")
    values = {
        name: reorder.min_max_cost(int(low), int(high), given["mean"], **costs) for name, (low, high) in wanted.items()
    }
    best = reorder.min_max_cost(*reorder.min_max_best(given["mean"], **costs), given["mean"], **costs)
    return values | {"optimal": values["cost"] <= best * (1 + TIE)}


def min_max_table(given: Given, expected: Given) -> dict[str, Any]:
    """Best (s,S) and its cost for each mean; a listed pair that costs as little counts as the best."""
    costs = {"fixed": given["K"], "holding": given["h"], "short": given["p"]}

    def at_mean(mean: float) -> dict[str, float]:
        low, high = reorder.min_max_best(mean, **costs)
        cost = reorder.min_max_cost(low, high, mean, **costs)
        listed = expected.get(str(mean), {})
        if {"s", "S"} <= set(listed) and listed["s"] < listed["S"]:
            listed_cost = reorder.min_max_cost(listed["s"], listed["S"], mean, **costs)
            low, high = (listed["s"], listed["S"]) if listed_cost <= cost * (1 + TIE) else (low, high)
        return {"s": low, "S": high, "published_cost": cost, "computed_cost": cost}

    return by_each(given["mean"], at_mean)


def point_and_lot(given: Given, expected: Given) -> dict[str, Any]:
    """Cost of one (r,Q) policy, whether it is the best, and the cost of others named."""
    costs = {"fixed": given["K"], "holding": given["h"], "short": given["p"]}
    world = (given["rate"], given["L"])
    wanted = {"cost": [given["r"], given["Q"]]} | at_parameters(expected, "cost", "r", "Q")
    values = {name: reorder.lot_cost(int(point), int(lot), *world, **costs) for name, (point, lot) in wanted.items()}
    best = reorder.lot_cost(*reorder.lot_best(*world, **costs), *world, **costs)
    return values | {"optimal": values["cost"] <= best * (1 + TIE)}


def random_lead_time(given: Given, expected: Given) -> dict[str, Any]:
    """Base stock with independent lead times."""
    stock = reorder.PoissonBaseStock(given["S"], given["rate"], given["mean_lead_time"])
    values = {
        "mean_on_order": stock.on_order,
        "mean_backorders": stock.backorders,
        "mean_on_hand": stock.on_hand,
        "ready_rate": stock.ready,
        "mean_wait": stock.wait,
    }
    if {"h", "p"} <= set(given):
        values["cost_rate"] = given["h"] * stock.on_hand + given["p"] * stock.backorders
    return values


def square_root(given: Given, expected: Given) -> dict[str, Any]:
    """Economic order quantity, without and with backorders."""
    plain = lot_sizes.square_root(given["K"], given["h"], given["D"])
    waiting = lot_sizes.with_backorders(given["K"], given["h"], given["p"], given["D"])
    return {
        "Q": plain.size,
        "cost": plain.cost,
        "Q_b": waiting.size,
        "cost_b": waiting.cost,
        "stockout_fraction": lot_sizes.backorder_share(given["h"], given["p"]),
    }


def lot_plan(given: Given, expected: Given) -> dict[str, Any]:
    """Wagner and Whitin's plan; a listed plan that costs as little counts as the best."""
    plan = lot_sizes.least_cost_plan(given["K"], given["h"], given["demand"])
    orders = list(plan.orders)
    listed = expected.get("orders", orders)
    if len(listed) == len(orders):
        listed_cost = lot_sizes.plan_cost(given["K"], given["h"], given["demand"], listed)
        orders = listed if listed_cost <= plan.cost * (1 + TIE) else orders
    return {"cost": plan.cost, "orders": orders}


def random_yield(given: Given, expected: Given) -> dict[str, Any]:
    """Economic order quantity when what comes is Q + Y or Q Z."""
    world = (given["K"], given["h"], given["D"])
    values: dict[str, Any] = {}
    if "additive" in given:
        lot = lot_sizes.with_additive_yield(*world, mean=given["additive"]["mean"], sd=given["additive"]["sd"])
        values |= {"Q_add": lot.size, "cost_add": lot.cost}
    if "multiplicative" in given:
        share = given["multiplicative"]
        lot = lot_sizes.with_multiplied_yield(*world, mean=share["mean"], sd=share["sd"])
        values |= {"Q_mul": lot.size, "cost_mul": lot.cost}
    return values
