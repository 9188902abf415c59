"""The days of a log and what is asked of them: the window, the reference window, worked days, weeks, months."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from backsource.config.scenario import Scenario
from backsource.errors import StudyError
from backsource.log import Floats
from backsource.network.days import worked

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

YEAR = 365.0
"""Days in a year of interest, rent and holding."""


@dataclass(frozen=True)
class Frame:
    """Rows of a log that begins on `first_day` and has `days` rows; slices are in rows, not in day numbers."""

    scenario: Scenario
    first_day: int
    days: int
    window: slice
    """Rows that are measured."""
    reference: slice
    """Rows before anything changes."""
    zero: int
    """Row of day 0, where measures and accounts begin; the first row of a run that begins later."""
    _worked: dict[str | None, Bools] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        first_day: int,
        days: int,
        window: tuple[int, int],
        reference: tuple[int, int],
        *,
        begins: int | None = None,
    ) -> "Frame":
        """The frame of a log; windows are (first day, last day), both included [days since the start].

        A run that *begins* in the middle is measured from that day on, and of the reference window only what is
        simulated is left: no row where it lies in the past. Raises `StudyError` where a window is empty or leaves the
        log (the measured window also where it begins before day 0: the warm-up is no part of any result).
        """
        if begins is not None:
            window = cut(window, begins)
        measured = _rows("measured window", window, first_day, days, earliest=max(first_day, 0))
        if begins is not None and reference[1] < begins:
            before = slice(0, 0)
        else:
            reference = reference if begins is None else cut(reference, begins)
            before = _rows("reference window", reference, first_day, days, earliest=first_day)
        return cls(scenario, first_day, days, measured, before, zero=max(0, -first_day))

    @property
    def last(self) -> int:
        """Number of the last day of the log."""
        return self.first_day + self.days - 1

    def row(self, day: float) -> int:
        """Row of a day number (or of an instant on it), held within 0 .. days."""
        return int(min(max(np.floor(day) - self.first_day, 0), self.days))

    @property
    def origin(self) -> int:
        """Day 0, or the first day of a log that begins before it."""
        return min(self.first_day, 0)

    def whole_worked(self, site: str) -> Bools:
        """Which days a site works from the origin on, also where the log begins later."""
        if self.origin == self.first_day:
            return self.site_worked(site)
        calendar = self.scenario.sites[site].calendar
        return worked(self.scenario, calendar, self.origin, self.first_day + self.days - self.origin)

    def worked(self, calendar: str | None) -> Bools:
        """Which rows a calendar works, shape (days,); all of them without a calendar."""
        if calendar not in self._worked:
            self._worked[calendar] = worked(self.scenario, calendar, self.first_day, self.days)
        return self._worked[calendar]

    def site_worked(self, site: str) -> Bools:
        """Which rows a site works."""
        return self.worked(self.scenario.sites[site].calendar)

    def market_worked(self, market: str) -> Bools:
        """Which rows a market works: its own calendar, else that of the site of its name, else every day."""
        calendar = self.scenario.markets[market].calendar
        if calendar is None and market in self.scenario.sites:
            calendar = self.scenario.sites[market].calendar
        return self.worked(calendar)

    def weeks(self) -> Ints:
        """First row of each week that begins on day 0, 7, 14 ..; the last week may be short."""
        return np.arange(self.zero, self.days, 7)

    def months(self) -> Ints:
        """Calendar month of each row, counted from January 1970."""
        days = np.arange(self.first_day, self.first_day + self.days).astype("timedelta64[D]")
        return (np.datetime64(self.scenario.start, "D") + days).astype("datetime64[M]").astype(np.int64)


def cut(window: tuple[int, int], begins: int) -> tuple[int, int]:
    """What is left of a window in a run that begins on a day. Raises `StudyError` where nothing is."""
    if window[1] < begins:
        raise StudyError(
            f"measured window: days {window[0]} to {window[1]} asked for, which is over before day {begins}, "
            "the day of the status; a later window or an earlier status would do"
        )
    return max(window[0], begins), window[1]


def _rows(what: str, days_asked: tuple[int, int], first_day: int, days: int, earliest: int) -> slice:
    first, last = days_asked
    if not earliest <= first <= last < first_day + days:
        raise StudyError(
            f"{what}: days {first} to {last} asked for, days {earliest} to {first_day + days - 1} are simulated"
        )
    return slice(first - first_day, last + 1 - first_day)


def sums(values: Floats) -> Floats:
    """Running sums along the last axis with a leading 0, so that the sum over rows a .. b-1 is S[b] - S[a]."""
    total = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=total[..., 1:])
    return total
