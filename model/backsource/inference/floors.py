"""Floors that must hold, P(event) <= chance, judged from counts: kept, broken, or open.

The error of all verdicts together is shared in parts that do not depend on the data: over arms and floors alike
(Bonferroni), and over repeated looks j = 1, 2, ... as 1/(j (j + 1)), which sums to 1 however many looks there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, bdtrc

from backsource.inference.interval import Interval, check_level
from backsource.inference.proportion import wilson

Standing = Literal["kept", "broken", "open"]
FLOORS_PART = 0.5
"""Part of the allowed error that goes to the floors, where there are any; the rest goes to the choice."""


@dataclass(frozen=True)
class Judged:
    """One floor under one arm."""

    share: Interval
    """How often the event happened, with Wilson's limits at the level of this look."""
    chance: float
    """How often it may."""
    standing: Standing

    @property
    def at(self) -> int:
        """Replications after which it was judged."""
        return self.share.count


@dataclass(frozen=True)
class Errors:
    """How the chance of any wrong statement is shared."""

    selection: float
    """For the choice among arms."""
    floor: float
    """For one floor under one arm, all its looks together; 0 where there are no floors."""


def shared_error(confidence: float, arms: int, floors: int) -> Errors:
    """Half of 1 - *confidence* to the choice and half to the floors, there the same to each arm and floor."""
    error = 1.0 - check_level(confidence)
    if floors == 0:
        return Errors(error, 0.0)
    return Errors(error * (1.0 - FLOORS_PART), error * FLOORS_PART / (arms * floors))


def judge(happened: int, count: int, chance: float, error: float) -> Judged:
    """The verdict from *happened* of *count* futures, wrong with a chance of at most *error*, by Wilson's limits.

    Only one of the two wrong verdicts is possible, so each limit is one-sided at *error*. Wilson's limits are
    approximate (at a chance of 1 % and an error of 0.03 % the lower one is wrong some fifty times as often as it
    says), so the exact binomial tail must agree with them.
    """
    share = wilson(happened, count, 1.0 - 2.0 * error)
    few, many = float(bdtr(happened, count, chance)), float(bdtrc(happened - 1, count, chance))
    kept, broken = share.high <= chance and few <= error, share.low > chance and many <= error
    return Judged(share, chance, "kept" if kept else "broken" if broken else "open")


def look_error(error: float, look: int) -> float:
    """What the *look*-th of any number of looks may spend of *error*: error / (look (look + 1))."""
    return error / (look * (look + 1))


def judge_in_looks(happened: npt.ArrayLike, chance: float, error: float, looks: Iterable[int]) -> Judged:
    """The first verdict that falls, looking after each number of replications in *looks*, else the last look's.

    *happened* holds 0 or 1 for the replications in order, shape (n,); *error* is what all looks together may spend.
    Looks beyond the replications are not taken; without any, the floor is open after 0 of them. Raises ValueError
    where looks do not grow.
    """
    counts = np.cumsum(np.asarray(happened, dtype=np.int64))
    found = Judged(Interval(np.nan, 0.0, 1.0, 0, 1.0 - 2.0 * error), chance, "open")
    for look, count in enumerate(looks, start=1):
        if count <= found.at:
            raise ValueError(f"a look after {count} replications follows one after {found.at}; later ones would do")
        if count > len(counts):
            break
        found = judge(int(counts[count - 1]), count, chance, look_error(error, look))
        if found.standing != "open":
            break
    return found


def together(judged: Iterable[Judged]) -> Standing:
    """The standing of an arm under all its floors: broken by one, kept by all, else open; kept without any."""
    standings = {one.standing for one in judged}
    return "broken" if "broken" in standings else "open" if "open" in standings else "kept"
