"""The flow of one replication: things made from the plan and connected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy

from backsource.log import Kind
from backsource.simulation.books import Shelf
from backsource.simulation.environment import Draws, Environment, LeadTimes, Rolls, Turns
from backsource.simulation.flow.day.centre import Centre as DayCentre
from backsource.simulation.flow.day.lane import FeedLane, Lane, NearLane
from backsource.simulation.flow.day.line import RateLine
from backsource.simulation.flow.day.lots import LotStock
from backsource.simulation.flow.day.market import Market
from backsource.simulation.flow.day.outage import MarkovOutage
from backsource.simulation.flow.day.rough import RoughLane
from backsource.simulation.flow.day.stock import Stock
from backsource.simulation.flow.events.centre import Centre
from backsource.simulation.flow.events.crew import Crew
from backsource.simulation.flow.events.lane import Lane as EventLane
from backsource.simulation.flow.events.line import ServerLine
from backsource.simulation.flow.events.market import Market as EventMarket
from backsource.simulation.flow.events.outage import Outage
from backsource.simulation.flow.events.stock import Stock as EventStock
from backsource.simulation.flow.machines import Machine, Mode
from backsource.simulation.flow.making import InstantLine
from backsource.simulation.flow.stops import COUNTS, Stop
from backsource.simulation.plan import LanePlan, LinePlan, MarketPlan, OutagePlan, Plan


@dataclass
class Things:
    """All things of one run, by name."""

    env: simpy.Environment
    first_day: int
    stocks: dict[str, Any] = field(default_factory=dict)
    lanes: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, Any] = field(default_factory=dict)
    markets: dict[str, Any] = field(default_factory=dict)
    outages: dict[str, Any] = field(default_factory=dict)


class Builder:
    """Makes and connects the things of one run."""

    def __init__(self, plan: Plan, environment: Environment, env: simpy.Environment, shelf: Shelf) -> None:
        self.plan, self.environment, self.env, self.shelf = plan, environment, env, shelf
        self.things = Things(env, plan.first_day)

    def build(self) -> Things:
        """Stocks first, then the sources, then who asks, then what can go wrong."""
        plan, things = self.plan, self.things
        for name, stock in plan.stocks.items():
            if not stock.on_grid:
                things.stocks[name] = EventStock(stock, self.shelf, self.env)
            else:
                things.stocks[name] = (LotStock if stock.keep_lots else Stock)(stock, self.shelf)
        things.lanes = {name: self.lane(lane) for name, lane in plan.lanes.items()}
        things.lines = {name: self.line(line) for name, line in plan.lines.items()}
        things.markets = {name: self.market(market) for name, market in plan.markets.items()}
        for name in plan.stocks:
            self.connect(name)
        self.centres()
        self.load()
        things.outages = {name: self.outage(outage) for name, outage in plan.outages.items()}
        return things

    # ---- lanes
    def lane(self, plan: LanePlan) -> Any:
        """The simplest lane that can do what the plan says."""
        target = self.things.stocks[plan.target_stock]
        if not (plan.origin_on_grid and plan.target_on_grid):
            lane: Any = EventLane(plan, self.shelf, self.env, self.lead_times(plan))
            lane.target = target
        elif not plan.plain:
            lane = RoughLane(plan, self.shelf, self.lead_times(plan), target)
        elif plan.origin_stock and plan.lead == 0:
            lane = NearLane(plan, self.shelf)
            lane.target = target
        else:
            lane = Lane(plan, self.shelf) if plan.origin_stock else FeedLane(plan, self.shelf)
        lane.origin = self.things.stocks[plan.origin_stock] if plan.origin_stock else None
        return lane

    def lead_times(self, plan: LanePlan) -> LeadTimes | None:
        """Random lead times of a lane."""
        if plan.lead_time is None and not plan.late_chance:
            return None
        name = f"lead/{plan.name}"
        return LeadTimes(self.environment, name, plan.lead, plan.lead_time, plan.late_chance, plan.late_by)

    # ---- lines
    def line(self, plan: LinePlan) -> Any:
        """A line of its kind, with its machines."""
        rolls = Rolls(self.environment, f"yield/{plan.name}")
        crew = plan.spares > 0 or plan.repairers > 0
        machines = [] if crew else self.machines(plan)
        if plan.kind == "instant":
            return InstantLine(plan, self.shelf, rolls)
        if plan.kind == "server":
            assert plan.processing is not None
            times = Turns(self.environment, f"turn/processing/{plan.name}", plan.processing)
            line: Any = ServerLine(plan, self.shelf, self.env, times, machines, rolls)
        else:
            faults = Rolls(self.environment, f"failure/{plan.name}")
            line = RateLine(plan, self.shelf, self.env, machines, rolls, faults)
        if crew and plan.failures:
            line.crew = self.crew(plan, line)
        return line

    def note_of(self, plan: LinePlan) -> Any:
        """Journal entries of a line's failures."""
        note = self.shelf.note

        def failed(time: float, down: bool) -> None:
            note(time, Kind.FAILURE if down else Kind.REPAIRED, plan.name)

        return failed

    def draws(self, plan: LinePlan, machine: int, mode: int) -> Draws:
        """Times to failure and repair of one mode of one machine."""
        failure = plan.failures[mode]
        assert failure.mtbf is not None and failure.repair is not None
        return Draws(self.environment, f"failure/{plan.name}/{machine}/{mode}", failure.mtbf, failure.repair)

    def machines(self, plan: LinePlan) -> list[Machine]:
        """The machines of a line, where they can fail by time."""
        modes = [mode for mode, failure in enumerate(plan.failures) if failure.mtbf is not None]
        note, now = self.note_of(plan), float(self.plan.first_day)
        return [
            Machine([Mode(plan.failures[mode].operating, self.draws(plan, machine, mode), now) for mode in modes], note, now)
            for machine in range(plan.machines if modes else 0)
        ]

    def crew(self, plan: LinePlan, line: Any) -> Crew:
        """Machines with spares and repairers."""
        draws = [self.draws(plan, machine, 0) for machine in range(plan.machines + plan.spares)]
        repairers = plan.repairers or len(draws)
        return Crew(self.env, plan.machines, repairers, draws, self.note_of(plan), line.crew_changed)

    def centres(self) -> None:
        """Work centres, on or off the grid as their lines are."""
        for name, servers in self.plan.centres.items():
            lines = [self.things.lines[line] for line, plan in self.plan.lines.items() if plan.centre == name]
            centre = Centre(servers)
            centre.lines = [line for line in lines if isinstance(line, ServerLine)]
            day = DayCentre(servers)
            for line in lines:
                line.centre = centre if isinstance(line, ServerLine) else day

    # ---- markets
    def market(self, plan: MarketPlan) -> Any:
        """A market on the grid with its demand of every day, or off it with its customers."""
        if plan.on_grid:
            return Market(plan, self.demand(plan), self.shelf)
        amount = plan.amount
        size = Turns(self.environment, f"turn/market/{plan.name}/size", amount).next if amount else float
        market = EventMarket(plan, self.shelf, self.env, self.things.stocks[plan.stock], size)
        if plan.at:
            self.env.process(market.as_listed(float(self.plan.first_day)))
        elif plan.gap is not None:
            gap = Turns(self.environment, f"turn/market/{plan.name}/gap", plan.gap).next
            self.env.process(market.at_random(gap, self.plan.first_day))
        return market

    def demand(self, plan: MarketPlan) -> list[float]:
        """Demand of every row [units]."""
        if plan.listed:
            return list(plan.listed)
        uniforms = self.environment.days(f"demand/{plan.name}", self.plan.first_day, self.plan.rows)
        demand = plan.amount.quantile(uniforms) if plan.amount is not None else np.zeros(self.plan.rows)
        if plan.factors:
            demand = demand * np.asarray(plan.factors)
        return (np.round(demand) if plan.whole else demand).tolist()

    # ---- connections
    def connect(self, name: str) -> None:
        """Sources and askers of one stock."""
        plan, things = self.plan.stocks[name], self.things
        stock = things.stocks[name]
        stock.feed({**things.lanes, **things.lines})
        stock.downstream = [(things.stocks[below], units) for below, units in plan.policy.downstream]
        askers = [things.lanes.get(asker) or things.markets[asker] for asker in plan.askers]
        for number, asker in enumerate(askers):
            asker.rank = float(number)
        markets = [asker for asker in askers if isinstance(asker, Market)]
        if plan.backlog and markets:
            markets[0].owed = markets[0].carried = plan.backlog
        if isinstance(stock, EventStock):
            stock.serve_to([asker for asker in askers if asker not in markets], markets)
        else:
            stock.lanes_in = [things.lanes[lane] for lane in plan.lanes_in]
            stock.serve_to(askers, [asker for asker in askers if asker not in markets], markets)
        for line in plan.lines_in:
            bom = [(things.stocks[material], units) for material, units in self.plan.lines[line].bom]
            things.lines[line].connect(stock, bom)
        if isinstance(stock, EventStock):
            stock.makers = [things.lines[n] for n in plan.lines_in if isinstance(things.lines[n], ServerLine)]
            stock.takers = [things.lines[n] for n in plan.lines_out if isinstance(things.lines[n], ServerLine)]

    def load(self) -> None:
        """Goods on the road and open orders at the start."""
        for name, plan in self.plan.stocks.items():
            stock = self.things.stocks[name]
            for goods in plan.arriving:
                stock.position += goods.quantity
                if goods.source in self.things.lanes:
                    due = max(0.0, goods.due - self.plan.first_day)
                    self.things.lanes[goods.source].load(goods.quantity, due)
                else:
                    self.things.lines[goods.source].order(0, goods.quantity)

    # ---- outages
    def outage(self, plan: OutagePlan) -> Any:
        """An outage with what it stops; its process begins."""
        stops = [self.lane_stop(self.things.lanes[lane]) for lane in plan.lanes]
        stops += [self.line_stop(self.things.lines[line]) for line in plan.lines]
        stops += [self.review_stop(self.things.stocks[stock]) for stock in plan.reviews]
        if plan.begins or plan.ends:
            rolls = Rolls(self.environment, f"outage/{plan.name}")
            return MarkovOutage(plan, self.shelf, stops, rolls, self.plan.first_day)
        outage = Outage(plan.name, self.env, self.shelf, stops)
        if plan.listed:
            self.env.process(outage.listed(plan.listed))
        elif plan.every is not None and plan.lasts is not None:
            draws = Draws(self.environment, f"outage/{plan.name}", plan.every, plan.lasts)
            outage.process = self.env.process(outage.renewal(draws))
        return outage

    def lane_stop(self, lane: Any) -> Stop:
        """What an outage does to a lane."""
        count = COUNTS[lane.plan.in_outage]
        stock = self.things.stocks[lane.plan.target_stock]
        if count == "blocked":
            return Stop(lane, count, stock.settle_parts, stock.reopen)
        if isinstance(lane, EventLane):
            freed = {"no_shipping": lane.depart, "no_moving": lane.resume, "no_entry": lane.let_in}[count]
            return Stop(lane, count, lane.halt if count == "no_moving" else None, freed)
        return Stop(lane, count)

    def line_stop(self, line: Any) -> Stop:
        """What an outage does to a line."""
        return Stop(line, "stopped", line.halt, line.resume)

    def review_stop(self, stock: Any) -> Stop:
        """What an outage does to the reviews of a stock."""
        return Stop(stock, "stopped", None, stock.reopen)
