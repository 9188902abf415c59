"""How reliably raw material reaches the plant: by delivery, by state, by effect.

delivery: promised days on which all that was promised for them came in / promised days of the window;
state:    days on which no line waited for the material / days since installation;
effect:   1 - machine time starved for this material / machine time that is not closed.
Three views, because each hides something: a late delivery may meet a full store, and an empty store a still plant. A
line waits for the material of which the store holds least, in units that could be made (for all that hold as little).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from backsource.config.sources import Lane
from backsource.log import Log
from backsource.measures.frame import Bools, Frame, Ints
from backsource.measures.opening import Opening
from backsource.measures.roles import Roles

CLOSE_TO = 1e-6
"""Quantity by which a delivery may fall short, and two stores differ, by rounding."""


@dataclass(frozen=True)
class Supply:
    """Reliability of one raw material; nan where nothing was due, or no line was open."""

    due: float
    """Days of the window for which a delivery was promised, of all lanes that bring it."""
    in_full: float
    """Of them, with all that was promised."""
    days: float
    """Days of the window since the first line that uses it was installed."""
    there: float
    """Of them, without a line that waited for it."""
    open_time: float
    """Machine-days that are not closed, of all lines that use it."""
    starved: float
    """Machine-days starved for it."""

    @property
    def delivery(self) -> float:
        """Share of promised days on which all came in."""
        return self.in_full / self.due if self.due else np.nan

    @property
    def state(self) -> float:
        """Share of days on which nothing waited for it."""
        return self.there / self.days if self.days else np.nan

    @property
    def effect(self) -> float:
        """Share of machine time not lost to it."""
        return 1.0 - self.starved / self.open_time if self.open_time > 0 else np.nan


class Storekeeper:
    """Follows the raw material of the plant; knows promised days beforehand."""

    def __init__(self, frame: Frame, roles: Roles, stocks: Sequence[str]) -> None:
        """*stocks* in the order of the stock book."""
        self.frame, self.roles = frame, roles
        self._row = {stock: stocks.index(stock) for stock in roles.raw}
        lanes = {name for stock in roles.raw for name in roles.feeds.get(stock, ())}
        self._promised = {
            name: promised for name in sorted(lanes) if (promised := promised_rows(frame, name)) is not None
        }

    def supplies(self, log: Log, openings: dict[str, Opening]) -> dict[str, Supply]:
        """Reliability of each raw material by its stock."""
        lacking = {line: self.lacking(log, line) for line in self.roles.lines}
        return {stock: self._supply(log, stock, openings, lacking) for stock in self.roles.raw}

    def lacking(self, log: Log, line: str) -> dict[str, Bools]:
        """For each material of a line the days on which it is the scarcest, each of shape (days,)."""
        plan = self.frame.scenario.lines[line]
        stocks = {item: self._row[f"{plan.site}/{item}"] for item in plan.bom}
        on_hand = log.stocks["on_hand"]
        units = {item: on_hand[row] / plan.bom[item].number for item, row in stocks.items()}
        least = np.minimum.reduce(list(units.values())) + CLOSE_TO if units else np.zeros(log.days)
        return {f"{plan.site}/{item}": held <= least for item, held in units.items()}

    def _supply(
        self, log: Log, stock: str, openings: dict[str, Opening], lacking: dict[str, dict[str, Bools]]
    ) -> Supply:
        lines = self.roles.raw[stock]
        stop = self.frame.window.stop
        opened = min(stop, *(openings[line].row for line in lines))
        waiting = np.zeros(log.days)
        open_time = 0.0
        for line in lines:
            begun = slice(min(openings[line].row, stop), stop)
            waiting[begun] += log.lines.of(line, "starved")[begun] * lacking[line][stock][begun]
            machines = self.frame.scenario.lines[line].machines * (stop - begun.start)
            open_time += machines - float(log.lines.of(line, "closed")[begun].sum())
        counts = [self.deliveries(log, lane) for lane in self.roles.feeds.get(stock, ()) if lane in self._promised]
        return Supply(
            due=float(sum(due for due, _ in counts)),
            in_full=float(sum(full for _, full in counts)),
            days=float(stop - opened),
            there=float(stop - opened - np.count_nonzero(waiting)),
            open_time=open_time,
            starved=float(waiting.sum()),
        )

    def deliveries(self, log: Log, lane: str) -> tuple[int, int]:
        """Days of the window for which a lane had promised goods, and those of them on which all of it came in.

        The books do not tell which order a delivery belongs to: late goods of an earlier order may fill a gap.
        """
        days, window = log.days, self.frame.window
        promised = np.minimum(self._promised[lane], days)
        due = np.bincount(promised, weights=log.lanes.of(lane, "ordered"), minlength=days + 1)[window]
        full = (due > 0) & (log.lanes.of(lane, "received")[window] >= due - CLOSE_TO)
        return int(np.count_nonzero(due > 0)), int(np.count_nonzero(full))


def promised_rows(frame: Frame, name: str) -> Ints | None:
    """Row by which an order placed on each row is promised, shape (days,); None for a lane without a promise.

    An order waits for the first day on which the origin works, travels for the promised time, and is let in on the
    first day on which the destination works.
    """
    lane = frame.scenario.lanes[name]
    promise = _promise(lane)
    if promise is None:
        return None
    delay = ceil(lane.order_delay.amount) if lane.order_delay else 0
    leaves = next_worked(frame, lane.origin, np.arange(frame.days) + delay)
    return next_worked(frame, lane.to, leaves + ceil(promise))


def _promise(lane: Lane) -> float | None:
    if lane.promised is not None:
        return lane.promised.amount
    if lane.lead_time is None:
        return 0.0
    constant = lane.lead_time.family == "constant" and lane.lead_time.mean is not None
    return lane.lead_time.mean.amount if constant and lane.lead_time.mean is not None else None


def next_worked(frame: Frame, site: str, rows: Ints) -> Ints:
    """The first worked row at or after each row; beyond the log: the number of rows, or later."""
    worked = frame.site_worked(site)
    following = np.where(worked, np.arange(frame.days), frame.days)
    following = np.minimum.accumulate(following[::-1])[::-1]
    inside = rows < frame.days
    return np.where(inside, following[np.where(inside, rows, 0)], np.maximum(rows, frame.days))
