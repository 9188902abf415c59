"""Weekly series of a past: as they were, and as a run gives them for the same days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import numpy as np

from backsource.config import Scenario
from backsource.config.history import WEEK, Days, History, Receipt
from backsource.log import Floats, Log

Kind = Literal["demand", "otif", "stock", "backlog", "on order"]


@dataclass(frozen=True)
class Series:
    """One series: of a market (demand, otif), of a stock (stock, backlog) or of a lane (on order)."""

    kind: Kind
    of: str

    def __str__(self) -> str:
        return f"{'OTIF' if self.kind == 'otif' else self.kind} {self.of}"


class Weeks:
    """Reads series, one value a week; nan where there is none."""

    def __init__(self, scenario: Scenario, history: History) -> None:
        self.scenario, self.history = scenario, history

    def drawn(self) -> list[Series]:
        """Demand, where the scenario says how it varies; demand that it lists says nothing of another time."""
        markets = self.scenario.markets.items()
        return [Series("demand", name) for name, market in markets if market.demand.listed is None]

    def served(self) -> list[Series]:
        """What the history knows of markets beyond their demand, and of stocks."""
        found = [Series("otif", market) for market in self.history.deliveries]
        for stock, counts in self.history.counts.items():
            found.append(Series("stock", stock))
            if any(count.backlog is not None for count in counts.values()):
                found.append(Series("backlog", stock))
        dated = {lane for lane, rows in self.history.receipts.items() if all(row.ordered for row in rows)}
        return found + [Series("on order", lane) for lane in self.history.receipts if lane in dated]

    def stock_of(self, series: Series) -> str:
        """The stock itself, the one that serves the market, or the one that the lane feeds."""
        if series.kind in ("stock", "backlog"):
            return series.of
        if series.kind == "on order":
            lane = self.scenario.lanes[series.of]
            return f"{lane.to}/{lane.item}"
        market = self.scenario.markets[series.of]
        return f"{market.origin}/{market.item}"

    def unit(self, series: Series) -> str:
        """Unit of the values."""
        item = self.stock_of(series).rpartition("/")[2]
        return "share" if series.kind == "otif" else self.scenario.items[item].unit

    # ---- as they were
    def actual(self, series: Series) -> Floats:
        """What happened, shape (weeks,)."""
        if series.kind == "demand":
            return self._sums(self.history.demand[series.of])
        if series.kind == "otif":
            due, on_time = (self._sums(days) for days in self.history.deliveries[series.of])
            return quotient(on_time, due)
        if series.kind == "on order":
            return self._on_order(self.history.receipts[series.of])
        return np.array([np.nan if count is None else count[1] for count in self._last_counts(series)])

    def _sums(self, days: Days) -> Floats:
        totals = np.zeros(self.history.weeks)
        for day, quantity in days.items():
            number = self.history.number(day)
            if number is not None:
                totals[number // WEEK] += quantity
        return totals

    def _on_order(self, receipts: Sequence[Receipt]) -> Floats:
        """What had been ordered and not received at the close of each week.

        Orders still open at the end are not in the history, so it is known only until the longest lead time before the
        last receipt.
        """
        dated = [(one.ordered, one.day, one.quantity) for one in receipts if one.ordered is not None]
        longest = max(day - ordered for ordered, day, _ in dated)
        end = max(day for _, day, _ in dated) - longest
        closes = [self.history.first + timedelta(days=WEEK * week + WEEK - 1) for week in range(self.history.weeks)]
        return np.array(
            [
                sum(quantity for ordered, day, quantity in dated if ordered <= close < day) if close <= end else np.nan
                for close in closes
            ]
        )

    def _last_counts(self, series: Series) -> list[tuple[int, float] | None]:
        """Number of its day, and value, of the last count of each week; none in a week without one."""
        found: list[tuple[int, float] | None] = [None] * self.history.weeks
        for day, count in sorted(self.history.counts[series.of].items()):
            number = self.history.number(day)
            value = count.on_hand if series.kind == "stock" else count.backlog
            if number is not None and value is not None:
                found[number // WEEK] = (number, value)
        return found

    # ---- as a run gives them
    def of(self, log: Log, series: Series) -> Floats:
        """The same in a run whose first row is the first day, shape (weeks,)."""
        if series.kind in ("demand", "otif"):
            demand, short = (
                log.markets.of(series.of, column)[: self.history.days].reshape(-1, WEEK).sum(axis=1)
                for column in ("demand", "short")
            )
            return demand if series.kind == "demand" else quotient(demand - short, demand)
        if series.kind == "on order":
            return log.lanes.of(series.of, "on_order")[: self.history.days][WEEK - 1 :: WEEK]
        level = log.stocks.of(series.of, "on_hand") if series.kind == "stock" else self._owed(log, series.of)
        return np.array([np.nan if count is None else level[count[0]] for count in self._last_counts(series)])

    def _owed(self, log: Log, stock: str) -> Floats:
        """What a stock owes to its markets at the close of each day."""
        markets = [name for name, one in self.scenario.markets.items() if f"{one.origin}/{one.item}" == stock]
        return np.asarray(sum(log.markets.of(name, "owed") for name in markets))


def quotient(part: Floats, whole: Floats) -> Floats:
    """part / whole, nan where whole is 0."""
    share: Floats = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return share
