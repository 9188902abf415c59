"""How often statements about several alternatives, weeks or inputs at once hold the truth."""

from collections.abc import Mapping

import numpy as np

from backsource import inference
from backsource.verification.statistics.coverage import Values, experiments, generator, held, level_of
from backsource.verification.statistics.laws import Floats, autoregressive, with_common
from backsource.verification.statistics.sampled import Adaptor, Parameters, share_of
from backsource.verification.trials import Effort

DRAWS = 500
"""Bootstrap samples an experiment."""
UNLIKELY = 0.05
"""Share of bootstrap samples below which one would call an alternative out."""


def of_difference(given: Parameters, effort: Effort) -> Values:
    """The intervals of a difference of 1 between two alternatives: paired, and Welch's as if they shared nothing."""
    values = _alternatives(given, effort, "difference", [1.0, 0.0])
    found = (inference.paired(each[:, 0], each[:, 1], level=level_of(given)) for each in values)
    apart = (inference.welch_interval(each[:, 0], each[:, 1], level_of(given)) for each in values)
    return {"paired": share_of([one.low <= 1.0 <= one.high for one in found]), "Welch": held(apart, 1.0)}


def of_best(given: Parameters, effort: Effort) -> Values:
    """All intervals against the best of the others at once, and whether the best is among those still possible."""
    means = np.asarray(given["means"], dtype=np.float64)
    truth = [float(mean - np.delete(means, arm).min()) for arm, mean in enumerate(means)]
    together, kept = [], []
    for each in _alternatives(given, effort, "best", given["means"]):
        found = inference.with_best(each, "min", level_of(given))
        together.append(all(one.low <= true <= one.high for one, true in zip(found.intervals, truth, strict=True)))
        kept.append(int(means.argmin()) in found.possible)
    return {"coverage": share_of(together), "best kept": share_of(kept)}


def of_bands(given: Parameters, effort: Effort) -> Values:
    """Bands that hold the whole curve, simultaneous and pointwise, for weeks that carry over."""
    draw = generator("bands")
    whole: dict[str, list[bool]] = {"simultaneous": [], "pointwise": []}
    for _ in range(experiments(given, effort)):
        curves = autoregressive(draw, (given["count"], given["weeks"]), given["carry"])
        for kind in (inference.simultaneous_band, inference.pointwise_band):
            band = kind(curves, level_of(given))
            whole[band.kind].append(bool((band.low <= 0.0).all() and (band.high >= 0.0).all()))
    return {kind: share_of(hits) for kind, hits in whole.items()}


def of_share_of_inputs(given: Parameters, effort: Effort) -> Values:
    """The interval of the share of inputs in the variance of a run; `common` is what same seeds share."""
    shape, inputs, common = (given["outer"], given["inner"]), given["inputs"], given.get("common", 0.0)
    draw, found = generator("inputs"), []
    for _ in range(experiments(given, effort)):
        values = draw.standard_normal(shape) + np.sqrt(inputs) * draw.standard_normal((shape[0], 1))
        values += np.sqrt(common) * draw.standard_normal((1, shape[1]))
        found.append(inference.components(values, same_seeds=given["same_seeds"], level=level_of(given)).share)
    return {"coverage": held(found, inputs / (inputs + common + 1.0))}


def of_regret(given: Parameters, effort: Effort) -> Values:
    """The interval of expected regret of each alternative, and how often the best has less than 5 % to be it."""
    means = np.asarray(given["means"], dtype=np.float64)
    hits: list[list[bool]] = [[] for _ in means]
    dismissed = []
    for place, each in enumerate(_alternatives(given, effort, "regret", given["means"])):
        found = inference.regret(each, "min", seed=place, level=level_of(given), draws=DRAWS)
        for own, one, true in zip(hits, found, means - means.min(), strict=True):
            own.append(one.expected.low <= true <= one.expected.high)
        dismissed.append(found[int(means.argmin())].best < UNLIKELY)
    return {
        "least coverage": min((share_of(own) for own in hits), key=lambda found: found.value),
        "best dismissed": share_of(dismissed),
    }


def of_non_dominated(given: Parameters, effort: Effort) -> Values:
    """How often an alternative that nobody dominates has less than 5 % to be so.

    Two alternatives are equal in one measure, and in another that never varies: dominance hangs on one difference.
    """
    dismissed = []
    for place, each in enumerate(_alternatives(given, effort, "non-dominated", [0.0, 0.0])):
        measures = np.stack((each, np.zeros_like(each)), axis=-1)
        chances = inference.non_dominated(measures, ("min", "min"), seed=place, draws=DRAWS)
        dismissed.append(bool(chances[0] < UNLIKELY))
    return {"dismissed": share_of(dismissed)}


def _alternatives(given: Parameters, effort: Effort, name: str, means: list[float]) -> Floats:
    """Samples of shape (experiments, replications, alternatives) that share part of each replication."""
    shape = experiments(given, effort), given["count"], len(means)
    return np.asarray(with_common(generator(name), shape, given["correlation"]) + np.asarray(means))


KINDS: Mapping[str, Adaptor] = {
    "coverage of a difference": of_difference,
    "coverage of the best": of_best,
    "coverage of bands": of_bands,
    "coverage of the share of inputs": of_share_of_inputs,
    "coverage of regret": of_regret,
    "coverage of the non-dominated": of_non_dominated,
}
"""Adaptors by kind."""
