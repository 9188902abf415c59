"""What an answer would cost, foretold from a pilot: replications for a rule, a floor or a difference that matters.

The pilot's variances and means are taken for the true ones, so every figure is a forecast and no promise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb, floor, log10
from typing import Literal

import numpy as np
import numpy.typing as npt

from backsource.inference.floors import judge, look_error, shared_error
from backsource.inference.interval import sample
from backsource.inference.kn import kn_constants
from backsource.inference.pairing import MOST, replications_needed
from backsource.inference.race_choice import Pace
from backsource.inference.rinott import rinott_h

Floats = npt.NDArray[np.float64]
PARTED_BY = 1000
"""Replications that most studies can afford; a difference that they cannot part is no use as one that matters."""
SHARE = 0.01
"""Of what the control comes to: a difference below it is within the error of most plans."""
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Effort:
    """Replications that a rule would take."""

    each: Mapping[int, int]
    """Of each arm."""
    most: int
    """Of any arm, at worst; for a rule without a worst case the same as the largest of *each*."""

    @property
    def runs(self) -> int:
        """Of all arms together."""
        return sum(self.each.values())


def fixed_effort(pilot: npt.ArrayLike, matters: float, *, confidence: float = 0.95, floors: int = 0) -> Effort:
    """A fixed number for all, until every pair has an interval no wider than what matters on either side.

    *pilot* has shape (replications, arms), as in the other functions. Raises ValueError with fewer than two rows.
    """
    values = np.asarray(pilot, dtype=np.float64)
    arms = values.shape[1]
    level = 1.0 - shared_error(confidence, arms, floors).selection / max(1, comb(arms, 2))
    pairs = [(one, other) for one in range(arms) for other in range(one)]
    needed = [replications_needed(values[:, one] - values[:, other], matters, level) for one, other in pairs]
    count = max(needed, default=len(values))
    return Effort(dict.fromkeys(range(arms), count), count)


def race_effort(
    pilot: npt.ArrayLike,
    matters: float,
    pace: Pace,
    *,
    goal: Literal["min", "max"],
    confidence: float = 0.95,
    floors: int = 0,
) -> Effort:
    """The race of Kim and Nelson: an arm leaves where its mean path against the best crosses the triangle.

    With W half the base of the triangle, delta what matters and d the difference of means, after W / (d + delta / 2)
    observations; the race ends after 2 W / delta at the latest. The variance of a mean of m replications is taken for
    the m-th part of that of one.
    """
    values = np.asarray(pilot, dtype=np.float64)
    arms = values.shape[1]
    if arms < 2 or len(values) < 2:
        return Effort(dict.fromkeys(range(arms), pace.stage), pace.stage)
    _, squared = kn_constants(arms, pace.first, 1.0 - shared_error(confidence, arms, floors).selection)
    means = values.mean(axis=0) * (1.0 if goal == "max" else -1.0)
    best = int(means.argmax())
    apart = values - values[:, [best]]
    wide = squared * apart.var(axis=0, ddof=1) / pace.means_of / (2.0 * matters)
    crossing = wide / (means[best] - means + matters / 2.0)
    crossing[best] = np.delete(crossing, best).max()
    each = {arm: _whole(np.ceil(count) * pace.means_of, pace.stage) for arm, count in enumerate(crossing)}
    return Effort(each, _whole(np.ceil(2.0 * wide.max() / matters) * pace.means_of, pace.stage))


def two_stage_effort(
    pilot: npt.ArrayLike, matters: float, pace: Pace, *, confidence: float = 0.95, floors: int = 0
) -> Effort:
    """Rinott's two stages: (h S / delta)^2 observations of each arm, with h that of the first stage that the rule has.

    The variance of a mean of m replications is taken for the m-th part of that of one.
    """
    values = np.asarray(pilot, dtype=np.float64)
    arms = values.shape[1]
    if arms < 2 or len(values) < 2:
        return Effort(dict.fromkeys(range(arms), pace.stage), pace.stage)
    h = rinott_h(arms, pace.first, 1.0 - shared_error(confidence, arms, floors).selection)
    sizes = (h / matters) ** 2 * values.var(axis=0, ddof=1) / pace.means_of
    each = {arm: _whole(float(np.ceil(size)) * pace.means_of, pace.stage) for arm, size in enumerate(sizes)}
    return Effort(each, max(each.values()))


def floor_effort(happened: npt.ArrayLike, allowed: float, error: float, pace: Pace | None = None) -> int:
    """Replications until a floor is judged, if the share of futures that break it is that of the pilot.

    *error* is that of one floor under one arm. With a *pace* it is judged in looks, each with its part of the error,
    as beside a race; else once. At most 10^9, where the share is the allowed one.
    """
    events = sample(happened)
    share = float(events.mean()) if len(events) else allowed
    look, count = 1, pace.stage if pace else max(len(events), 1)
    while count < MOST:
        spent = look_error(error, look) if pace else error
        if judge(round(share * count), count, allowed, spent).standing != "open":
            break
        more = max(1, int(count * 0.1))
        steps = -(-more // pace.step) if pace else 0
        look, count = look + steps, count + (steps * pace.step if pace else more)
    return min(count, MOST)


def proposed(pilot: npt.ArrayLike, control: int) -> float:
    """A difference that may serve as the smallest that matters, rounded to one or two figures.

    The larger of 1 % of what the control comes to, and of what 1,000 replications would part on average over the
    others: twice the standard error of their differences to the control.
    """
    values = np.asarray(pilot, dtype=np.float64)
    apart = np.delete(values - values[:, [control]], control, axis=1)
    spread = float(apart.std(axis=0, ddof=1).mean()) if apart.size else 0.0
    raw = max(SHARE * abs(float(values[:, control].mean())), 2.0 * spread / np.sqrt(PARTED_BY))
    if not raw > 0.0:
        return 0.0
    size = 10.0 ** floor(log10(raw))
    return size * next(nice for nice in NICE if nice * size >= raw * (1.0 - 1e-9))


def _whole(count: float, least: int) -> int:
    return int(min(max(count, least), MOST))
