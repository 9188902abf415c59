"""Selection of the best: constants of the procedures, arithmetic of the two stages, and experiments with them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from backsource.inference import (
    dudewicz_dalal_h,
    dudewicz_dalal_means,
    dudewicz_dalal_sizes,
    dudewicz_dalal_weights,
    kn_constants,
    rinott_h,
)
from backsource.verification.statistics.koenig_law import Inventory
from backsource.verification.statistics.precision import PrecisionTrials
from backsource.verification.statistics.races import Costs, KnRaces, Normal, OcbaTrials, RinottTrials
from backsource.verification.statistics.sampled import Adaptor, Parameters, Sampled, block_columns, mean_of, share_of
from backsource.verification.trials import Effort


def _design(parameters: Parameters) -> tuple[int, int, float]:
    return parameters["arms"], parameters["first"], parameters["confidence"]


def _kn_constants(parameters: Parameters, _: Effort) -> Mapping[str, Any]:
    eta, squared = kn_constants(*_design(parameters))
    return {"eta": eta, "h_squared": squared}


def _rinott_constant(parameters: Parameters, _: Effort) -> Mapping[str, Any]:
    return {"h": rinott_h(*_design(parameters))}


def _dudewicz_dalal_constant(parameters: Parameters, _: Effort) -> Mapping[str, Any]:
    return {"h": dudewicz_dalal_h(*_design(parameters))}


def _dudewicz_dalal(parameters: Parameters, _: Effort) -> Mapping[str, Any]:
    """From variances and means of both stages to the choice of the smallest weighted mean."""
    variances, first, delta = parameters["variances"], parameters["first"], parameters["delta"]
    h = dudewicz_dalal_h(len(variances), first, parameters["confidence"])
    sizes = dudewicz_dalal_sizes(variances, first, delta, h)
    weights = dudewicz_dalal_weights(variances, sizes, first, delta, h)
    means = dudewicz_dalal_means(parameters["first_means"], parameters["second_means"], weights)
    return {"h": h, "sizes": sizes.tolist(), "means": means.tolist(), "selected": int(means.argmin()) + 1}


def _koenig_law_means(parameters: Parameters, _: Effort) -> Mapping[str, Any]:
    return {"costs": Inventory.of(parameters).expected_costs()}


def _koenig_law_races(parameters: Parameters, effort: Effort) -> Mapping[str, Any]:
    inventory = Inventory.of(parameters)
    best = int(np.argmin(inventory.expected_costs()))
    races = KnRaces(
        Costs(inventory, parameters["common"]), best, parameters["delta"], parameters["first"],
        parameters["confidence"], rows=100,
    )  # fmt: skip
    right, spent = block_columns(races, effort, full=5_000)
    return {"right": share_of(right), "observations": mean_of(spent)}


def _normal(parameters: Parameters) -> tuple[Normal, int]:
    """Arms of which the first is best, by *delta* from all others (`slippage`) or step by step (`monotone`)."""
    arms, delta = parameters["arms"], float(parameters["delta"])
    ladder = {"slippage": [0.0] + [-delta] * (arms - 1), "monotone": [-delta * arm for arm in range(arms)]}
    means = tuple(ladder[parameters["means"]])
    return Normal(means, parameters["deviation"], parameters.get("correlation", 0.0)), 0


def _kn_races(parameters: Parameters, effort: Effort) -> Mapping[str, Any]:
    problem, best = _normal(parameters)
    races = KnRaces(
        problem, best, parameters["delta"], parameters["first"], parameters["confidence"], rows=200
    )  # fmt: skip
    right, spent = block_columns(races, effort)
    return {"right": share_of(right), "observations": mean_of(spent)}


def _rinott_trials(parameters: Parameters, effort: Effort) -> Mapping[str, Any]:
    problem, best = _normal(parameters)
    trials = RinottTrials(problem, best, parameters["delta"], parameters["first"], parameters["confidence"])
    right, sizes = block_columns(trials, effort)
    return {"right": share_of(right), "observations_an_arm": mean_of(sizes)}


def _highest_mean(parameters: Parameters, effort: Effort) -> Mapping[str, Any]:
    """The highest of means of as many observations each: a budget that is not steered."""
    problem, best = _normal(parameters)
    found = {}
    for count in parameters["counts"]:
        budget = count * len(problem.means)
        (right,) = block_columns(OcbaTrials(problem, best, count, budget, (budget,)), effort)
        found[str(count)] = share_of(right)
    return {"right": found}


def _ocba_trials(parameters: Parameters, effort: Effort) -> Mapping[str, Any]:
    means = tuple(float(mean) for mean in parameters["means"])
    trials = OcbaTrials(
        Normal(means, parameters["deviation"]), int(np.argmax(means)), parameters["first"], parameters["step"],
        tuple(parameters["budgets"]),
    )  # fmt: skip
    columns = block_columns(trials, effort, full=10_000)
    return {"right": {str(each): share_of(one) for each, one in zip(trials.budgets, columns, strict=True)}}


def _relative_precision(parameters: Parameters, effort: Effort) -> Mapping[str, Sampled]:
    trials = PrecisionTrials(
        parameters["mean"], parameters["deviation"], parameters["relative"], parameters["first"],
        parameters["confidence"],
    )  # fmt: skip
    covered, count = block_columns(trials, effort)
    return {"coverage": share_of(covered), "replications": mean_of(count)}


KINDS: Mapping[str, Adaptor] = {
    "constants of Kim and Nelson": _kn_constants,
    "constant of Rinott": _rinott_constant,
    "constant of Dudewicz and Dalal": _dudewicz_dalal_constant,
    "selection by Dudewicz and Dalal": _dudewicz_dalal,
    "expected costs of Koenig and Law": _koenig_law_means,
    "Kim and Nelson among Koenig and Law's policies": _koenig_law_races,
    "Kim and Nelson among normal arms": _kn_races,
    "Rinott among normal arms": _rinott_trials,
    "highest of equal means": _highest_mean,
    "budget allocation among normal arms": _ocba_trials,
    "fixed relative precision": _relative_precision,
}
