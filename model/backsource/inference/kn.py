"""Kim and Nelson's fully sequential selection: arms leave a race as soon as another is surely better.

Kim and Nelson, ACM Transactions on Modeling and Computer Simulation 11 (2001) 251-273. With a chance of at least
*confidence* the best arm, or one within *delta* of it, is left at the end; observations are paired by row (common
random numbers) and normal, or means of enough runs to be nearly so. Arms that are not known to keep their floors may
not throw others out: what they won is remembered until they may (Andradottir and Kim, Naval Research Logistics 57,
2010). Decisions are taken replication by replication in order, so how runs came in batches changes none of them.
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]

FEWEST = 10
"""Observations of the first stage below which the variances say too little."""
ROUNDING = 1e-12
"""Difference of two sums, relative to their size, that is none."""
CELLS = 1 << 18
"""Pairs times replications looked at in one piece."""
NEVER = np.inf


@dataclass(frozen=True)
class Exit:
    """How one arm left the race."""

    arm: int
    at: int
    """Replications after which it was decided."""
    by: int | None
    """The arm that was better; none where a floor was broken."""


@dataclass(frozen=True)
class Race:
    """Where a selection stands after the replications that are there."""

    survivors: tuple[int, ...]
    """Arms still in, the best mean first."""
    exits: tuple[Exit, ...]
    """Arms that are out, in the order in which they left."""
    at: int
    """Replications up to which everything has been decided; 0 before the first stage is complete."""
    finished: bool
    """Ended by its own rule: one arm is left, or arms between which no difference showed, or none."""
    ties: tuple[int, ...]
    """Once finished: arms left beside the first of the survivors."""
    bound: int
    """Replications at which the race ends at the latest, by the variances of the first stage; 0 before that."""


def kn_constants(arms: int, first: int, confidence: float) -> tuple[float, float]:
    """Eta and h squared of the procedure with c = 1: how wide the triangle is in which a pair stays undecided."""
    eta = ((2.0 * (1.0 - confidence) / (arms - 1)) ** (-2.0 / (first - 1)) - 1.0) / 2.0
    return eta, 2.0 * eta * (first - 1)


def kn(
    samples: npt.ArrayLike,
    delta: float,
    *,
    first: int = 20,
    confidence: float = 0.95,
    goal: Literal["min", "max"] = "max",
    means_of: int = 1,
    allowed: npt.ArrayLike | None = None,
    barred: npt.ArrayLike | None = None,
) -> Race:
    """The race after *samples* of shape (replications, arms); nan below what an arm was run.

    *first* observations are the first stage; an observation is the mean of *means_of* consecutive replications.
    *allowed* holds, for each arm, the replications after which it is known to keep its floors (infinite: not yet;
    0, the default: has none), *barred* those after which it is known to break one (infinite: not). All counts that
    come back are replications. Raises ValueError for a first stage below 10 observations, a *delta* that is not
    above 0, and values after a gap.
    """
    values = observations(samples, means_of) * (1.0 if goal == "max" else -1.0)
    arms = values.shape[1]
    if first < FEWEST:
        raise ValueError(f"a first stage of {first} observations; {FEWEST} or more would do")
    if not delta > 0.0:
        raise ValueError(f"the smallest difference that matters is {delta}; more than 0 would do")
    moments = [np.zeros(arms) if allowed is None else allowed, np.full(arms, NEVER) if barred is None else barred]
    may, out = (np.ceil(np.asarray(moment, dtype=np.float64) / means_of) for moment in moments)
    found = _Race(values, delta, first, confidence, may, out)
    found.run()
    return found.result(means_of)


def observations(samples: npt.ArrayLike, means_of: int = 1) -> Floats:
    """Means of *means_of* consecutive replications, shape (n // means_of, arms); an incomplete last one is left out.

    Raises ValueError where an arm has a value after a replication without one.
    """
    values = np.array(samples, dtype=np.float64)
    if values.ndim != 2:
        raise ValueError(f"samples of shape {values.shape}; (replications, arms) would do")
    gaps = np.isnan(values)
    broken = np.flatnonzero((gaps[:-1] & ~gaps[1:]).any(axis=0))
    if len(broken):
        raise ValueError(f"arm {broken[0]} has values after a replication without one; runs without a gap would do")
    if means_of == 1:
        return values
    count = len(values) // means_of
    return np.asarray(values[: count * means_of].reshape(count, means_of, values.shape[1]).mean(axis=1))


@dataclass
class _Race:
    """The state of the race; larger is better, time counts observations."""

    values: Floats
    delta: float
    first: int
    confidence: float
    may: Floats
    barred: Floats
    at: int = 0
    exits: list[Exit] = field(default_factory=list)

    def __post_init__(self) -> None:
        arms = self.values.shape[1]
        self.known = np.count_nonzero(~np.isnan(self.values), axis=0)
        self.alive = np.ones(arms, dtype=bool)
        self.lost = np.full((arms, arms), NEVER)
        """When the second arm was found better than the first."""
        self.tied = np.full((arms, arms), NEVER)
        """When a pair had to be parted and showed no difference."""
        self.pairs: tuple[Whole, Whole] = np.triu_indices(arms, 1)
        """Pairs not yet decided."""
        self.width = np.zeros(len(self.pairs[0]))
        """Half the width of the triangle of each of them at its base."""

    def run(self) -> None:
        """Take every decision that the values allow, in the order of replications."""
        if self.known.min(initial=len(self.values)) < self.first:
            return
        self._measure()
        while not self.finished() and (until := self._until()) > self.at:
            self._compare(until)
            self._leave(until)

    def finished(self) -> bool:
        """Whether all that are left may win and no pair of them is undecided."""
        return self.at >= self.first and len(self.pairs[0]) == 0 and bool((self.may[self.alive] <= self.at).all())

    def _measure(self) -> None:
        """Sums, and the triangle of every pair from the variance of its first stage."""
        sample = self.values[: self.first]
        self.sums = np.cumsum(self.values, axis=0)
        self.slack = ROUNDING * float(np.abs(sample).max(initial=0.0))
        if not len(self.width):
            return
        _, squared = kn_constants(len(self.alive), self.first, self.confidence)
        for part in np.array_split(np.arange(len(self.width)), len(self.width) * self.first // CELLS + 1):
            difference = sample[:, self.pairs[0][part]] - sample[:, self.pairs[1][part]]
            self.width[part] = squared * difference.var(axis=0, ddof=1) / (2.0 * self.delta)

    def _until(self) -> int:
        """The last observation of the next piece: all that are in have it, and the piece is not too large."""
        rows = 1 if self.at == 0 else max(1, CELLS // max(1, len(self.width)))
        return min(int(self.known[self.alive].min()), max(self.first - 1, self.at) + rows)

    def _compare(self, until: int) -> None:
        """Find the observation at which each undecided pair leaves its triangle: |sum| > width - delta r / 2."""
        begin = max(self.first, self.at + 1)
        one, other = self.pairs
        time = np.arange(begin, until + 1, dtype=np.float64)[:, None]
        lead = self.sums[begin - 1 : until, one] - self.sums[begin - 1 : until, other]
        lead[np.abs(lead) <= self.slack * time] = 0.0
        wide = np.maximum(self.width - self.delta / 2.0 * time, 0.0)
        outside = (np.abs(lead) > wide) | (wide == 0.0)
        decided = np.flatnonzero(outside.any(axis=0))
        row = outside[:, decided].argmax(axis=0)
        ahead = lead[row, decided]
        for found, loser, winner, when in (
            (ahead > 0.0, other, one, self.lost),
            (ahead < 0.0, one, other, self.lost),
            (ahead == 0.0, one, other, self.tied),
        ):
            when[loser[decided[found]], winner[decided[found]]] = begin + row[found]
        self._keep(~outside.any(axis=0))
        self.at = until

    def _leave(self, until: int) -> None:
        """Throw arms out, up to an observation; those that leave at the same one still count against each other."""
        leaving = np.maximum(self.lost, self.may[None, :])
        barred = np.maximum(self.barred, self.first)
        while True:
            among = np.where(self.alive[:, None] & self.alive[None, :], leaving, NEVER)
            broken = np.where(self.alive, barred, NEVER)
            moment = min(float(among.min(initial=NEVER)), float(broken.min(initial=NEVER)))
            if moment > until:
                break
            out = np.flatnonzero(broken == moment)
            if len(out):
                self.exits += [Exit(int(arm), int(moment), None) for arm in out]
            else:
                out = np.flatnonzero((among == moment).any(axis=1))
                means = np.where(among[out] == moment, self.sums[int(moment) - 1], -NEVER)
                best = means.argmax(axis=1)
                self.exits += [Exit(int(arm), int(moment), int(by)) for arm, by in zip(out, best, strict=True)]
            self.alive[out] = False
        self._keep(self.alive[self.pairs[0]] & self.alive[self.pairs[1]])

    def _keep(self, kept: npt.NDArray[np.bool_]) -> None:
        self.pairs = self.pairs[0][kept], self.pairs[1][kept]
        self.width = self.width[kept]

    def result(self, means_of: int) -> Race:
        """What is known, in replications."""
        left, finished = np.flatnonzero(self.alive), self.finished()
        at = self._ended(left) if finished else self.at
        order = left if at == 0 else left[np.argsort(-self.sums[at - 1, left], kind="stable")]
        survivors = tuple(int(arm) for arm in order)
        last = max(at, 1 + int(np.floor(2.0 * self.width.max(initial=0.0) / self.delta)))
        return Race(
            survivors=survivors,
            exits=tuple(Exit(one.arm, one.at * means_of, one.by) for one in self.exits),
            at=at * means_of,
            finished=finished,
            ties=survivors[1:] if finished else (),
            bound=last * means_of if self.at else 0,
        )

    def _ended(self, left: Whole) -> int:
        """The observation at which the last decision fell."""
        ties = self.tied[np.ix_(left, left)]
        moments = [self.first, *(one.at for one in self.exits), *self.may[left], *ties[ties < NEVER]]
        return int(max(moments))
