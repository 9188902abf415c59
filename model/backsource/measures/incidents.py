"""Supply-gap incidents: when a market was short, how long, how deep.

A day is short while the backlog older than the market's tolerance exceeds eps at the close, or when more than eps of
demand is lost on it. An incident begins with a short day and ends with the first day that is not short and is followed
by `merge_gap` working days of the market without shortage; nearer ones are one incident. One that is still open at the
end of the window is censored: its duration is a lower bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Literal

import numpy as np

from backsource.log import Book, Floats
from backsource.measures.frame import Bools, Frame, Ints, sums

Severity = Literal["minor", "moderate", "major"]

LEAST_EPS = 1.0
"""Units below which a shortage is none, unless demand is so large that `EPS_SHARE` of a day's mean is more."""
EPS_SHARE = 0.001
MERGE_GAP = 2
"""Working days without shortage that end an incident."""


@dataclass(frozen=True)
class Incident:
    """One supply gap. Days are numbers since the start of the scenario."""

    market: str
    start: int
    """First short day."""
    end: int
    """First day that is no longer short."""
    duration: float
    """Working days of the market from start to end."""
    duration_calendar: float
    depth: float
    """Largest shortfall at the close of a day (backlog, and what was lost that day) [units]."""
    depth_share: float
    """Depth over the mean demand of a working day."""
    units_short: float
    """Demand due within the incident and not served on its day, each unit once."""
    unit_days: float
    """Backlog over time [units x calendar days]."""
    severity: Severity
    """minor: at most 1 working day and 10 % of a day's demand; major: above 5 working days or 50 %."""
    censored: bool
    """Still open at the end of the window."""


@dataclass(frozen=True)
class Shortage:
    """What a market's book says, over the days of the window; every array has shape (days,)."""

    market: str
    first_day: int
    worked: Bools
    state: Bools
    """Whether a day is short."""
    shortfall: Floats
    short: Floats
    owed_time: Floats
    mean_demand: float
    """Mean demand of a working day."""


@dataclass(frozen=True)
class Gaps:
    """The incidents of one market as columns, one entry an incident."""

    starts: Ints
    """First row of the window that is short."""
    ends: Ints
    duration: Floats
    depth: Floats
    units_short: Floats
    unit_days: Floats
    censored: Bools


class Watch:
    """Looks for incidents in the markets of a log; knows their calendars and tolerances beforehand."""

    def __init__(
        self, frame: Frame, markets: Sequence[str], *, eps: float | None = None, merge_gap: int = MERGE_GAP
    ) -> None:
        """*markets* in the order of the market book; *eps* [units] replaces the default for every market."""
        self.frame, self.markets, self.merge_gap = frame, tuple(markets), merge_gap
        self._eps = eps
        every = [frame.market_worked(market) for market in markets]
        self._worked = np.array(every, dtype=bool).reshape(len(self.markets), frame.days)
        self._working_days = np.maximum(self._worked[:, frame.window].sum(axis=1), 1)
        self._due_by = {
            row: _due_by(frame, self._worked[row], market)
            for row, market in enumerate(markets)
            if frame.scenario.markets[market].tolerance.amount > 0
        }

    def shortages(self, book: Book) -> list[Shortage]:
        """The markets with at least one short day in the window."""
        window = self.frame.window
        owed, lost = book["owed"][:, window], book["lost"][:, window]
        mean = book["demand"][:, window].sum(axis=1) / self._working_days
        eps = np.maximum(LEAST_EPS, EPS_SHARE * mean) if self._eps is None else np.full(len(mean), self._eps)
        late = self._late(book, owed)
        state = (late > eps[:, None]) | (lost > eps[:, None])
        return [
            Shortage(
                market=self.markets[row],
                first_day=self.frame.first_day + window.start,
                worked=self._worked[row, window],
                state=state[row],
                shortfall=owed[row] + lost[row],
                short=book["short"][row, window],
                owed_time=book["owed_time"][row, window],
                mean_demand=float(mean[row]),
            )
            for row in np.flatnonzero(state.any(axis=1))
        ]

    def incidents(self, book: Book) -> list[Incident]:
        """All incidents, in order of time, then of market."""
        found = [gap for shortage in self.shortages(book) for gap in _listed(shortage, gaps(shortage, self.merge_gap))]
        return sorted(found, key=lambda gap: (gap.start, gap.market))

    def _late(self, book: Book, owed: Floats) -> Floats:
        """Backlog older than the tolerance of its market, shape (markets, days of the window)."""
        if not self._due_by:
            return owed
        late = owed.copy()
        for row, due_by in self._due_by.items():
            late[row] = np.minimum(owed[row], overdue(book, row, due_by)[self.frame.window])
        return late


