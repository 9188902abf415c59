"""What came out when inputs were moved: the samples of one look at them, and what they say.

Arms are columns, the first is the choice; futures are common to all points, so that arms and points are paired.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backsource.inference.corners import Ends
from backsource.inference.information import Information
from backsource.inference.interval import Floats, Interval
from backsource.inference.mean import mean_interval
from backsource.inference.paired import Goal
from backsource.inference.screening import Screened
from backsource.inference.sensitivity import Indices
from backsource.inference.tipping import Tipping


def best_of(means: Floats, goal: Goal) -> int:
    """Place of the best of some means, shape (arms,)."""
    return int(np.argmax(means) if goal == "max" else np.argmin(means))


def best_arm(arms: Sequence[str], means: Floats, goal: Goal, barred: Set[str]) -> str:
    """The best of the arms that may be chosen, means of shape (arms,)."""
    places = [place for place, name in enumerate(arms) if name not in barred]
    return arms[places[best_of(means[places], goal)]]


@dataclass(frozen=True, eq=False)
class Tornado:
    """Each input at its low and its high end, the others as planned."""

    arms: tuple[str, ...]
    against: str
    """The arm that the choice is compared with."""
    inputs: tuple[Ends, ...]
    planned: Floats
    """Values where all is as planned, shape (futures, arms)."""
    samples: Floats
    """Values at low and high, shape (inputs, 2, futures, arms)."""
    goal: Goal = "min"
    barred: frozenset[str] = frozenset()
    """Arms that nobody would choose, whatever they cost."""

    def _difference(self, samples: Floats) -> Floats:
        return np.asarray(samples[..., 0] - samples[..., self.arms.index(self.against)])

    @cached_property
    def base(self) -> tuple[float, float]:
        """As planned: the choice, and the choice minus the other."""
        return float(self.planned[:, 0].mean()), float(self._difference(self.planned).mean())

    @cached_property
    def levels(self) -> Floats:
        """The choice at low and high, shape (inputs, 2)."""
        return np.asarray(self.samples[..., 0].mean(axis=2))

    @cached_property
    def differences(self) -> Floats:
        """The choice minus the other at low and high, shape (inputs, 2)."""
        return np.asarray(self._difference(self.samples).mean(axis=2))

    def swing(self, number: int) -> Interval:
        """The difference at high minus that at low, future by future."""
        low, high = self._difference(self.samples[number])
        return mean_interval(high - low)

    def winner(self, number: int, end: int) -> str:
        """The best arm with one input at an end, 0 low and 1 high."""
        return best_arm(self.arms, self.samples[number, end].mean(axis=0), self.goal, self.barred)

    def sure(self, number: int, end: int) -> bool:
        """Whether the best arm at an end is better there than the one that is best as planned, beyond chance (95 %)."""
        at, plan = (self.arms.index(name) for name in (self.winner(number, end), self.winner_as_planned))
        found = mean_interval(self.samples[number, end, :, at] - self.samples[number, end, :, plan])
        return at != plan and not found.low <= 0.0 <= found.high

    @property
    def winner_as_planned(self) -> str:
        """The best arm where all is as planned."""
        return best_arm(self.arms, self.planned.mean(axis=0), self.goal, self.barred)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Inputs by the size of what they do to the difference, then to the choice, the largest first."""
        size = np.abs(np.diff(self.differences, axis=1)[:, 0])
        level = np.abs(np.diff(self.levels, axis=1)[:, 0])
        return tuple(int(place) for place in np.lexsort((-level, -size)))


