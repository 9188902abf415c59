"""The flow of one replication: things made from the plan and connected."""

from __future__ import annotations

import simpy

from backsource.config.status import Status
from backsource.simulation.books import Shelf
from backsource.simulation.environment import Draws, Environment, Rolls
from backsource.simulation.factory import Factory
from backsource.simulation.flow.day.centre import Centre as DayCentre
from backsource.simulation.flow.day.line import RateLine
from backsource.simulation.flow.day.market import Market
from backsource.simulation.flow.day.outage import MarkovOutage
from backsource.simulation.flow.events.centre import Centre
from backsource.simulation.flow.events.instant import InstantLine as EventInstantLine
from backsource.simulation.flow.events.lane import Lane as EventLane
from backsource.simulation.flow.events.line import ServerLine
from backsource.simulation.flow.events.market import Market as EventMarket
from backsource.simulation.flow.events.outage import Outage
from backsource.simulation.flow.events.stock import Stock as EventStock
from backsource.simulation.flow.stops import COUNTS, Stop
from backsource.simulation.flow.things import AnyLane, AnyLine, AnyOutage, AnyStock, Things
from backsource.simulation.plan import OutagePlan, Plan


def build(plan: Plan, environment: Environment, env: simpy.Environment, shelf: Shelf) -> Things:
    """Stocks first, then the sources, then who asks, then what can go wrong."""
    make = Factory(plan, environment, env, shelf)
    things = Things(env, plan.first_day)
    stocks = things.stocks
    stocks.update((name, make.stock(stock)) for name, stock in plan.stocks.items())
    for name, lane in plan.lanes.items():
        origin = stocks[lane.origin_stock] if lane.origin_stock else None
        things.lanes[name] = make.lane(lane, origin, stocks[lane.target_stock])
    things.lines.update((name, make.line(line, stocks[line.product])) for name, line in plan.lines.items())
    things.markets.update((name, make.market(market, stocks[market.stock])) for name, market in plan.markets.items())
    for name in plan.stocks:
        connect(plan, things, name)
    join_centres(plan, things)
    load(plan, things)
    stopping = Stopping(things, shelf, environment, plan.status)
    things.outages.update((name, stopping.outage(outage)) for name, outage in plan.outages.items())
    return things


# ---- connections
def connect(plan: Plan, things: Things, name: str) -> None:
    """Sources, lines and askers of one stock."""
    own, stock = plan.stocks[name], things.stocks[name]
    stock.feed({source: things.source(source) for source in (*own.lanes_in, *own.lines_in)})
    stock.downstream = [(things.stocks[below], units) for below, units in own.policy.downstream]
    for line in own.lines_in:
        bom = [(things.stocks[material], units) for material, units in plan.lines[line].bom]
        things.lines[line].connect(stock, bom, [material for material, _ in bom if isinstance(material, EventStock)])
    owe(plan, things, name)
    ask(plan, things, name)
    if isinstance(stock, EventStock):
        at_once = (ServerLine, EventInstantLine)
        stock.makers = [line for line in map(things.lines.get, own.lines_in) if isinstance(line, at_once)]
        stock.takers = [line for line in map(things.lines.get, own.lines_out) if isinstance(line, at_once)]


def owe(plan: Plan, things: Things, name: str) -> None:
    """The backlog at the start is owed to the first market by name."""
    backlog = plan.stocks[name].backlog
    markets = sorted(market for market, asker in plan.markets.items() if asker.stock == name)
    if backlog and markets:
        things.markets[markets[0]].open_with(backlog)


def ask(plan: Plan, things: Things, name: str) -> None:
    """Who asks a stock, in the order of its allocation."""
    stock, names = things.stocks[name], plan.stocks[name].askers
    askers = [things.lanes[asker] if asker in things.lanes else things.markets[asker] for asker in names]
    for number, asker in enumerate(askers):
        asker.rank = float(number)
    customers = [asker for asker in askers if isinstance(asker, Market)]
    if isinstance(stock, EventStock):
        quick = [asker for asker in askers if isinstance(asker, EventLane | EventMarket)]
        patient = all(plan.markets[market.name].short != "lost" for market in customers)
        stock.serve_to(quick, customers, patient=patient)
    else:
        stock.lanes_in = [things.lanes[lane] for lane in plan.stocks[name].lanes_in]
        asking = [asker for asker in askers if not isinstance(asker, EventMarket)]
        lanes = [asker for asker in asking if not isinstance(asker, Market)]
        stock.serve_to(asking, lanes, customers)
        stock.losing = [*customers, *lanes] if stock.plan.loses else customers


