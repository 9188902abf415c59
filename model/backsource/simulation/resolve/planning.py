"""The planner's view of a scenario, from its graph and the schedule's expected dates."""

from __future__ import annotations

from math import ceil

import numpy as np

from backsource.config.parsed import Cover
from backsource.config.sharing import filled
from backsource.simulation.planning import Coverage, Planning, Rows, Steps, Use, reach_of
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.resolve.sources import yield_plan
from backsource.simulation.resolve.world import planned_demand
from backsource.simulation.steering import Steering


def planning_of(frame: Frame, order: list[str]) -> Planning:
    """Demand, uses, lead times and covers of all stocks; *order* is upstream first."""
    extra = beyond(frame)
    uses: dict[str, list[Use]] = {name: [] for name in order}
    for name, (origin, to, lane) in frame.lanes.items():
        if f"{origin}/{lane.item}" in uses:
            uses[f"{origin}/{lane.item}"].append(Use(f"{to}/{lane.item}", name, 1.0))
    for name, (site, line) in frame.lines.items():
        for item, amount in sorted(line.bom.items()):
            units = amount.number / yield_plan(line).mature
            uses[f"{site}/{item}"].append(Use(f"{site}/{line.makes}", name, units))
    demand = {name: np.zeros(frame.rows + extra) for name in order}
    for name, (site, market) in frame.markets.items():
        demand[f"{site}/{market.item}"] += planned_demand(frame, name, extra)
    covers = {name: coverage_of(frame, name, stock.cover, extra)
              for name, (_, stock) in frame.stocks.items() if stock.cover is not None}  # fmt: skip
    return Planning(
        rows=frame.rows, downstream_first=tuple(reversed(order)), demand=demand,
        uses={name: tuple(found) for name, found in uses.items() if found},
        leads={name: lead_of(frame, name) for name in (*frame.lanes, *frame.lines)},
        shares=expected_shares(frame), covers=covers,
    )  # fmt: skip


def beyond(frame: Frame) -> int:
    """Rows beyond the horizon that a cover may look at."""
    spans = [stock.cover.span.amount for _, stock in frame.stocks.values() if stock.cover]
    spans += [stock.emergency.below.amount for _, stock in frame.stocks.values() if stock.emergency]
    leads = [lead_of(frame, name) for name in (*frame.lanes, *frame.lines)]
    return ceil(max(leads, default=0) + 3 * max(spans, default=0)) + 60


def lead_of(frame: Frame, source: str) -> float:
    """Time from order to arrival that one source promises, made to order at its origin included [days]."""
    if source in frame.lanes:
        origin, _, lane = frame.lanes[source]
        lead = frame.span_law(lane.lead_time).mean if lane.lead_time else frame.days(lane.promised)
        return lead + frame.days(lane.order_delay) + made_to_order(frame, origin, lane.item)
    line = frame.lines[source][1]
    if line.processing is not None:
        return frame.span_law(line.processing).mean
    return 0.0 if line.ready == "same_day" else 1.0


def made_to_order(frame: Frame, site: str, item: str) -> float:
    """Time a lane waits at an origin that makes its goods only when they are ordered [days]."""
    stock = frame.stocks.get(f"{site}/{item}")
    if stock is not None and not stock[1].lot_for_lot:
        return 0.0
    lines = [name for name, (at, line) in frame.lines.items() if at == site and line.makes == item]
    return max((lead_of(frame, name) for name in lines), default=0.0)


def coverage_of(frame: Frame, stock: str, cover: Cover, extra: int) -> Coverage:
    """How far the orders of a stock have to reach."""
    site, declared = frame.stocks[stock]
    open_rows = frame.mask(frame.scenario.sites[site].calendar, extra)
    whole = frame.scenario.items[stock.split("/", 1)[1]].whole
    following = next_review(frame, declared.review, open_rows)
    if cover.span.clock == "working":
        return Coverage(following, np.cumsum(open_rows), ceil(cover.span.amount), whole)
    return Coverage(following, None, ceil(frame.days(cover.span)), whole)


def next_review(frame: Frame, review: float, open_rows: np.ndarray) -> Rows:
    """The next row after each row on which a stock can order again: reviews fall on open days only."""
    days = np.arange(len(open_rows)) + frame.first_day
    rows = np.nonzero(open_rows & (days % max(1.0, review) == 0))[0]
    if not len(rows):
        return np.arange(1, frame.rows + 1)
    following = np.searchsorted(rows, np.arange(frame.rows), side="right")
    return rows[np.minimum(following, len(rows) - 1)]


def expected_shares(frame: Frame) -> dict[str, Steps]:
    """For every stock the shares of its sources from each row on: as they are, then the steps on their expected days.

    A gate is expected to open on the first steering date from its expected day on; what falls into a freeze is
    expected when it is over.
    """
    steering = steering_of(frame)
    sources: dict[str, list[str]] = {}
    for name, (_, to, lane) in frame.lanes.items():
        sources.setdefault(f"{to}/{lane.item}", []).append(name)
    for name, (site, line) in frame.lines.items():
        sources.setdefault(f"{site}/{line.makes}", []).append(name)
    found: dict[str, Steps] = {}
    for stock, names in sources.items():
        shares = as_is_shares(frame, stock, names)
        steps = [(0, tuple(sorted(shares.items())))]
        path = frame.schedule.part(stock).share
        days = steering.earliest((frame.day(step.day), step.gate is not None) for step in path)
        for step, day in zip(path, days, strict=True):
            shares = filled(shares, step.shares)
            steps.append((int(day) - frame.first_day, tuple(sorted(shares.items()))))
        found[stock] = tuple(steps)
    return found


def steering_of(frame: Frame) -> Steering:
    """Meetings from the first expected day of any gate on, and freezes."""
    schedule = frame.schedule
    gates = [frame.day(step.expect) for part in schedule.parts.values() for step in part.share if step.expect]
    freezes = sorted((frame.day(window.first), frame.day(window.last)) for window in schedule.freeze)
    return Steering(min(gates, default=0.0), max(1.0, schedule.decided), tuple(freezes))


def as_is_shares(frame: Frame, stock: str, sources: list[str]) -> dict[str, float]:
    """Shares before the first step; a source that is alone has all.

    Where the schedule shifts a stock whose policy speaks of its sources itself, they are taken as equal.
    """
    declared = frame.stocks[stock][1].sources if stock in frame.stocks else {}
    if declared:
        return {name: declared.get(name, 0.0) for name in sources}
    if len(sources) == 1 or stock in frame.schedule.parts:
        return dict.fromkeys(sources, 1.0 / len(sources))
    return {}


def days_of_use(frame: Frame, planning: Planning, stock: str, cover: Cover, row: int) -> float:
    """Planned use over a cover that begins after a row [units]."""
    use = planning.expected_use[stock]
    coverage = coverage_of(frame, stock, cover, len(use) - frame.rows)
    end = int(reach_of(np.array([row]), coverage)[0])
    return float(use[row + 1 : end + 1].sum())
