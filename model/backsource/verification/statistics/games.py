"""Known numbers of Shapley values: votes and small games that have been worked out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from backsource import inference
from backsource.verification.statistics.sampled import SEED, Adaptor, Parameters, macro_replications, mean_of
from backsource.verification.trials import Effort

Floats = npt.NDArray[np.float64]
FEW = 2_000
"""Random orders at full precision."""


def _vote(weights: Sequence[float], quota: float) -> Floats:
    """Whether each coalition of these weights reaches the quota, 1 or 0, shape (1, 2**players)."""
    coalitions = np.arange(2 ** len(weights))
    inside = (coalitions[:, None] >> np.arange(len(weights))) & 1
    return np.asarray((inside @ np.asarray(weights) >= quota)[None], dtype=np.float64)


def _exact(given: Parameters, _: Effort) -> Mapping[str, Any]:
    values = inference.exact(_vote(given["weights"], given["quota"]))[0]
    return {"first": float(values[0]), "last": float(values[-1]), "sum": float(values.sum())}


def _by_orders(given: Parameters, effort: Effort) -> Mapping[str, Any]:
    """The first and the last player by random orders with their reverses."""
    worth = _vote(given["weights"], given["quota"])[0]
    game = inference.sampled_coalitions(len(given["weights"]), range(macro_replications(effort, FEW)), SEED)
    values = game.values(worth[game.coalitions])
    return {"first": mean_of(values[:, 0]), "last": mean_of(values[:, -1])}


def _listed(given: Parameters, _: Effort) -> Mapping[str, Any]:
    """A game by the worth of its coalitions, which are named by the players in them; of others it is 0."""
    players = list(given["players"])
    worth = np.zeros((1, 2 ** len(players)))
    for names, value in given["worth"].items():
        worth[0, sum(1 << players.index(name) for name in names)] = value
    return dict(zip(players, map(float, inference.exact(worth)[0]), strict=True))


KINDS: Mapping[str, Adaptor] = {
    "Shapley values of a vote": _exact,
    "Shapley values of a vote by random orders": _by_orders,
    "Shapley values of a game": _listed,
}
"""Adaptors by kind."""
