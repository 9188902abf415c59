"""The proximate cause of every unit short: from the market's stock upstream to what was the limit at that time.

How it is done stands in docs/explanation/why-a-gap-happened.md. In short: of each stock the days on which less came in
than was needed are charged to the sources that should have brought it by their shares, and with each source to what
limited it when the missing units had to be made or shipped; a source that was not served passes on what its own
source lacked. Parts and residual add up to the units short.
"""

from collections.abc import Iterator

import numpy as np

from backsource.config.schedule import Schedule
from backsource.log import Floats, Log
from backsource.measures.blame_lane import LaneBlame, Timing
from backsource.measures.blame_line import LineBlame, Looks, scarcest
from backsource.measures.drawdown import charged
from backsource.measures.excess import surged
from backsource.measures.frame import Frame
from backsource.measures.happenings import Happenings
from backsource.measures.incidents import Incident
from backsource.measures.past import Past
from backsource.measures.proximate import UNKNOWN, Blame, Cause, add, fitted
from backsource.measures.roles import Roles, makes
from backsource.network.feasibility.demand import demand_of

SMALL = 1e-9
DEEPEST = 60
"""Stocks upstream of a market beyond which nothing is traced."""
MOST = 40
"""Causes that are kept apart of one stock; smaller ones are joined by family."""


class Tracer:
    """What tracing needs of a scenario and no log changes."""

    def __init__(self, frame: Frame, roles: Roles, schedule: Schedule | None, past: Past) -> None:
        self.frame, self.roles, self.schedule, self.past = frame, roles, schedule, past
        self.scenario = frame.scenario
        self.lanes_into = roles.feeds
        self.lines_into = _grouped((makes(line), name) for name, line in self.scenario.lines.items())
        self.lines_from = _grouped(
            (f"{line.site}/{item}", name) for name, line in self.scenario.lines.items() for item in line.bom
        )
        markets = self.scenario.markets.items()
        self.markets = _grouped((f"{market.origin}/{market.item}", name) for name, market in markets)
        self._timing: dict[str, Timing] = {}
        self._looks: dict[str, Looks] = {}
        self._planned: dict[str, Floats] = {}

    def timing(self, lane: str) -> Timing:
        """When the goods of each day had to be ordered and had to leave."""
        if lane not in self._timing:
            self._timing[lane] = Timing.of(self.frame, lane)
        return self._timing[lane]

    def looks(self, line: str) -> Looks:
        """Day on which a line is looked at for each day."""
        if line not in self._looks:
            self._looks[line] = Looks.of(self.frame, line)
        return self._looks[line]

    def planned(self, market: str) -> Floats:
        """Planned mean demand of a market by day; before day 0 as on the day a year later, or the first one."""
        if market not in self._planned:
            first, days = self.frame.first_day, self.frame.days
            mean = demand_of(self.scenario, market, max(first + days, 365))
            number = first + np.arange(days)
            self._planned[market] = mean[np.where(number < 0, number % 364, number)]
        return self._planned[market]

    def ours(self, site: str) -> bool:
        """Whether any part of a site is ours at any time."""
        return bool(np.any(self.roles.share[site]))

    def trace(self, log: Log) -> "Trace":
        """The causes of one log, found as they are asked for."""
        return Trace(self, log)


class Trace:
    """Causes of the shortages of one log."""

    def __init__(self, tracer: Tracer, log: Log) -> None:
        self.tracer, self.log = tracer, log
        self.happenings = Happenings(log, tracer.frame, tracer.schedule, tracer.past)
        self._found: dict[str, dict[tuple[str, Cause], Floats]] = {}
        self._lines: dict[str, LineBlame] = {}
        self._open: list[str] = []

    def of(self, incident: Incident) -> dict[Cause, float]:
        """Units short of an incident by cause, largest first, the residual last; they add up to its units short."""
        market = self.tracer.scenario.markets[incident.market]
        rows = slice(incident.start - self.log.first_day, incident.end - self.log.first_day)
        short = self.log.markets.of(incident.market, "short")[rows]
        shares = self.shares(f"{market.origin}/{market.item}")
        least = SMALL * incident.units_short
        parts = [(cause, float(short @ share[rows])) for cause, share in shares.items()]
        found = {cause: units for cause, units in sorted(parts, key=lambda part: (-part[1], part[0])) if units > least}
        rest = incident.units_short - sum(found.values())
        return {**found, UNKNOWN: rest} if rest > least else found

    def shares(self, stock: str) -> Blame:
        """Shares by cause of what a stock is short of on each day, each of shape (days,), adding up to at most 1.

        On a day without a shortage those of the last one hold.
        """
        found: Blame = {}
        for (_, cause), share in self._by_source(stock).items():
            add(found, cause, share)
        return found

    def starving(self, stock: str) -> Blame:
        """The same as a line sees it that waits for this material: by its feeds."""
        found: Blame = {}
        for (source, cause), share in self._by_source(stock).items():
            add(found, cause.starving(stock, source), share)
        return found

    def line(self, name: str) -> LineBlame:
        """One line of the log."""
        if name not in self._lines:
            ours = self.tracer.ours(self.tracer.scenario.lines[name].site)
            self._lines[name] = LineBlame(self.happenings, name, self.tracer.looks(name), ours, self.starving)
        return self._lines[name]

    def in_force(self, stock: str) -> dict[str, Floats]:
        """Share of each source of a stock by day."""
        lanes, lines = self.tracer.lanes_into.get(stock, ()), self.tracer.lines_into.get(stock, ())
        ordered = {name: self.log.lanes.of(name, "ordered") for name in lanes}
        ordered |= {name: self.log.lines.of(name, "ordered") for name in lines}
        declared = self.tracer.scenario.stocks.get(stock)
        spare = declared.emergency.source if declared is not None and declared.emergency is not None else ""
        return self.happenings.shares(stock, (*lanes, *lines), spare, ordered)

    def _by_source(self, stock: str) -> dict[tuple[str, Cause], Floats]:
        """Shares by source and cause; nothing beyond the deepest stock, or where a stock would explain itself."""
        if stock in self._open or len(self._open) > DEEPEST:
            return {}
        if stock not in self._found:
            self._open.append(stock)
            self._found[stock] = StockTrace(self, stock).by_source()
            self._open.pop()
        return self._found[stock]


class StockTrace:
    """One stock of a log: what it lacked day by day, and who is charged with it."""

    def __init__(self, trace: Trace, stock: str) -> None:
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


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, name in pairs:
        found[key] = (*found.get(key, ()), name)
    return found
