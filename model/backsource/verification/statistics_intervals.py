"""Known numbers of the estimates in `inference`: print and theory, one kind of case a function.

A kind takes the parameters of a case and gives its values by name.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from backsource import inference
from backsource.verification.statistics_coverage import COVERAGES
from backsource.verification.statistics_models import quantile_of

Parameters = Mapping[str, Any]
Values = dict[str, Any]


def quantile_ranks(given: Parameters) -> Values:
    """Order statistics about a quantile, and their exact coverage."""
    ranks = inference.quantile_ranks(given["count"], given["share"], given.get("level", 0.95))
    return {} if ranks is None else {"low": ranks.low, "high": ranks.high, "coverage": ranks.coverage}


def wilks(given: Parameters) -> Values:
    """Runs whose extremes hold a share of futures, and the chance that they do, with one fewer too."""
    from backsource.inference.tolerance import holds

    count = inference.wilks_size(given["share"], given["confidence"], given["sides"])
    chances = [holds(runs, given["share"], given["sides"]) for runs in (count, count - 1)]
    return {"count": count, "chance": chances[0], "chance_of_one_fewer": chances[1]}


def wilson(given: Parameters) -> Values:
    """Wilson's interval and its middle."""
    found = inference.wilson(given["successes"], given["count"], given.get("level", 0.95))
    return {"low": found.low, "high": found.high, "middle": (found.low + found.high) / 2.0}


def cvar(given: Parameters) -> Values:
    """CVaR of a law, from as many of its quantiles as are asked for."""
    shares = (np.arange(given["points"]) + 0.5) / given["points"]
    tail = given.get("tail", "upper")
    found = inference.cvar(quantile_of(given["law"], shares), given["share"], tail)
    return {"cvar": found.interval.estimate, "quantile": found.quantile}


def two_samples(given: Parameters) -> Values:
    """Two samples compared, as pairs and as independent ones."""
    mine, other, level = given["values"], given["control"], given["level"]
    pairs, apart = inference.paired(mine, other, level=level), inference.welch_interval(mine, other, level)
    difference = np.asarray(mine) - np.asarray(other)
    return {
        "difference": pairs.mean,
        "variance_of_difference": float(difference.var(ddof=1)) / len(difference),
        "paired": [pairs.low, pairs.high],
        "welch_freedom": inference.welch_freedom(mine, other),
        "welch": [apart.low, apart.high],
    }


def kaplan_meier(given: Parameters) -> Values:
    """Survival at the times of events, its limits, and the median."""
    found = inference.kaplan_meier(given["times"], given["happened"], given.get("level", 0.95))
    median = found.quantile(0.5)
    return {
        "times": found.times.tolist(),
        "at_risk": found.at_risk.tolist(),
        "share": found.share.tolist(),
        "median": median.estimate,
        "median_low": median.low,
        "median_is_bounded": bool(np.isfinite(median.high)),
    }


def variance_components(given: Parameters) -> Values:
    """Share of the outer loop in the variance, with its interval."""
    found = inference.components(given["values"], same_seeds=given["same_seeds"], level=given.get("level", 0.95))
    return {"share": found.share.estimate, "low": found.share.low, "high": found.share.high}


def replications(given: Parameters) -> Values:
    """Replications in all that a half-width takes."""
    return {"replications": inference.replications_needed(given["pilot"], given["half_width"], given["level"])}


KINDS: dict[str, Callable[[Parameters], Values]] = {
    "quantile_ranks": quantile_ranks,
    "wilks": wilks,
    "wilson": wilson,
    "cvar": cvar,
    "two_samples": two_samples,
    "kaplan_meier": kaplan_meier,
    "variance_components": variance_components,
    "replications_needed": replications,
    **COVERAGES,
}
"""Every kind of case by name."""
