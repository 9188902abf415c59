"""How often intervals hold the truth: experiments drawn from known laws, each answered by `inference`.

Parameters of every kind: `experiments` and `seed`, beside those that its function reads. A share of experiments is
known to sqrt(share (1 - share) / experiments).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from backsource import inference
from backsource.streams import stream
from backsource.verification.statistics_models import (
    LAWS,
    Floats,
    autoregressive,
    mm1_delays,
    mm1_pair,
    with_common,
)

Parameters = Mapping[str, Any]
Values = dict[str, float]


def generator(given: Parameters, name: str) -> np.random.Generator:
    """The random numbers of a case."""
    return stream(given["seed"], 0, f"verification/{name}")


def held(intervals: Iterable[inference.Interval], truth: float) -> float:
    """Share of intervals that hold the truth."""
    return float(np.mean([found.low <= truth <= found.high for found in intervals]))


def of_mean(given: Parameters) -> Values:
    """Student's interval, for independent values of a law or for mean delays in a queue."""
    draw = generator(given, "mean")
    if given["law"] == "mm1_delays":
        shape = given["experiments"] * given["count"], given["customers"]
        values = mm1_delays(draw, shape, given["load"]).mean(axis=-1).reshape(-1, given["count"])
    else:
        values = LAWS[given["law"]](draw, (given["experiments"], given["count"]))
    found = (inference.mean_interval(each, given["level"]) for each in values)
    return {"coverage": held(found, given["truth"])}


def of_batch_means(given: Parameters) -> Values:
    """Student's interval of batch means of one long queue that begins empty, for several numbers of batches."""
    draw, hits = generator(given, "batches"), np.zeros(len(given["batches"]))
    at_once = 500
    for first in range(0, given["experiments"], at_once):
        some = min(at_once, given["experiments"] - first)
        delays = mm1_delays(draw, (some, given["customers"]), given["load"])
        for place, batches in enumerate(given["batches"]):
            found = (inference.mean_interval(inference.batch_means(each, batches), given["level"]) for each in delays)
            hits[place] += some * held(found, given["truth"])
    return {
        str(batches): float(hit / given["experiments"]) for batches, hit in zip(given["batches"], hits, strict=True)
    }


def of_pairs(given: Parameters) -> Values:
    """The interval of a paired difference of correlated values with a difference of 1."""
    values = _alternatives(given, "pairs", [1.0, 0.0])
    found = (inference.paired(each[:, 0], each[:, 1], level=given["level"]) for each in values)
    return {"coverage": float(np.mean([one.low <= 1.0 <= one.high for one in found]))}


def of_proportion(given: Parameters) -> Values:
    """Wilson's interval of a chance."""
    counts = generator(given, "proportion").binomial(given["count"], given["chance"], given["experiments"])
    found = (inference.wilson(int(one), given["count"], given["level"]) for one in counts)
    return {"coverage": held(found, given["chance"])}


def of_quantile(given: Parameters) -> Values:
    """The interval of a quantile between order statistics, for uniform values."""
    values = LAWS["uniform"](generator(given, "quantile"), (given["experiments"], given["count"]))
    found = (inference.quantile_interval(each, given["share"], given["level"]) for each in values)
    return {"coverage": held(found, given["share"])}


def of_tolerance(given: Parameters) -> Values:
    """Tolerance limits, for uniform values: their content is their width."""
    values = LAWS["uniform"](generator(given, "tolerance"), (given["experiments"], given["count"]))
    found = (inference.tolerance_interval(each, given["share"], given["level"]) for each in values)
    return {"coverage": float(np.mean([one.high - one.low >= given["share"] for one in found]))}


def of_cvar(given: Parameters) -> Values:
    """The interval of CVaR, and that of normal limits from the same standard error."""
    from scipy.special import ndtri

    z = float(ndtri((1.0 + given["level"]) / 2.0))
    values = LAWS[given["law"]](generator(given, "cvar"), (given["experiments"], given["count"]))
    found = [inference.cvar(each, given["share"], level=given["level"]) for each in values]
    normal = [abs(one.interval.estimate - given["truth"]) <= z * one.error for one in found]
    return {
        "coverage": held((one.interval for one in found), given["truth"]),
        "coverage_of_normal_limits": float(np.mean(normal)),
    }


def of_survival(given: Parameters) -> Values:
    """Kaplan and Meier's limits at one time, and of the median, for exponential lives that are watched unequally long.

    Lives have mean 1, watches are uniform up to `watched`.
    """
    draw, shape = generator(given, "survival"), (given["experiments"], given["count"])
    lives, watches = draw.standard_exponential(shape), given["watched"] * draw.random(shape)
    at_time, of_median = [], []
    for life, watch in zip(lives, watches, strict=True):
        found = inference.kaplan_meier(np.minimum(life, watch), life <= watch, given["level"])
        at_time.append(found.at(given["time"]))
        of_median.append(found.quantile(0.5))
    return {"at_time": held(at_time, np.exp(-given["time"])), "median": held(of_median, np.log(2.0))}


