"""Exact values of changeovers, and of what is bought, made and paid: the kinds R and B."""

import re
from collections.abc import Mapping
from typing import Any

from backsource.laws import concentration, learning
from backsource.laws.bridge import ExponentialChangeover, last_time_buy
from backsource.laws.newsvendor import poisson_cost
from backsource.laws.project import critical_path
from backsource.laws.value import MakeOrBuy
from backsource.verification.words import by_each, predecessors

Given = Mapping[str, Any]
_STARTS = re.compile(r"mean_starts_for_(\d+)_good")
_ESCAPES = re.compile(r"escapes_per_million_if_inspection_catches_(\d+(?:\.\d+)?)pct")


def learning_curve(given: Given, expected: Given) -> dict[str, Any]:
    """Wright's curve at each number of units in `n`."""

    def at_units(units: int) -> dict[str, float]:
        total = learning.total_time(given["T1"], given["rate"], units)
        last = learning.unit_time(given["T1"], given["rate"], units)
        return {"unit_n": last, "cumulative": total, "average": total / units}

    return by_each(given["n"], at_units)


def exponential_changeover(given: Given, expected: Given) -> dict[str, Any]:
    """Supplier out at 0, plant ramps up after a dead time; for each opening stock in `I0`."""
    change = ExponentialChangeover(given["d"], given["K"], given["tau"], given["dead"])

    def at_opening(opening: float) -> dict[str, float]:
        values = {
            "time_rate_reaches_demand": change.crossing,
            "lowest_net_stock": opening - change.needed,
            "bridging_stock_needed": change.needed,
            "plant_output_by_T": change.made(given["T"]),
            "net_stock_at_T": change.net_stock(opening, given["T"]),
        }
        if gap := change.gap(opening):
            values |= {
                "gap_starts": gap.start,
                "gap_ends": gap.end,
                "gap_length": gap.end - gap.start,
                "peak_backlog": gap.peak,
                "backlog_time": gap.unit_days,
            }
        return values

    return by_each(given["I0"], at_opening)


def project_plan(given: Given, expected: Given) -> dict[str, Any]:
    """Critical path; the critical tasks in the listed order when they are the same ones."""
    tasks = {name: (duration, predecessors(before, given)) for name, (duration, before) in given.items()}
    path = critical_path(tasks)
    critical, listed = list(path.critical), expected.get("critical", [])
    return {
        "duration": path.length,
        "critical": listed if sorted(listed) == sorted(critical) else critical,
        "finish": dict(path.finish),
    }


def last_order(given: Given, expected: Given) -> dict[str, Any]:
    """Last-time buy against Poisson demand."""
    best = last_time_buy(given["m"], left_over=given["co"], short=given["cu"])
    return {
        "Q_opt": best.quantity,
        "cost_opt": best.cost,
        "cost_at_mean": poisson_cost(given["m"], given["m"], given["co"], given["cu"]),
        "expected_short_at_opt": best.short,
    }


def bullwhip(given: Given, expected: Given) -> dict[str, Any]:
    """Variance of orders over that of demand under two forecasts."""
    values = {}
    if "p" in given:
        values["moving_average"] = concentration.bullwhip_moving_average(given["L"], given["p"])
    if "a" in given:
        values["exponential_smoothing"] = concentration.bullwhip_smoothing(given["L"], given["a"])
    return values


def dependency(given: Given, expected: Given) -> dict[str, Any]:
    """Concentration of shares."""
    found = concentration.concentration(given["shares"])
    return {
        "hhi_0_1": found.index,
        "hhi_10000": found.index * 10_000,
        "effective_number": found.effective,
        "entropy_nats": found.entropy,
    }


def rolled_yield(given: Given, expected: Given) -> dict[str, Any]:
    """Yield of all steps, units to start, and escapes after an inspection named in the expected value."""
    share = concentration.rolled_yield(given["step_yields"])
    needed = concentration.starts(given["good_units"], share)
    values = {"rolled_yield": share, "sd_starts": needed.sd}
    for name in expected:
        if found := _STARTS.fullmatch(name):
            values[name] = concentration.starts(float(found[1]), share).mean
        elif found := _ESCAPES.fullmatch(name):
            values[name] = 1e6 * concentration.escapes(share, float(found[1]) / 100)
    return values


def make_or_buy(given: Given, expected: Given) -> dict[str, Any]:
    """Value of making, with the exit penalty paid at the start."""
    case = MakeOrBuy(
        outlay=given["capex"] + given.get("penalty", 0),
        fixed=given["fixed"],
        make=given["cm"],
        buy=given["cb"],
        volume=given["vol"],
        rate=given["r"],
        years=given["n"],
    )
    return {
        "annual_saving": case.saving,
        "npv": case.net_present_value,
        "break_even_volume": case.break_even_volume,
        "simple_payback_years": case.payback,
    }
