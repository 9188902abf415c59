"""How long until something happens, where some futures end before it does: Kaplan and Meier's estimate.

A future that was watched to a day without the event says that the event comes later, no more. Where all futures are
watched to the same day, the estimate is the plain share of futures.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from backsource.inference.interval import Interval, check_level
from backsource.inference.proportion import wilson

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
ROUNDING = 1e-9
"""Difference between shares that is none."""


@dataclass(frozen=True)
class Survival:
    """Share of futures in which it has not happened yet, a step down at each time of an event."""

    times: Floats
    """Times at which it happened, rising, shape (steps,)."""
    share: Floats
    """Share without the event just after each time."""
    low: Floats
    """Limits at each time, each by itself."""
    high: Floats
    at_risk: Counts
    """Futures watched at each time in which it had not happened before."""
    events: Counts
    """Futures in which it happened then."""
    until: float
    """Last time at which any future was watched; what comes after it is not known."""
    count: int
    """Futures."""
    level: float
    """Confidence of every limit here."""

    def at(self, time: float) -> Interval:
        """Share of futures without the event by *time* (inclusive), with its limits.

        Before the first event the lower limit is Wilson's, for none of those who were at risk at the first one. Where
        nobody was watched so long, the estimate is nan, and no limit but the last upper one is known.
        """
        step = int(np.searchsorted(self.times, time, side="right")) - 1
        if step >= 0:
            share, low, high = float(self.share[step]), float(self.low[step]), float(self.high[step])
        else:
            first = int(self.at_risk[0]) if len(self.times) else self.count
            share, low, high = 1.0, wilson(first, first, self.level).low, 1.0
        if time > self.until and share > 0.0:
            share, low = np.nan, 0.0
        return Interval(share, low, high, self.count, self.level)

    def quantile(self, share: float) -> Interval:
        """Time by which it has happened in *share* of futures, with limits (Brookmeyer and Crowley 1982).

        The estimate is the first time at which at most 1 - *share* are without it; the limits are the first times at
        which the lower, and the upper, limit of the curve is that low. inf: later than was watched.
        """
        if not 0.0 < share < 1.0:
            raise ValueError(f"share is {share}; more than 0 and less than 1 would do")
        estimate, low, high = (self._first(curve, 1.0 - share) for curve in (self.share, self.low, self.high))
        return Interval(estimate, low, high, self.count, self.level)

    def _first(self, curve: Floats, share: float) -> float:
        there = np.flatnonzero(curve <= share + ROUNDING)
        return float(self.times[there[0]]) if len(there) else np.inf


def kaplan_meier(times: npt.ArrayLike, happened: npt.ArrayLike, level: float = 0.95) -> Survival:
    """Survival from *times* of shape (futures,): when it *happened*, or until when it was watched without.

    An event counts before a watch that ends at the same time. Limits are Greenwood's on the scale of log(-log)
    (Kalbfleisch and Prentice 1980), which stay within 0 and 1; where no future is left without the event, they are 0
    and the upper limit of the step before. Raises ValueError where shapes differ or a time is missing.
    """
    when, seen = np.asarray(times, dtype=np.float64), np.asarray(happened, dtype=bool)
    if when.shape != seen.shape or when.ndim != 1:
        raise ValueError(f"times of shape {when.shape} and {seen.shape} of whether it happened; one of each would do")
    if np.isnan(when).any():
        raise ValueError("a time is missing; the day up to which that future was watched would do")
    steps, events = np.unique(when[seen], return_counts=True)
    at_risk = len(when) - np.searchsorted(np.sort(when), steps, side="left")
    share: Floats = np.cumprod(1.0 - events / at_risk, dtype=np.float64)
    low, high = _limits(share, events, at_risk, float(ndtri((1.0 + check_level(level)) / 2.0)))
    if len(steps) and events[-1] == at_risk[-1]:
        share[-1], low[-1] = 0.0, 0.0
        high[-1] = high[-2] if len(steps) > 1 else wilson(0, len(when), level).high
    until = float(when.max(initial=-np.inf))
    return Survival(steps, share, low, high, at_risk.astype(np.int64), events.astype(np.int64), until, len(when), level)


def _limits(share: Floats, events: Counts, at_risk: Counts, z: float) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(events / (at_risk * (at_risk - events)))
        swing = z * np.sqrt(greenwood) / np.abs(np.log(share))
        return share ** np.exp(swing), share ** np.exp(-swing)


def watched(times: npt.ArrayLike, until: float) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Times and whether it happened, from times that are nan where it did not happen up to the day *until*."""
    when = np.asarray(times, dtype=np.float64)
    happened = when <= until
    return np.where(happened, when, until), happened
