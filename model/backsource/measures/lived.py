"""Dependency as it was lived: what each source brought, what its outages cost, how long we could have gone without it.

Time to survive without a source: (on hand + on the road to the stock) / (mean use x its share), for the others go on
with theirs. Time to recover: mean length of the outages that can hit it (the longest of several) + its lead time.
A day is exposed when time to recover exceeds time to survive (Simchi-Levi et al., Interfaces 45, 2015). Only lanes are
looked at, from the first day on which a line needs the stock.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from backsource.config.demand import Outage, Spell
from backsource.laws.concentration import concentration
from backsource.log import Floats, Log
from backsource.measures.causes import Trace
from backsource.measures.explained import Explained
from backsource.measures.frame import Bools, Frame
from backsource.measures.opening import Opening
from backsource.measures.roles import Roles
from backsource.network.feasibility.means import mean_days


@dataclass(frozen=True)
class Lived:
    """What one lane was to its stock, over the days looked at."""

    stock: str
    lane: str
    raw: bool
    """Whether it brings raw material of the plant."""
    days: Bools
    """Days looked at: of the window, and of raw material since a line that uses it was installed; shape (days,)."""
    share: float
    """Share in units received and made; nan where none were."""
    down: Bools
    """Days on which goods should have come that had to leave in an outage, shape (days,)."""
    starved: float
    """Machine-days starved for want of its goods."""
    survival: Floats
    """Time to survive without it from each day on [days]; inf while it has no share, shape (days,)."""
    recovery: float
    """Time to recover [days]; nan where no outage can hit it."""

    @property
    def exposed(self) -> Bools:
        """Days looked at on which time to recover exceeds time to survive."""
        beyond: Bools = self.days & (self.survival < (self.recovery if isfinite(self.recovery) else 0.0))
        return beyond

    @property
    def least(self) -> float:
        """Least time to survive [days]; nan where it never had a share."""
        used = self.survival[self.days & np.isfinite(self.survival)]
        return float(used.min()) if len(used) else np.nan


class Survey:
    """Looks back on the sources of a log; what no log changes is prepared."""

    def __init__(self, frame: Frame, roles: Roles) -> None:
        self.frame, self.roles = frame, roles
        self.stocks = tuple(dict.fromkeys((*roles.stocks, *roles.raw)))
        self._recovery: dict[str, float] = {}

    def lived(self, trace: Trace, openings: dict[str, Opening]) -> list[Lived]:
        """Every lane into the stocks of the changeover and of raw material."""
        return [one for stock in self.stocks for one in self._of_stock(trace, stock, openings)]

    def measures(self, log: Log, found: Sequence[Lived], gaps: Sequence[Explained]) -> dict[str, float]:
        """The wide row's part."""
        feeds = [one for one in found if one.raw]
        down, open_days = _any([one.down & one.days for one in feeds], log), _any([one.days for one in feeds], log)
        short = gap_days(self.frame, gaps)
        reachable = [one for one in found if isfinite(one.recovery)]
        return {
            "supply_concentration": self._index(log, self.roles.stocks),
            "feed_concentration": self._index(log, tuple(self.roles.raw)) if feeds else np.nan,
            "feed_down_days": float(np.count_nonzero(down)) if open_days.any() else np.nan,
            "gap_given_feed_down": _share(short, down),
            "gap_given_feeds_up": _share(short, open_days & ~down),
            "starved_by_worst_feed": max((one.starved for one in feeds), default=np.nan),
            "survival_least": min((one.least for one in reachable if not np.isnan(one.least)), default=np.nan),
            "exposed_days": float(np.count_nonzero(_any([one.exposed for one in found], log))),
        }

    def detail(self, one: Lived, gaps: Sequence[Explained]) -> dict[str, float]:
        """One source by itself."""
        short, down = gap_days(self.frame, gaps), one.down & one.days
        return {
            "share": one.share,
            "down_days": float(np.count_nonzero(down)),
            "gap_given_down": _share(short, down),
            "gap_given_up": _share(short, one.days & ~one.down),
            "starved_days": one.starved,
            "survival_least": one.least,
            "recovery": one.recovery,
            "exposed_days": float(np.count_nonzero(one.exposed)),
        }

    def _of_stock(self, trace: Trace, stock: str, openings: dict[str, Opening]) -> Iterator[Lived]:
        log, frame, tracer = trace.log, self.frame, trace.tracer
        lanes = self.roles.feeds.get(stock, ())
        users = self.roles.raw.get(stock, ())
        begun = max(frame.window.start, min((openings[line].row for line in users), default=0))
        days = np.zeros(log.days, dtype=bool)
        days[begun : frame.window.stop] = True
        brought = self._brought(log, stock)
        total = sum(brought.values())
        shares = trace.in_force(stock)
        ready = log.stocks.of(stock, "on_hand") + sum(
            (log.lanes.of(name, "in_transit") + log.lanes.of(name, "gate") for name in lanes), np.zeros(log.days)
        )
        use = (log.stocks.of(stock, "asked") + log.stocks.of(stock, "used"))[days]
        mean = float(use.mean()) if len(use) else 0.0
        starved = self._starved(trace, stock, days)
        for name in lanes:
            timing = tracer.timing(name)
            stopped = trace.happenings.site_down(frame.scenario.lanes[name].origin) | trace.happenings.source_down(name)
            needed = mean * shares[name]
            yield Lived(
                stock, name, bool(users), days,
                share=brought[name] / total if total > 0 else np.nan,
                down=stopped[np.maximum(timing.leaves, 0)] & (timing.leaves >= 0),
                starved=starved.get(name, 0.0),
                survival=np.divide(ready, needed, out=np.full(log.days, inf), where=needed > 0),
                recovery=self._time_to_recover(name),
            )  # fmt: skip

    def _starved(self, trace: Trace, stock: str, days: Bools) -> dict[str, float]:
        """Machine-days starved for a stock by the source that had not brought it."""
        found: dict[str, float] = {}
        for line in self.roles.raw.get(stock, ()):
            waiting = trace.line(line).waits_for(stock) * days
            if not waiting.any():
                continue
            for cause, share in trace.starving(stock).items():
                found[cause.feed] = found.get(cause.feed, 0.0) + float(waiting @ share)
        return found

    def _brought(self, log: Log, stock: str) -> dict[str, float]:
        rows, scenario = self.frame.window, self.frame.scenario
        units = {name: float(log.lanes.of(name, "received")[rows].sum()) for name in self.roles.feeds.get(stock, ())}
        lines = [name for name, line in scenario.lines.items() if f"{line.site}/{line.makes}" == stock]
        return units | {name: float(log.lines.of(name, "good")[rows].sum()) for name in lines}

    def _index(self, log: Log, stocks: Sequence[str]) -> float:
        """Concentration of the worst of these stocks; nan where nothing came in."""
        brought = [list(self._brought(log, stock).values()) for stock in stocks]
        return max((concentration(units).index for units in brought if sum(units) > 0), default=np.nan)

    def _time_to_recover(self, lane: str) -> float:
        if lane not in self._recovery:
            scenario = self.frame.scenario
            plan = scenario.lanes[lane]
            causes = scenario.sites[plan.origin].causes
            hits = [
                outage for name, outage in scenario.outages.items()
                if lane in outage.hits or plan.origin in outage.hits or name in causes
            ]  # fmt: skip
            lead = plan.promised.amount if plan.promised else mean_days(plan.lead_time)
            self._recovery[lane] = max(map(mean_length, hits)) + lead if hits else np.nan
        return self._recovery[lane]


def mean_length(outage: Outage) -> float:
    """Mean length of an outage [days]."""
    if outage.lasts is not None:
        return mean_days(outage.lasts)
    if outage.ends:
        return 1.0 / outage.ends
    spells = [
        spell.lasts.amount if isinstance(spell, Spell) else (spell.last - spell.first).days + 1.0
        for spell in outage.listed or ()
    ]
    return float(np.mean(spells)) if spells else 0.0


def gap_days(frame: Frame, gaps: Sequence[Explained]) -> Bools:
    """Days of a log in an incident of any market, shape (days,)."""
    short = np.zeros(frame.days, dtype=bool)
    for one in gaps:
        short[one.incident.start - frame.first_day : one.incident.end - frame.first_day] = True
    return short


def _share(short: Bools, days: Bools) -> float:
    return float(short[days].mean()) if days.any() else np.nan


def _any(masks: Sequence[Bools], log: Log) -> Bools:
    found: Bools = np.logical_or.reduce([np.zeros(log.days, dtype=bool), *masks])
    return found
