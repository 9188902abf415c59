"""Exact values of the kinds X: first periods of (s,S) and of dual-index policies, one season."""

import math
from collections.abc import Mapping
from typing import Any

from backsource.laws import first_periods, newsvendor
from backsource.laws.continuous import Burr
from backsource.verification.words import at_parameters, is_doubt

Given = Mapping[str, Any]


def min_max(given: Given, expected: Given) -> dict[str, Any]:
    """(s,S) against Poisson demand from S on."""
    chances = first_periods.poisson_chances(given["mean"])
    costs = {"fixed": given["K"], "unit": given["c"], "holding": given["h"], "short": given["p"]}
    return {
        name: as_expected(expected[name], first_periods.min_max_over(
            int(low), int(high), given["periods"], chances, opening=int(high), **costs,
        ))
        for name, (low, high) in at_parameters(expected, "cost", "s", "S").items()
    }  # fmt: skip


def dual_index(given: Given, expected: Given) -> dict[str, Any]:
    """Dual-index policies against normal demand, cut at 0 and rounded."""
    chances = first_periods.rounded_normal_chances(given["mean"], given["sd"])
    leads = (given["lead_express"], given["lead_regular"])
    costs = {"express": given["price_express"], "regular": given["price_regular"],
             "holding": given["h"], "short": given["p"]}  # fmt: skip
    return {
        name: as_expected(expected[name], first_periods.dual_index_over(
            int(express_to), int(regular_to), leads, given["periods"], chances, opening=given["opening"], **costs,
        ))
        for name, (express_to, regular_to) in at_parameters(expected, "cost", "e", "r").items()
    }  # fmt: skip


def season(given: Given, expected: Given) -> dict[str, Any]:
    """Newsvendor against a Burr law of scale 1 with shapes c and k: the best quantity and profits."""
    shape, tail = given["c"], given["k"]
    mean = math.exp(math.lgamma(tail - 1 / shape) + math.lgamma(1 + 1 / shape) - math.lgamma(tail))
    law = Burr(mean, shape, tail, 1.0)
    prices = (given["price"], given["cost"], given["salvage"])
    best = newsvendor.profit_level(law, *prices)
    profits = {
        name: as_expected(expected[name], newsvendor.burr_profit(level, law, *prices))
        for name, (level,) in at_parameters(expected, "profit", "x").items()
    }
    found = newsvendor.burr_profit(best, law, *prices)
    return {"mean": mean, "x_opt": best, "profit_opt": as_expected(expected.get("profit_opt"), found)} | profits


def as_expected(said: object, value: float) -> object:
    """The value under every name that is expected of it."""
    return dict.fromkeys((key for key in said if not is_doubt(key)), value) if isinstance(said, Mapping) else value
