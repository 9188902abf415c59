"""What the planner expects day by day: demand, shares, and what they ask of each stock and each source.

Everything is a mean: planned dates kept, mature yield. Lead times are not offset, as what is judged here are weeks
and months.
"""

from datetime import date, timedelta
from functools import cached_property
from math import ceil

import networkx as nx
import numpy as np
import numpy.typing as npt

from backsource.config.parsed import Cover
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.sharing import filled
from backsource.config.stock import Stock
from backsource.network.days import Days, day_number, worked
from backsource.network.feasibility.demand import demand_of, months_of
from backsource.network.feasibility.means import days_of, mean_days
from backsource.network.feasibility.supply import Supply
from backsource.network.timetable import Timetable
from backsource.units import Span

Floats = npt.NDArray[np.float64]
Shares = dict[str, float]

LONGEST = 10_958
"""Days looked at: thirty years."""


class Outlook(Supply):
    """One scenario under one schedule, as arrays over the days from the start on, shape (days,)."""

    def __init__(self, scenario: Scenario, schedule: Schedule | None) -> None:
        super().__init__(scenario)
        self.schedule = schedule or Schedule(schedule="as it is")
        self.days = min(ceil(days_of(scenario.horizon)), LONGEST)
        self._open: dict[str, Days] = {}

    # ---- time
    def day(self, when: date) -> int:
        """Number of a date."""
        return day_number(self.scenario, when)

    def date(self, day: int) -> date:
        """Date of a day."""
        return self.scenario.start + timedelta(days=day)

    def calendar(self, stock: str) -> str | None:
        """Calendar of the site of a stock."""
        return self.scenario.sites[stock.partition("/")[0]].calendar

    def open(self, site: str) -> Days:
        """Days on which a site works."""
        if site not in self._open:
            self._open[site] = worked(self.scenario, self.scenario.sites[site].calendar, 0, self.days)
        return self._open[site]

    def after(self, day: int, span: float, calendar: str | None) -> int:
        """The first day on which *span* worked days of a calendar have passed, counted from *day* on."""
        mask = worked(self.scenario, calendar, day, ceil(span) * 7 + 400)
        passed = np.flatnonzero(np.cumsum(mask) >= ceil(span))
        return day if span <= 0 else day + (int(passed[0]) + 1 if len(passed) else len(mask))

    @cached_property
    def months(self) -> npt.NDArray[np.int_]:
        """The month of each day, counted from year 0."""
        return months_of(self.scenario, self.days)

    def later(self, day: int, span: Span | None, calendar: str | None) -> int:
        """The first day after a length of time, whose clock says whether a calendar counts."""
        working = span is not None and span.clock == "working"
        return self.after(day, days_of(span), calendar if working else None)

    def lead(self, source: str) -> float:
        """Promised time from order to arrival [days]."""
        if source in self.lanes:
            lane = self.lanes[source]
            return days_of(lane.promised) + mean_days(lane.lead_time) + days_of(lane.order_delay)
        line = self.lines[source]
        return mean_days(line.processing) if line.rate is None else float(line.ready == "next_day")

    # ---- the plan
    @cached_property
    def timetable(self) -> Timetable:
        """Tasks with their planned days."""
        return Timetable.of(self.scenario, self.schedule)

    @cached_property
    def steps(self) -> list[int]:
        """Days on which shares of any stock change."""
        return sorted({day for stock in self.schedule.stocks for day in self.steps_of(stock)})

    def steps_of(self, stock: str) -> list[int]:
        """Days on which the shares of a stock change: dates, and expected days of gates."""
        return [self.day(step.day) for step in self.schedule.part(stock).share]

    def onboards(self, lane: str) -> str | None:
        """The task that qualifies a lane, where there is one."""
        return next((name for name, task in self.schedule.tasks.items() if lane in task.onboards), None)

    def onboarded(self, lane: str) -> float:
        """First day on which a lane takes orders; infinite where its task never ends."""
        name = self.onboards(lane)
        return 0.0 if name is None else self.timetable.times[name, "F"]

    def share(self, source: str) -> Floats:
        """Planned share of a source in what its stock orders."""
        stock = self.product(source)
        as_is = self.as_is(stock)
        shares = {name: as_is.get(name, 0.0) for name in self.sources[stock]}
        found = np.full(self.days, shares[source])
        for step in self.schedule.part(stock).share:
            shares = filled(shares, step.shares)
            found[max(0, self.day(step.day)) :] = shares[source]
        return found

    def as_is(self, stock: str) -> Shares:
        """Shares before any step; a policy that speaks of its sources gives them itself."""
        names = self.sources[stock]
        declared = self.scenario.stocks.get(stock)
        if declared is not None and declared.sources:
            return dict(declared.sources)
        if declared is not None and declared.emergency is not None:
            names = [name for name in names if name != declared.emergency.source]
        given = _own_shares(declared) if declared is not None else {}
        return given or {name: 1 / len(names) for name in names}

    @cached_property
    def demand(self) -> dict[str, Floats]:
        """Mean demand of each market."""
        return {name: demand_of(self.scenario, name, self.days) for name in self.scenario.markets}

    @cached_property
    def use(self) -> dict[str, Floats]:
        """What is asked of each stock; walks upstream from the markets."""
        use = {stock: np.zeros(self.days) for stock in self.flow}
        for name, market in self.scenario.markets.items():
            use[f"{market.origin}/{market.item}"] += self.demand[name]
        for stock in reversed(list(nx.topological_sort(self.flow))):
            for source in self.sources[stock]:
                for taken, each in self.takes(source).items():
                    if taken in use:
                        use[taken] += each * self.share(source) * use[stock]
        return use

    @cached_property
    def need(self) -> dict[str, Floats]:
        """What is asked of each lane and line [good units a day]."""
        return {name: self.share(name) * self.use[self.product(name)] for name in sorted((*self.lanes, *self.lines))}

    # ---- cover
    def covered(self, stock: str, cover: Cover | Span, day: int) -> float:
        """Use of a stock over a cover that begins on a day [units]."""
        span = cover.span if isinstance(cover, Cover) else cover
        end = self.later(day, span, self.calendar(stock))
        return float(self.use[stock][max(0, day) : max(0, end)].sum())

    def usual(self, stock: str, day: int) -> float:
        """What the policy keeps on hand around a day [units]: its level less what is used in the lead time."""
        declared = self.scenario.stocks.get(stock)
        if declared is None or not self.scenario.items[stock.partition("/")[2]].storable:
            return 0.0
        if declared.cover is not None:
            return self.covered(stock, declared.cover, day)
        level = declared.base_stock or (declared.reorder.at if declared.reorder is not None else None)
        if level is None:
            return declared.opening.number if declared.opening is not None else 0.0
        return max(0.0, level.number - self.on_the_way(stock, day))

    def on_the_way(self, stock: str, day: int) -> float:
        """Use over the lead time and the review of a stock from a day on [units]."""
        day = min(max(0, day), self.days - 1)
        lead = sum(float(self.share(source)[day]) * self.lead(source) for source in self.sources[stock])
        lead += max(1.0, self.scenario.stocks[stock].review) - 1
        return float(self.use[stock][day : day + ceil(lead)].sum())

    def freed(self, stock: str, day: int) -> float:
        """What is still to come on a day from sources that lose share, less what those that gain have to fill."""
        if not 0 < day < self.days:
            return 0.0
        freed = 0.0
        for source in self.sources[stock]:
            lost = float(self.share(source)[day - 1] - self.share(source)[day])
            freed += lost * float(self.use[stock][day : day + ceil(self.lead(source))].sum())
        return freed

    def pace(self, stock: str, day: int) -> float:
        """Mean use of a stock on a day that its site works, over the year from a day on [units]."""
        use = self.use[stock][max(0, day) : max(0, day) + 365]
        open_days = self.open(stock.partition("/")[0])[max(0, day) : max(0, day) + 365]
        return float(use.sum()) / max(1, int(open_days.sum()))


def _own_shares(stock: Stock) -> Shares:
    """Shares that a policy with named sources comes to: its slow source, its surge source, or what is listed."""
    if stock.dual_index is not None:
        return {stock.dual_index.regular: 1.0}
    if stock.base_surge is not None:
        return {stock.base_surge.surge: 1.0}
    if isinstance(stock.listed, dict):
        sums = {name: sum(amount.number for amount in amounts) for name, amounts in stock.listed.items()}
        return {name: each / (sum(sums.values()) or 1.0) for name, each in sums.items()}
    return {}
