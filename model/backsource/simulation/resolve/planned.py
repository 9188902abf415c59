"""What the planner expects each stock to be asked for, and the levels that cover it.

Planned use walks the graph upstream from the markets along the schedule's shares. It is what the planner
believes: mature yield, promised lead times, dated steps kept.
"""

from __future__ import annotations

from math import ceil

import numpy as np
import numpy.typing as npt

from backsource.config.parsed import Cover
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.resolve.sources import yield_plan
from backsource.simulation.resolve.world import planned_demand

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int_]


class Planned:
    """Planned use of every stock, row by row, beyond the horizon as far as any cover looks."""

    def __init__(self, frame: Frame, order: list[str], shares: dict[str, list[tuple[int, dict[str, float]]]]) -> None:
        self.frame, self.shares = frame, shares
        spans = [stock.cover.span.amount for _, stock in frame.stocks.values() if stock.cover]
        leads = [self.lead_of(name) for name in (*frame.lanes, *frame.lines)]
        self.extra = ceil(max(leads, default=0) + 3 * max(spans, default=0)) + 30
        self.use: dict[str, Floats] = {}
        for name in reversed(order):
            self.use[name] = self.use_of(name)

    def use_of(self, stock: str) -> Floats:
        """What markets, lanes and lines are planned to take from a stock each row."""
        use = np.zeros(self.frame.rows + self.extra)
        site, item = stock.split("/", 1)
        for name, (origin, market) in self.frame.markets.items():
            if origin == site and market.item == item:
                use += planned_demand(self.frame, name, self.extra)
        for name, (origin, to, lane) in self.frame.lanes.items():
            if origin == site and lane.item == item:
                use += self.share_of(f"{to}/{item}", name) * self.use.get(f"{to}/{item}", 0.0)
        for name, (at, line) in self.frame.lines.items():
            if at == site and item in line.bom:
                made = self.share_of(f"{at}/{line.makes}", name) * self.use.get(f"{at}/{line.makes}", 0.0)
                use += made * line.bom[item].number / yield_plan(line).mature
        return use

    def share_of(self, stock: str, source: str) -> Floats:
        """Planned share of one source of a stock each row."""
        share = np.zeros(self.frame.rows + self.extra)
        for row, shares in self.shares.get(stock, []):
            share[max(0, row) :] = shares.get(source, 0.0)
        return share

    def lead_of(self, source: str) -> float:
        """Time from order to arrival that one source promises, made to order at its origin included [days]."""
        if source in self.frame.lanes:
            origin, _, lane = self.frame.lanes[source]
            lead = self.frame.span_law(lane.lead_time).mean if lane.lead_time else self.frame.days(lane.promised)
            return lead + self.frame.days(lane.order_delay) + self.made_to_order(origin, lane.item)
        line = self.frame.lines[source][1]
        if line.processing is not None:
            return self.frame.span_law(line.processing).mean
        return 0.0 if line.ready == "same_day" else 1.0

    def made_to_order(self, site: str, item: str) -> float:
        """Time a lane waits at an origin that makes its goods only when they are ordered [days]."""
        stock = self.frame.stocks.get(f"{site}/{item}")
        if stock is not None and not stock[1].lot_for_lot:
            return 0.0
        lines = [name for name, (at, line) in self.frame.lines.items() if at == site and line.makes == item]
        return max((self.lead_of(name) for name in lines), default=0.0)

    def next_review(self, stock: str) -> Ints:
        """The next row after each row on which the stock can order again: reviews fall on open days only."""
        site, declared = self.frame.stocks[stock]
        calendar = self.frame.scenario.sites[site].calendar
        days = np.arange(self.frame.rows + self.extra) + self.frame.first_day
        able = self.frame.mask(calendar, self.extra) & (days % max(1.0, declared.review) == 0)
        rows = np.nonzero(able)[0]
        if not len(rows):
            return np.arange(1, self.frame.rows + 1)
        following = np.searchsorted(rows, np.arange(self.frame.rows), side="right")
        return np.asarray(rows[np.minimum(following, len(rows) - 1)], dtype=np.int_)

    def ends(self, stock: str, cover: Cover, lead: float) -> Ints:
        """Row up to which what is ordered on each row should last, when it takes *lead* days to come.

        It has to last until what is ordered at the next review arrives, and the cover longer.
        """
        rows = self.frame.rows + self.extra
        reach = np.minimum(self.next_review(stock) - 1 + ceil(lead), rows - 1)
        if cover.span.clock != "working":
            return np.asarray(np.minimum(reach + ceil(self.frame.days(cover.span)), rows - 1), dtype=np.int_)
        worked = np.cumsum(self.frame.mask(self.frame.scenario.sites[self.frame.stocks[stock][0]].calendar, self.extra))
        last = np.searchsorted(worked, worked[reach] + cover.span.amount)
        return np.asarray(np.minimum(last, rows - 1), dtype=np.int_)

    def cover_levels(self, stock: str, cover: Cover) -> Floats:
        """Position that covers the planned use after each row: while its shares stay, the use until its sources' ends.

        When shares move to a faster source, what the slower one has been ordered still fills the pipeline: the position
        is never below the cover and what was planned to be on order by then, each order at the share of its own day.
        """
        now, use = np.arange(self.frame.rows), self.use[stock]
        total = np.cumsum(use)
        at_hand = self.ends(stock, cover, 0.0)
        steady = np.zeros(self.frame.rows)
        coming = total[at_hand] - total[now]
        for source in sorted({name for _, shares in self.shares.get(stock, []) for name in shares}):
            ends, share = self.ends(stock, cover, self.lead_of(source)), self.share_of(stock, source)
            steady += share[now] * (total[ends] - total[now])
            ordered_on = np.minimum(np.searchsorted(ends, np.arange(len(use))), self.frame.rows - 1)
            planned = np.cumsum(share[ordered_on] * use)
            coming += planned[ends] - planned[at_hand]
        levels = np.maximum(steady, coming)
        whole = self.frame.scenario.items[stock.split("/", 1)[1]].whole
        return np.asarray(np.ceil(levels - 1e-9) if whole else levels)

    def days_of_use(self, stock: str, cover: Cover, row: int) -> float:
        """Planned use over a cover that begins after a row [units]."""
        site = self.frame.stocks[stock][0]
        if cover.span.clock == "working":
            worked = np.cumsum(self.frame.mask(self.frame.scenario.sites[site].calendar, self.extra))
            end = int(np.searchsorted(worked, worked[row] + cover.span.amount))
        else:
            end = row + ceil(self.frame.days(cover.span))
        return float(self.use[stock][row + 1 : end + 1].sum())
