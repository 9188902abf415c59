"""How reliably raw material reaches the plant: by delivery, by state, by effect.

delivery: orders that had arrived in full by their promised day / orders promised for the window;
state:    days on which no line waited for the material with the store empty / days since installation;
effect:   1 - machine time starved while this material was out / machine time that is not closed.
(Three views, because each hides something: a late delivery may meet a full store, and an empty store a still plant.)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from backsource.config.sources import Lane
from backsource.log import Log
from backsource.measures.frame import Frame, Ints
from backsource.measures.opening import Opening
from backsource.measures.roles import Roles

CLOSE_TO = 1e-6
"""Quantity below which a delivery is complete."""


@dataclass(frozen=True)
class Supply:
    """Reliability of one raw material; nan where nothing was due, or no line was open."""

    due: float
    """Orders promised for the window."""
    in_full: float
    """Of them, in full by the promised day."""
    days: float
    """Days of the window since the first line that uses it was installed."""
    there: float
    """Of them, without a line that waited for it."""
    open_time: float
    """Machine-days that are not closed, of all lines that use it."""
    starved: float
    """Machine-days starved while it was out."""

    @property
    def delivery(self) -> float:
        """Share of orders in full by the promised day."""
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
        return {stock: self._supply(log, stock, openings) for stock in self.roles.raw}

    def _supply(self, log: Log, stock: str, openings: dict[str, Opening]) -> Supply:
        lines = self.roles.raw[stock]
        stop = self.frame.window.stop
        opened = min(stop, *(openings[line].row for line in lines))
        out = log.stocks.data[self._row[stock], opened:stop, log.stocks.columns.index("on_hand")] < self._least(stock)
        waiting = np.zeros(stop - opened)
        open_time = 0.0
        for line in lines:
            begun = min(openings[line].row, stop)
            waiting[begun - opened :] += log.lines.of(line, "starved")[begun:stop]
            machines = self.frame.scenario.lines[line].machines * (stop - begun)
            open_time += machines - float(log.lines.of(line, "closed")[begun:stop].sum())
        hit = waiting[out]
        counts = [self.deliveries(log, lane) for lane in self.roles.feeds.get(stock, ()) if lane in self._promised]
        return Supply(
            due=float(sum(due for due, _ in counts)),
            in_full=float(sum(full for _, full in counts)),
            days=float(stop - opened),
            there=float(stop - opened - np.count_nonzero(hit > 0)),
            open_time=open_time,
            starved=float(hit.sum()),
        )

    def deliveries(self, log: Log, lane: str) -> tuple[int, int]:
        """Orders of a lane promised for the window, and how many of them had arrived in full on that day.

        A day's orders count as one; first ordered, first received; an order the origin refused is not in full.
        """
        ordered = log.lanes.of(lane, "ordered")
        promised = self._promised[lane]
        window = self.frame.window
        rows = np.flatnonzero((ordered > 0) & (promised >= window.start) & (promised < window.stop))
        if not len(rows):
            return 0, 0
        gone = log.lanes.of(lane, "cancelled") + log.lanes.of(lane, "lost")
        owing = np.cumsum(ordered - gone)[rows]
        opening = self._on_the_way(log, lane)
        arrived = np.cumsum(log.lanes.of(lane, "received"))[promised[rows]]
        full = (arrived >= owing + opening - CLOSE_TO) & (log.lanes.of(lane, "lost")[rows] <= CLOSE_TO)
        return len(rows), int(np.count_nonzero(full))

    def _on_the_way(self, log: Log, lane: str) -> float:
        """What was on order before the first row: it arrives before anything ordered later."""
        first = {name: float(log.lanes.of(lane, name)[0]) for name in ("on_order", "ordered", "received")}
        gone = float(log.lanes.of(lane, "cancelled")[0] + log.lanes.of(lane, "lost")[0])
        return first["on_order"] - first["ordered"] + first["received"] + gone

    def _least(self, stock: str) -> float:
        """Stock that is too little for one unit on any line: the material is out."""
        item = stock.split("/")[1]
        lines = self.frame.scenario.lines
        return min(lines[line].bom[item].number for line in self.roles.raw[stock])


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
    leaves = _next_worked(frame, lane.origin, np.arange(frame.days) + delay)
    return _next_worked(frame, lane.to, leaves + ceil(promise))


def _promise(lane: Lane) -> float | None:
    if lane.promised is not None:
        return lane.promised.amount
    if lane.lead_time is None:
        return 0.0
    constant = lane.lead_time.family == "constant" and lane.lead_time.mean is not None
    return lane.lead_time.mean.amount if constant and lane.lead_time.mean is not None else None


def _next_worked(frame: Frame, site: str, rows: Ints) -> Ints:
    """The first worked row at or after each row; beyond the log: the number of rows, or later."""
    worked = frame.site_worked(site)
    following = np.where(worked, np.arange(frame.days), frame.days)
    following = np.minimum.accumulate(following[::-1])[::-1]
    inside = rows < frame.days
    return np.where(inside, following[np.where(inside, rows, 0)], np.maximum(rows, frame.days))
