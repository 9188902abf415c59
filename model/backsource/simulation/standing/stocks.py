"""What a stock, a lane and a market on the grid tell of themselves, and how they take it over."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from math import ceil, inf

from backsource.config.fine import FineLane, FineLot, FineMarket, FinePart, FineStock
from backsource.simulation.flow.day.lane import FeedLane, Lane
from backsource.simulation.flow.day.lots import Lot, LotStock
from backsource.simulation.flow.day.market import Market
from backsource.simulation.flow.day.rough import RoughLane
from backsource.simulation.flow.day.stock import Stock

Goods = tuple[float, float]
"""Day, quantity."""
ROUNDING = 1e-6
"""What sums of fractions may differ by; more than that was changed by hand, and the parts are right."""


def exact(told: float | None, added: float) -> float:
    """A sum as a run has kept it, where its parts add up to it but for rounding."""
    return told if told is not None and abs(told - added) <= ROUNDING else added


def unless_same(kept: float, added: float) -> float | None:
    """A sum as a run has kept it, where its parts do not give the same number."""
    return kept if kept != added else None


def unless_whole(kept: float, *, whole: bool) -> float | None:
    """A sum as a run has kept it, where rounding could have left a trace in it or in its parts."""
    return None if whole and kept == int(kept) else kept


# ---- stocks
def tell_stock(stock: Stock, first_day: int) -> FineStock:
    """A stock, but for what is on hand and owed to markets."""
    parts = {part.source.name: FinePart(aside=part.aside, carry=part.carry) for part in stock.parts}
    queue = stock.allocation.queue
    plain = stock.on_hand - stock.owed + stock.on_order()
    found = FineStock(
        on_hand=stock.on_hand if stock.on_hand < 0 else None, position=unless_same(stock.position, plain),
        owed=unless_whole(stock.owed, whole=stock.plan.whole), requirement=stock.requirement, again=stock.again,
        missed=stock.missed, aside=unless_same(stock.aside, sum(part.aside for part in stock.parts)), extra=stock.extra,
        extra_due=stock.extra_due, extra_source=stock.extra_source.name if stock.extra_source is not None else None,
        parts={name: part for name, part in parts.items() if part != FinePart()},
        queue=[(asker.name, quantity) for asker, quantity in queue] if queue else None,
    )  # fmt: skip
    if isinstance(stock, LotStock):
        lots = {"lots": stock.lots, "locked": stock.locked, "taken": stock.taken}
        days = {"looked": stock.today + first_day, "taken_on": stock.taken_on + first_day}
        found = found.model_copy(update={**days, **{key: told(some, first_day) for key, some in lots.items()}})
    return found


def told(lots: Iterable[Lot], first_day: int) -> list[FineLot]:
    """Lots by the days on which they came."""
    return [FineLot(quantity=lot.quantity, source=lot.source, made=lot.made_on + first_day) for lot in lots]


def take_stock(stock: Stock, fine: FineStock, extra: float, first_day: int) -> None:
    """A stock takes over how it stands, once its sources and its customers have."""
    stock.on_hand = exact(fine.on_hand, stock.on_hand)
    stock.owed = exact(fine.owed, sum(asker.owed for asker in stock.askers))
    stock.position = exact(fine.position, stock.on_hand - stock.owed + stock.on_order())
    stock.requirement, stock.again, stock.missed = fine.requirement, fine.again, fine.missed
    stock.extra, stock.extra_due = extra, fine.extra_due
    if fine.extra_source is not None:
        stock.extra_source = stock.part(fine.extra_source).source
    for name, known in fine.parts.items():
        part = stock.part(name)
        part.aside, part.carry = known.aside, known.carry
        stock.aside += known.aside
    stock.aside = exact(fine.aside, stock.aside)
    if fine.queue is not None:
        askers = {asker.name: asker for asker in stock.askers}
        stock.allocation.queue = deque([askers[name], quantity] for name, quantity in fine.queue)
    if isinstance(stock, LotStock) and fine.lots is not None:
        lots, locked, taken = (lots_of(some, first_day) for some in (fine.lots, fine.locked, fine.taken))
        stock.lots, stock.locked, stock.taken = deque(lots), locked, taken
        stock.today = fine.looked - first_day if fine.looked is not None else -1
        stock.taken_on = fine.taken_on - first_day if fine.taken_on is not None else -1
    stock.settle_parts()


def lots_of(lots: Iterable[FineLot], first_day: int) -> list[Lot]:
    """Lots by rows."""
    return [Lot(lot.quantity, lot.source, lot.made - first_day) for lot in lots]


# ---- lanes
def tell_lane(lane: Lane, row: int, first_day: int) -> FineLane:
    """A lane, but for its orders and what is on the road."""
    on_order, in_transit = (unless_whole(kept, whole=lane.plan.whole) for kept in (lane.on_order, lane.in_transit))
    if not isinstance(lane, RoughLane):
        return FineLane(on_order=on_order, in_transit=in_transit)
    ages = [(int(age) + first_day, quantity) for age, quantity in lane.ages]
    return FineLane(
        on_order=on_order, in_transit=in_transit, held=lane.held, gate=lane.gate, waiting=lane.waiting,
        left=lane.allowance.left, ages=ages or None,
        latest=lane.latest - lane.moved + row + first_day if lane.latest else None,
        used=lane.times.used if lane.times is not None else 0,
    )  # fmt: skip


def orders_of(lane: Lane, row: int, first_day: int) -> Iterator[tuple[int | None, float]]:
    """Open orders: those at the origin without a day, those on their way there with the day of the order."""
    if lane.owed:
        yield None, lane.owed
    if not isinstance(lane, FeedLane):
        for later, quantity in enumerate(lane.asks[row:], row):
            if quantity:
                yield later - lane.delay + first_day, quantity


def loads_of(lane: Lane, row: int, first_day: int) -> Iterator[tuple[int, float]]:
    """Goods on the road, by the day on which they are expected."""
    begin = lane.moved if isinstance(lane, RoughLane) else row
    for later, quantity in enumerate(lane.due[begin:]):
        if quantity:
            yield row + first_day + later, quantity


def take_lane(lane: Lane, fine: FineLane, orders: Sequence[tuple[float | None, float]], loads: Sequence[Goods],
              first_day: int) -> None:  # fmt: skip
    """A lane takes over its orders (by day of order) and what is on the road (by day of arrival)."""
    for day, quantity in loads:
        lane.load(quantity, max(0.0, day - first_day))
    if isinstance(lane, RoughLane):
        take_rough(lane, fine, first_day)
    for ordered, quantity in orders:
        lane.on_order += quantity
        row = -inf if ordered is None else ordered - first_day + lane.delay
        if isinstance(lane, FeedLane):
            lane.on_order -= quantity
            lane.load(quantity, max(0.0, row + lane.lead) if row > -inf else float(lane.lead + lane.delay))
        elif row >= 0:
            lane.asks[ceil(row)] += quantity
        elif isinstance(lane, RoughLane) and lane.origin is None:
            lane.asks[0] += quantity
        else:
            lane.owed += quantity
            if isinstance(lane, RoughLane) and lane.times is not None and fine.ages is None:
                lane.ages.append([-1 if ordered is None else int(ordered) - first_day, quantity])
    lane.on_order = exact(fine.on_order, lane.on_order)
    lane.in_transit = exact(fine.in_transit, lane.in_transit)


def take_rough(lane: RoughLane, fine: FineLane, first_day: int) -> None:
    """What a lane has on which something can go wrong."""
    lane.held, lane.gate, lane.waiting = fine.held, fine.gate, fine.waiting
    lane.on_order += fine.held + fine.gate + fine.waiting
    lane.allowance.go_on(fine.left)
    lane.latest = fine.latest - first_day if fine.latest is not None else 0
    if lane.times is not None:
        lane.times.used = fine.used
        lane.ages.extend([day - first_day, quantity] for day, quantity in fine.ages or [])


# ---- markets
def tell_market(market: Market, first_day: int) -> FineMarket:
    """A market."""
    waiting = [(int(row) + first_day, quantity) for row, quantity in market.waiting or ()]
    return FineMarket(owed=market.owed, waiting=waiting or None)


def take_market(market: Market, fine: FineMarket, first_day: int) -> None:
    """A market takes over what it is owed, and since when."""
    if fine.owed is not None:
        market.owed = market.carried = fine.owed
        market.waiting = deque() if market.waiting is not None else None
    if market.waiting is None:
        return
    if fine.waiting is not None:
        market.waiting = deque([day - first_day, quantity] for day, quantity in fine.waiting)
    elif market.owed and fine.owed is None:
        market.waiting = deque([[-1, market.owed]])
