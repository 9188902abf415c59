"""Uptime of the plant both ways, and how much of its time it waits for material.

SEMI E10: uptime = (productive + standby + engineering) / (total - non-scheduled): a starved machine is *up*.
ISO 22400-2: availability = actual production time / planned busy time: only producing counts.
The states of the day book map so: producing -> productive; starved, blocked, idle -> standby; setup and down ->
downtime; closed -> non-scheduled. Planned busy time is all time that is not closed, with or without orders.
The starved share and effective uptime (able and fed: not down, not in set-up, not starved) have the same denominator.
OEE = availability x effectiveness x quality rate of ISO 22400-2 = time that the good units take at the planned rate /
planned busy time; a surge on top of the rate can bring it above 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backsource.config.sources import Line
from backsource.log import Book, Floats
from backsource.measures.frame import Frame
from backsource.measures.opening import Opening
from backsource.network.feasibility.means import mean_days

STATES = ("producing", "starved", "blocked", "idle", "setup", "down", "closed")
FIRST = 90
"""Working days after installation that are reported by themselves."""
PHASES = ("", "_first90", "_mature")
"""From installation to the end of the window; its first 90 working days; what follows them."""


@dataclass(frozen=True)
class Uptime:
    """Shares of the time that is not closed; nan without such time."""

    e10: float
    iso: float
    starved: float
    effective: float
    oee: float


class Stopwatch:
    """Adds up the machine time of the plant; knows its calendars beforehand."""

    def __init__(self, frame: Frame, lines: Sequence[str]) -> None:
        self.frame, self.lines = frame, tuple(lines)
        sites = frame.scenario.lines
        self._ideal = {name: ideal(sites[name]) for name in lines}
        self._worked = {name: np.cumsum(frame.site_worked(sites[name].site)) for name in lines}

    def phases(self, book: Book, openings: dict[str, Opening]) -> list[Uptime]:
        """Uptime of the whole plant in each of `PHASES`; nan where it has no line."""
        early, mature = np.zeros(len(STATES) + 1), np.zeros(len(STATES) + 1)
        for name in self.lines:
            first, second = self.times(book, name, openings[name].row, openings[name].aged)
            early += first
            mature += second
        return [uptime(early + mature), uptime(early), uptime(mature)]

    def times(self, book: Book, line: str, opened: int, aged: int = 0) -> tuple[Floats, Floats]:
        """Machine-days in the first 90 working days from row *opened* on, and after them in the window.

        By state and, last, those that the good units take at the planned rate. *aged* of the 90 days were over when
        the run began.
        """
        stop = self.frame.window.stop
        opened = min(opened, stop)
        worked = self._worked[line]
        before = worked[opened - 1] if opened else 0
        turn = min(int(np.searchsorted(worked, before + FIRST - aged)) + 1, stop) if aged < FIRST else opened
        turn = max(turn, opened)
        rows = book.data[book.names.index(line)]
        columns = [book.columns.index(column) for column in (*STATES, "good")]
        early, later = (rows[days].sum(axis=0)[columns] for days in (slice(opened, turn), slice(turn, stop)))
        early[-1] *= self._ideal[line]
        later[-1] *= self._ideal[line]
        return early, later


def uptime(times: Floats) -> Uptime:
    """Uptime from machine-days by state, in the order of `STATES`, and those of the good units at the planned rate."""
    producing, starved, blocked, idle, setup, down, _, ideally = times.tolist()
    open_time = producing + starved + blocked + idle + setup + down
    if open_time <= 0:
        return Uptime(*([np.nan] * 5))
    return Uptime(
        e10=(producing + starved + blocked + idle) / open_time,
        iso=producing / open_time,
        starved=starved / open_time,
        effective=(producing + blocked + idle) / open_time,
        oee=ideally / open_time,
    )


def ideal(line: Line) -> float:
    """Machine-days that a unit takes as planned."""
    if line.rate is not None:
        return line.machines / line.rate.number
    return mean_days(line.processing) / (line.lot.number if line.lot is not None else 1.0)
