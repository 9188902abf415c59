"""A part that is lost for a time, as outages: what `depend` takes away for good, a run takes away for so long.

A site takes along what it stops in `parts.py`: its lines, the lanes that leave it, and those of all who buy from it. A
common cause stops what its outage stops. A tool stops every line that needs it, wherever it is: where it is not, the
line stands without it anyway. Where any of several tools would do, the others are where the plan has them.
"""

from collections.abc import Mapping, Set
from datetime import date
from functools import cached_property

import networkx as nx
import numpy as np

from backsource.config.demand import Outage, Spell
from backsource.config.sources import AnyTool
from backsource.network.days import Days
from backsource.network.dependency.parts import KINDS, Parts, kind_of, name_of
from backsource.network.feasibility.dates import tool_at
from backsource.network.feasibility.outlook import Outlook
from backsource.units import Span

Outages = dict[str, Outage]


class Losable:
    """The parts of a scenario that can be lost on the way to a market."""

    def __init__(self, outlook: Outlook) -> None:
        self.outlook, self.scenario = outlook, outlook.scenario
        self.parts = Parts(outlook.scenario)
        self.sites = {name: lane.origin for name, lane in outlook.lanes.items()}
        self.sites |= {name: line.site for name, line in outlook.lines.items()}
        self.behind = {name: set(self.parts.behind(site)) for name, site in self.sites.items()}

    def stopped(self) -> dict[str, tuple[str, ...]]:
        """Each part with the lanes and lines that stop without it: those upstream of a market, open or not.

        By kind, then by name. A part that stops the same as an earlier one is a part of its own.
        """
        found: dict[str, list[str]] = {}
        for source in self._upstream():
            for part in self._needs(source):
                found.setdefault(part, []).append(source)
        order = sorted(found, key=lambda part: (KINDS.index(kind_of(part)), part))
        return {part: tuple(found[part]) for part in order}

    def lost(self, part: str, day: date, lasts: float) -> Outages:
        """Outages that take a part out from the morning of a day on, for so long [days]; by names of their own."""
        spell = Spell.model_validate({"from": day, "lasts": Span(lasts)})
        name, kind = name_of(part), kind_of(part)
        if kind == "tool":
            found = self._tool(name, spell)
        elif kind in ("site", "cause"):
            found = self._with_buyers(name, kind, spell)
        elif kind == "work centre":
            lines = [line for line, own in self.scenario.lines.items() if own.work_centre == name]
            found = {"": _exactly(lines, [spell])}
        else:
            found = {"": _exactly([name], [spell])}
        return {_free(f"loss of {part}{more}", self.scenario.outages): outage for more, outage in found.items()}

    def stops(self, outages: Outages) -> frozenset[tuple[object, ...]]:
        """What outages do, whatever they are called: each lane, line and review that stops, with first day and length.

        Equal where two losses are one and the same.
        """
        found: set[tuple[object, ...]] = set()
        for outage in outages.values():
            hits = set(outage.hits)
            stopped = {("source", name) for name in self._direct(hits, set(outage.stops))}
            stopped |= {("reviews", site) for site in hits & self.scenario.sites.keys() if "reviews" in outage.stops}
            for one in outage.listed or []:
                assert isinstance(one, Spell)
                found |= {(*each, one.start, one.lasts.amount) for each in stopped}
        return frozenset(found)

    # ---- what rests on a part
    def _upstream(self) -> list[str]:
        """Lanes and lines that a market may draw on."""
        flow, scenario = self.outlook.flow, self.scenario
        served = {f"{market.origin}/{market.item}" for name, market in scenario.markets.items()
                  if self.outlook.demand[name].any()}  # fmt: skip
        stocks = served | {stock for end in served if end in flow for stock in nx.ancestors(flow, end)}
        return [source for stock in sorted(stocks) for source in self.outlook.sources.get(stock, [])]

    def _needs(self, source: str) -> list[str]:
        line = self.outlook.lines.get(source)
        found = [f"{'line' if line else 'lane'} {source}", *(f"site {site}" for site in sorted(self.behind[source]))]
        found += [f"cause {cause}" for cause, stopped in self._common.items() if source in stopped]
        if line is not None:
            found += [f"tool {tool}" for tool in _tools(line.tools)]
            found += [f"work centre {line.work_centre}"] if line.work_centre is not None else []
        return found

    @cached_property
    def _common(self) -> dict[str, set[str]]:
        return {name: self._stopped_by(name) for name in sorted(self.scenario.outages) if self.parts.is_common(name)}

    def _stopped_by(self, cause: str) -> set[str]:
        """Lanes and lines that an outage stops; with the reviews of a site, what feeds it."""
        hit, stops = set(self.parts.hit[cause]), set(self.scenario.outages[cause].stops)
        fed = {name for name, lane in self.outlook.lanes.items() if "reviews" in stops and lane.to in hit}
        return self._direct(hit, stops) | set(self._buying(hit, stops)) | fed

    def _direct(self, hit: Set[str], stops: Set[str]) -> set[str]:
        """Lanes and lines that an outage stops by their name, or at their site."""
        return {name for name, site in self.sites.items() if name in hit
                or (site in hit and ("lines" if name in self.outlook.lines else "lanes") in stops)}  # fmt: skip

    def _buying(self, sites: Set[str], stops: Set[str]) -> list[str]:
        """Lanes and lines of sites that buy from one of these, near or far."""
        if not stops & {"lanes", "lines"}:
            return []
        return [name for name, behind in self.behind.items() if (behind - {self.sites[name]}) & sites]

    # ---- outages
    def _with_buyers(self, name: str, kind: str, spell: Spell) -> Outages:
        """A site or a common cause, and beside it those who buy from what it hits."""
        hits, stops = ([name], Outage().stops) if kind == "site" else (
            self.parts.hit[name], self.scenario.outages[name].stops
        )  # fmt: skip
        found = {"": Outage(hits=hits, stops=stops, listed=[spell])}
        if kind == "site" and self.sites.get(name, name) != name:  # a lane or line elsewhere has the name of the site
            found = {"": _exactly([one for one, site in self.sites.items() if site == name], [spell])}
        buying = self._buying(set(hits), set(stops))
        return found | ({" (buyers)": _exactly(buying, [spell])} if buying else {})

    def _tool(self, tool: str, spell: Spell) -> Outages:
        """The lines that need a tool; one that could work with another on the days without another."""
        found: dict[str, Outage] = {}
        always = [name for name, line in self.scenario.lines.items()
                  if tool in _tools(line.tools) and not isinstance(line.tools, AnyTool)]  # fmt: skip
        if always:
            found[""] = _exactly(always, [spell])
        for name, line in self.scenario.lines.items():
            if isinstance(line.tools, AnyTool) and tool in line.tools.any_of:
                others = [tool_at(self.outlook, one, line.site) for one in line.tools.any_of if one != tool]
                bare = ~np.logical_or.reduce([np.zeros(self.outlook.days, dtype=bool), *others])
                spells = self._within(spell, bare)
                found |= {f" ({name})": _exactly([name], spells)} if spells else {}
        return found

    def _within(self, spell: Spell, days: Days) -> list[Spell]:
        """The parts of a spell that fall on these days; it begins in a morning."""
        assert isinstance(spell.start, date)
        first, lasts = self.outlook.day(spell.start), spell.lasts.amount
        found, day = list[Spell](), first
        while day < min(first + lasts, self.outlook.days):
            end = day + 1
            while end < min(first + lasts, self.outlook.days) and days[end] == days[day]:
                end += 1
            if days[day]:
                length = min(float(end), first + lasts) - day
                found.append(Spell.model_validate({"from": self.outlook.date(day), "lasts": Span(length)}))
            day = end
        return found


def _exactly(sources: list[str], spells: list[Spell]) -> Outage:
    """An outage of these lanes and lines, and of no site that has the name of one of them."""
    return Outage(hits=sources, stops=[], listed=list(spells))


def _tools(tools: AnyTool | list[str]) -> list[str]:
    return tools.any_of if isinstance(tools, AnyTool) else tools


def _free(name: str, taken: Mapping[str, object]) -> str:
    """A name that is not taken."""
    while name in taken:
        name += "'"
    return name
