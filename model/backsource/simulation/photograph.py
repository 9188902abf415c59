"""What is so in the morning of a day of a run, before its decisions: the status that a run can go on from.

What is fact on that day is written down; what nobody can know (draws to come, the truth of what is unsure) is not. How
long something random still lasts is drawn anew when a run goes on, given that it has lasted so far.
"""

from __future__ import annotations

from typing import TypeVar

from backsource.config.closed import Closed
from backsource.config.fine import Fine, FineOutage
from backsource.config.status import Level, Load, Order, Status
from backsource.errors import SimulationError
from backsource.simulation import prices
from backsource.simulation.flow.day.lane import Lane
from backsource.simulation.flow.day.market import Market
from backsource.simulation.flow.day.outage import MarkovOutage
from backsource.simulation.flow.day.stock import Stock
from backsource.simulation.flow.events.outage import Outage
from backsource.simulation.flow.making import Making
from backsource.simulation.plan import Plan
from backsource.simulation.run import Run, set_up
from backsource.simulation.standing.calendar import Dates
from backsource.simulation.standing.changeover import Told, tell_changeover
from backsource.simulation.standing.lines import tell_centre, tell_line
from backsource.simulation.standing.stocks import loads_of, orders_of, tell_lane, tell_market, tell_stock
from backsource.simulation.standing.takeover import centres_of, refuse_off_grid
from backsource.units import Amount, singular

Fact = TypeVar("Fact", bound=Closed)


def photograph(plan: Plan, seed: int, replication: int, day: int) -> Status:
    """The status of one replication in the morning of a day, before its decisions.

    Raises SimulationError where the day lies outside the run, or where goods are served at any instant.
    """
    refuse_off_grid(plan)
    first = max(0, plan.first_day)
    if not first <= day < plan.until:
        raise SimulationError(f"day {day} lies outside the run; one from {first} to {int(plan.until) - 1} would do")
    run = set_up(plan, seed, replication)
    if day > plan.first_day:
        run.env.run(until=day)
    return Picture(run, day).status()


class Picture:
    """One run on one day."""

    def __init__(self, run: Run, day: int) -> None:
        self.run, self.plan, self.things, self.day = run, run.plan, run.things, day
        self.row, self.first_day = day - run.plan.first_day, run.plan.first_day
        self.scenario = run.plan.graph.graph["scenario"]
        self.dates = Dates(self.scenario.start)

    def amount(self, quantity: float, item: str) -> Amount:
        """A quantity in the unit of its item."""
        return Amount(max(0.0, float(quantity)), singular(self.scenario.items[item].unit))

    def making(self) -> dict[str, Making]:
        """The lines, all of which stand on the grid."""
        return dict(self.things.lines)

    def status(self) -> Status:
        """All of it."""
        told = tell_changeover(self.run.desk, self.day, self.dates)
        lines = list(self.making().values())
        return Status(
            status=self.dates.of(self.day), scenario=self.plan.scenario, schedule=self.plan.schedule,
            stocks=self.levels(), orders=self.orders(), road=self.road(),
            made={line.name: self.amount(line.made_so_far, line.plan.makes) for line in lines if line.made_so_far},
            started={line.name: self.amount(line.wip, line.plan.makes) for line in lines if line.wip},
            staff={line.name: line.staff for line in lines if line.staff != line.plan.staff},
            down=sorted(name for name, outage in self.things.outages.items() if is_down(outage)),
            prices=self.prices(), fine=self.fine(told), **told.keys,
        )  # fmt: skip

    # ---- goods
    def levels(self) -> dict[str, Level]:
        """What is on hand, and owed to markets."""
        found = {}
        for name, stock in self.things.stocks.items():
            owed = sum(self.things.markets[market].owed for market, plan in self.plan.markets.items()
                       if plan.stock == name)  # fmt: skip
            item = stock.plan.item
            found[name] = Level(
                on_hand=self.amount(stock.on_hand, item), backlog=self.amount(owed, item) if owed else None
            )
        return found

    def orders(self) -> list[Order]:
        """Open orders at lanes and lines."""
        found = []
        for name, lane in self.things.lanes.items():
            assert isinstance(lane, Lane)
            for ordered, quantity in orders_of(lane, self.row, self.first_day):
                day = self.dates.of(ordered) if ordered is not None else None
                found.append(Order(lane=name, quantity=self.amount(quantity, lane.plan.item), ordered=day))
        for name, line in self.things.lines.items():
            if line.on_order:
                found.append(Order(line=name, quantity=self.amount(line.on_order, line.plan.makes)))
        return found

    def road(self) -> list[Load]:
        """Goods on the road, and at the gate."""
        found = []
        for name, lane in self.things.lanes.items():
            assert isinstance(lane, Lane)
            for day, quantity in loads_of(lane, self.row, self.first_day):
                found.append(Load(lane=name, quantity=self.amount(quantity, lane.plan.item), due=self.dates.of(day)))
        return found

    def prices(self) -> dict[str, float]:
        """Factors of prices that move by chance, on the day before."""
        if not self.row:
            return {}
        paths = prices.paths(self.plan, self.run.environment)
        return {name: float(paths[name][self.row - 1]) for name, price in self.plan.prices.items() if price.volatility}

    # ---- what only a run knows
    def fine(self, told: Told) -> Fine:
        """The rest; what is as it would be without being said is left out."""
        now, first = float(self.day), self.first_day
        stocks = {name: tell_stock(stock, first) for name, stock in self.things.stocks.items()
                  if isinstance(stock, Stock)}  # fmt: skip
        lanes = {name: tell_lane(lane, self.row, first) for name, lane in self.things.lanes.items()
                 if isinstance(lane, Lane)}  # fmt: skip
        markets = {name: tell_market(market, first) for name, market in self.things.markets.items()
                   if isinstance(market, Market)}  # fmt: skip
        lines = {name: tell_line(line, now) for name, line in self.making().items()}
        outages = {name: told_outage for name, outage in self.things.outages.items()
                   if (told_outage := tell_outage(outage)) is not None}  # fmt: skip
        return Fine(
            stocks=stocks, lanes=said(lanes), lines=lines, markets=markets, outages=outages,
            centres={name: tell_centre(centre) for name, centre in centres_of(self.things).items()},
            tasks=said(told.tasks), paths=said(told.paths), returning=told.returning, taking_up=told.taking_up,
            line_days=told.line_days, stock_days=told.stock_days,
        )  # fmt: skip


def said(facts: dict[str, Fact]) -> dict[str, Fact]:
    """Those that say anything."""
    return {name: fact for name, fact in facts.items() if fact.model_dump(exclude_defaults=True)}


def is_down(outage: MarkovOutage | Outage) -> bool:
    """Whether an outage lasts; one that is listed is not told, as the scenario says it."""
    return outage.down if isinstance(outage, MarkovOutage) else outage.draws is not None and not outage.up


def tell_outage(outage: MarkovOutage | Outage) -> FineOutage | None:
    """Since when an outage is up or down; nothing of one that is looked at once a day, or listed."""
    if isinstance(outage, MarkovOutage) or outage.draws is None:
        return None
    return FineOutage(since=outage.since, number=outage.number)
