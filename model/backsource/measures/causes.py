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
from backsource.measures.blame_lane import Timing
from backsource.measures.blame_line import LineBlame, Looks
from backsource.measures.cause_stock import SMALL, StockTrace
from backsource.measures.frame import Frame
from backsource.measures.happenings import Happenings
from backsource.measures.incidents import Incident
from backsource.measures.past import Past
from backsource.measures.proximate import UNKNOWN, Blame, Cause, add
from backsource.measures.roles import Roles, makes
from backsource.network.feasibility.demand import demand_of

DEEPEST = 60
"""Stocks upstream of a market beyond which nothing is traced."""


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


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, name in pairs:
        found[key] = (*found.get(key, ()), name)
    return found
