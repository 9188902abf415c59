"""Each alternative against the best of the others (Hsu 1984): who may still be the best, and by how much at most.

Samples are paired by replication, so the spread of each difference is that of the pairs: valid under common random
numbers, which the classical tables (independent alternatives of one variance) are not.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from backsource.inference.interval import Interval, check_level
from backsource.inference.mean import t_quantile
from backsource.inference.pairing import differences


@dataclass(frozen=True)
class WithBest:
    """What is known of mean(i) - best mean of the others, for all alternatives at once."""

    intervals: tuple[Interval, ...]
    """One for each alternative, all of which hold at once at the stated level; each has 0 within or as a limit."""
    possible: tuple[int, ...]
    """Alternatives that may be the best; a single one is the best at the stated level."""


def with_best(samples: npt.ArrayLike, goal: Literal["min", "max"] = "min", level: float = 0.95) -> WithBest:
    """Simultaneous intervals for mean(i) - best of the others, from samples of shape (replications, alternatives).

    Constrained intervals of Edwards and Hsu (1983) on paired differences. They hold whenever the k - 1 differences
    from the true best hold, each on one side, so Bonferroni's share is (1 - level) / (k - 1) on one side (Nelson and
    Matejcik 1995). Replications with a missing value are left out. Raises ValueError with fewer than two alternatives
    or replications.
    """
    values = np.asarray(samples, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] < 2:
        raise ValueError(f"samples of shape {values.shape}; (replications, alternatives), two or more, would do")
    values = values[~np.isnan(values).any(axis=1)]
    count, arms = values.shape
    if count < 2:
        raise ValueError(f"{count} whole replications; two or more would do")
    sign = 1.0 if goal == "max" else -1.0
    gap, error = differences(sign * values)
    half = t_quantile(count - 1, 1.0 - (1.0 - check_level(level)) / (arms - 1)) * error
    lead = np.where(np.eye(arms, dtype=bool), np.inf, gap + half).min(axis=1)
    possible = np.flatnonzero(lead >= 0.0)
    estimates = np.where(np.eye(arms, dtype=bool), np.inf, gap).min(axis=1)
    intervals = []
    for arm in range(arms):
        rivals = possible[possible != arm]
        least = min(0.0, float((gap - half)[arm, rivals].min())) if len(rivals) else 0.0
        limits = sorted((sign * least, sign * max(0.0, float(lead[arm]))))
        intervals.append(Interval(sign * float(estimates[arm]), limits[0], limits[1], count, level))
    return WithBest(tuple(intervals), tuple(int(arm) for arm in possible))
