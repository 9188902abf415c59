"""What may be lost, and which sources that takes along.

A part is a site, a lane, a line, a tool, a work centre or a common cause, written `site forge`. Losing a site stops
what an outage of it stops: its lines and the lanes that leave it, and those of all who buy from it. What lies in a
stock beyond it is not lost.
"""

from collections.abc import Iterable
from functools import cached_property

from backsource.config.demand import Outage, Spell
from backsource.config.scenario import Scenario
from backsource.config.sources import Failure
from backsource.network.build import US
from backsource.network.dependency.standing import Source, Standing
from backsource.network.feasibility.means import days_of, mean_days

KINDS = ("site", "cause", "line", "lane", "tool", "work centre")
"""Kinds of parts, in the order in which they are told."""


def kind_of(part: str) -> str:
    """The kind of a part."""
    return next(kind for kind in KINDS if part.startswith(f"{kind} "))


def name_of(part: str) -> str:
    """The name of a part without its kind."""
    return part.removeprefix(f"{kind_of(part)} ")


class Parts:
    """The parts of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    @cached_property
    def hitting(self) -> dict[str, list[str]]:
        """Outages that hit each site, lane and line, by its name."""
        found: dict[str, list[str]] = {}
        for outage, hit in self.hit.items():
            for name in hit:
                found.setdefault(name, []).append(outage)
        return found

    def is_common(self, outage: str) -> bool:
        """Whether an outage is a common cause: it hits several sites, lanes or lines at once."""
        return len(self.hit[outage]) > 1

    def needs(self, source: Source) -> list[str]:
        """Parts without which a source gives nothing, tools that can stand in for each other left out."""
        sites = self.behind(source.site)
        found = [f"{'line' if source.is_line else 'lane'} {source.name}", *(f"site {site}" for site in sites)]
        found += [f"cause {name}" for name in self._stopping(source, sites) if self.is_common(name)]
        if source.is_line:
            found += [f"tool {tools[0]}" for tools in source.tools if len(tools) == 1]
            centre = self.scenario.lines[source.name].work_centre
            found += [f"work centre {centre}"] if centre is not None else []
        return found

    def behind(self, site: str) -> list[str]:
        """A site and all that it is known to buy from, near and far."""
        found, pending = {site: None}, [site]
        while pending:
            new = [each for each in self.scenario.sites[pending.pop()].buys_from if each not in found]
            found.update(dict.fromkeys(new))
            pending += new
        return list(found)

    def unseen(self, standing: Standing, stocks: Iterable[str]) -> list[str]:
        """Outside sites that *stocks* draw on and of which nobody says what they depend on themselves.

        A site is seen when it says what it buys from, or when its stocks are fed by what the scenario shows.
        """
        starts = {source.site for stock in stocks for source in standing.open_at[stock]}
        return sorted({site for start in starts for site in self.behind(start) if self._is_dark(site)})

    def recovers(self, part: str) -> float | None:
        """Mean time until a part is back [days]; none where the scenario says nothing.

        The longest mean of the outages that hit it, of a site also of those that hit its lines; of a line also the
        repair of its machines; of a tool the time to buy another one.
        """
        kind, name = kind_of(part), name_of(part)
        if kind == "tool":
            lead = self.scenario.tools[name].lead
            return None if lead is None else days_of(lead)
        hit = [name] if kind == "cause" else self.hitting.get(name, [])
        if kind == "site":
            hit = [*hit, *(each for line in self._lines_at.get(name, ()) for each in self.hitting.get(line, ()))]
        times = [_length(self.scenario.outages[each]) for each in hit]
        if kind == "line":
            times += [_repair(failure) for failure in self.scenario.lines[name].failures]
        return max(times, default=None)

    def country(self, site: str) -> str:
        """Country of a site; `?` where it is not given."""
        return self.scenario.sites[site].country or "?"

    @cached_property
    def hit(self) -> dict[str, list[str]]:
        """Sites, lanes and lines that each outage stops."""
        found = {name: list(outage.hits) for name, outage in self.scenario.outages.items()}
        for site, declared in self.scenario.sites.items():
            for name in declared.causes:
                found[name] += [site]
        return {name: list(dict.fromkeys(hit)) for name, hit in found.items()}

    @cached_property
    def _lines_at(self) -> dict[str, list[str]]:
        """Lines of each site that has some."""
        found: dict[str, list[str]] = {}
        for line, declared in self.scenario.lines.items():
            found.setdefault(declared.site, []).append(line)
        return found

    def _stopping(self, source: Source, sites: list[str]) -> list[str]:
        """Outages that stop a source: by its name, at its site, at one that this buys from, or at who orders."""
        own = {"lines"} if source.is_line else {"lanes"}
        buyer = source.stock.partition("/")[0]
        found = list(self.hitting.get(source.name, ()))
        for places, stopped in ((sites[:1], own), (sites[1:], {"lines", "lanes"}), ([buyer], {"reviews"})):
            found += [outage for place in places for outage in self.hitting.get(place, ())
                      if stopped & set(self.scenario.outages[outage].stops)]  # fmt: skip
        return list(dict.fromkeys(found))

    @cached_property
    def _fed(self) -> set[str]:
        """Sites of which the scenario shows what feeds them."""
        lanes, lines = self.scenario.lanes.values(), self.scenario.lines.values()
        return {lane.to for lane in lanes} | {line.site for line in lines if line.bom}

    def _is_dark(self, site: str) -> bool:
        """Whether a site of others says that its sources are unseen, or says nothing of them."""
        declared = self.scenario.sites[site]
        ours = declared.kind not in ("supplier", "feed") or declared.owner == US
        return not ours and (declared.upstream == "unseen" or (not declared.buys_from and site not in self._fed))


def _length(outage: Outage) -> float:
    """Mean length of an outage [days]."""
    if outage.lasts is not None:
        return mean_days(outage.lasts)
    if outage.listed:
        spells = [days_of(one.lasts) if isinstance(one, Spell) else (one.last - one.first).days + 1.0
                  for one in outage.listed]  # fmt: skip
        return sum(spells) / len(spells)
    return 1 / outage.ends if outage.ends else 0.0


def _repair(failure: Failure) -> float:
    """Mean length of a repair [days]; 0 of one that is not said to end."""
    if failure.mtbf is not None:
        return mean_days(failure.repair)
    return 1 / failure.ends if failure.ends else 0.0
