"""Weeks joined into stretches that fit a table, and the stretch in which most of a difference arises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST = 16
"""Stretches of a table."""
MONTHS = (1, 3, 6, 12)
"""Months between calendar cuts, the finest first."""
BEFORE = "before the window"
MOSTLY = 0.8
"""Share of a difference that is most of it."""
ONE_WAY = 0.5
"""Share of all that weeks differ by, either way, that the whole must be for one stretch to tell where it arises."""


@dataclass(frozen=True)
class Stretch:
    """Weeks that follow each other."""

    name: str
    first: date
    last: date
    """Last day, as far as it is measured."""
    weeks: slice


@dataclass(frozen=True)
class Span:
    """The shortest run of weeks that holds most of what differs one way, and how much that is, the mean."""

    first: date
    last: date
    difference: float
    share: float
    """Of the whole difference; of all that differs this way in one go, where weeks differ either way."""
    one_way: bool


def stretches(days: Floats, start: date, window: tuple[date, date], events: Sequence[date]) -> tuple[Stretch, ...]:
    """Weeks joined, in order; each week lies in one. *days* are first days of weeks, counted from *start*.

    What lies before the window is one stretch. The others end at events of the schedules and at months, quarters, half
    years or years, the finest that gives at most `MOST`; weeks themselves where these are few.
    """
    firsts = [start + timedelta(days=int(day)) for day in days]
    begin = next(week for week, day in enumerate(firsts) if day + timedelta(days=6) >= window[0])
    own = firsts[begin:]
    cuts = [begin + cut for cut in _cuts(own, events)]
    edges = [*([0] if begin else []), *cuts, len(firsts)]
    return tuple(_stretch(firsts, window, slice(left, right), before=right <= begin) for left, right in pairwise(edges))


def _stretch(firsts: Sequence[date], window: tuple[date, date], weeks: slice, *, before: bool) -> Stretch:
    first, last = firsts[weeks.start], firsts[weeks.stop - 1] + timedelta(days=6)
    if before:
        return Stretch(BEFORE, first, last, weeks)
    first, last = max(first, window[0]), min(last, window[1])
    return Stretch(f"{first}..{last}", first, last, weeks)


def _cuts(firsts: Sequence[date], events: Sequence[date]) -> list[int]:
    """Numbers of the weeks with which a stretch begins, the first among them."""
    if len(firsts) <= MOST:
        return list(range(len(firsts)))
    at_events = {week for week, day in enumerate(firsts) if any(0 <= (one - day).days < 7 for one in events)}
    calendars = [_calendar(firsts, months) for months in MONTHS]
    choices = [{0, *at_events, *cuts} for cuts in calendars] + [{0, *at_events}] + [{0, *cuts} for cuts in calendars]
    return sorted(next((choice for choice in choices if len(choice) <= MOST), {0}))


def _calendar(firsts: Sequence[date], months: int) -> set[int]:
    """Weeks that are the first to begin in so many months."""
    spells = [(12 * day.year + day.month - 1) // months for day in firsts]
    return {week for week in range(1, len(firsts)) if spells[week] != spells[week - 1]}


def spans_of(weekly: Floats, days: Floats, start: date, window: tuple[date, date]) -> tuple[Span, ...]:
    """Where most of a difference arises, from mean differences of weeks.

    One span where weeks mostly differ one way; else one for each way, the dearest run of weeks first, of which most.
    They are chosen by what the runs show, so no limits belong to them.
    """
    whole, gross = float(weekly.sum()), float(np.abs(weekly).sum())
    if gross == 0.0:
        return ()
    if abs(whole) >= ONE_WAY * gross:
        ways, one_way = [(np.sign(whole), abs(whole))], True
    else:
        ways = [(sign, _largest(sign * weekly)) for sign in (1.0, -1.0)]
        ways, one_way = [(sign, size) for sign, size in ways if size > 0], False
    found = []
    for sign, size in ways:
        left, right = _shortest(sign * weekly, MOSTLY * size)
        first, last = (start + timedelta(days=int(days[week])) for week in (left, right - 1))
        part = float(weekly[left:right].sum())
        last = last + timedelta(days=6)
        last = min(last, window[1])
        found.append(Span(first, last, part, abs(part) / size, one_way))
    return tuple(found)


def _largest(values: Floats) -> float:
    """Largest sum of a run of values (Kadane)."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    return float((total - np.minimum.accumulate(total)).max())


def _shortest(values: Floats, least: float) -> tuple[int, int]:
    """The shortest run of values with a sum of at least *least*, the largest of several; (first, after the last)."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    for length in range(1, len(values) + 1):
        sums = total[length:] - total[:-length]
        best = int(sums.argmax())
        if sums[best] >= least * (1 - 1e-12):
            return best, best + length
    return 0, len(values)
