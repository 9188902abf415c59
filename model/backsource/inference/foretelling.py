"""Signs that foretell an event: chosen by some of the runs, told by the others, judged together.

A sign may be looked for on many days and against many thresholds. The best of many looks better than it is, so some of
the runs choose, and all that is said comes from the others, which took no part in it: one sign of each family, Fisher's
exact test for each, on the one side that the choice asks about, and Holm's adjustment for all of them. So the chance
that any of them is told where none foretells anything is at most 1 - level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from backsource.inference.holm import holm
from backsource.inference.interval import Interval, check_level
from backsource.inference.newcombe import newcombe
from backsource.inference.proportion import wilson

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Silence = Literal["too few", "no more risk"]

FEWEST = 5
"""Runs of those that tell in which a sign has to be seen, and in which it must not be seen."""


SURE = 0.1
"""A sign counts as sure for those that choose when its p is this part of what Holm may ask of the others. With half as
many runs as these (a normal z with its own error in both) such a sign is told in about nine of ten cases."""


@dataclass(frozen=True)
class Sign:
    """One sign on one day: what it foretells is asked of what comes after that day, so it differs from day to day."""

    seen: Bools
    """Whether it is seen, shape (runs,)."""
    event: Bools
    """Whether the event comes about afterwards, shape (runs,)."""
    still: Floats
    """What is lost from the day on which something can be done about it, shape (runs,); nan where nobody knows."""
    known: Bools | None = None
    """Runs of which one knows whether it is seen; all of them where it is not given."""

    def of(self, runs: Bools) -> "Sign":
        """The same among some runs."""
        kept = runs if self.known is None else runs & self.known
        return Sign(self.seen[kept], self.event[kept], self.still[kept])


@dataclass(frozen=True)
class Foretold:
    """How the chance of an event differs by whether a sign is seen."""

    chance: Interval
    """Of the sign."""
    risk: Interval
    """Of the event, in all runs."""
    seen: Interval
    """Of the event where the sign is seen."""
    unseen: Interval
    """Of the event where it is not seen."""
    difference: Interval
    """Seen less unseen: Newcombe's interval."""
    p: float
    """Fisher's exact test against no more risk where it is seen; nan where sign or event are the same in all runs."""


@dataclass(frozen=True)
class Told:
    """The sign of a family that was chosen, and what the runs that tell say of it."""

    place: int
    """Which of its family."""
    foretold: Foretold
    adjusted: float
    """p by Holm over all families."""
    worth: float
    """See `worth`."""

    def holds(self, level: float) -> bool:
        """Whether the sign raises the chance of the event, together with all that is said beside it."""
        return self.adjusted <= 1.0 - level and self.foretold.difference.estimate > 0.0


def forewarn(families: Sequence[Sequence[Sign]], chooses: Bools, level: float = 0.95) -> list[Told | Silence]:
    """One sign of each family, or why there is none; *chooses* marks the runs that choose, all others tell."""
    enough = SURE * (1.0 - check_level(level)) / max(len(families), 1)
    places = [choose(family, chooses, enough) for family in families]
    chosen = [
        (place, family[place].of(~chooses))
        for family, place in zip(families, places, strict=True)
        if not isinstance(place, str)
    ]
    found = [foretell(sign.seen, sign.event, level) for _, sign in chosen]
    adjusted = holm([one.p for one in found])
    rows = zip(chosen, found, adjusted, strict=True)
    told = iter([Told(place, one, p, worth(sign.seen, sign.still)) for (place, sign), one, p in rows])
    return [place if isinstance(place, str) else next(told) for place in places]


def choose(family: Sequence[Sign], chooses: Bools, enough: float) -> int | Silence:
    """The sign of a family that one should look for, by the runs that choose.

    Of signs that are seen often enough, and often enough not, among those that tell (what follows is not looked at),
    and that raise the chance of the event: of those whose p is *enough* to be told if the others show the same, the one
    of most worth, then of least p; where none is, the one of least p. The first of equals.
    """
    ranks: list[tuple[float, float, float, int]] = []
    often = False
    for place, whole in enumerate(family):
        sign = whole.of(chooses)
        if not _often(whole.of(~chooses).seen):
            continue
        often = True
        one = counts(sign.seen, sign.event)
        p = fisher(*one)
        if one[0] * one[3] <= one[2] * one[1] or np.isnan(p):
            continue
        found = p <= enough
        most = float(np.nan_to_num(worth(sign.seen, sign.still))) if found else 0.0
        ranks.append((-float(found), -most, p, place))
    if ranks:
        return min(ranks)[-1]
    return "no more risk" if often else "too few"


def _often(seen: Bools) -> bool:
    return FEWEST <= int(np.count_nonzero(seen)) <= len(seen) - FEWEST


def counts(seen: Bools, event: Bools) -> tuple[int, int, int, int]:
    """Events among the runs in which a sign is seen, these runs, events among the others, the others."""
    many = int(np.count_nonzero(seen))
    both = int(np.count_nonzero(seen & event))
    return both, many, int(np.count_nonzero(event)) - both, len(seen) - many


def foretell(seen: Bools, event: Bools, level: float = 0.95) -> Foretold:
    """Chances with their limits (Wilson), their difference (Newcombe) and the test (Fisher); shapes (runs,)."""
    both, many, other, others = counts(seen, event)
    return Foretold(
        chance=wilson(many, many + others, level),
        risk=wilson(both + other, many + others, level),
        seen=wilson(both, many, level),
        unseen=wilson(other, others, level),
        difference=newcombe(both, many, other, others, level),
        p=fisher(both, many, other, others),
    )


@lru_cache(maxsize=65536)
def fisher(happened: int, count: int, other: int, other_count: int) -> float:
    """Fisher's (1935) exact test against a larger chance of the first; nan where all or none happened, or none ran."""
    if min(count, other_count) == 0 or happened + other in (0, count + other_count):
        return float("nan")
    from scipy.stats import fisher_exact

    table = np.array([[happened, count - happened], [other, other_count - other]])
    return float(fisher_exact(table, alternative="greater").pvalue)


def worth(seen: Bools, still: Floats) -> float:
    """P(seen) x (mean of *still* where seen - mean where not): what is lost in a run beyond what is lost anyway.

    Runs of which nobody knows what is lost (nan) do not count in means; nan where a mean has no run.
    """
    known = ~np.isnan(still)
    if not (known & seen).any() or not (known & ~seen).any():
        return float("nan")
    return float(seen.mean() * (still[known & seen].mean() - still[known & ~seen].mean()))
