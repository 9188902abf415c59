"""Recovery: how fast a backlog is worked off, when making has caught up with buying, and when it runs steadily."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backsource.config.sources import Line
from backsource.log import Floats, Log
from backsource.measures.frame import Bools, Frame, Ints, sums
from backsource.network.feasibility.supply import mature_yield

DAYS = 30
"""Working days of a rolling value, and for which it has to hold."""
LEAST = 1.0
"""Units below which a backlog is none."""
RATE, YIELD, STARVED = 0.95, 0.995, 0.05
"""Steady: rate and yield at these shares of the mature ones, starved for no more than this share of the time."""

COLUMNS = ("good", "scrap", "could", "starved", "down", "closed")


def recovery_speed(owed: Floats) -> float:
    """Units a day by which the largest backlog fell until it was gone, or to the end of *owed*; nan without a backlog.

    (peak - what is left) / (days from the peak).
    """
    peak = int(np.argmax(owed))
    if owed[peak] <= LEAST:
        return np.nan
    clear = np.flatnonzero(owed[peak:] <= LEAST)
    last = peak + int(clear[0]) if len(clear) else len(owed) - 1
    return float(owed[peak] - owed[last]) / (last - peak) if last > peak else 0.0


@dataclass(frozen=True)
class Parity:
    """Calendar days from the opening of the plant until it is as good as buying was; nan when never in the window."""

    rate: float
    quality: float
    cost: float


class Rolling:
    """Sums over the last 30 working days, at the close of each of them since the plant opened."""

    def __init__(self, rows: Ints) -> None:
        """*rows*: working days of the plant in the window, from its opening on."""
        self.rows = rows
        self.starts, self.stops = rows[: max(0, len(rows) - DAYS + 1)], rows[DAYS - 1 :] + 1

    def of(self, values: Floats) -> Floats:
        """Sums of *values* by day, one entry a working day from the thirtieth on."""
        total = sums(values)
        found: Floats = total[self.stops] - total[self.starts]
        return found

    def lasting(self, holds: Bools) -> int | None:
        """Row from which on something holds at the close of 30 working days in a row; None without one."""
        if len(holds) < DAYS:
            return None
        run = sums(holds.astype(np.float64))
        there = np.flatnonzero(run[DAYS:] - run[:-DAYS] == DAYS)
        return int(self.rows[DAYS - 1 + there[0]]) if len(there) else None


def since_opening(frame: Frame, sites: Sequence[str], opened: int) -> Rolling:
    """The working days of the plant's sites in the window, from a row on."""
    worked = np.zeros(frame.days, dtype=bool)
    for site in sites:
        worked |= frame.site_worked(site)
    first = max(opened, frame.window.start)
    return Rolling(first + np.flatnonzero(worked[first : frame.window.stop]))


def steady(log: Log, lines: Sequence[tuple[str, Line]], rolling: Rolling, owed: Floats) -> float:
    """Days from the first good unit to the end of the first 30 working days of steady work; nan when never.

    Steady is: over these days the lines could make 95 % of what they can when mature (with the up-time they had), with
    99.5 % of the mature share of good units, starved for at most 5 % of the time, and without backlog on any of them.
    """
    good = np.zeros(log.days)
    holds = np.ones(len(rolling.stops), dtype=bool)
    for name, line in lines:
        book = {column: log.lines.of(name, column) for column in COLUMNS}
        good += book["good"]
        open_time = line.machines - book["closed"]
        rate = line.rate.number * (1.0 + line.surge) if line.rate else 0.0
        could = rate * (open_time - book["down"]) / line.machines
        made, scrap = rolling.of(book["good"]), rolling.of(book["scrap"])
        holds &= rolling.of(book["could"]) >= RATE * rolling.of(could)
        holds &= made >= YIELD * mature_yield(line) * (made + scrap)
        holds &= rolling.of(book["starved"]) <= STARVED * rolling.of(open_time)
    holds &= (rolling.of(good) > 0) & (rolling.of(owed) <= LEAST)
    first, end = np.flatnonzero(good), np.flatnonzero(holds)
    return float(rolling.stops[end[0]] - 1 - first[0]) if len(end) else np.nan
