"""The closed table of levers: all that a decision may change in the flow.

Decisions pull them in the decision step of a day. Nothing else reaches into the flow, so a new clause
never edits the physics.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

from backsource.errors import SimulationError
from backsource.log import Kind
from backsource.simulation.books import Shelf
from backsource.simulation.flow.day.lots import LotStock
from backsource.simulation.flow.stops import Stop


class Levers:
    """Levers on the stocks, lanes, lines, markets and outages of one run."""

    def __init__(self, things: Any, shelf: Shelf) -> None:
        self.stocks, self.lanes, self.lines = things.stocks, things.lanes, things.lines
        self.markets, self.outages = things.markets, things.outages
        self.env, self.shelf, self.first_day = things.env, shelf, things.first_day
        self.closed: set[str] = set()

    def row(self) -> int:
        """Row of today."""
        return int(self.env.now) - int(self.first_day)

    def note(self, kind: Kind, subject: str, quantity: float = 0.0, detail: float = 0.0) -> None:
        """Write to the journal."""
        self.shelf.note(self.env.now, kind, subject, quantity, detail)

    # ---- stocks
    def share(self, stock: str, shares: Mapping[str, float]) -> None:
        """New shares of the sources from now on; what waits aside is split again."""
        for part in self.stocks[stock].parts:
            part.share = shares.get(part.source.name, 0.0)
            self.note(Kind.SHARE_STEP, stock, part.share, self.shelf.subjects[part.source.name])
        self.stocks[stock].forget_aside()

    def bounds(self, stock: str, source: str, *, least: float = 0.0, most: float = float("inf")) -> None:
        """Least and most that a source is ordered a review."""
        part = self.stocks[stock].part(source)
        part.least, part.most = least, most
        self.stocks[stock].settle_parts()

    def target(self, stock: str, level: float) -> None:
        """Order up to this position from now on."""
        self.stocks[stock].use_level(level)
        self.note(Kind.TARGET_RAISED, stock, level)

    def levels(self, stock: str, levels: tuple[float, ...]) -> None:
        """Levels of a stock that orders by cover, row by row."""
        self.stocks[stock].targets = levels

    def extra(self, stock: str, quantity: float, source: str, *, ordered: float = 0.0) -> None:
        """Extra target bound to one source, of which so much is *ordered* apart; lowering it lets the stock fall."""
        thing = self.stocks[stock]
        thing.extra_due = max(0.0, thing.extra_due + quantity - thing.extra - ordered)
        thing.extra = quantity
        thing.extra_source = thing.part(source).source
        self.note(Kind.TARGET_RAISED, stock, quantity, 1.0)

    def order_now(self, stock: str, source: str, quantity: float) -> None:
        """One order outside the policy."""
        self.stocks[stock].send(self.row(), self.stocks[stock].part(source), quantity)

    def cancel(self, source: str) -> float:
        """Cancel what a source has not started or shipped; gives the quantity."""
        stock, thing = self.stock_of(source)
        quantity = float(thing.cancel(self.row()))
        if quantity:
            stock.position -= quantity
            self.note(Kind.CANCELLED, source, quantity)
        return quantity

    def quarantine(self, stock: str, source: str) -> float:
        """Lock the lots of one source; gives the quantity."""
        return self.lots(stock).quarantine(self.row(), source)

    def release(self, stock: str, source: str) -> float:
        """Release the locked lots of one source; gives the quantity."""
        return self.lots(stock).release_lots(self.row(), source)

    def lots(self, stock: str) -> LotStock:
        """A stock that keeps lots."""
        thing = self.stocks[stock]
        if not isinstance(thing, LotStock):
            raise SimulationError(f"stock {stock} keeps no lots, so none can be locked; `keep_lots: true` would do")
        return thing

    # ---- sources
    def close_source(self, source: str) -> None:
        """No more orders to a source; what it has not started or shipped is cancelled, goods on the road still come."""
        if source in self.closed:
            return
        self.closed.add(source)
        stock, thing = self.stock_of(source)
        self.cancel(source)
        Stop(thing, "blocked", freed=None).begin()
        stock.settle_parts()
        self.note(Kind.SOURCE_CLOSED, source)

    def open_source(self, source: str) -> None:
        """A source takes orders (again)."""
        if source not in self.closed:
            return
        self.closed.discard(source)
        stock, thing = self.stock_of(source)
        Stop(thing, "blocked").end()
        stock.settle_parts()
        self.note(Kind.SOURCE_OPENED, source)

    def halt_line(self, line: str) -> None:
        """A line may not work (no tool, not opened); its orders wait."""
        stock, thing = self.stock_of(line)
        thing.blocked += 1
        stock.settle_parts()

    def free_line(self, line: str) -> None:
        """One reason less for a line not to work."""
        stock, thing = self.stock_of(line)
        thing.blocked -= 1
        stock.settle_parts()
        if not thing.blocked and hasattr(thing, "look"):
            thing.look()

    def stock_of(self, source: str) -> tuple[Any, Any]:
        """The stock that a source feeds, and the source."""
        thing = self.lanes.get(source) or self.lines[source]
        name = thing.plan.target_stock if source in self.lanes else thing.plan.product
        return self.stocks[name], thing

    def speed(self, line: str, factor: float) -> None:
        """Rate of a line as a factor on its mature rate."""
        self.lines[line].speed = factor

    def yield_share(self, line: str, share: float) -> None:
        """Share of good units from now on."""
        self.lines[line].yield_now = share

    def defect(self, source: str, factor: float) -> None:
        """Faulty share of a source as a factor; it changes no flow, the measures read it in the journal."""
        self.note(Kind.DEFECT_FACTOR, source, factor)

    def staff(self, line: str, servers: int) -> None:
        """Machines that people can run at the same time."""
        self.lines[line].staff = servers
        if hasattr(self.lines[line], "look"):
            self.lines[line].look()

    def lead_time(self, lane: str, factor: float) -> None:
        """Lead time of what is shipped from now on, as a factor."""
        thing = self.lanes[lane]
        if hasattr(thing, "factor"):
            thing.factor = factor
        else:
            thing.lead = ceil(thing.plan.lead * factor - 1e-9)

    def rank(self, asker: str, rank: float) -> None:
        """Rank of a lane or market where stock is allocated by priority."""
        (self.lanes.get(asker) or self.markets[asker]).rank = rank

    def trial(self, line: str, pieces: float) -> float:
        """A trial run takes its material; its pieces are locked. 0: no material yet."""
        return float(self.lines[line].trial(pieces))

    def scrap_trial_parts(self, line: str) -> None:
        """What is locked of trial runs is scrap."""
        self.lines[line].scrap_trials()

    def release_trial_parts(self, line: str) -> None:
        """What is locked of trial runs may be used."""
        self.lines[line].release_trials()

    # ---- world
    def hazard(self, outage: str, factor: float) -> None:
        """Hazard of an outage as a factor."""
        self.outages[outage].hazard(factor)

    def market(self, market: str, scale: float) -> None:
        """Demand of a market as a factor."""
        self.markets[market].scale = scale
