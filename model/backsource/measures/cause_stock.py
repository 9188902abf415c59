"""What one stock lacked day by day, and which of its sources is charged with it, for what cause."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from backsource.log import Floats
from backsource.measures.blame_lane import LaneBlame
from backsource.measures.blame_line import scarcest
from backsource.measures.drawdown import charged
from backsource.measures.excess import surged
from backsource.measures.proximate import Blame, Cause, add, fitted

if TYPE_CHECKING:
    from backsource.measures.causes import Trace

SMALL = 1e-9
MOST = 40
"""Causes that are kept apart of one stock; smaller ones are joined by family."""


class StockTrace:
    """One stock of a log: what it lacked day by day, and who is charged with it."""

    def __init__(self, trace: "Trace", stock: str) -> None:
        self.trace, self.tracer, self.log, self.stock = trace, trace.tracer, trace.log, stock
        book = {name: self.log.stocks.of(stock, name) for name in ("on_hand", "owed", "asked", "used", "spoilt",
                "quarantined", "received", "made", "lost")}  # fmt: skip
        self.book = book
        self.unfed = self._unfed()
        net = book["on_hand"] - book["owed"]
        lack = -np.diff(net, prepend=0.0) + book["lost"]
        out = book["asked"] + book["used"] + book["spoilt"] + book["quarantined"]
        lack[0] = out[0] - book["received"][0] - book["made"][0]
        self._asked = np.flatnonzero(out + self.unfed > SMALL)
        self.lack: Floats = self._gathered(lack + self.unfed)
        markets = self.tracer.markets.get(stock, ())
        short = sum((self.log.markets.of(name, "short") for name in markets), np.zeros(self.log.days))
        self.gone: Floats = book["lost"] + self.unfed
        late = book["owed"] - book["asked"]  # what was asked today and is made to order cannot be there yet
        owed = book["owed"] if markets else np.where(late > SMALL, late, book["owed"])
        self.short: Floats = np.maximum(owed + self.gone, short)

    def _gathered(self, units: Floats) -> Floats:
        """What came on days on which nothing was asked for counts on the next day on which something was."""
        found = np.zeros(len(units))
        if len(self._asked):
            starts = np.concatenate(([0], self._asked[:-1] + 1))
            found[self._asked] = np.add.reduceat(units[: self._asked[-1] + 1], starts)
        return found

    def by_source(self) -> dict[tuple[str, Cause], Floats]:
        """Shares of the shortage of each day by source and cause, each of shape (days,)."""
        if not (self.short > SMALL).any():
            return {}
        keys, units = self._units()
        if not keys:
            return {}
        missing = np.maximum(self.lack, 0.0)
        total = units.sum(axis=0)
        caused = np.divide(total, missing, out=np.zeros(len(missing)), where=missing > SMALL)
        charges = charged(self.lack.tolist(), self.short.tolist(), self.gone.tolist(), np.minimum(caused, 1.0).tolist())
        mixes = np.divide(units, total, out=np.zeros_like(units), where=total > SMALL)
        shares = np.zeros_like(units)
        for day, parts in charges.items():
            if parts:
                days, amounts = zip(*parts, strict=True)
                shares[:, day] = np.maximum(mixes[:, list(days)] @ np.array(amounts) / self.short[day], 0.0)
        known = np.zeros(len(missing), dtype=np.int64)
        known[list(charges)] = list(charges)
        return dict(zip(keys, shares[:, np.maximum.accumulate(known)], strict=True))

    def _units(self) -> tuple[list[tuple[str, Cause]], Floats]:
        """What each source lacks by cause, of shape (causes, days): no more on a day than the stock lacks."""
        missing = np.maximum(self.lack, 0.0)
        surge = self._surges(missing)
        locked = np.minimum(self.book["quarantined"], missing)
        parts: dict[tuple[str, Cause], Floats] = {("", cause): units for cause, units in surge.items()}
        if locked.any():
            parts["", Cause("quality_reject", self.stock)] = locked
        need = self.book["asked"] + self.book["used"] + self.unfed - sum(surge.values(), np.zeros(len(missing)))
        need = np.maximum(need, 0.0) * (missing > SMALL)
        shares, promised = self._shares(), np.zeros(len(missing))
        for source, units, blame in self._sources(shares, need):
            promised += units
            parts |= {(source, cause): lacked for cause, lacked in blame.items()}
        if shares:
            given = sum(shares.values(), np.zeros(len(missing)))
            unshared = need * np.maximum(1.0 - given, 0.0) * (given < 1.0 - SMALL)
            if unshared.any():
                parts["", Cause("share_below_need", self.stock)] = unshared
        keys = sorted(parts)
        units = np.array([parts[key] for key in keys]).reshape(len(keys), len(missing))
        keys, units = _largest(keys, units)
        total = units.sum(axis=0)
        return keys, units * np.divide(missing, total, out=np.ones(len(missing)), where=total > missing)

    def _sources(self, shares: dict[str, Floats], need: Floats) -> Iterator[tuple[str, Floats, Blame]]:
        """Each source with what it should have brought and did not, and the causes of that."""
        for name in self.tracer.lanes_into.get(self.stock, ()):
            due = shares[name] * need
            missing = self._missing(due, self.log.lanes.of(name, "received"))
            if missing.any():
                happenings, timing = self.trace.happenings, self.tracer.timing(name)
                lane = LaneBlame(happenings, name, timing, self.tracer.ours, self.trace.shares)
                yield name, due, fitted(lane.of(missing), missing)
        for name in self.tracer.lines_into.get(self.stock, ()):
            due = shares[name] * need
            missing = self._missing(due, self.log.lines.of(name, "good"))
            if missing.any():
                yield name, due, fitted(self.trace.line(name).of(missing), missing)

    def _missing(self, due: Floats, came: Floats) -> Floats:
        missing: Floats = np.maximum(due - self._gathered(came), 0.0)
        return missing

    def _shares(self) -> dict[str, Floats]:
        """Share of each source in what is due on each day: that of the day on which it had to be ordered."""
        found = self.trace.in_force(self.stock)
        for name in self.tracer.lanes_into.get(self.stock, ()):
            found[name] = found[name][np.maximum(self.tracer.timing(name).ordered, 0)]
        for name in self.tracer.lines_into.get(self.stock, ()):
            found[name] = found[name][self.tracer.looks(name).rows]
        return found

    def _surges(self, missing: Floats) -> Blame:
        """Demand above its planned mean, of each market."""
        surges: Blame = {}
        for market in self.tracer.markets.get(self.stock, ()):
            above = self.log.markets.of(market, "demand") - self.tracer.planned(market)
            add(surges, Cause("demand_surge", market), np.array(surged(above.tolist())))
        return fitted(surges, missing)

    def _unfed(self) -> Floats:
        """Material that lines wanted on each day and did not find."""
        wanting = np.zeros(self.log.days)
        for name in self.tracer.lines_from.get(self.stock, ()):
            lacking = self.trace.line(name).unfed()
            if lacking.any():
                item = self.stock.split("/")[1]
                use = self.tracer.scenario.lines[name].bom[item].number
                wanting += use * lacking * scarcest(self.trace.happenings, name)[self.stock]
        return wanting


def _largest(keys: list[tuple[str, Cause]], units: Floats) -> tuple[list[tuple[str, Cause]], Floats]:
    """The causes that lack most; the others of a family together, without saying where."""
    if len(keys) <= MOST:
        return keys, units
    kept = set(np.argsort(-units.sum(axis=1), kind="stable")[:MOST].tolist())
    joined: dict[tuple[str, Cause], Floats] = {}
    for row, key in enumerate(keys):
        place = key if row in kept else ("", Cause(key[1].family, reason=key[1].reason))
        joined[place] = joined[place] + units[row] if place in joined else units[row]
    return list(joined), np.array(list(joined.values()))
