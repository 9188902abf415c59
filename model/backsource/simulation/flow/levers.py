"""The closed table of levers: all that a decision may change in the flow.

Decisions pull them in the decision step of a day. Nothing else reaches into the flow, so a new clause
never edits the physics. A stock off the grid under continuous review answers at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor, inf

from backsource.errors import SimulationError
from backsource.log import Kind
from backsource.simulation.books import Shelf
from backsource.simulation.flow.day.lots import LotStock
from backsource.simulation.flow.day.rough import RoughLane
from backsource.simulation.flow.events.lane import Lane as EventLane
from backsource.simulation.flow.events.lots import LotStock as EventLotStock
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.split import EPSILON
from backsource.simulation.flow.things import AnyLane, AnyLine, AnyStock, Things


class Levers:
    """Levers on the stocks, lanes, lines, markets and outages of one run."""

    def __init__(self, things: Things, shelf: Shelf) -> None:
        self.things, self.shelf = things, shelf
        self.stocks, self.lanes, self.lines = things.stocks, things.lanes, things.lines
        self.env, self.first_day = things.env, things.first_day
        self.closed: set[str] = set()

    def row(self) -> int:
        """Row of today."""
        return floor(self.env.now) - self.first_day

    def note(self, kind: Kind, subject: str, quantity: float = 0.0, detail: float = 0.0) -> None:
        """Write to the journal."""
        self.shelf.note(self.env.now, kind, subject, quantity, detail)

    # ---- stocks
    def share(self, stock: str, shares: Mapping[str, float]) -> None:
        """New shares of the sources from now on; what waits aside is split again."""
        thing = self.stocks[stock]
        for part in thing.parts:
            part.share = shares.get(part.source.name, 0.0)
            self.note(Kind.SHARE_STEP, stock, part.share, self.shelf.subjects[part.source.name])
        thing.forget_aside()
        thing.reopen()

    def bounds(self, stock: str, source: str, *, least: float = 0.0, most: float = inf) -> None:
        """Least and most that a source is ordered a review."""
        part = self.stocks[stock].part(source)
        part.least, part.most = least, most
        self.stocks[stock].reopen()

    def target(self, stock: str, level: float) -> None:
        """Order up to this position from now on."""
        self.stocks[stock].use_level(level)
        self.note(Kind.TARGET_RAISED, stock, level)
        self.stocks[stock].reopen()

    def levels(self, stock: str, levels: tuple[float, ...]) -> None:
        """Levels of a stock that orders by cover, row by row."""
        self.stocks[stock].targets = levels
        self.stocks[stock].reopen()

    def extra(self, stock: str, quantity: float, source: str, *, ordered: float = 0.0) -> None:
        """Extra target bound to one source, of which so much is *ordered* apart; lowering it lets the stock fall."""
        thing = self.stocks[stock]
        thing.extra_due = max(0.0, thing.extra_due + quantity - thing.extra - ordered)
        thing.extra = quantity
        thing.extra_source = thing.part(source).source
        self.note(Kind.TARGET_RAISED, stock, quantity, 1.0)
        thing.reopen()

    def order_now(self, stock: str, source: str, quantity: float) -> None:
        """One order outside the policy; set aside while the source is blocked."""
        thing = self.stocks[stock]
        thing.touch()
        thing.assign(self.row(), thing.part(source), quantity)

    def cancel(self, source: str) -> float:
        """Cancel what a source has not started or shipped; gives the quantity, which is needed again."""
        stock, quantity = self.withdrawn(source)
        stock.reopen()
        return quantity

    def withdrawn(self, source: str) -> tuple[AnyStock, float]:
        """The stock of a source, and what the source has let go."""
        stock, thing = self.stock_of(source)
        quantity = thing.cancel(self.row())
        if quantity:
            stock.refused(quantity)
            self.note(Kind.CANCELLED, source, quantity)
        return stock, quantity

    def quarantine(self, stock: str, source: str) -> float:
        """Lock the lots of one source; gives the quantity."""
        return self.lots(stock).quarantine(self.row(), source)

    def release(self, stock: str, source: str) -> float:
        """Release the locked lots of one source; gives the quantity."""
        return self.lots(stock).release_lots(self.row(), source)

    def lots(self, stock: str) -> LotStock | EventLotStock:
        """A stock that keeps lots."""
        thing = self.stocks[stock]
        if not isinstance(thing, LotStock | EventLotStock):
            raise SimulationError(f"stock {stock} keeps no lots, so none can be locked; `keep_lots: true` would do")
        return thing

    # ---- sources
    def close_source(self, source: str) -> None:
        """No more orders to a source; what it has not started or shipped is cancelled, goods on the road still come."""
        if source in self.closed:
            return
        self.closed.add(source)
        stock, _ = self.withdrawn(source)
        self.note(Kind.SOURCE_CLOSED, source)
        self.things.source(source).blocked += 1
        stock.reopen()

    def open_source(self, source: str) -> None:
        """A source takes orders (again)."""
        if source not in self.closed:
            return
        self.closed.discard(source)
        self.note(Kind.SOURCE_OPENED, source)
        self.things.source(source).blocked -= 1
        self.look_again(source)

    def halt_line(self, line: str) -> None:
        """A line may not work (no tool, not opened); its orders wait."""
        self.lines[line].blocked += 1
        self.look_again(line)

    def free_line(self, line: str) -> None:
        """One reason less for a line not to work."""
        self.lines[line].blocked -= 1
        self.look_again(line)

    def look_again(self, source: str) -> None:
        """A source has been blocked or freed: its stock sees which sources take orders, a line what it can do."""
        stock, _ = self.stock_of(source)
        if source in self.lines:
            self.lines[source].look()
        stock.reopen()

    def stock_of(self, source: str) -> tuple[AnyStock, AnyLane | AnyLine]:
        """The stock that a source feeds, and the source."""
        if source in self.lanes:
            return self.stocks[self.lanes[source].plan.target_stock], self.lanes[source]
        return self.stocks[self.lines[source].plan.product], self.lines[source]

    def speed(self, line: str, factor: float) -> None:
        """Rate of a line as a factor on its mature rate, for what is started from now on."""
        self.lines[line].speed = factor
        self.lines[line].look()

    def yield_share(self, line: str, share: float) -> None:
        """Share of good units from now on."""
        self.lines[line].yield_now = share

    def defect(self, source: str, factor: float) -> None:
        """Faulty share of a source as a factor; it changes no flow, the measures read it in the journal."""
        self.note(Kind.DEFECT_FACTOR, source, factor)

    def staff(self, line: str, servers: int) -> None:
        """Machines that people can run at the same time; lots that are being worked on are finished."""
        self.lines[line].staff = servers
        self.lines[line].look()

    def begin_trial(self, line: str, pieces: float) -> bool:
        """A trial run takes its material; False while it is not there, or the site does not work today."""
        thing = self.lines[line]
        open_rows = thing.plan.open_rows
        if open_rows and not open_rows[self.row()]:
            return False
        self.settle(thing)
        return thing.begin_trial(pieces)

    def end_trial(self, line: str, *, keep: bool) -> None:
        """The pieces of a trial run are scrap, or kept under lock until approval."""
        self.settle(self.lines[line])
        self.lines[line].end_trial(keep=keep)

    def release_trial_parts(self, line: str) -> None:
        """What trial runs have made may be sold."""
        self.settle(self.lines[line])
        self.lines[line].release_trials()

    @staticmethod
    def settle(thing: AnyLine) -> None:
        """Bring the books of a thing off the grid up to now, before something is done to it."""
        if isinstance(thing, Rolling):
            thing.touch()

    def lead_time(self, lane: str, factor: float) -> None:
        """Lead time of what is shipped from now on, as a factor (whole days on the grid)."""
        thing = self.lanes[lane]
        if isinstance(thing, RoughLane | EventLane):
            thing.factor = factor
        else:
            thing.lead = ceil(thing.plan.lead * factor - EPSILON)

    def rank(self, asker: str, rank: float) -> None:
        """Rank of a lane or market where stock is allocated by priority."""
        thing = self.lanes[asker] if asker in self.lanes else self.things.markets[asker]
        thing.rank = rank

    # ---- world
    def hazard(self, outage: str, factor: float) -> None:
        """Hazard of an outage as a factor."""
        self.things.outages[outage].hazard(factor)

    def market(self, market: str, scale: float) -> None:
        """Demand of a market as a factor."""
        self.things.markets[market].scale = scale