def of_best(given: Parameters) -> Values:
    """All intervals against the best of the others at once, and whether the best is among those still possible."""
    means = np.asarray(given["means"], dtype=np.float64)
    truth = [float(mean - np.delete(means, arm).min()) for arm, mean in enumerate(means)]
    together, kept = [], []
    for each in _alternatives(given, "best", given["means"]):
        found = inference.with_best(each, "min", given["level"])
        together.append(all(one.low <= true <= one.high for one, true in zip(found.intervals, truth, strict=True)))
        kept.append(int(means.argmin()) in found.possible)
    return {"coverage": float(np.mean(together)), "best_kept": float(np.mean(kept))}


def of_bands(given: Parameters) -> Values:
    """Bands that hold the whole curve, simultaneous and pointwise, for weeks that carry over."""
    draw, whole = generator(given, "bands"), {"simultaneous": 0, "pointwise": 0}
    for _ in range(given["experiments"]):
        curves = autoregressive(draw, (given["count"], given["weeks"]), given["carry"])
        for band in (
            inference.simultaneous_band(curves, given["level"]),
            inference.pointwise_band(curves, given["level"]),
        ):
            whole[band.kind] += bool((band.low <= 0.0).all() and (band.high >= 0.0).all())
    return {kind: hits / given["experiments"] for kind, hits in whole.items()}


def of_share_of_inputs(given: Parameters) -> Values:
    """The interval of the share of inputs in the variance of a run; `common` is what same seeds share."""
    outer, inner, inputs, common = given["outer"], given["inner"], given["inputs"], given.get("common", 0.0)
    draw, found = generator(given, "inputs"), []
    for _ in range(given["experiments"]):
        values = draw.standard_normal((outer, inner)) + np.sqrt(inputs) * draw.standard_normal((outer, 1))
        values += np.sqrt(common) * draw.standard_normal((1, inner))
        found.append(inference.components(values, same_seeds=given["same_seeds"], level=given["level"]).share)
    return {"coverage": held(found, inputs / (inputs + common + 1.0))}


def of_regret(given: Parameters) -> Values:
    """The interval of each alternative's expected regret, and how rarely the true best has less than 5 % to be it."""
    means = np.asarray(given["means"], dtype=np.float64)
    draws, hits, dismissed = given["draws"], np.zeros(len(means)), 0
    for place, each in enumerate(_alternatives(given, "regret", given["means"])):
        found = inference.regret(each, "min", seed=place, level=given["level"], draws=draws)
        truth = zip(found, means - means.min(), strict=True)
        hits += [one.expected.low <= true <= one.expected.high for one, true in truth]
        dismissed += found[int(means.argmin())].best < 0.05
    return {"least_coverage": float(hits.min() / given["experiments"]), "dismissed": dismissed / given["experiments"]}


def of_non_dominated(given: Parameters) -> Values:
    """How often an alternative that nobody dominates has less than 5 % to be so.

    Two alternatives are equal in one measure, and in another that never varies: dominance hangs on one difference.
    """
    values = _alternatives(given, "non-dominated", [0.0, 0.0])
    dismissed = 0
    for place, each in enumerate(values):
        measures = np.stack((each, np.zeros_like(each)), axis=-1)
        dismissed += inference.non_dominated(measures, ("min", "min"), seed=place, draws=given["draws"])[0] < 0.05
    return {"dismissed": dismissed / given["experiments"]}


def of_pairing(given: Parameters) -> Values:
    """Variance of the difference of mean delays in two queues, with the same customers and with others."""
    draw = generator(given, "pairing")
    first, second = mm1_pair(draw, (given["experiments"], given["customers"]), tuple(given["loads"])).mean(axis=-1)
    together = float((first - second).var(ddof=1))
    ratio = inference.variance_ratio(first, second).ratio
    return {"variance_paired": together, "variance_independent": ratio * together, "ratio": ratio}


def _alternatives(given: Parameters, name: str, means: list[float]) -> Floats:
    """Samples of shape (experiments, replications, alternatives) that share part of each replication."""
    shape = given["experiments"], given["count"], len(means)
    return with_common(generator(given, name), shape, given["correlation"]) + np.asarray(means)


COVERAGES: dict[str, Callable[[Parameters], Values]] = {
    "coverage_of_mean": of_mean,
    "coverage_of_batch_means": of_batch_means,
    "coverage_of_pairs": of_pairs,
    "coverage_of_proportion": of_proportion,
    "coverage_of_quantile": of_quantile,
    "coverage_of_tolerance": of_tolerance,
    "coverage_of_cvar": of_cvar,
    "coverage_of_survival": of_survival,
    "coverage_of_best": of_best,
    "coverage_of_bands": of_bands,
    "coverage_of_share_of_inputs": of_share_of_inputs,
    "coverage_of_regret": of_regret,
    "coverage_of_non_dominated": of_non_dominated,
    "variance_of_pairing": of_pairing,
}
"""Every kind of coverage by name."""
