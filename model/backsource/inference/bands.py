"""Bands about a mean curve: limits that hold at all its points at once, or, when labelled so, at each by itself.

Limits at each week by itself hold the whole true curve far less often than they say (25 % for 52 weeks that depend on
their last one by 0.8, at 30 replications), so they carry their name with them.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from backsource.inference.interval import check_level

Floats = npt.NDArray[np.float64]
Kind = Literal["simultaneous", "pointwise"]


@dataclass(frozen=True)
class Band:
    """A mean curve with its limits, each of shape (points,); nan at points with fewer than two values."""

    estimate: Floats
    low: Floats
    high: Floats
    kind: Kind
    """Whether the limits hold the whole curve, or each point by itself, at the stated level."""
    level: float


def simultaneous_band(curves: npt.ArrayLike, level: float = 0.95) -> Band:
    """Limits that hold the whole mean curve: Student's at 1 - (1 - level) / points, by Bonferroni.

    *curves* is of shape (replications, points); paired differences of two schedules' curves do as well. Valid whatever
    the points have to do with each other. Points that never vary take no part of the error.
    """
    return _band(curves, level, "simultaneous")


def pointwise_band(curves: npt.ArrayLike, level: float = 0.95) -> Band:
    """Limits that hold the mean at any one point that was chosen beforehand; not the curve."""
    return _band(curves, level, "pointwise")


def _band(curves: npt.ArrayLike, level: float, kind: Kind) -> Band:
    values = np.asarray(curves, dtype=np.float64)
    if values.ndim != 2:
        raise ValueError(f"curves of shape {values.shape}; (replications, points) would do")
    there = ~np.isnan(values)
    count = there.sum(axis=0)
    mean = np.full(values.shape[1], np.nan)
    np.divide(np.where(there, values, 0.0).sum(axis=0), count, out=mean, where=count > 0)
    squares = np.where(there, values - mean, 0.0) ** 2
    error = np.full(values.shape[1], np.nan)
    np.divide(np.sqrt(squares.sum(axis=0)), np.sqrt(count * (count - 1.0)), out=error, where=count > 1)
    same = np.where(there, values, -np.inf).max(axis=0, initial=-np.inf) == np.where(there, values, np.inf).min(
        axis=0, initial=np.inf
    )
    error[same & (count > 1)] = 0.0
    points = max(int(np.count_nonzero(error > 0.0)), 1) if kind == "simultaneous" else 1
    tail = (1.0 - check_level(level)) / (2.0 * points)
    half = stdtrit(np.maximum(count - 1, 1), 1.0 - tail) * error
    return Band(mean, mean - half, mean + half, kind, level)
