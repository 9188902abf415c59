"""Leaving the supplier: when a contract has run out and its last goods have come in.

A supplier is left when notice (and what was extended) has run out, its lanes are closed for good, and the last goods on
the road have been taken in. It is planned to be left on the last day under the contract as first given notice; goods
that are on the road then may take the time that was promised for them. Fees and minimum quantities are settled with the
contract's accounts.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from backsource.log import Kind, Log
from backsource.measures.diary import Diary
from backsource.measures.frame import Bools, Frame
from backsource.measures.past import NONE, Past
from backsource.network.timetable import Timetable

CLOSE_TO = 1e-6
TOLERANCE = 5
"""Working days by which an exit or a milestone may be late and still be on schedule."""


@dataclass(frozen=True)
class Exit:
    """How one contract ended; days are numbers since the start."""

    contract: str
    planned: float
    """Last day under the contract as first given notice."""
    on_road: float
    """Promised time of goods that are on the road on that day."""
    ended: float
    """Last day under the contract with what was extended; nan while its lanes are not closed."""
    day: float
    """Day on which the supplier was left; nan when that is not so at the end of the run."""

    @property
    def slip(self) -> float:
        """Days later than planned; nan when never within the run."""
        return self.day - self.planned


def exits(
    log: Log,
    diary: Diary,
    timetable: Timetable,
    frame: Frame,
    lanes: Mapping[str, Sequence[str]],
    past: Past = NONE,
) -> list[Exit]:
    """One exit for each contract under which notice is given; *lanes* are those of each contract."""
    found = []
    for name, planned in timetable.exits.items():
        end = past.ends.get(name, planned) + sum(entry.quantity for entry in diary.about(Kind.EXTENDED, name))
        taken = _left(log, diary, lanes[name], frame, past.gone)
        over = taken is not None and end <= frame.last
        day = np.nan if taken is None or not over else max(taken, end)
        there = [lane for lane in lanes[name] if lane in log.lanes.names]
        ended = end if there and set(closed_lanes(diary, there)) == set(there) else np.nan
        found.append(Exit(name, planned, timetable.on_road[name], ended, day))
    return found


def _left(
    log: Log, diary: Diary, lanes: Sequence[str], frame: Frame, gone: AbstractSet[str] = frozenset()
) -> float | None:
    """Day of the last receipt on lanes that are all closed and empty (minus infinity without any); None otherwise.

    Those that had *gone* before the run are closed unless they open again.
    """
    there = [name for name in lanes if name in log.lanes.names]
    if not there or set(closed_lanes(diary, there, gone)) != set(there):
        return None
    days = []
    for name in there:
        if log.lanes.of(name, "on_order")[-1] > CLOSE_TO:
            return None
        days.append(_last_day(log, name, frame))
    return max(days)


def _last_day(log: Log, lane: str, frame: Frame) -> float:
    received = np.flatnonzero(log.lanes.of(lane, "received"))
    return float(frame.first_day + received[-1]) if len(received) else -np.inf


def late(planned: float, day: float, worked: Bools, frame: Frame) -> float:
    """Working days after the planned day up to *day*, 0 where it is early; *worked* as `Frame.whole_worked` has it."""
    origin = frame.origin
    first, last = (int(min(max(np.floor(one + 1) - origin, 0), len(worked))) for one in (planned, day))
    return float(np.count_nonzero(worked[first:last]))


def kept(planned: float, day: float, worked: Bools, frame: Frame) -> float:
    """1 when something was reached at most `TOLERANCE` working days after a day, 0 when not.

    What was not reached (nan) is missed once the run has gone on long enough to say so, and unknown (nan) before.
    """
    by = frame.last if np.isnan(day) else day
    if planned > frame.last:
        return np.nan
    in_time = late(planned, by, worked, frame) <= TOLERANCE
    if np.isnan(day):
        return np.nan if in_time else 0.0
    return float(in_time)


def last_receipt(log: Log, diary: Diary, lanes: Sequence[str], frame: Frame) -> float:
    """Day of the last receipt on those of *lanes* that were closed for good, up to the end of the log.

    nan where none was closed, or where one of them still has goods to bring: then the exit is not complete.
    """
    closed = closed_lanes(diary, lanes)
    last = _left(log, diary, closed, frame) if closed else None
    return np.nan if last is None or np.isinf(last) else last


def closed_lanes(diary: Diary, lanes: Sequence[str], gone: AbstractSet[str] = frozenset()) -> list[str]:
    """Those of *lanes* whose last journal entry of the kind is a closing, not an opening; *gone* before the first."""
    opened = {entry.subject: entry.time for entry in diary.of(Kind.SOURCE_OPENED)}
    closed = dict.fromkeys(gone, -np.inf) | {entry.subject: entry.time for entry in diary.of(Kind.SOURCE_CLOSED)}
    return [name for name in lanes if name in closed and closed[name] >= opened.get(name, -np.inf)]
