"""What the planner expects: planned use of every stock along the expected shares, and the levels that cover it.

The same arithmetic serves when a run is prepared and in the middle of one, when a steering meeting moves
an expected date. It is what the planner believes: mature yield, promised lead times.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int_]
Steps = tuple[tuple[int, tuple[tuple[str, float], ...]], ...]
"""Shares from rows on, in order; the first row is 0."""


@dataclass(frozen=True)
class Use:
    """One way in which a stock is used: a share of what another stock is planned to need."""

    stock: str
    source: str
    units: float


@dataclass(frozen=True)
class Coverage:
    """How far an order of each row has to reach: next review, lead time of the sources, then the cover."""

    next_review: Rows
    worked: Rows | None
    """Cumulative worked days where the cover counts them."""
    cover: float
    """Length of the cover; whole where calendar days count."""
    whole: bool

    def ends(self, lead: float, rows: int) -> Rows:
        """Row up to which what is ordered on each row should last, when it takes *lead* days to come.

        It has to last until what is ordered at the next review arrives, and the cover longer.
        """
        return self.after(np.minimum(self.next_review - 1 + ceil(lead), rows - 1), rows)

    def after(self, reached: Rows, rows: int) -> Rows:
        """Last row of a cover that begins after each of these rows."""
        if self.worked is None:
            last = reached + ceil(self.cover)
        else:
            last = np.searchsorted(self.worked, self.worked[reached] + self.cover)
        return np.asarray(np.minimum(last, rows - 1), dtype=np.int_)


@dataclass(frozen=True)
class Planning:
    """The planner's graph: demand at the markets, uses upstream, lead times, covers."""

    rows: int
    downstream_first: tuple[str, ...]
    demand: dict[str, Floats]
    """Planned demand of the markets of a stock, far beyond the horizon."""
    uses: dict[str, tuple[Use, ...]]
    leads: dict[str, float]
    """Promised time from order to arrival of each source [days]."""
    shares: dict[str, Steps]
    """Expected shares of every stock's sources."""
    covers: dict[str, Coverage]

    @cached_property
    def expected_use(self) -> dict[str, Floats]:
        """Planned use along the expected shares."""
        return self.use(self.shares)

    @cached_property
    def expected_levels(self) -> dict[str, tuple[float, ...]]:
        """Levels along the expected shares."""
        return self.levels(self.shares, self.expected_use)

    def upstream(self, stock: str) -> frozenset[str]:
        """A stock, and all stocks whose planned use depends on the shares of its sources."""
        found = {stock}
        for name in self.downstream_first:
            if any(use.stock in found for use in self.uses.get(name, ())):
                found.add(name)
        return frozenset(found)

    def share_of(self, shares: Mapping[str, Steps], stock: str, source: str, length: int) -> Floats:
        """Expected share of one source, row by row."""
        share = np.zeros(length)
        for row, step in shares.get(stock, ()):
            share[max(0, row) :] = dict(step).get(source, 0.0)
        return share

    def use(
        self,
        shares: Mapping[str, Steps],
        known: Mapping[str, Floats] | None = None,
        among: Collection[str] | None = None,
    ) -> dict[str, Floats]:
        """Planned use of every stock, row by row [units a day]; *known* holds for stocks that are not *among*."""
        found = dict(known or {})
        for stock in self.downstream_first:
            if among is not None and stock not in among:
                continue
            total = self.demand[stock].copy()
            for use in self.uses.get(stock, ()):
                share = self.share_of(shares, use.stock, use.source, len(total))
                total += share * found[use.stock] * use.units
            found[stock] = total
        return found

    def levels(
        self, shares: Mapping[str, Steps], use: Mapping[str, Floats], among: Collection[str] | None = None
    ) -> dict[str, tuple[float, ...]]:
        """Position that covers the planned use, for stocks (*among* these) that order by cover, row by row."""
        stocks = [stock for stock in self.covers if among is None or stock in among]
        return {stock: tuple(self.level(shares, stock, use[stock]).tolist()) for stock in stocks}

    def level(self, shares: Mapping[str, Steps], stock: str, use: Floats) -> Floats:
        """Levels of one stock: while its shares stay, the use after each row until its sources' ends.

        When shares move to a faster source, what the slower one has been ordered still fills the pipeline: the level
        is never below the cover and what was planned to be on order by then, each order at the share of its own day.
        """
        coverage, total, now = self.covers[stock], np.cumsum(use), np.arange(self.rows)
        at_hand = coverage.ends(0.0, len(use))
        steady = np.zeros(self.rows)
        coming = total[at_hand] - total[now]
        for source in sorted({name for _, step in shares.get(stock, ()) for name, _ in step}):
            ends = coverage.ends(self.leads[source], len(use))
            share = self.share_of(shares, stock, source, len(use))
            steady += share[now] * (total[ends] - total[now])
            ordered_on = np.minimum(np.searchsorted(ends, np.arange(len(use))), self.rows - 1)
            planned = np.cumsum(share[ordered_on] * use)
            coming += planned[ends] - planned[at_hand]
        levels = np.maximum(steady, coming)
        return np.asarray(np.ceil(levels - 1e-9) if coverage.whole else levels)
