"""How often intervals hold the truth: experiments drawn from known laws, each answered by `inference`.

Parameters of every kind: `macro_replications` at full precision (20,000 where not given), `level` (95 % where not
given), beside those that its function reads.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from backsource import inference
from backsource.streams import stream
from backsource.verification.statistics.laws import LAWS, mm1_delays, mm1_pair
from backsource.verification.statistics.sampled import (
    FULL,
    SEED,
    Adaptor,
    Parameters,
    Sampled,
    macro_replications,
    mean_of,
    share_of,
)
from backsource.verification.trials import Effort

Values = Mapping[str, Sampled]
AT_ONCE = 500
"""Long series held in memory at a time."""


def generator(name: str) -> np.random.Generator:
    """The random numbers of one kind."""
    return stream(SEED, 0, f"coverage/{name}")


def experiments(given: Parameters, effort: Effort) -> int:
    """Macro-replications of a case."""
    return macro_replications(effort, given.get("macro_replications", FULL))


def level_of(given: Parameters) -> float:
    """Confidence of the intervals of a case."""
    return float(given.get("level", 0.95))


def held(intervals: Iterable[inference.Interval], truth: float) -> Sampled:
    """Share of intervals that hold the truth."""
    return share_of([found.low <= truth <= found.high for found in intervals])


def of_mean(given: Parameters, effort: Effort) -> Values:
    """Student's interval of the mean of independent values, shape (replications,), of one law."""
    values = LAWS[given["law"]](generator("mean"), (experiments(given, effort), given["count"]))
    return {"coverage": held((inference.mean_interval(each, level_of(given)) for each in values), given["truth"])}


def of_mean_delay(given: Parameters, effort: Effort) -> Values:
    """Student's interval of the mean delay of the first customers of a queue that begins empty."""
    shape = experiments(given, effort), given["count"], given["customers"]
    values = mm1_delays(generator("delay"), shape, given["load"]).mean(axis=-1)
    return {"coverage": held((inference.mean_interval(each, level_of(given)) for each in values), given["truth"])}


def of_batch_means(given: Parameters, effort: Effort) -> Values:
    """Student's interval of batch means of one long queue that begins empty, for several numbers of batches."""
    draw, asked = generator("batches"), experiments(given, effort)
    hits: dict[int, list[bool]] = {batches: [] for batches in given["batches"]}
    for first in range(0, asked, AT_ONCE):
        delays = mm1_delays(draw, (min(AT_ONCE, asked - first), given["customers"]), given["load"])
        for batches, found in hits.items():
            for each in delays:
                limits = inference.mean_interval(inference.batch_means(each, batches), level_of(given))
                found.append(limits.low <= given["truth"] <= limits.high)
    return {f"{batches} batches": share_of(found) for batches, found in hits.items()}


def of_proportion(given: Parameters, effort: Effort) -> Values:
    """Wilson's interval of a chance."""
    counts = generator("proportion").binomial(given["count"], given["chance"], experiments(given, effort))
    found = (inference.wilson(int(one), given["count"], level_of(given)) for one in counts)
    return {"coverage": held(found, given["chance"])}


def of_quantile(given: Parameters, effort: Effort) -> Values:
    """The interval of a quantile between order statistics, for uniform values."""
    values = LAWS["uniform"](generator("quantile"), (experiments(given, effort), given["count"]))
    found = (inference.quantile_interval(each, given["share"], level_of(given)) for each in values)
    return {"coverage": held(found, given["share"])}


def of_tolerance(given: Parameters, effort: Effort) -> Values:
    """Tolerance limits, for uniform values: their content is their width."""
    values = LAWS["uniform"](generator("tolerance"), (experiments(given, effort), given["count"]))
    found = (inference.tolerance_interval(each, given["share"], level_of(given)) for each in values)
    return {"coverage": share_of([one.high - one.low >= given["share"] for one in found])}


def of_cvar(given: Parameters, effort: Effort) -> Values:
    """The interval of CVaR, and that of normal limits from the same standard error."""
    from scipy.special import ndtri

    z, truth = float(ndtri((1.0 + level_of(given)) / 2.0)), given["truth"]
    values = LAWS[given["law"]](generator("cvar"), (experiments(given, effort), given["count"]))
    found = [inference.cvar(each, given["share"], level=level_of(given)) for each in values]
    return {
        "coverage": held((one.interval for one in found), truth),
        "coverage of normal limits": share_of([abs(one.interval.estimate - truth) <= z * one.error for one in found]),
    }


def of_survival(given: Parameters, effort: Effort) -> Values:
    """Kaplan and Meier's limits at one time, and of the median, for exponential lives that are watched unequally long.

    Lives have mean 1, watches are uniform up to `watched`.
    """
    draw, shape = generator("survival"), (experiments(given, effort), given["count"])
    lives, watches = draw.standard_exponential(shape), given["watched"] * draw.random(shape)
    found = [
        inference.kaplan_meier(np.minimum(life, watch), life <= watch, level_of(given))
        for life, watch in zip(lives, watches, strict=True)
    ]
    return {
        "at time": held((one.at(given["time"]) for one in found), np.exp(-given["time"])),
        "median": held((one.quantile(0.5) for one in found), np.log(2.0)),
    }


def of_pairing(given: Parameters, effort: Effort) -> Values:
    """Variance of the difference of mean delays in two queues, with the same customers and with others."""
    shape = experiments(given, effort), given["customers"]
    first, second = mm1_pair(generator("pairing"), shape, tuple(given["loads"])).mean(axis=-1)
    together = (first - second - np.mean(first - second)) ** 2
    apart = (first - first.mean()) ** 2 + (second - second.mean()) ** 2
    ratio = inference.variance_ratio(first, second).ratio
    return {
        "variance paired": mean_of(together),
        "variance independent": mean_of(apart),
        "ratio": Sampled(ratio, mean_of((apart - ratio * together) / together.mean()).error, len(first)),
    }


KINDS: Mapping[str, Adaptor] = {
    "coverage of the mean": of_mean,
    "coverage of the mean delay": of_mean_delay,
    "coverage of batch means": of_batch_means,
    "coverage of a proportion": of_proportion,
    "coverage of a quantile": of_quantile,
    "coverage of tolerance limits": of_tolerance,
    "coverage of CVaR": of_cvar,
    "coverage of survival": of_survival,
    "variance by common random numbers": of_pairing,
}
"""Adaptors by kind."""
