"""What a stock would hold with demand and deliveries as planned, calendars of those who deliver included."""

from __future__ import annotations

from math import ceil

import numpy as np

from backsource.simulation.planning import Planning, Rows
from backsource.simulation.resolve.frame import Frame, Mask
from backsource.simulation.resolve.planning import made_to_order
from backsource.simulation.resolve.stocks import policy_of


def normal_stock(frame: Frame, planning: Planning, stock: str, row: int) -> float:
    """Units that a stock would hold at the end of a row.

    The last review brought the position to its level. Of what each source was ordered until then, that is not there
    which it cannot have delivered: so much was used, and the level rose so much, since the last order that is there.
    """
    site, declared = frame.stocks[stock]
    policy = policy_of(frame, stock, declared, planning)
    steady = (policy.at + policy.level) / 2 if policy.kind.startswith("reorder") else policy.level
    levels = np.asarray(planning.expected_levels.get(stock, [steady] * frame.rows))
    used = np.concatenate([[0.0], np.cumsum(planning.expected_use[stock])])
    open_rows = frame.mask(frame.scenario.sites[site].calendar)
    reviewed = last_row(reviews(frame, declared.review, open_rows), row)
    held = levels[reviewed] - (used[row + 1] - used[reviewed + 1])
    for source in (*frame.lanes, *frame.lines):
        share = planning.share_of(planning.shares, stock, source, reviewed + 1)[reviewed]
        if share > 0:
            there = last_row(received(frame, source) <= row, reviewed)
            held -= share * (levels[reviewed] - levels[there] + used[reviewed + 1] - used[there + 1])
    return max(0.0, float(held))


def reviews(frame: Frame, review: float, open_rows: Mask) -> Mask:
    """Rows on which a stock orders."""
    days = np.arange(len(open_rows)) + frame.first_day
    return np.asarray(open_rows & (days % max(1.0, review) == 0))


def last_row(flags: Mask, row: int) -> int:
    """The last row up to this one that is flagged; the first row where none is."""
    rows = np.flatnonzero(flags[: row + 1])
    return int(rows[-1]) if len(rows) else 0


def received(frame: Frame, source: str) -> Rows:
    """Row on which what a source is ordered on each row is received, as promised."""
    rows = np.arange(frame.rows)
    if source in frame.lines:
        site, line = frame.lines[source]
        calendar = frame.mask(frame.scenario.sites[site].calendar, frame.rows)
        started = following(calendar, rows)
        return started if line.ready == "same_day" else following(calendar, started + 1)
    origin, target, lane = frame.lanes[source]
    there, here = (frame.mask(frame.scenario.sites[site].calendar, 2 * frame.rows) for site in (origin, target))
    shipped = following(there, rows + ceil(frame.days(lane.order_delay)))
    if made_to_order(frame, origin, lane.item):
        shipped = following(there, shipped + 1)
    lead = frame.span_law(lane.lead_time).mean if lane.lead_time else frame.days(lane.promised)
    return following(here, shipped + ceil(lead))


def following(open_rows: Mask, rows: Rows) -> Rows:
    """The first open row on or after each of these; the last one known where there is none."""
    found = np.flatnonzero(open_rows)
    if not len(found):
        return rows
    return np.asarray(found[np.minimum(np.searchsorted(found, rows), len(found) - 1)], dtype=np.int_)
