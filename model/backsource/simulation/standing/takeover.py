"""The flow of a run takes over what a status says of it."""

from __future__ import annotations

from datetime import date

import numpy as np

from backsource.config.fine import FineDays, FineLane, FineMarket, FineStock
from backsource.config.fine_lines import FineLine
from backsource.config.status import Order, Status
from backsource.errors import SimulationError
from backsource.log import LINE
from backsource.network.days import day_number
from backsource.simulation.books import Shelf
from backsource.simulation.flow.day.centre import Centre
from backsource.simulation.flow.day.instant import InstantLine
from backsource.simulation.flow.day.lane import FeedLane, Lane
from backsource.simulation.flow.day.line import RateLine
from backsource.simulation.flow.day.market import Market
from backsource.simulation.flow.day.rough import RoughLane
from backsource.simulation.flow.day.stock import Stock
from backsource.simulation.flow.things import Things
from backsource.simulation.plan import Plan
from backsource.simulation.standing.lines import open_yesterday, take_centre, take_line
from backsource.simulation.standing.stocks import take_lane, take_market, take_stock
from backsource.units import Span


def refuse_off_grid(plan: Plan) -> None:
    """Raise SimulationError where goods are served at any instant: what is in service then has no place in a status."""
    off = [name for name, stock in plan.stocks.items() if not stock.on_grid]
    if off:
        raise SimulationError(
            f"{', '.join(off)}: reviewed, asked or made at any instant, which no status can say; a daily review, "
            "demand a day and lines with a rate would do"
        )


def take_over(plan: Plan, things: Things, shelf: Shelf) -> None:
    """Sources first, then customers, then the stocks between them."""
    status = plan.status
    if status is None:
        return
    Takeover(plan, status, things, shelf).all()


def centres_of(things: Things) -> dict[str, Centre]:
    """Work centres on the grid, by the lines that share them."""
    lines = (line for line in things.lines.values() if isinstance(line, RateLine))
    return {line.plan.centre: line.centre for line in lines if line.centre is not None}


class Takeover:
    """One status on its way into one flow."""

    def __init__(self, plan: Plan, status: Status, things: Things, shelf: Shelf) -> None:
        self.plan, self.status, self.things, self.shelf = plan, status, things, shelf
        self.scenario = plan.graph.graph["scenario"]

    def all(self) -> None:
        """Everything."""
        for name, lane in self.things.lanes.items():
            assert isinstance(lane, Lane)
            self.lane(name, lane)
        for name, line in self.things.lines.items():
            assert isinstance(line, RateLine | InstantLine)
            self.line(name, line)
        for name, market in self.things.markets.items():
            assert isinstance(market, Market)
            take_market(market, self.status.fine.markets.get(name, FineMarket()), self.plan.first_day)
        for name, stock in self.things.stocks.items():
            assert isinstance(stock, Stock)
            self.stock(name, stock)
        for name, centre in centres_of(self.things).items():
            if name in self.status.fine.centres:
                take_centre(centre, self.status.fine.centres[name])
        for kind, told in (("stocks", self.status.fine.stock_days), ("lines", self.status.fine.line_days)):
            self.remember(kind, told)

    def day(self, moment: date | Span) -> float:
        """Day number of a date, or of a time after the day of the status."""
        if isinstance(moment, date):
            return float(day_number(self.scenario, moment))
        return self.plan.first_day + moment.amount

    # ---- sources
    def orders(self, name: str) -> list[Order]:
        """Open orders at a source, oldest first."""
        orders = self.status.orders if isinstance(self.status.orders, list) else []
        own = [order for order in orders if name in (order.lane, order.line)]
        return sorted(own, key=lambda order: order.ordered or date.min)

    def lane(self, name: str, lane: Lane) -> None:
        """Orders and loads of a lane; a feed keeps the day that it has promised."""
        road = self.status.road if isinstance(self.status.road, list) else []
        loads = [(self.day(load.due), load.quantity.number) for load in road if load.lane == name]
        from_feed = isinstance(lane, FeedLane) or (isinstance(lane, RoughLane) and lane.origin is None)
        orders = []
        for order in self.orders(name):
            if from_feed and order.due is not None:
                loads.append((self.day(order.due), order.quantity.number))
            else:
                ordered = self.day(order.ordered) if order.ordered is not None else None
                orders.append((ordered, order.quantity.number))
        take_lane(lane, self.status.fine.lanes.get(name, FineLane()), orders, loads, self.plan.first_day)

    def line(self, name: str, line: RateLine | InstantLine) -> None:
        """What a line has made, has in process and is still to make."""
        made, started = self.status.made.get(name), self.status.started.get(name)
        fine = self.status.fine.lines.get(name, FineLine())
        take_line(line, fine, made.number if made else 0.0, started.number if started else 0.0)
        line.on_order += sum(order.quantity.number for order in self.orders(name))

    # ---- stocks
    def stock(self, name: str, stock: Stock) -> None:
        """Shares in force, and how the stock stands."""
        shares = self.plan.past.shares.get(name)
        if shares is not None:
            for part in stock.parts:
                part.share = dict(shares).get(part.source.name, 0.0)
        path = self.plan.past.paths.get(name)
        fine = self.status.fine.stocks.get(name, FineStock())
        extra = path.extra if path is not None else fine.extra or 0.0
        part_plan = next((part for part in self.plan.programme.parts if part.stock == name), None)
        if extra and fine.extra_source is None and part_plan is not None:
            bound = part_plan.bridge or part_plan.last_buy
            fine = fine.model_copy(update={"extra_source": bound.source if bound else None})
        take_stock(stock, fine, extra, self.plan.first_day)

    # ---- books of the days before
    def remember(self, kind: str, told: FineDays) -> None:
        """Rows that gates look back at; the machine time of yesterday is booked this morning."""
        for name, rows in told.rows.items():
            self.shelf.before[kind, name] = np.array(rows, dtype=float).reshape(len(rows), -1)
        if kind != "lines":
            return
        for name, line in self.things.lines.items():
            if isinstance(line, RateLine):
                known = self.shelf.before.setdefault((kind, name), np.zeros((1, len(LINE))))
                open_yesterday(line, known[-1])
