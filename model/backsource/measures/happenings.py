"""What was so on each day, as the journal tells: outages, tools, closed and opened sources, shares."""

from collections.abc import Iterable
from functools import cached_property
from math import inf

import numpy as np

from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.sharing import filled
from backsource.config.sources import AnyTool
from backsource.log import Floats, Kind, Log
from backsource.measures.diary import Diary
from backsource.measures.frame import Bools, Frame
from backsource.measures.past import Past


class Happenings:
    """One log, by day; every array has shape (days,)."""

    def __init__(self, log: Log, frame: Frame, schedule: Schedule | None, past: Past) -> None:
        self.log, self.frame, self.schedule, self.past = log, frame, schedule, past
        self.scenario: Scenario = frame.scenario
        self._down: dict[str, Bools] = {}

    @cached_property
    def diary(self) -> Diary:
        """Decisions by kind."""
        return Diary(self.log)

    def any_down(self, outages: Iterable[str]) -> Bools:
        """Days that began with one of these outages."""
        found = np.zeros(self.log.days, dtype=bool)
        for name in outages:
            found |= self._outage(name)
        return found

    def site_down(self, site: str, stops: str = "lanes") -> Bools:
        """Days that began with an outage of a site that stops its `lanes` or `lines`."""
        own = self.scenario.sites[site].causes
        return self.any_down(
            name for name, outage in self.scenario.outages.items()
            if (site in outage.hits or name in own) and stops in outage.stops
        )  # fmt: skip

    def source_down(self, source: str) -> Bools:
        """Days that began with an outage of this very lane or line."""
        return self.any_down(name for name, outage in self.scenario.outages.items() if source in outage.hits)

    def closed(self, source: str) -> Bools:
        """Days on which a source took no orders because it had been closed."""
        return self._between(Kind.SOURCE_CLOSED, Kind.SOURCE_OPENED, source, source in self.past.gone)

    def toolless(self, line: str) -> Bools:
        """Days on which a line lacked a tool."""
        plan = self.scenario.lines[line]
        tools = plan.tools.any_of if isinstance(plan.tools, AnyTool) else plan.tools
        if not tools:
            return np.zeros(self.log.days, dtype=bool)
        there = np.array([self._at(tool, plan.site) for tool in tools])
        some = isinstance(plan.tools, AnyTool)
        equipped: Bools = np.logical_or.reduce(there) if some else np.logical_and.reduce(there)
        return ~equipped

    def unopened(self, line: str) -> Bools:
        """Days before a line opened."""
        opened = self.diary.first(Kind.LINE_OPENED, line)
        first = self.frame.row(opened.time) if opened else self._open_from(line)
        return np.arange(self.log.days) < first

    def shares(self, stock: str, sources: tuple[str, ...], spare: str, ordered: dict[str, Floats]) -> dict[str, Floats]:
        """Shares of the sources of a stock by day: as they are, then as the steps have set them.

        Where none are given the orders themselves tell.
        """
        found = {name: np.full(self.log.days, share) for name, share in self._first(stock, sources, spare).items()}
        if not found:
            totals = {name: float(units.sum()) for name, units in ordered.items()}
            total = sum(totals.values())
            found = {name: np.full(self.log.days, totals[name] / total if total else 0.0) for name in sources}
        for step in self.diary.about(Kind.SHARE_STEP, stock):
            name = self.log.subjects[int(step.detail)]
            if name in found:
                found[name][self.frame.row(step.time) :] = step.quantity
        return found

    def _first(self, stock: str, sources: tuple[str, ...], spare: str) -> dict[str, float]:
        declared = self.scenario.stocks.get(stock)
        usual = [name for name in sources if name != spare] or list(sources)
        if stock in self.past.shares:
            before: dict[str, float] = dict(self.past.shares[stock])
        elif declared is not None and declared.sources:
            before = dict(declared.sources)
            taken = 0 if stock in self.past.back else self.past.steps.get(stock, 0)
            for step in self.schedule.part(stock).share[:taken] if self.schedule and taken else ():
                before = filled(before, step.shares)
        else:
            before = {usual[0]: 1.0} if len(usual) == 1 else {}
        return {name: before.get(name, 0.0) for name in sources} if before else {}

    def _outage(self, name: str) -> Bools:
        if name not in self._down:
            self._down[name] = self._between(Kind.OUTAGE_BEGINS, Kind.OUTAGE_ENDS, name, before=None)
        return self._down[name]

    def _between(self, begins: Kind, ends: Kind, subject: str, before: bool | None) -> Bools:
        """Days whose first instant lies in a spell; *before*: whether the first row does (None: if it ends first)."""
        days = self.frame.first_day + np.arange(self.log.days)
        if subject not in self.log.subjects:
            return np.full(self.log.days, bool(before))
        journal = self.log.journal
        own = journal[journal["subject"] == self.log.subjects.index(subject)]
        begun, ended = (np.sort(own["time"][own["kind"] == kind]) for kind in (begins, ends))
        count = np.searchsorted(begun, days, side="right") - np.searchsorted(ended, days, side="right")
        if before is None:
            before = bool(len(ended) and (not len(begun) or ended[0] < begun[0]))
        down: Bools = count + int(before) > 0
        return down

    def _at(self, tool: str, site: str) -> Bools:
        """Days on which a tool is at a site."""
        place = self.past.tools.get(tool, self.scenario.tools[tool].at)
        there = np.full(self.log.days, place == site)
        moves = [(event.time, False) for event in self.diary.about(Kind.TOOL_PULLED, tool)]
        moves += [
            (event.time, self.log.subjects[int(event.detail)] == site)
            for event in self.diary.about(Kind.TOOL_INSTALLED, tool)
        ]
        for time, here in sorted(moves):
            there[self.frame.row(time) :] = here
        return there

    def _open_from(self, line: str) -> float:
        """First row on which a line worked that the journal never opens; none where it has to be opened."""
        if line in self.past.opened:
            return 0
        plan, schedule = self.scenario.lines[line], self.schedule
        waits = plan.ramp is not None or plan.qualification is not None or plan.opens is not None
        waits = waits or (schedule is not None and (line in schedule.opens or line in schedule.qualified))
        worked = np.flatnonzero(self.log.lines.of(line, "closed") < plan.machines - 1e-9)
        return (worked[0] if len(worked) else inf) if waits else 0