def join_centres(plan: Plan, things: Things) -> None:
    """Work centres, on or off the grid as their lines are."""
    for name, servers in plan.centres.items():
        lines = [things.lines[line] for line, own in plan.lines.items() if own.centre == name]
        off_grid = [line for line in lines if isinstance(line, ServerLine)]
        on_grid = [line for line in lines if isinstance(line, RateLine)]
        centre, day = Centre(servers, off_grid), DayCentre(servers)
        for line in off_grid:
            line.centre = centre
        for rated in on_grid:
            rated.centre = day


def load(plan: Plan, things: Things) -> None:
    """Goods on the road and open orders at the start."""
    for name, own in plan.stocks.items():
        for goods in own.arriving:
            things.stocks[name].position += goods.quantity
            if goods.source in things.lanes:
                things.lanes[goods.source].load(goods.quantity, max(0.0, goods.due - plan.first_day))
            else:
                things.lines[goods.source].order(0, goods.quantity)


# ---- outages
class Stopping:
    """Makes outages, with what each of them stops."""

    def __init__(self, things: Things, shelf: Shelf, environment: Environment, status: Status | None) -> None:
        self.things, self.shelf, self.environment, self.status = things, shelf, environment, status

    def outage(self, plan: OutagePlan) -> AnyOutage:
        """An outage; it waits for its first beginning."""
        stops = [self.lane(self.things.lanes[lane]) for lane in plan.lanes]
        stops += [self.line(self.things.lines[line]) for line in plan.lines]
        stops += [self.review(self.things.stocks[stock]) for stock in plan.reviews]
        if plan.begins or plan.ends:
            rolls = Rolls(self.environment, f"outage/{plan.name}")
            chain = MarkovOutage(plan, self.shelf, stops, rolls, self.things.first_day)
            if self.status is not None:
                chain.resume(down=plan.name in self.status.down)
            return chain
        outage = Outage(plan.name, self.things.env, self.shelf, stops)
        if plan.listed:
            outage.listed(plan.listed, resumed=self.status is not None)
        elif plan.every is not None and plan.lasts is not None:
            draws = Draws(self.environment, f"outage/{plan.name}", plan.every, plan.lasts)
            if self.status is None:
                outage.renewal(draws)
            else:
                self.resume(outage, draws, self.status)
        return outage

    def resume(self, outage: Outage, draws: Draws, status: Status) -> None:
        """An outage of which a status says whether it lasts, and perhaps since when."""
        now, down = self.things.env.now, outage.name in status.down
        fine = status.fine.outages.get(outage.name)
        since = now - 1 if down else now
        since = fine.since if fine is not None and fine.since is not None else since
        outage.resume(draws, down=down, since=since, number=fine.number if fine is not None else 0)

    def lane(self, lane: AnyLane) -> Stop:
        """What an outage does to a lane."""
        count = COUNTS[lane.plan.in_outage]
        stock = self.things.stocks[lane.plan.target_stock]
        if count == "blocked":
            return Stop(lane, count, stock.settle_parts, stock.reopen)
        if isinstance(lane, EventLane) and count == "no_moving":
            return Stop(lane, count, lane.halt, lane.resume)
        if isinstance(lane, EventLane):
            return Stop(lane, count, freed=lane.depart if count == "no_shipping" else lane.let_in)
        return Stop(lane, count)

    def line(self, line: AnyLine) -> Stop:
        """What an outage does to a line."""
        return Stop(line, "stopped", line.halt, line.resume)

    def review(self, stock: AnyStock) -> Stop:
        """What an outage does to the reviews of a stock."""
        return Stop(stock, "stopped", freed=stock.reopen)
