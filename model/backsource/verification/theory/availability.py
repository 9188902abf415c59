"""Exact values of machines that fail: the kinds A."""

import re
from collections.abc import Mapping
from typing import Any

from backsource.laws import availability
from backsource.laws.continuous import Weibull
from backsource.laws.queues import with_outages
from backsource.verification.words import law_in_words

Given = Mapping[str, Any]
_REPAIRS = re.compile(r"prob_downtime_at_most_(\d+)_repairs")


def finite_horizon(given: Given, expected: Given) -> dict[str, Any]:
    """Exponential times up and down, up at 0, watched for T."""
    mtbf, mttr, horizon = given["mtbf"], given["mttr"], given["T"]
    machine = availability.ExponentialUptime(mtbf, mttr, horizon)
    return {
        "availability": availability.long_run(mtbf, mttr),
        "mean_uptime": machine.mean_uptime,
        "mean_uptime_fraction": machine.mean_uptime / horizon,
        "mean_downtime_check": horizon - machine.mean_uptime,
        "expected_failures": machine.mean_failures,
        "prob_no_failure": availability.chance_of_no_failure(mtbf, horizon),
        "availability_at_T": machine.at_end,
    }


def constant_repair(given: Given, expected: Given) -> dict[str, Any]:
    """Exponential times up, constant repair, up at 0, watched for T."""
    mtbf, repair, horizon = given["mtbf"], given["repair"], given["T"]
    few = {name: int(found[1]) for name in expected if (found := _REPAIRS.fullmatch(name))}
    return {
        "availability": availability.long_run(mtbf, repair),
        "prob_no_failure": availability.chance_of_no_failure(mtbf, horizon),
    } | {name: availability.chance_of_few_repairs(mtbf, repair, horizon, most) for name, most in few.items()}


def renewal_reward(given: Given, expected: Given) -> dict[str, Any]:
    """Laws of times up and down in words; the scale of a Weibull among them."""
    up, down = law_in_words(given["up"]).law, law_in_words(given["down"]).law
    scales = [law.scale for law in (up, down) if isinstance(law, Weibull) and law.shape != 1]
    return {"availability": availability.long_run(up.mean, down.mean)} | (
        {"weibull_scale": scales[0]} if scales else {}
    )


def repair_shop(given: Given, expected: Given) -> dict[str, Any]:
    """M machines wanted, S spares, R repairers."""
    shop = availability.RepairShop(given["M"], given["S"], given["R"], given["mtbf"], given["mttr"])
    return {
        "mean_running": shop.mean_running,
        "availability_of_required": shop.mean_running / shop.wanted,
        "prob_all_required_running": shop.all_running,
        "mean_failed": shop.mean_failed,
        "repairer_utilisation": shop.repairer_busy,
    }


def process_time(given: Given, expected: Given) -> dict[str, Any]:
    """Effective processing time with outages."""
    effective = with_outages(
        given["t0"], given["c0_sq"], to_failure=given["mf"], repair=given["mr"], repair_cv2=given["cr_sq"]
    )
    return {
        "availability": effective.availability,
        "effective_mean": effective.mean,
        "effective_cv2": effective.cv2,
    }
