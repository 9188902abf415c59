"""Things of one run, each made from its plan and its draws."""

from __future__ import annotations

import numpy as np
import simpy

from backsource.laws import distributions as laws
from backsource.laws.continuous import Constant
from backsource.log import Kind
from backsource.simulation.books import Shelf
from backsource.simulation.environment import Draws, Environment, LeadTimes, Rolls, Turns, values_of
from backsource.simulation.flow.day.instant import InstantLine
from backsource.simulation.flow.day.lane import FeedLane, Lane, NearLane
from backsource.simulation.flow.day.line import RateLine
from backsource.simulation.flow.day.lots import LotStock
from backsource.simulation.flow.day.market import Market
from backsource.simulation.flow.day.rough import RoughLane
from backsource.simulation.flow.day.stock import Stock
from backsource.simulation.flow.events.crew import Crew
from backsource.simulation.flow.events.instant import InstantLine as EventInstantLine
from backsource.simulation.flow.events.lane import Lane as EventLane
from backsource.simulation.flow.events.line import ServerLine
from backsource.simulation.flow.events.lots import LotStock as EventLotStock
from backsource.simulation.flow.events.market import Market as EventMarket
from backsource.simulation.flow.events.rated import RatedLine
from backsource.simulation.flow.events.server import Server
from backsource.simulation.flow.events.stock import Stock as EventStock
from backsource.simulation.flow.machines import Machine, Mode, Note
from backsource.simulation.flow.things import AnyLane, AnyLine, AnyMarket, AnyStock
from backsource.simulation.plan import MarketPlan, Plan, StockPlan
from backsource.simulation.source_plans import LanePlan, LinePlan, failure_names


