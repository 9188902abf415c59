"""The planner's view of a scenario, from its graph and the schedule's expected dates."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import numpy as np

from backsource.config.parsed import Cover
from backsource.network.timetable import first_trials
from backsource.simulation.planning import Coverage, Floats, Planning, Rows, Use
from backsource.simulation.resolve.frame import Frame, Mask
from backsource.simulation.resolve.shares import expected
from backsource.simulation.resolve.sources import yield_plan
from backsource.simulation.resolve.world import planned_demand


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
    for name, row, pieces in trials_ahead(frame):
        site, line = frame.lines[name]
        for item, amount in sorted(line.bom.items()):
            demand[f"{site}/{item}"][row] += pieces * amount.number
    covers = {name: coverage_of(frame, name, stock.cover, extra)
              for name, (_, stock) in frame.stocks.items() if stock.cover is not None}  # fmt: skip
    return Planning(
        rows=frame.rows, downstream_first=tuple(reversed(order)), demand=demand,
        uses={name: tuple(found) for name, found in uses.items() if found},
        leads={name: lead_of(frame, name) for name in (*frame.lanes, *frame.lines)},
        shares=expected(frame), covers=covers,
    )  # fmt: skip


def trials_ahead(frame: Frame) -> Iterator[tuple[str, int, float]]:
    """Line, row and pieces of the first trial of each qualification that takes pieces and is planned in the run."""
    rules = {line: frame.lines[line][1].qualification for line in frame.schedule.qualified if line in frame.lines}
    taking = {line: rule.pieces.number for line, rule in rules.items() if rule is not None and rule.pieces}
    planned = first_trials(frame.scenario, frame.schedule) if taking else {}
    for line, pieces in sorted(taking.items()):
        row = planned[line] - frame.first_day
        if 0 <= row < frame.rows:
            yield line, int(row), pieces


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
    review = next_review(frame, declared.review, open_rows)
    if cover.span.clock == "working":
        return Coverage(review, np.cumsum(open_rows), cover.span.amount, whole)
    return Coverage(review, None, ceil(frame.days(cover.span)), whole)


def next_review(frame: Frame, review: float, open_rows: Mask) -> Rows:
    """The next row after each row on which a stock can order again: reviews fall on open days only."""
    days = np.arange(len(open_rows)) + frame.first_day
    rows = np.nonzero(open_rows & (days % max(1.0, review) == 0))[0]
    if not len(rows):
        return np.arange(1, frame.rows + 1)
    following = np.searchsorted(rows, np.arange(frame.rows), side="right")
    return np.asarray(rows[np.minimum(following, len(rows) - 1)], dtype=np.int_)


def days_of_use(frame: Frame, planning: Planning, stock: str, cover: Cover, rows: Rows) -> Floats:
    """Planned use over a cover that begins after each of these rows [units]."""
    total = np.concatenate([[0.0], np.cumsum(planning.expected_use[stock])])
    coverage = coverage_of(frame, stock, cover, len(total) - 1 - frame.rows)
    ends = coverage.after(rows, len(total) - 1)
    return np.asarray(total[ends + 1] - total[rows + 1])
