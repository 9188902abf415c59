"""The as-is model over a past: the scenario moved to the first counts, and plans in which facts replace what is drawn.

What the planner believes stays: levels and planned use follow the scenario's demand, not the demand that came.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from math import lcm
from typing import Any, TypeVar

import numpy as np

from backsource.config import Scenario
from backsource.config.demand import Market, Outage, Spell
from backsource.config.history import Count, History
from backsource.config.random import Random
from backsource.config.sources import Line
from backsource.config.stock import Shipment, Stock
from backsource.simulation import prepare
from backsource.simulation.plan import MarketPlan, Opening, Plan, Policy, StockPlan
from backsource.units import Amount, Span

YEAR = 365.25
FACTS = ("opening", "backlog", "on_order")
"""What `unsure` may say of a stock, and the counts know."""

Quantity = TypeVar("Quantity")


class Past:
    """A scenario in the time of a history."""

    def __init__(self, scenario: Scenario, history: History) -> None:
        self.given, self.history = scenario, history
        self.shift = (history.first - scenario.start).days
        """Days from the scenario's start to the first day of the past."""
        self.scenario = self._moved()

    # ---- plans
    def own(self) -> Plan:
        """The model as it is, its own demand drawn."""
        return prepare(self.scenario)

    def asked(self) -> Plan:
        """Demand as it came; supply is drawn."""
        plan = self.own()
        markets = {name: self._listed(market, plan.rows) for name, market in plan.markets.items()}
        unsure = tuple(draw for draw in plan.unsure if not draw.path.startswith("markets."))
        return replace(plan, markets=markets, unsure=unsure)

    def received(self) -> Plan:
        """Demand as it came, and receipts too: the stocks they fell into order nothing."""
        plan = self.asked()
        return replace(plan, stocks={**plan.stocks, **{name: self._fed(plan.stocks[name]) for name in self.fed()}})

    def fed(self) -> tuple[str, ...]:
        """Stocks whose receipts are all known: lanes alone feed them, and some have rows.

        A stock from which such a lane takes its goods is left out: what it shipped is not known.
        """
        found = []
        known = set(self.history.receipts)
        drained = {f"{self.given.lanes[lane].origin}/{self.given.lanes[lane].item}" for lane in known}
        for name, stock in self.given.stocks.items():
            lanes, lines = self._sources(name)
            making = {line for line in lines if stock.sources.get(line, 0.0 if lanes else 1.0) > 0}
            if known & lanes and not making and name not in drained:
                found.append(name)
        return tuple(found)

    def _sources(self, stock: str) -> tuple[set[str], set[str]]:
        """Lanes and lines that feed a stock."""
        site, _, item = stock.rpartition("/")
        lanes = {name for name, lane in self.given.lanes.items() if (lane.to, lane.item) == (site, item)}
        lines = {name for name, line in self.given.lines.items() if (line.site, line.makes) == (site, item)}
        return lanes, lines

    def _listed(self, market: MarketPlan, rows: int) -> MarketPlan:
        """A market that asks for what was asked: on the grid each day, off it in equal parts over the day.

        There are as many parts as it takes at the mean size of an arrival.
        """
        days = self.history.demand[market.name].items()
        asked = {number: quantity for day, quantity in days if (number := self.history.number(day)) is not None}
        plain = replace(market, amount=None, factors=(), gap=None, at=())
        if market.on_grid:
            return replace(plain, listed=tuple(asked.get(row, 0.0) for row in range(rows)))
        size = market.amount.mean if market.amount is not None else 1.0
        first = (self.history.first - self.scenario.start).days
        arrivals = [
            (first + number + instant, part)
            for number, quantity in sorted(asked.items())
            for instant, part in _over_a_day(quantity, max(1, round(quantity / size)), whole=market.whole)
        ]
        return replace(
            plain, at=tuple(instant for instant, _ in arrivals), listed=tuple(part for _, part in arrivals)
        )  # fmt: skip

    def _fed(self, stock: StockPlan) -> StockPlan:
        """A stock that orders nothing and receives what it received."""
        goods = tuple(
            Opening(lane, receipt.quantity, float(self._day(receipt.day)))
            for lane in stock.lanes_in for receipt in self.history.receipts.get(lane, ())
            if self.history.number(receipt.day) is not None
        )  # fmt: skip
        return replace(stock, policy=Policy("none"), emergency="", emergency_levels=(), arriving=goods)

    # ---- the scenario
    def _moved(self) -> Scenario:
        """The scenario with its start on the first day, or after a warm-up that keeps reviews on their days."""
        reviews = lcm(*(int(stock.review) for stock in self.given.stocks.values() if stock.review > 1))
        lead_in = -self.shift % reviews
        start = self.history.first + timedelta(days=lead_in)
        return self.given.model_copy(
            update={
                "start": start,
                "warm_up": Span(float(lead_in)),
                "horizon": Span(float(max(self.history.days - lead_in, 1))),
                "value_until": None,
                "stocks": {name: self._stock(name, stock) for name, stock in self.given.stocks.items()},
                "lines": {name: self._line(line, start) for name, line in self.given.lines.items()},
                "markets": {name: self._market(market, start) for name, market in self.given.markets.items()},
                "outages": {name: self._outage(outage, start) for name, outage in self.given.outages.items()},
                "unsure": {path: one for path, one in self.given.unsure.items() if not self._is_fact(path)},
            }
        )

    def _is_fact(self, path: str) -> bool:
        """Whether a path leads to what the counts know."""
        head, _, key = path.rpartition(".")
        return key in FACTS and head.removeprefix("stocks.") in self.history.counts

    def _stock(self, name: str, stock: Stock) -> Stock:
        """A stock that opens with its first count, and with what was on the road then."""
        unit = self.given.items[name.rpartition("/")[2]].unit
        changes: dict[str, Any] = {}
        counts = self.history.counts.get(name)
        if counts is not None:
            count: Count = counts[self.history.counted]
            changes["opening"] = Amount(count.on_hand, unit)
            changes["backlog"] = Amount(count.backlog or 0.0, unit)
        lanes = self._sources(name)[0]
        if lanes & set(self.history.receipts):
            changes["on_order"] = None
            changes["arriving"] = [goods for lane in sorted(lanes) for goods in self._on_the_road(lane, unit)]
        else:
            listed = stock.arriving if isinstance(stock.arriving, list) else []  # no file is left in a scenario read
            changes["arriving"] = [self._later_by(goods) for goods in listed]
        return stock.model_copy(update=changes)

    def _on_the_road(self, lane: str, unit: str) -> list[Shipment]:
        """Receipts that had been ordered when the past begins, due when they came.

        Without a day of order it is what came sooner than the lane promises.
        """
        plan = self.given.lanes[lane]
        promise = plan.lead_time.mean if plan.lead_time is not None else plan.promised
        lead = sum(span.amount for span in (promise, plan.order_delay) if span is not None)
        return [
            Shipment(source=lane, quantity=Amount(receipt.quantity, unit), due=receipt.day, ordered=receipt.ordered)
            for receipt in self.history.receipts.get(lane, ())
            if (day := self.history.number(receipt.day)) is not None
            and (receipt.ordered <= self.history.counted if receipt.ordered is not None else day < lead)
        ]  # fmt: skip

    def _day(self, day: date) -> int:
        """Day number in the moved scenario."""
        return (day - self.scenario.start).days

    def _later_by(self, goods: Shipment) -> Shipment:
        """Goods on the road of the scenario's own opening: as far from arriving as they were there."""
        due = self.given.start + timedelta(days=goods.due.amount) if isinstance(goods.due, Span) else goods.due
        return goods.model_copy(update={"due": due + timedelta(days=self.shift), "ordered": None})

    def _line(self, line: Line, start: date) -> Line:
        """A line that opens on the day on which it opens."""
        return line if line.opens is None else line.model_copy(update={"opens": self._since(line.opens, start)})

    def _outage(self, outage: Outage, start: date) -> Outage:
        """Listed outages on the days on which they are listed."""
        if outage.listed is None:
            return outage
        spells = [
            spell.model_copy(update={"start": self._since(spell.start, start)})
            if isinstance(spell, Spell) and isinstance(spell.start, Span) else spell
            for spell in outage.listed
        ]  # fmt: skip
        return outage.model_copy(update={"listed": spells})

    def _since(self, span: Span, start: date) -> Span:
        """A time after the given start as a time after another one."""
        return replace(span, amount=span.amount - (start - self.given.start).days)

    def _market(self, market: Market, start: date) -> Market:
        """A market whose trend has come as far as it had."""
        demand = market.demand
        grown = (1 + demand.trend) ** ((start - self.given.start).days / YEAR)
        if grown == 1 or demand.listed is not None:
            return market
        changes = {"mean": _scaled(demand.mean, grown), "amount": _scaled(demand.amount, grown)}
        return market.model_copy(update={"demand": demand.model_copy(update=changes)})


def _over_a_day(quantity: float, count: int, *, whole: bool) -> list[tuple[float, float]]:
    """A quantity in so many parts, each with its instant; whole parts where it is whole, none of them empty."""
    marks = np.arange(count + 1) * quantity / count
    parts = np.diff(np.round(marks) if whole else marks)
    return [((place + 0.5) / count, float(part)) for place, part in enumerate(parts) if part > 0]


def _scaled(value: Any, factor: float) -> Any:
    """A quantity, or every quantity of a distribution, times a factor."""
    if isinstance(value, Amount):
        return replace(value, number=value.number * factor)
    if isinstance(value, list):
        return [_scaled(one, factor) for one in value]
    if isinstance(value, Mapping):
        return {key: _scaled(one, factor) for key, one in value.items()}
    if isinstance(value, Random):
        keys = ("mean", "median", "sd", "least", "mode", "most", "values", "listed", "quantiles")
        return value.model_copy(update={key: _scaled(getattr(value, key), factor) for key in keys})
    return value
