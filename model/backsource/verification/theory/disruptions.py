"""Exact values under disruption: the kinds D and the times to survive of T."""

import math
from collections.abc import Mapping
from typing import Any

from backsource.laws import disruption
from backsource.laws.lot_sizes import DisruptedLot
from backsource.verification.words import at_parameters, by_each

Given = Mapping[str, Any]


def disrupted_lot(given: Given, expected: Given) -> dict[str, Any]:
    """Economic order quantity from a supplier that is on and off, at its best and at lots named."""
    lot = DisruptedLot(given["K"], given["h"], given["p"], given["D"], given["lam"], given["mu"])
    best = lot.best()
    costs = {name: lot.cost(size) for name, (size,) in at_parameters(expected, "cost", "Q").items()}
    return {"Q_opt": best.size, "cost_opt": best.cost} | costs


def base_stock(given: Given, expected: Given) -> dict[str, Any]:
    """Base stock under a Markov supplier, for each level in `S`."""

    def at_level(level: float) -> dict[str, float]:
        cost = _cost(given, level)
        return {
            "mean_cost": cost.mean,
            "var_cost": cost.variance,
            "stockout_period_fraction": cost.short_share,
            "supplier_up_fraction": disruption.up_share(given["alpha"], given["beta"]),
        }

    return by_each(given["S"], at_level)


def gaps(given: Given, expected: Given) -> dict[str, Any]:
    """Supply-gap incidents over a finite horizon and in the long run."""
    supply = disruption.SupplyGaps(given["k"], given["alpha"], given["beta"], given["T"])
    return {
        "expected_incidents": supply.incidents,
        "expected_gap_periods": supply.gap_periods,
        "expected_supplier_down_periods": supply.down_periods,
        "prob_no_incident": supply.no_incident,
        "long_run_incidents_per_period": supply.rate,
        "long_run_gap_fraction": supply.gap_share,
        "mean_gap_length": 1 / supply.recovers,
    }


def pooled(given: Given, expected: Given) -> dict[str, Any]:
    """n sites against one pooled site: equal means, n times the variance when pooled."""
    cost, sites = _cost(given, given["S"]), given["n"]
    return {
        "mean_central": sites * cost.mean,
        "mean_decentral": sites * cost.mean,
        "var_central": sites**2 * cost.variance,
        "var_decentral": sites * cost.variance,
        "ratio_sd": math.sqrt(sites),
    }


def dual_sourcing(given: Given, expected: Given) -> dict[str, Any]:
    """Independent suppliers, two or more."""
    shares = disruption.redundancy(given["alpha"], given["beta"])
    return {"p_down": list(shares.down), "both_down": shares.all_down, "exactly_one": shares.one_down}


def time_to_survive(given: Given, expected: Given) -> dict[str, Any]:
    """Survival of one item and what is short for each time to recover in `TTR`."""
    lasts = disruption.time_to_survive(given["I"], given["d"], given["c"])

    def at_recovery(recovery: float) -> dict[str, float]:
        late = max(0.0, recovery - lasts)
        return {"tts": lasts, "units_short": late * (given["d"] - given["c"]), "gap_length": late}

    return by_each(given["TTR"], at_recovery)


def best_allocation(given: Given, expected: Given) -> dict[str, Any]:
    """Several products from one scarce component, allocated by linear programs; listed losses may tie."""

    def at_recovery(recovery: float) -> dict[str, Any]:
        lost = _least_lost(given, recovery)
        margin = _margin(given, lost)
        listed = expected.get("by_ttr", {}).get(str(recovery), {}).get("lost_units")
        if listed is not None and len(listed) == len(lost) and _is_as_good(given, recovery, listed, margin):
            lost = listed
        return {"lost_margin": margin, "lost_units": lost}

    return {"tts": _longest_without_loss(given), "by_ttr": by_each(given["TTR"], at_recovery)}


def _cost(given: Given, level: float) -> disruption.PeriodCost:
    return disruption.base_stock_cost(
        level, given["d"], holding=given["h"], short=given["p"], fails=given["alpha"], recovers=given["beta"]
    )


def _margin(given: Given, lost: list[float]) -> float:
    return math.fsum(margin * units for margin, units in zip(given["marg"], lost, strict=True))


def _least_lost(given: Given, recovery: float) -> list[float]:
    """Units lost of each product at the least loss of margin, over units lost and units still made."""
    import numpy as np
    from scipy.optimize import linprog

    products = len(given["dem"])
    demand, shelf = np.multiply(given["dem"], recovery), np.asarray(given["inv_fg"])
    short = np.hstack([-np.eye(products), -np.eye(products)])
    component = np.hstack([np.zeros(products), given["use"]])
    solved = linprog(
        np.hstack([given["marg"], np.zeros(products)]),
        A_ub=np.vstack([short, component]),
        b_ub=np.hstack([shelf - demand, given["inv_c"] + given["cap_alt"] * recovery]),
        bounds=[(0, wanted) for wanted in demand] + [(0, None)] * products,
    )
    if solved.x is None:
        raise ArithmeticError(f"no allocation found: {solved.message}")
    return [float(units) for units in solved.x[:products]]


def _is_as_good(given: Given, recovery: float, lost: list[float], margin: float) -> bool:
    """Whether a listed loss can be had and costs no more: what it serves needs no more component than there is."""
    needed = math.fsum(
        use * max(0.0, demand * recovery - units - shelf)
        for use, demand, units, shelf in zip(given["use"], given["dem"], lost, given["inv_fg"], strict=True)
    )
    there = given["inv_c"] + given["cap_alt"] * recovery
    return needed <= there * (1 + 1e-6) and abs(_margin(given, lost) - margin) <= 1e-6 * max(1.0, margin)


def _longest_without_loss(given: Given) -> float:
    """Longest time for which all demand can be met; infinite when the other source suffices."""
    import numpy as np
    from scipy.optimize import linprog

    products = len(given["dem"])
    served = np.hstack([np.reshape(given["dem"], (-1, 1)), -np.eye(products)])
    component = np.hstack([[-given["cap_alt"]], given["use"]])
    solved = linprog(
        np.hstack([[-1.0], np.zeros(products)]),
        A_ub=np.vstack([served, component]),
        b_ub=np.hstack([given["inv_fg"], [given["inv_c"]]]),
    )
    return math.inf if solved.x is None else float(solved.x[0])