class Factory:
    """Makes the simplest thing that can do what its plan says."""

    def __init__(self, plan: Plan, environment: Environment, env: simpy.Environment, shelf: Shelf) -> None:
        self.plan, self.environment, self.env, self.shelf = plan, environment, env, shelf

    # ---- stocks and lanes
    def stock(self, plan: StockPlan) -> AnyStock:
        """A stock on the grid, with lots or without, or off it."""
        if not plan.on_grid:
            kind = EventLotStock if plan.keep_lots or not plan.storable else EventStock
            return kind(plan, self.shelf, self.env)
        return LotStock(plan, self.shelf) if plan.keep_lots else Stock(plan, self.shelf)

    def lane(self, plan: LanePlan, origin: AnyStock | None, target: AnyStock) -> AnyLane:
        """A lane between two stocks, or from outside."""
        if not (plan.origin_on_grid and plan.target_on_grid):
            lane = EventLane(plan, self.shelf, self.env, self.lead_times(plan))
            lane.origin, lane.target = origin, target
            return lane
        assert isinstance(target, Stock)
        assert origin is None or isinstance(origin, Stock)
        plain: Lane
        if not plan.plain:
            plain = RoughLane(plan, self.shelf, self.lead_times(plan), target)
        elif origin is not None and plan.lead == 0:
            plain = NearLane(plan, self.shelf)
        else:
            plain = Lane(plan, self.shelf) if origin is not None else FeedLane(plan, self.shelf)
        plain.origin, plain.target = origin, target
        return plain

    def lead_times(self, plan: LanePlan) -> LeadTimes | None:
        """Random lead times of a lane."""
        if plan.lead_time is None and not plan.late_chance:
            return None
        name = f"lead/{plan.name}"
        return LeadTimes(self.environment, name, plan.lead, plan.lead_time, plan.late_chance, plan.late_by)

    # ---- lines
    def line(self, plan: LinePlan, product: AnyStock) -> AnyLine:
        """A line of its kind, with its machines."""
        if plan.kind == "instant":
            if isinstance(product, EventStock):
                return EventInstantLine(plan, self.shelf, self.env, self.uniforms(plan))
            return InstantLine(plan, self.shelf, self.rolls(plan))
        if plan.kind == "server":
            return self.server_line(plan)
        crew = self.has_crew(plan)
        faults = [Rolls(self.environment, name) for name in failure_names(plan)]
        machines = [] if crew else self.machines(plan)
        kind = RatedLine if isinstance(product, EventStock) else RateLine
        line = kind(plan, self.shelf, self.env, machines, self.rolls(plan), faults)
        if crew:
            line.crew = self.crew(plan, line)
        return line

    def server_line(self, plan: LinePlan) -> ServerLine:
        """A line off the grid, with servers that fail or a crew."""
        assert plan.processing is not None
        times = Turns(self.environment, f"turn/processing/{plan.name}", plan.processing)
        line = ServerLine(plan, self.shelf, self.env, times, self.uniforms(plan))
        if self.has_crew(plan):
            line.crew = self.crew(plan, line)
        elif any(failure.mtbf is not None for failure in plan.failures):
            line.equip([self.server(plan, line, machine) for machine in range(plan.machines)])
        return line

    def rolls(self, plan: LinePlan) -> Rolls:
        """One uniform a day for the yield."""
        return Rolls(self.environment, f"yield/{plan.name}")

    def uniforms(self, plan: LinePlan) -> Turns:
        """One uniform a lot for the yield."""
        return Turns(self.environment, f"turn/yield/{plan.name}", laws.uniform(0.0, 1.0))

    def note_of(self, plan: LinePlan) -> Note:
        """Journal entries of a line's failures."""
        note = self.shelf.note

        def failed(time: float, down: bool) -> None:
            note(time, Kind.FAILURE if down else Kind.REPAIRED, plan.name)

        return failed

    def draws(self, plan: LinePlan, machine: int, mode: int) -> Draws:
        """Times to failure and repair of one mode of one machine."""
        failure = plan.failures[mode]
        assert failure.mtbf is not None
        assert failure.repair is not None
        return Draws(self.environment, f"failure/{plan.name}/{machine}/{mode}", failure.mtbf, failure.repair)

    def machines(self, plan: LinePlan) -> list[Machine]:
        """The machines of a line on the grid, where they can fail by time."""
        modes = [mode for mode, failure in enumerate(plan.failures) if failure.mtbf is not None]
        note, now = self.note_of(plan), float(self.plan.first_day)
        return [
            Machine(
                [Mode(plan.failures[mode].operating, self.draws(plan, machine, mode), now) for mode in modes], note, now
            )
            for machine in range(plan.machines if modes else 0)
        ]

    def server(self, plan: LinePlan, line: ServerLine, machine: int) -> Server:
        """One server of a line off the grid, with its ways of failing."""
        operating, calendar = (
            [self.draws(plan, machine, mode) for mode, failure in enumerate(plan.failures)
             if failure.mtbf is not None and failure.operating == way]
            for way in (True, False)
        )  # fmt: skip
        return Server(self.env, operating, calendar, self.note_of(plan), line.server_changed)

    def has_crew(self, plan: LinePlan) -> bool:
        """Whether spares or few repairers make failures depend on each other."""
        return bool(plan.failures) and (plan.spares > 0 or plan.repairers > 0)

    def crew(self, plan: LinePlan, line: RateLine | ServerLine) -> Crew:
        """Machines with spares and repairers."""
        draws = [self.draws(plan, machine, 0) for machine in range(plan.machines + plan.spares)]
        repairers = plan.repairers or len(draws)
        status = self.plan.status
        fine = status.fine.lines.get(plan.name) if status is not None else None
        known = fine.crew if fine is not None else None
        return Crew(self.env, plan.machines, repairers, draws, self.note_of(plan), line.crew_changed, known)

    # ---- markets
    def market(self, plan: MarketPlan, stock: AnyStock) -> AnyMarket:
        """A market on the grid with its demand of every day, or off it with its customers."""
        if plan.on_grid:
            return Market(plan, self.demand(plan), self.shelf)
        assert isinstance(stock, EventStock)
        name, amount, gap = f"turn/market/{plan.name}", plan.amount, plan.gap
        size = Turns(self.environment, f"{name}/size", amount).next if amount else float
        market = EventMarket(plan, self.shelf, self.env, stock, size)
        if plan.at:
            market.as_listed()
        elif isinstance(gap, Constant):
            market.regularly(gap.mean)
        elif gap is not None:
            market.at_random(Turns(self.environment, f"{name}/gap", gap).next)
        return market

    def demand(self, plan: MarketPlan) -> list[float]:
        """Demand of every row [units]."""
        if plan.listed:
            return list(plan.listed)
        uniforms = self.environment.days(f"demand/{plan.name}", self.plan.first_day, self.plan.rows)
        demand = values_of(plan.amount, uniforms) if plan.amount is not None else np.zeros(self.plan.rows)
        if plan.factors:
            demand = demand * np.asarray(plan.factors)
        return [float(quantity) for quantity in (np.round(demand) if plan.whole else demand)]
