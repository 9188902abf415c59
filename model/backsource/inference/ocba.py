"""Optimal computing budget allocation: where the next runs help most to choose right, for a fixed budget.

Chen, Lin, Yuecesan and Chick, Discrete Event Dynamic Systems 10 (2000) 251-270. There is no guarantee: when the budget
is spent, the best mean is the choice.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
CLOSEST = 1e-9
"""Distance from the best mean, relative to the largest one there is, below which an arm counts as equal."""


def ocba_shares(means: npt.ArrayLike, variances: npt.ArrayLike, goal: Literal["min", "max"]) -> Floats:
    """Shares of a budget for arms on the last axis, shape (..., arms); they add up to 1.

    N_i : N_j = (s_i / d_i)^2 : (s_j / d_j)^2 with d the distance from the best mean, and N_best = s_best
    sqrt(sum N_i^2 / s_i^2). Where only the best arm varies it gets all; where none does, all get the same.
    """
    found, spread = np.asarray(means, dtype=np.float64), np.sqrt(np.asarray(variances, dtype=np.float64))
    ahead = found if goal == "max" else -found
    best = np.expand_dims(ahead.argmax(axis=-1), -1)
    distance = np.take_along_axis(ahead, best, axis=-1) - ahead
    least = CLOSEST * np.maximum(distance.max(axis=-1, keepdims=True), np.finfo(np.float64).tiny / CLOSEST)
    nearest = np.maximum(distance, least)
    apart = (nearest.min(axis=-1, keepdims=True) / nearest) ** 2
    np.put_along_axis(apart, best, 0.0, axis=-1)
    other = apart / apart.max(axis=-1, keepdims=True)
    wanted = spread**2 * other
    of_best = np.take_along_axis(spread, best, axis=-1) * np.sqrt(((spread * other) ** 2).sum(axis=-1, keepdims=True))
    np.put_along_axis(wanted, best, of_best, axis=-1)
    return _to_one(wanted, spread**2)


def ocba_next(
    means: npt.ArrayLike, variances: npt.ArrayLike, counts: npt.ArrayLike, step: int, goal: Literal["min", "max"]
) -> Whole:
    """How the next *step* runs are spread, shape (..., arms); in all they are *step*.

    Each arm gets in proportion to what it lacks of its share of all runs, *counts* and *step* together; the runs that
    are left over by rounding go to the largest remainders.
    """
    there = np.asarray(counts, dtype=np.float64)
    share = ocba_shares(means, variances, goal)
    lacking = np.maximum(share * (there.sum(axis=-1, keepdims=True) + step) - there, 0.0)
    exact = step * _to_one(lacking, share)
    whole = np.floor(exact)
    left = step - whole.sum(axis=-1, keepdims=True)
    rank = np.argsort(np.argsort(whole - exact, axis=-1, kind="stable"), axis=-1, kind="stable")
    return np.asarray(whole + (rank < left), dtype=np.int64)


def _to_one(amounts: Floats, otherwise: Floats) -> Floats:
    """Amounts as shares of their sum; of *otherwise* where there are none, and the same for all where it has none."""
    for values in (amounts, otherwise, np.ones_like(amounts)):
        total = values.sum(axis=-1, keepdims=True)
        amounts = np.where(amounts.sum(axis=-1, keepdims=True) > 0.0, amounts, values)
        if (total > 0.0).all():
            break
    return np.asarray(amounts / amounts.sum(axis=-1, keepdims=True))
