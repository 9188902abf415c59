"""The day: one process that calls a list of bound methods, prepared once.

The order of steps within a day is data. Orders sweeps run from downstream to upstream, goods sweeps from
upstream to downstream; ties go by name. Nothing on the grid waits for anything.

=========  =================================================================
timetable  sweeps
=========  =================================================================
plant      goods: receive, complete | orders: demand, order | goods: allocate, ship, start
stockpyl   orders: demand, order | goods: receive, complete, allocate, ship, start
textbook   orders: order | goods: ship, receive | goods: demand, allocate, start
=========  =================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from math import inf
from typing import Any

import simpy

from backsource.errors import SimulationError
from backsource.simulation.flow.day.instant import InstantLine
from backsource.simulation.flow.day.lane import FeedLane
from backsource.simulation.flow.day.line import RateLine
from backsource.simulation.flow.day.outage import MarkovOutage
from backsource.simulation.flow.day.rough import RoughLane
from backsource.simulation.flow.day.stock import Stock
from backsource.simulation.flow.events.instant import InstantLine as EventInstantLine
from backsource.simulation.flow.events.lane import Lane as EventLane
from backsource.simulation.flow.events.line import ServerLine
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.events.stock import Stock as EventStock
from backsource.simulation.flow.things import AnyLane, Things
from backsource.simulation.plan import Plan

Step = Callable[[int], object]


class Day:
    """The steps of one kind of day."""

    def __init__(self, plan: Plan, things: Things, closed: frozenset[str], reviews: frozenset[str]) -> None:
        self.plan, self.things, self.closed, self.reviews = plan, things, closed, reviews
        self.upstream_first = [name for name in plan.upstream_first if name in things.stocks]
        reviewed = (name for outage in plan.outages.values() for name in outage.reviews)
        self.interrupted = {name for name in reviewed if plan.stocks[name].on_grid}

    def steps(self) -> tuple[Step, ...]:
        """All steps, in order."""
        sweeps = {
            "plant": (self.incoming, self.ordering, self.outgoing),
            "stockpyl": (self.ordering, self.through),
            "textbook": (self.ordering_first, self.shipping, self.demand),
        }
        if self.plan.timetable not in sweeps:
            raise SimulationError(f"no timetable {self.plan.timetable!r}; {', '.join(sweeps)} would do")
        found = self.decisions()
        for sweep in sweeps[self.plan.timetable]:
            found += sweep()
        return tuple(found + self.closing())

    def decisions(self) -> list[Step]:
        """Outages that are looked at once a day; mornings of what stands off the grid beside a calendar or a limit."""
        things = self.things
        found: list[Step] = [outage.look for outage in things.outages.values() if isinstance(outage, MarkovOutage)]
        for name in self.upstream_first:
            stock = things.stocks[name]
            if isinstance(stock, EventStock) and stock.plan.open_rows:
                found.append(stock.morning)
        for lane in things.lanes.values():
            own = lane.plan
            if isinstance(lane, EventLane) and (own.origin_rows or own.target_rows or own.capacity < inf):
                found.append(lane.morning)
        quick = (line for line in things.lines.values() if isinstance(line, ServerLine | EventInstantLine))
        return found + [line.morning for line in quick if line.plan.open_rows]

    # ---- sweeps
    def incoming(self) -> list[Step]:
        """Plant, first sweep."""
        return [step for name in self.upstream_first for step in self.receive(name)]

    def ordering(self) -> list[Step]:
        """Orders sweep: take what is asked, review."""
        found: list[Step] = []
        for name in reversed(self.upstream_first):
            stock = self.things.stocks[name]
            if self.asked(name):
                found.append(stock.take)
            if name not in self.closed:
                found += self.review(name)
        return found

    def outgoing(self) -> list[Step]:
        """Plant, last sweep; goods ordered from a feed without lead time come in first."""
        found: list[Step] = []
        for name in self.upstream_first:
            stock = self.things.stocks[name]
            found += self.feeds(name)
            near = [lane for lane in self.lanes_in(name) if isinstance(lane, FeedLane) and not lane.lead + lane.delay]
            if isinstance(stock, Stock) and near and name not in self.closed:
                found.append(stock.receive)
            found += self.allocate(name) + self.start(name)
        return found

    def through(self) -> list[Step]:
        """Stockpyl, goods sweep."""
        found: list[Step] = []
        for name in self.upstream_first:
            found += self.feeds(name) + self.receive(name) + self.allocate(name) + self.start(name)
        return found

    def ordering_first(self) -> list[Step]:
        """Textbook, first sweep: orders, before the demand of the day."""
        found: list[Step] = []
        for name in reversed(self.upstream_first):
            stock = self.things.stocks[name]
            if isinstance(stock, Stock) and stock.lanes_out:
                found.append(stock.take_lanes)
            if name not in self.closed:
                found += self.review(name)
        return found

    def shipping(self) -> list[Step]:
        """Textbook, second sweep: ship what was ordered, receive what is due."""
        found: list[Step] = []
        for name in self.upstream_first:
            found += self.feeds(name)
            found += self.allocate(name, last=False) + self.receive(name) if self.ships(name) else self.receive(name)
        return found

    def demand(self) -> list[Step]:
        """Textbook, last sweep: the demand of the day is served."""
        found: list[Step] = []
        for name in self.upstream_first:
            stock = self.things.stocks[name]
            if isinstance(stock, Stock) and stock.markets:
                found.append(stock.take_markets)
            elif isinstance(stock, EventStock) and stock.customers:
                found.append(stock.take)
            found += self.allocate(name) + self.start(name)
        return found

    # ---- steps of one stock
    def asked(self, name: str) -> bool:
        """Whether anybody asks a stock in the sweeps."""
        stock = self.things.stocks[name]
        return bool(stock.askers if isinstance(stock, Stock) else stock.customers)

    def review(self, name: str) -> list[Step]:
        """The review of the day, or one that an outage may have blocked on an earlier day."""
        if name in self.reviews:
            return [self.things.stocks[name].order]
        return [self.things.stocks[name].catch_up] if name in self.interrupted else []

    def lanes_in(self, name: str) -> list[AnyLane]:
        """Lanes that feed a stock."""
        return [self.things.lanes[lane] for lane in self.plan.stocks[name].lanes_in]

    def ships(self, name: str) -> bool:
        """Whether a stock serves lanes."""
        return any(asker in self.things.lanes for asker in self.plan.stocks[name].askers)

    def feeds(self, name: str) -> list[Step]:
        """Goods from outside sources set out."""
        return [lane.dispatch for lane in self.lanes_in(name) if isinstance(lane, RoughLane) and lane.origin is None]

    def receive(self, name: str) -> list[Step]:
        """Goods reach the gate and come in; lines finish what they started yesterday."""
        stock = self.things.stocks[name]
        found: list[Step] = [lane.arrive for lane in self.lanes_in(name) if isinstance(lane, RoughLane)]
        if isinstance(stock, Stock) and (self.lanes_in(name) or stock.plan.keep_lots) and name not in self.closed:
            found.append(stock.receive)
        lines = [self.things.lines[line] for line in self.plan.stocks[name].lines_in]
        return found + [line.complete for line in lines if isinstance(line, RateLine) and not line.plan.same_day]

    def allocate(self, name: str, *, last: bool = True) -> list[Step]:
        """Lines that take no time run, the stock serves all who ask, what was held leaves."""
        plan, stock = self.plan.stocks[name], self.things.stocks[name]
        found: list[Step] = []
        if name not in self.closed:
            for line in (self.things.lines[line] for line in plan.lines_in):
                if isinstance(line, InstantLine):
                    found.append(line.run)
                elif isinstance(line, RateLine) and line.plan.same_day and last:
                    found.append(line.start)
            found += [stock.serve] if self.asked(name) else []
        askers = [self.things.lanes[asker] for asker in plan.askers if asker in self.things.lanes]
        found += [lane.dispatch for lane in askers if isinstance(lane, RoughLane)]
        losing = [market for market in self.plan.markets.values() if market.stock == name and market.on_grid]
        refuses = plan.loses and plan.on_grid
        if last and (refuses or any(market.short != "backorder" for market in losing)):
            found.append(stock.lose)
        if last and not plan.storable and isinstance(stock, Stock):
            found.append(stock.expire)
        return found

    def start(self, name: str) -> list[Step]:
        """Lines that feed a stock take their material."""
        lines = (self.things.lines[line] for line in self.plan.stocks[name].lines_in)
        return [line.start for line in lines if isinstance(line, RateLine) and not line.plan.same_day]

    def closing(self) -> list[Step]:
        """Books of everything on the grid; what stands off it closes its own."""
        groups = (self.things.stocks, self.things.lanes, self.things.lines, self.things.markets)
        things = (thing for group in groups for thing in group.values())
        return [thing.close for thing in things if not isinstance(thing, Rolling)]


def programs(plan: Plan, things: Things) -> list[tuple[Step, ...]]:
    """The steps of each kind of day."""
    return [Day(plan, things, closed, reviews).steps() for closed, reviews in plan.patterns]


def run(env: simpy.Environment, plan: Plan, things: Things) -> Generator[simpy.Event, Any, None]:
    """Off the grid all begin on the first day; from then on, every morning once the instant has settled, the steps."""
    steps = programs(plan, things)
    yield from settle(env)
    for thing in (*things.stocks.values(), *things.lines.values()):
        if isinstance(thing, EventStock | ServerLine | EventInstantLine):
            thing.begin()
    if any(steps):
        yield from days(env, plan, steps)


def settle(env: simpy.Environment) -> Generator[simpy.Event, Any, None]:
    """Let everything else that falls on this instant happen first."""
    while env.peek() <= env.now:
        yield env.timeout(0)


def days(env: simpy.Environment, plan: Plan, steps: list[tuple[Step, ...]]) -> Generator[simpy.Event, Any, None]:
    """Every morning, once the instant has settled, the steps of the day."""
    peek, timeout = env.peek, env.timeout
    for row, pattern in enumerate(plan.pattern_of):
        while peek() <= env.now:
            yield timeout(0)
        for step in steps[pattern]:
            step(row)
        yield timeout(1)
