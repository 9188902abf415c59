"""Losses of one thing after the other on several dates: what each costs in the same futures, and when that is most.

The dangerous window is around the date of the dearest loss: the dates next to each other on which the dearest loss of
the date costs at least half of that, and surely more than the dearest loss before anything changed. Surely: Student's
interval of the difference of the two, future by future, lies above 0.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from backsource.inference.interval import Interval
from backsource.inference.mean import mean_interval

Phase = Literal["before", "during", "after", "as it is"]
PEAK = 0.5
"""Share of the dearest loss from which a date is dangerous."""


@dataclass(frozen=True)
class Felt:
    """What the loss of one thing on one date costs: with it minus without it, in the same futures."""

    each: tuple[float, ...]
    """Units lost, one a future."""
    units: Interval
    """Their mean."""
    days: Interval
    """Mean gap days more [working days]."""
    touched: int
    """Futures in which anything that is measured differs."""


@dataclass(frozen=True)
class Thing:
    """A thing that is lost, with what that costs on each date."""

    part: str
    """Kind and name: `site forge`."""
    kind: str
    name: str
    recovers: float
    """Days for which it is lost."""
    assumed: bool
    """Whether the scenario says nothing of that."""
    also: tuple[str, ...]
    """Parts whose loss is the very same."""
    felt: tuple[Felt, ...]
    """One a date."""

    @property
    def worst(self) -> int:
        """Place of the date on which its loss costs most; the first of several."""
        means = [felt.units.estimate for felt in self.felt]
        return means.index(max(means))

    @property
    def rank(self) -> tuple[float, float, str]:
        """Dearest first; then by gap days, then by name."""
        worst = self.felt[self.worst]
        return -worst.units.estimate, -worst.days.estimate, self.part


@dataclass(frozen=True)
class Window:
    """The dangerous window: losses that begin from its first to its last date."""

    first: date
    last: date
    peak: date
    """Date of the dearest loss."""
    part: str
    """What is lost then."""
    closed: bool
    """Whether a later date was looked at, and is not dangerous."""


@dataclass(frozen=True)
class Stressed:
    """All things on all dates, the dearest first."""

    scenario: str
    schedule: str | None
    unit: str
    """Of what is short; empty where markets have several."""
    seed: int
    futures: int
    """The same for all; each number rests on so many."""
    dates: tuple[date, ...]
    phases: tuple[Phase, ...]
    """One a date."""
    events: tuple[tuple[date, str], ...]
    """What the schedule plans, in the order of time."""
    changeover: tuple[date, date] | None
    """First and last planned event; none where nothing changes."""
    without: Interval
    """Units short without any of these losses."""
    things: tuple[Thing, ...]
    left_out: int
    """Things that were not taken out, as there are too many."""

    @cached_property
    def worst(self) -> tuple[Thing, ...]:
        """The thing whose loss costs most on each date; the first of the ranking among equals."""
        return tuple(
            max(self.things, key=lambda thing: thing.felt[place].units.estimate) for place in range(len(self.dates))
        )

    def felt(self, place: int) -> Felt:
        """The dearest loss of a date."""
        return self.worst[place].felt[place]

    def dearest(self, phase: Phase) -> int | None:
        """Place of the date of the dearest loss of a phase; the first of several; none where no date lies in it."""
        places = [place for place, each in enumerate(self.phases) if each == phase]
        return max(places, key=lambda place: self.felt(place).units.estimate, default=None)

    @cached_property
    def peak(self) -> int | None:
        """Place of the date of the dearest loss of all; none where nothing is lost."""
        found = max(range(len(self.dates)), key=lambda place: self.felt(place).units.estimate)
        return found if self.felt(found).units.estimate > 0 else None

    def beyond_before(self, place: int) -> Interval:
        """What the dearest loss of a date costs more than the dearest before the changeover; all of it without one."""
        before = self.dearest("before")
        base = self.felt(before).each if before is not None else (0.0,) * self.futures
        return mean_interval([own - its for own, its in zip(self.felt(place).each, base, strict=True)])

    @cached_property
    def window(self) -> Window | None:
        """The dangerous window; none where nothing changes or is lost, or no date stands out from those before."""
        if self.changeover is None or self.peak is None or not self._is_dangerous(self.peak):
            return None
        first = last = self.peak
        while first > 0 and self._is_dangerous(first - 1):
            first -= 1
        while last < len(self.dates) - 1 and self._is_dangerous(last + 1):
            last += 1
        closed = last < len(self.dates) - 1
        dates, part = self.dates, self.worst[self.peak].part
        return Window(dates[first], dates[last], dates[self.peak], part, closed)

    def _is_dangerous(self, place: int) -> bool:
        assert self.peak is not None
        enough = self.felt(place).units.estimate >= PEAK * self.felt(self.peak).units.estimate
        return enough and self.phases[place] != "before" and self.beyond_before(place).low > 0
