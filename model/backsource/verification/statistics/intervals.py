"""Known numbers of the estimates in `inference`: print and theory."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from backsource import inference
from backsource.verification.statistics.laws import quantile_of
from backsource.verification.statistics.sampled import Adaptor, Parameters
from backsource.verification.trials import Effort

Values = Mapping[str, Any]


def _quantile_ranks(given: Parameters, _: Effort) -> Values:
    ranks = inference.quantile_ranks(given["count"], given["share"], given.get("level", 0.95))
    return {} if ranks is None else {"low": ranks.low, "high": ranks.high, "coverage": ranks.coverage}


def _wilks(given: Parameters, _: Effort) -> Values:
    """Runs whose extremes hold a share of futures, and the chance that they do, with one fewer too."""
    from backsource.inference.tolerance import holds

    count = inference.wilks_size(given["share"], given["confidence"], given["sides"])
    chances = [holds(runs, given["share"], given["sides"]) for runs in (count, count - 1)]
    return {"count": count, "chance": chances[0], "chance of one fewer": chances[1]}


def _wilson(given: Parameters, _: Effort) -> Values:
    found = inference.wilson(given["successes"], given["count"], given.get("level", 0.95))
    return {"low": found.low, "high": found.high, "middle": (found.low + found.high) / 2.0}


def _cvar(given: Parameters, _: Effort) -> Values:
    """CVaR of a law, from as many of its quantiles as are asked for."""
    shares = (np.arange(given["points"]) + 0.5) / given["points"]
    found = inference.cvar(quantile_of(given["law"], shares), given["share"], given.get("tail", "upper"))
    return {"cvar": found.interval.estimate}


def _two_samples(given: Parameters, _: Effort) -> Values:
    """Two samples compared, as pairs and as independent ones."""
    mine, other, level = given["values"], given["control"], given["level"]
    pairs, apart = inference.paired(mine, other, level=level), inference.welch_interval(mine, other, level)
    difference = np.asarray(mine) - np.asarray(other)
    return {
        "difference": pairs.mean,
        "variance of the difference": float(difference.var(ddof=1)) / len(difference),
        "paired": {"low": pairs.low, "high": pairs.high},
        "degrees of freedom": inference.welch_freedom(mine, other),
        "welch": {"low": apart.low, "high": apart.high},
    }


def _survival(given: Parameters, _: Effort) -> Values:
    found = inference.kaplan_meier(given["times"], given["happened"], given.get("level", 0.95))
    median = found.quantile(0.5)
    return {
        "share": {f"{time:g}": float(share) for time, share in zip(found.times, found.share, strict=True)},
        "at risk": {f"{time:g}": int(count) for time, count in zip(found.times, found.at_risk, strict=True)},
        "median": {"estimate": median.estimate, "low": median.low, "high": median.high},
    }


def _components(given: Parameters, _: Effort) -> Values:
    found = inference.components(given["values"], same_seeds=given["same_seeds"], level=given.get("level", 0.95))
    return {"share": found.share.estimate, "low": found.share.low, "high": found.share.high}


def _needed(given: Parameters, _: Effort) -> Values:
    return {"replications": inference.replications_needed(given["pilot"], given["half_width"], given["level"])}


KINDS: Mapping[str, Adaptor] = {
    "ranks about a quantile": _quantile_ranks,
    "runs after Wilks": _wilks,
    "interval of Wilson": _wilson,
    "CVaR of a law": _cvar,
    "two samples": _two_samples,
    "survival": _survival,
    "variance components": _components,
    "replications needed": _needed,
}
"""Adaptors by kind."""
