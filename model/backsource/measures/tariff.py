"""What a unit costs: every price of a scenario in the reporting currency, with what moves it and who pays.

Money is ours where it falls on a site of ours: a lane's price, freight and order cost on the receiving site (the price
not where the origin is ours too: that is a transfer), making and holding on the site itself, shortage always. Prices
are paid on receipt, at that day's factors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from backsource.config.scenario import Scenario
from backsource.log import Floats, Log
from backsource.measures.frame import YEAR, Frame
from backsource.measures.roles import Roles, makes
from backsource.units import Money

BookName = Literal["stocks", "lanes", "lines", "markets"]

RUNNING = ("purchase", "material", "freight", "order_cost", "variable", "holding", "shortage", "fixed")
"""Money that flows day by day."""
LUMPS = ("capex", "tools", "moves", "payments", "extensions", "standby")
"""Money paid once, or for a time that does not come again."""
CATEGORIES = RUNNING + LUMPS

_PER = {"day": 1.0, "week": 7.0, "year": YEAR}


@dataclass(frozen=True)
class Charge:
    """A price on one column of the day book: what is paid for each unit that the column counts."""

    category: str
    book: BookName
    column: str
    name: str
    """Whose row."""
    price: float
    """Per unit, in the reporting currency, at the start."""
    movers: tuple[str, ...] = ()
    """Moving prices that multiply it."""
    part: float | Floats = 1.0
    """How much of it is ours, by day where that changes."""

    @property
    def steady(self) -> bool:
        """Whether it is one number for all days."""
        return not self.movers and isinstance(self.part, float)

    def amount(self, log: Log, units: Floats) -> Floats:
        """Money by day for *units* by day, shape (days,)."""
        money = units * (self.price * self.part)
        for mover in self.movers:
            money *= log.prices[mover]
        return money


@dataclass
class Tariff:
    """All prices of one scenario, with the truth that was drawn where the plan was unsure."""

    scenario: Scenario
    roles: Roles
    drawn: Mapping[str, float] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    """Paths that were looked up: a log that has drawn one of them needs a tariff of its own."""

    def true(self, path: str, plan: float) -> float:
        """The true value of a dotted path."""
        self.asked.add(path)
        return self.drawn.get(path, plan)

    def money(self, path: str, money: Money | None) -> float:
        """An amount in the reporting currency at the start; 0 where none is given."""
        return 0.0 if money is None else self.true(path, money.number) * self.rate(money.currency)

    def rate(self, currency: str) -> float:
        """Value of one unit of a currency in the reporting currency at the start."""
        if currency == self.scenario.currency:
            return 1.0
        return self.true(f"currencies.{currency}.rate", self.scenario.currencies[currency].rate)

    def movers(self, money: Money, *names: str) -> tuple[str, ...]:
        """Moving prices that multiply an amount: those of its currency and of *names*."""
        moved = {money.currency, *names}
        return tuple(name for name, price in self.scenario.prices.items() if moved & set(price.moves))

    def charges(self) -> list[Charge]:
        """Everything that is paid by the unit; charges of nothing are left out."""
        found = [*self._lanes(), *self._lines(), *self._stocks(), *self._markets()]
        return [charge for charge in found if charge.price and np.any(charge.part)]

    def lane(self, name: str) -> list[Charge]:
        """What one lane costs whoever receives from it, the price taken as paid in full."""
        lane = self.scenario.lanes[name]
        category = "material" if f"{lane.to}/{lane.item}" in self.roles.raw else "purchase"
        found = []
        if lane.price is not None:
            price = self.money(f"lanes.{name}.price", lane.price)
            found.append(Charge(category, "lanes", "received", name, price, self.movers(lane.price, name)))
        if lane.freight is not None:
            freight = self.money(f"lanes.{name}.freight", lane.freight)
            found.append(Charge("freight", "lanes", "received", name, freight, self.movers(lane.freight)))
        if lane.order_cost is not None:
            cost = self.money(f"lanes.{name}.order_cost", lane.order_cost)
            found.append(Charge("order_cost", "lanes", "orders", name, cost, self.movers(lane.order_cost)))
        return found

    def line(self, name: str) -> Charge | None:
        """Variable cost of a line's good units."""
        variable = self.scenario.lines[name].cost.variable
        if variable is None:
            return None
        price = self.money(f"lines.{name}.cost.variable", variable)
        return Charge("variable", "lines", "good", name, price, self.movers(variable, "wages"))

    def fixed(self, name: str) -> float:
        """Fixed cost of a line a day."""
        return self._daily(f"lines.{name}.cost.fixed", self.scenario.lines[name].cost.fixed)

    def capex(self, name: str) -> float:
        """Investment in a line."""
        return self.money(f"lines.{name}.cost.capex", self.scenario.lines[name].cost.capex)

    def tool_price(self, tool: str) -> float:
        """Price of a tool that is bought."""
        return self.money(f"tools.{tool}.price", self.scenario.tools[tool].price)

    def move_cost(self, tool: str) -> float:
        """Cost of moving a tool once."""
        move = self.scenario.tools[tool].move
        return self.money(f"tools.{tool}.move.cost", move.cost if move else None)

    def step_up(self, contract: str) -> float:
        """Step of the price while an extension of a contract runs; 0 without such an option."""
        option = self.scenario.contracts[contract].extension
        return self.true(f"contracts.{contract}.extension.price", option.price) if option else 0.0

    def standby(self, contract: str) -> float | Floats:
        """What keeping a supplier open under a contract costs us a day, by day where our part of it changes."""
        terms = self.scenario.contracts[contract]
        lane = next((lane for lane in terms.lanes if lane in self.scenario.lanes), None)
        part = 0.0 if lane is None else self._bought(lane)
        return self._daily(f"contracts.{contract}.standby", terms.standby) * part

    def prices_under(self, contract: str) -> list[Charge]:
        """What is paid for goods on the lanes of a contract; freight and order cost are no part of it."""
        lanes = self.scenario.contracts[contract].lanes
        priced = ("purchase", "material")
        return [charge for charge in self._lanes() if charge.name in lanes and charge.category in priced]

    def _daily(self, path: str, money: Money | None) -> float:
        """An amount for a time, as one for a day."""
        return self.money(path, money) / (_PER[money.per[-1]] if money and money.per else YEAR)

    def _bought(self, lane: str) -> float | Floats:
        """How much of what a lane brings we pay to others."""
        ends = self.scenario.lanes[lane]
        return self.roles.share[ends.to] * (1.0 - self.roles.share[ends.origin])

    def _lanes(self) -> list[Charge]:
        found = []
        for name, lane in self.scenario.lanes.items():
            paid = self.roles.share[lane.to]
            bought = self._bought(name)
            for charge in self.lane(name):
                part = bought if charge.category in ("purchase", "material") else paid
                found.append(_ours(charge, part))
        return found

    def _lines(self) -> list[Charge]:
        charges = [(self.line(name), self.roles.share[line.site]) for name, line in self.scenario.lines.items()]
        return [_ours(charge, part) for charge, part in charges if charge is not None]

    def _stocks(self) -> list[Charge]:
        values = unit_values(self)
        found = []
        for name, stock in self.scenario.stocks.items():
            if stock.holding is None:
                continue
            path = f"stocks.{name}.holding"
            if stock.holding.money is not None:
                price = self.money(path, stock.holding.money)
            else:
                price = self.true(path, stock.holding.yearly or 0.0) * values[name] / YEAR
            part = self.roles.share[name.split("/")[0]]
            found.append(_ours(Charge("holding", "stocks", "on_hand_time", name, price), part))
        return found

    def _markets(self) -> list[Charge]:
        found = []
        for name, market in self.scenario.markets.items():
            late = self.money(f"markets.{name}.late_cost", market.late_cost)
            daily = self.money(f"markets.{name}.late_cost_daily", market.late_cost_daily)
            found.append(Charge("shortage", "markets", "short", name, late))
            found.append(Charge("shortage", "markets", "owed_time", name, daily))
        return found