@dataclass(frozen=True, eq=False)
class Sweep:
    """One input over several levels, the others drawn as ever."""

    input: Ends
    lead: str
    """Words before a level, as `x `."""
    unit: str
    control: str
    arms: tuple[str, ...]
    levels: Floats
    """Rising, shape (levels,)."""
    words: tuple[str, ...]
    """The levels as a person reads them."""
    planned: float
    samples: Floats
    """Shape (levels, futures, arms)."""
    tippings: tuple[Tipping, ...]
    """Where the choice minus each other arm passes through 0."""
    goal: Goal = "min"
    barred: frozenset[str] = frozenset()
    """Arms that nobody would choose, whatever they cost."""

    @cached_property
    def means(self) -> Floats:
        """Shape (levels, arms)."""
        return np.asarray(self.samples.mean(axis=1))

    def interval(self, level: int, arm: int) -> Interval:
        """Mean of an arm at a level."""
        return mean_interval(self.samples[level, :, arm])

    def winner(self, level: int) -> str:
        """The best arm at a level."""
        return best_arm(self.arms, self.means[level], self.goal, self.barred)

    @property
    def found(self) -> tuple[tuple[str, Tipping], ...]:
        """Other arms that overtake the choice within the range, with where."""
        pairs = zip(self.arms[1:], self.tippings, strict=True)
        return tuple((arm, tip) for arm, tip in pairs if np.isfinite(tip.value) and arm not in self.barred)


@dataclass(frozen=True, eq=False)
class Screening:
    """Morris screening of the choice, and of the choice minus another arm."""

    choice: str
    against: str
    inputs: tuple[Ends, ...]
    level: tuple[Screened, ...]
    difference: tuple[Screened, ...]
    walks: int
    futures: int

    @property
    def order(self) -> tuple[int, ...]:
        """Inputs by what they do to the difference, the largest first."""
        return _falling([(one.size, own.size) for one, own in zip(self.difference, self.level, strict=True)])


@dataclass(frozen=True, eq=False)
class Decomposed:
    """Sobol' indices of the choice, and of the choice minus another arm."""

    choice: str
    against: str
    inputs: tuple[Ends, ...]
    level: Indices
    difference: Indices

    @property
    def order(self) -> tuple[int, ...]:
        """Inputs by their total index of the difference, the largest first."""
        return _falling([(one.value,) for one in self.difference.total])


@dataclass(frozen=True)
class Parted:
    """Where the variance of one quantity comes from."""

    mean: Interval
    """The mean over inputs and futures, with what both leave open."""
    spread: tuple[float, float]
    """Sd of the expected value over the inputs, and of a run about it."""
    input_share: Interval
    """Share of a single run's variance that is the inputs', with its limits at 90 %; nan where nothing varies."""
    shares: tuple[float, ...]
    """Of the variance over the inputs, the part that goes with each input alone; the rest is what they do together. Nan
    where nothing is left for them beside the noise of the futures."""
    span: tuple[float, float]
    """5 % and 95 % of the expected value over the inputs, with the noise of the futures taken out."""


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """Two levels: draws of the inputs, and in each of them the same futures."""

    choice: str
    against: str
    inputs: tuple[Ends, ...]
    level: Parted
    difference: Parted
    draws: int
    futures: int
    wins: float
    """Share of the draws in which the choice is at least as good as the other."""
    data: int = 0
    """How many of the inputs, the last ones, are observations that were resampled in each draw."""

    @property
    def order(self) -> tuple[int, ...]:
        """Inputs by their share of the difference, the largest first."""
        return _falling([(share,) for share in self.difference.shares])


@dataclass(frozen=True, eq=False)
class Worths:
    """What knowing the inputs is worth."""

    arms: tuple[str, ...]
    inputs: tuple[Ends, ...]
    found: Information
    draws: int
    futures: int

    @property
    def order(self) -> tuple[int, ...]:
        """Inputs by their worth, the largest first."""
        return _falling([(worth.value, worth.high) for worth in self.found.inputs])


def _falling(keys: list[tuple[float, ...]]) -> tuple[int, ...]:
    """Places in falling order of their keys; nan last, equal ones as they stand."""
    plain = [tuple(-np.inf if np.isnan(value) else value for value in key) for key in keys]
    return tuple(sorted(range(len(keys)), key=lambda place: tuple(-value for value in plain[place])))