def overdue(book: Book, row: int, due_by: Ints) -> Floats:
    """Backlog at each close that was due on row `due_by` or before, first in first out, shape (days,).

    Served and lost units leave in the order in which they were due; what was owed before the first row is oldest.
    """
    left = book["served"][row] + book["lost"][row]
    before = book["owed"][row, 0] - book["demand"][row, 0] + left[0]
    due = before + sums(book["demand"][row])[due_by + 1]
    late: Floats = np.maximum(due - np.cumsum(left), 0.0)
    return late


def gaps(shortage: Shortage, merge_gap: int = MERGE_GAP) -> Gaps:
    """Runs of short days, joined where fewer than *merge_gap* working days lie between them."""
    edges = np.flatnonzero(np.diff(shortage.state, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    worked = sums(shortage.worked.astype(np.float64))
    apart = worked[starts[1:]] - worked[ends[:-1]] >= merge_gap
    starts = starts[np.concatenate(([True], apart))]
    ends = ends[np.concatenate((apart, [True]))]
    short, unit_days = sums(shortage.short), sums(shortage.owed_time)
    return Gaps(
        starts=starts,
        ends=ends,
        duration=worked[ends] - worked[starts],
        # what lies between two incidents is not short, so the largest shortfall from start to start is the incident's
        depth=np.maximum.reduceat(np.where(shortage.state, shortage.shortfall, 0.0), starts),
        units_short=short[ends] - short[starts],
        unit_days=unit_days[ends] - unit_days[starts],
        censored=ends == len(shortage.state),
    )


def severity(duration: float, depth_share: float) -> Severity:
    """The class of an incident from its working days and its depth as a share of a day's demand."""
    if duration > 5 or depth_share > 0.5:
        return "major"
    return "minor" if duration <= 1 and depth_share <= 0.1 else "moderate"


def _listed(shortage: Shortage, found: Gaps) -> list[Incident]:
    shares = found.depth / shortage.mean_demand if shortage.mean_demand > 0 else np.full(len(found.depth), np.inf)
    return [
        Incident(
            market=shortage.market,
            start=shortage.first_day + int(found.starts[n]),
            end=shortage.first_day + int(found.ends[n]),
            duration=float(found.duration[n]),
            duration_calendar=float(found.ends[n] - found.starts[n]),
            depth=float(found.depth[n]),
            depth_share=float(shares[n]),
            units_short=float(found.units_short[n]),
            unit_days=float(found.unit_days[n]),
            severity=severity(float(found.duration[n]), float(shares[n])),
            censored=bool(found.censored[n]),
        )
        for n in range(len(found.starts))
    ]


def _due_by(frame: Frame, worked: Bools, market: str) -> Ints:
    """Last row whose demand is overdue at the close of each row, -1 where there is none, shape (days,).

    Demand is asked for when its day begins, so at that day's close it is one day old: with a tolerance of k days it is
    overdue from the close of the k-th (working) day after its own.
    """
    tolerance = frame.scenario.markets[market].tolerance
    rows = np.arange(frame.days)
    if tolerance.clock == "calendar":
        return np.maximum(rows - floor(tolerance.amount), -1)
    count = np.cumsum(worked)
    return np.searchsorted(count, count - floor(tolerance.amount), side="right") - 1
