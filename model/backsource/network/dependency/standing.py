"""The network as it stands on one day of a plan: which sources are open, with what share, and how much each can give.

Planned dates are kept, lines pass at the first trial, nothing is down. Rates are means over a year, calendars
included, so that demand by the working day and plants that rest can be held against each other [units/calendar day].
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np

from backsource.config.sources import AnyTool, Line
from backsource.network.feasibility.ability import UNLIMITED, people, ramped, rate
from backsource.network.feasibility.bank import Changeover
from backsource.network.feasibility.dates import closes, opens, tool_at
from backsource.network.feasibility.outlook import Floats, Outlook
from backsource.network.feasibility.supply import mature_yield

YEAR = 365
"""Days over which rates and demand are averaged."""
SIGHT = 120
"""Days before the end of the run after which stocks are read as on that day: later covers would look beyond it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A lane or line on the day."""

    name: str
    stock: str
    """What it feeds."""
    site: str
    """Where it begins, or stands."""
    is_line: bool
    share: float
    """Planned share of what its stock orders."""
    closed: str
    """Why it gives nothing on the day; empty where it is open."""
    rate: float
    """Good units a calendar day that it could give; infinite without a limit."""
    takes: Mapping[str, float]
    """Units of each stock that one good unit uses; nothing from an outside feed."""
    tools: tuple[tuple[str, ...], ...]
    """Tools it works with: one of each tuple."""
    lead: float
    """Days that goods are on the road."""
    on_road: float
    """Units on the road when all goes as planned."""


class Standing:
    """One day of an outlook."""

    def __init__(self, outlook: Outlook, day: int, ramps: Mapping[str, Floats]) -> None:
        """*ramps* has the share of the mature rate of each line on each day (`ramps_of`)."""
        self.outlook, self.day, self._ramps = outlook, day, ramps
        self.first = min(day, max(0, outlook.days - YEAR))
        self.end = min(self.first + YEAR, outlook.days)
        self.seen = min(day, max(0, outlook.days - SIGHT))

    @cached_property
    def outputs(self) -> dict[str, float]:
        """Stocks that serve markets, with what these ask [units/calendar day]; over the whole run if none asks now."""
        found: dict[str, float] = {}
        for window in (slice(self.first, self.end), slice(None)):
            for name, market in self.outlook.scenario.markets.items():
                stock = f"{market.origin}/{market.item}"
                found[stock] = found.get(stock, 0.0) + float(self.outlook.demand[name][window].mean())
            if any(found.values()):
                break
        return {stock: asked for stock, asked in sorted(found.items()) if asked > 0}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every lane and line, by name."""
        outlook = self.outlook
        return {name: self._source(name) for name in sorted((*outlook.lanes, *outlook.lines))}

    @cached_property
    def open_at(self) -> dict[str, list[Source]]:
        """Open sources of each stock."""
        found: dict[str, list[Source]] = {stock: [] for stock in self.outlook.flow}
        for source in self.sources.values():
            if not source.closed:
                found[source.stock].append(source)
        return found

    def upstream(self, outputs: Sequence[str]) -> list[str]:
        """Stocks that *outputs* draw on through open sources, themselves included, each after what feeds it."""
        reached: dict[str, None] = dict.fromkeys(outputs)
        pending = list(outputs)
        while pending:
            for source in self.open_at[pending.pop()]:
                new = [stock for stock in source.takes if stock not in reached]
                reached.update(dict.fromkeys(new))
                pending += new
        return [stock for stock in self.outlook.downwards if stock in reached]

    def on_hand(self, stock: str) -> float:
        """Units that lie in a stock when all goes as planned: what its policy keeps, and the bank as far as built.

        The bank is used up before anything is ordered; what open sources cannot give is missing from then on.
        """
        if stock not in self.outlook.scenario.stocks:
            return 0.0
        usual = self.outlook.usual(stock, self.seen)
        change = Changeover(self.outlook, stock) if stock in self.outlook.schedule.parts else None
        if change is None:
            return usual
        built, used = self._bank(change)
        there = usual + max(0.0, built - used)
        owed = float(change.owed[self.day - change.first - 1]) if self.day > change.first else 0.0
        if owed <= 0:
            return there
        freed = sum(self.outlook.freed(stock, day) for day in change.steps if day <= self.day)
        coming = sum(lane.on_road for lane in self.lanes_at[stock] if lane.closed)
        return max(0.0, min(there, usual + built + freed - owed - coming))

    @cached_property
    def lanes_at(self) -> dict[str, list[Source]]:
        """Lanes to each stock with goods on the road, open or closed."""
        found: dict[str, list[Source]] = {stock: [] for stock in self.outlook.flow}
        for source in self.sources.values():
            if source.on_road > 0:
                found[source.stock].append(source)
        return found

    def volumes(self, outputs: Mapping[str, float]) -> dict[str, float]:
        """What goes through each open source when the outputs get all they ask for [units/calendar day].

        By the shares of the day; nothing where no open source has a share.
        """
        asked = dict(outputs)
        found: dict[str, float] = {}
        for stock in reversed(self.upstream(list(outputs))):
            total = sum(source.share for source in self.open_at[stock])
            for source in self.open_at[stock]:
                found[source.name] = asked.get(stock, 0.0) * source.share / total if total > 0 else 0.0
                for taken, each in source.takes.items():
                    asked[taken] = asked.get(taken, 0.0) + each * found[source.name]
        return found

    # ---- sources
    def _source(self, name: str) -> Source:
        outlook = self.outlook
        line = outlook.lines.get(name)
        site = line.site if line is not None else outlook.lanes[name].origin
        takes = {stock: each for stock, each in outlook.takes(name).items() if not outlook.outside(stock)}
        days = float(outlook.open(site)[self.first : self.end].mean())
        share, lead = float(outlook.share(name)[self.day]), outlook.lead(name)
        sets = () if line is None else self._tools(line)
        if line is None:
            capacity = outlook.lanes[name].capacity
            most = capacity.number * days if capacity is not None else inf
            road = self._on_road(name, round(lead))
            return Source(
                name, outlook.product(name), site, False, share, self._shut(name), most, takes, (), lead, road
            )
        each = rate(line)
        most = inf if each >= UNLIMITED else each * mature_yield(line) * days
        most *= float(people(outlook, name)[self.day] * self._ramps[name][self.day]) if most < inf else 1.0
        closed = self._unable(name, line, sets, most)
        return Source(name, outlook.product(name), site, True, share, closed, most, takes, sets, 0.0, 0.0)

    def _shut(self, lane: str) -> str:
        """Why a lane takes no orders."""
        from_day, to = self.outlook.onboarded(lane), closes(self.outlook).get(lane, inf)
        if self.day >= to:
            return f"closed since {self.outlook.date(int(to))}"
        return "" if self.day >= from_day else self._later("onboarded", from_day)

    def _unable(self, name: str, line: Line, sets: tuple[tuple[str, ...], ...], most: float) -> str:
        """Why a line makes nothing."""
        first = opens(self.outlook, name)
        if self.day < first:
            return self._later("approved" if name in self.outlook.schedule.qualified else "open", first)
        if any(not tools for tools in sets):
            return f"without its tool {' or '.join(_named(line))}"
        return "" if most > 0 else "nobody to run it"

    def _later(self, what: str, day: float) -> str:
        return f"never {what}" if day >= self.outlook.days else f"{what} on {self.outlook.date(int(np.ceil(day)))}"

    def _tools(self, line: Line) -> tuple[tuple[str, ...], ...]:
        """Tools at the site on the day: one set of which any does, or a set of one for each that is needed."""
        there = [tool for tool in _named(line) if bool(tool_at(self.outlook, tool, line.site)[self.day])]
        if isinstance(line.tools, AnyTool):
            return (tuple(there),) if line.tools.any_of else ()
        return tuple((tool,) if tool in there else () for tool in line.tools)

    # ---- quantities
    def _on_road(self, lane: str, lead: int) -> float:
        """Units ordered within the lead time, each at the share of its day of order, for the use on arrival."""
        use = self.outlook.use[self.outlook.product(lane)][self.seen : self.seen + lead]
        ordered = np.clip(np.arange(self.seen - lead, self.seen - lead + len(use)), 0, None)
        return float(self.outlook.share(lane)[ordered] @ use)

    def _bank(self, change: Changeover) -> tuple[float, float]:
        """Units of the bank that are built by the day, evenly in its window, and what is used since its end."""
        window = change.window
        if window is None or self.day < window.first:
            return 0.0, 0.0
        built = min(1.0, (self.day - window.first) / max(1, window.end - window.first))
        used = float(self.outlook.use[change.stock][window.end : self.day].sum())
        return built * min(window.wanted, window.attainable), used


def ramps_of(outlook: Outlook) -> dict[str, Floats]:
    """Share of the mature rate of every line on every day, shape (days,)."""
    return {name: ramped(outlook, name) for name in outlook.lines}


def _named(line: Line) -> Sequence[str]:
    return line.tools.any_of if isinstance(line.tools, AnyTool) else line.tools