def _ours(charge: Charge, part: float | Floats) -> Charge:
    return Charge(charge.category, charge.book, charge.column, charge.name, charge.price, charge.movers, part)


def unit_values(tariff: Tariff) -> dict[str, float]:
    """What one unit of each stock is worth at the start: what its as-is sources cost, weighted by their shares.

    A lane costs its price (what the unit is worth at its origin where it has none) and freight, a line its variable
    cost and its material. Sources of equal weight where no shares are given. Stocks that no file names, but that a lane
    or line feeds, are among them.
    """
    made: dict[str, list[str]] = {}
    for name, line in tariff.scenario.lines.items():
        made.setdefault(makes(line), []).append(name)
    values: dict[str, float] = {}
    for stock in (*tariff.scenario.stocks, *tariff.roles.feeds, *made):
        _value(tariff, stock, made, values)
    return values


def _value(tariff: Tariff, stock: str, made: Mapping[str, Sequence[str]], values: dict[str, float]) -> float:
    if stock in values:
        return values[stock]
    values[stock] = 0.0  # a source that leads back here adds nothing
    scenario = tariff.scenario
    costs: dict[str, float] = {}
    for name in tariff.roles.feeds.get(stock, ()):
        lane = scenario.lanes[name]
        priced = [charge.price for charge in tariff.lane(name) if charge.column == "received"]
        costs[name] = sum(priced)
        if lane.price is None:
            costs[name] += _value(tariff, f"{lane.origin}/{lane.item}", made, values)
    for name in made.get(stock, ()):
        line = scenario.lines[name]
        material = (
            amount.number * _value(tariff, f"{line.site}/{item}", made, values) for item, amount in line.bom.items()
        )
        variable = tariff.line(name)
        costs[name] = sum(material) + (variable.price if variable else 0.0)
    known = scenario.stocks[stock].sources if stock in scenario.stocks else {}
    shares = {name: known.get(name, 0.0) for name in costs} if known else dict.fromkeys(costs, 1.0)
    total = sum(shares.values())
    values[stock] = sum(costs[name] * share for name, share in shares.items()) / total if total > 0 else 0.0
    return values[stock]


def at_end(share: float | Floats, frame: Frame) -> float:
    """How much of a site is ours at the end of the measured window."""
    return share if isinstance(share, float) else float(share[frame.window.stop - 1])
