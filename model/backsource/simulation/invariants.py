"""Laws of conservation, checked on the books of every run.

The books hold levels and flows that the run keeps apart, and what one thing gives is booked again by the
thing that takes it, so the laws are real checks. They are vectors over the days, so that checking costs
next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backsource.log import Kind, Log
from backsource.simulation.balance import RELATIVE, Floats, at_most_zero, before, broken, hold, levels_of, of_stocks
from backsource.simulation.openings import Openings, openings
from backsource.simulation.plan import Plan

NOWHERE = "none"
"""Where a tool is before it is bought and while it moves."""
FLOWS = {
    "stocks": ("received", "made", "shipped", "lost", "spoilt", "ordered"),
    "lanes": ("ordered", "orders", "taken", "shipped", "received", "cancelled", "lost"),
    "lines": ("ordered", "good", "scrap", "cancelled"),
    "markets": ("demand", "served", "short", "lost"),
}
"""Flows that never run backwards, so that what they add up to never falls."""
STATES = ("producing", "starved", "blocked", "idle", "setup", "down", "closed")


def check(plan: Plan, log: Log, opening: Openings | None = None) -> None:
    """Raise InvariantError on the first law that is broken, with the thing, the day and the terms.

    The levels before the first day are those that the scenario opens with where they are not given.
    """
    known = openings(plan) if opening is None else opening
    for name, columns in FLOWS.items():
        book = getattr(log, name)
        for column in columns:
            at_most_zero(f"counters never fall: {column} of {name} >= 0", log, book, -book[column])
    goods(log, known)
    pipeline(log, known)
    demand(log, known)
    handing_over(plan, log, known)
    production(plan, log, known)
    machine_time(plan, log)
    limits(plan, log, known)
    shares(log)
    tools(plan, log)


def goods(log: Log, known: Openings) -> None:
    """What is on hand is what was there, plus what came, minus what went; never below zero."""
    book = log.stocks
    opening = levels_of(known.on_hand, book.names)
    came = book["received"] + book["made"]
    went = book["shipped"] + book["used"] + book["spoilt"] + book["quarantined"]
    hold("goods: on hand = before + received + made - shipped - used - spoilt - quarantined", log, book,
         book["on_hand"], before(book["on_hand"], opening) + came - went)  # fmt: skip
    at_most_zero("goods: on hand >= 0", log, book, -book["on_hand"])
    hold("position = on hand - owed + on order", log, book, book["position"],
         book["on_hand"] - book["owed"] + book["on_order"])  # fmt: skip


def pipeline(log: Log, known: Openings) -> None:
    """What was ordered is received, on the way, held, owed, cancelled or lost."""
    book = log.lanes
    flow = book["ordered"] - book["received"] - book["cancelled"] - book["lost"]
    hold("pipeline: on order = before + ordered - received - cancelled - lost", log, book,
         book["on_order"], before(book["on_order"], levels_of(known.on_order, book.names)) + flow)  # fmt: skip
    covered = book["owed"] + book["held"] + book["in_transit"] + book["gate"]
    at_most_zero("pipeline: on order covers what is owed, held, in transit and at the gate", log, book,
                 covered - book["on_order"])  # fmt: skip
    moving = before(book["in_transit"] + book["gate"], levels_of(known.moving, book.names))
    moved = moving + book["shipped"] - book["received"]
    hold("pipeline: in transit and at the gate = before + shipped - received", log, book,
         book["in_transit"] + book["gate"], moved)  # fmt: skip


def demand(log: Log, known: Openings) -> None:
    """What was asked for is served, lost or owed."""
    stocks = log.stocks
    opening = levels_of(known.owed, stocks.names)
    hold("demand: owed = before + asked - shipped - lost", log, stocks, stocks["owed"],
         before(stocks["owed"], opening) + stocks["asked"] - stocks["shipped"] - stocks["lost"])  # fmt: skip
    at_most_zero("demand: owed >= 0", log, stocks, -stocks["owed"])
    book = log.markets
    opening = levels_of(known.markets, book.names)
    hold("demand: owed by market = before + demand - served - lost", log, book, book["owed"],
         before(book["owed"], opening) + book["demand"] - book["served"] - book["lost"])  # fmt: skip


def handing_over(plan: Plan, log: Log, known: Openings) -> None:
    """What a stock books is what its sources and customers book."""
    stocks, lanes, lines, markets = log.stocks, log.lanes, log.lines, log.markets
    targets = [plan.lanes[name].target_stock for name in lanes.names]
    origins = [plan.lanes[name].origin_stock for name in lanes.names]
    products = [plan.lines[name].product for name in lines.names]
    serving = [plan.markets[name].stock for name in markets.names]
    hold("received by a stock = received on its lanes", log, stocks, stocks["received"],
         of_stocks(log, targets, lanes["received"]))  # fmt: skip
    hold("made for a stock = good units of its lines", log, stocks, stocks["made"],
         of_stocks(log, products, lines["good"]))  # fmt: skip
    hold("on order of a stock = on order at its lanes and lines", log, stocks, stocks["on_order"],
         of_stocks(log, targets, lanes["on_order"]) + of_stocks(log, products, lines["open"]))  # fmt: skip
    given = lanes["shipped"] + lanes["held"] - before(lanes["held"], levels_of(known.held, lanes.names))
    hold("shipped by a stock = shipped or set aside for its lanes + served on its markets", log, stocks,
         stocks["shipped"], of_stocks(log, origins, given) + of_stocks(log, serving, markets["served"]))  # fmt: skip
    hold("owed by a stock = owed to its lanes and markets", log, stocks, stocks["owed"],
         of_stocks(log, origins, lanes["owed"]) + of_stocks(log, serving, markets["owed"]))  # fmt: skip
    hold("lost by a stock = lost on its lanes and markets", log, stocks, stocks["lost"],
         of_stocks(log, origins, lanes["lost"]) + of_stocks(log, serving, markets["lost"]))  # fmt: skip
    taken = of_stocks(log, origins, lanes["taken"]) + of_stocks(log, serving, markets["demand"])
    at_most_zero("asked of a stock <= taken by its lanes + demand of its markets", log, stocks, stocks["asked"] - taken)


def production(plan: Plan, log: Log, known: Openings) -> None:
    """What was started is good, scrap or in process; what was ordered from a line is good, open or cancelled."""
    book = log.lines
    opening = before(book["wip"], levels_of(known.wip, book.names))
    hold("production: in process = before + started - good - scrap", log, book, book["wip"],
         opening + book["started"] - book["good"] - book["scrap"])  # fmt: skip
    opened = (
        before(book["open"], levels_of(known.open, book.names)) + book["ordered"] - book["cancelled"] - book["good"]
    )
    at_most_zero("production: open >= before + ordered - cancelled - good", log, book, opened - book["open"])
    materials = [(material, line, units) for line in book.names for material, units in plan.lines[line].bom]
    place = {name: row for row, name in enumerate(book.names)}
    drawn = np.array([book["started"][place[line]] * units for _, line, units in materials]).reshape(-1, log.days)
    hold("production: material used = bill of material x started", log, log.stocks, log.stocks["used"],
         of_stocks(log, [material for material, _, _ in materials], drawn))  # fmt: skip


def machine_time(plan: Plan, log: Log) -> None:
    """The states of the machines of a line add up to its machines, every day."""
    book = log.lines
    machines = np.array([plan.lines[name].machines for name in book.names], dtype=float).reshape(-1, 1)
    full = log.days if plan.until == int(plan.until) else log.days - 1
    total = sum((book[state] for state in STATES), np.zeros((len(book.names), log.days)))[:, :full]
    hold("machine time: states add up to the machines", log, book, total, np.broadcast_to(machines, total.shape))


def limits(plan: Plan, log: Log, known: Openings | None = None) -> None:
    """Nothing moves at a closed site; supplied <= capacity x calendar x up (what lacks to a unit carries over)."""
    lanes, lines = log.lanes, log.lines
    for side, column, name in (("origin_rows", "shipped", "ships"), ("target_rows", "received", "receives")):
        shut = closed(log, [getattr(plan.lanes[lane], side) for lane in lanes.names])
        at_most_zero(f"a closed site {name} nothing", log, lanes, lanes[column] * shut)
    shut = closed(log, [plan.lines[line].open_rows for line in lines.names])
    at_most_zero("a closed site starts nothing", log, lines, lines["started"] * shut)
    most = np.array([plan.lanes[lane].capacity + plan.lanes[lane].whole for lane in lanes.names]).reshape(-1, 1)
    at_most_zero("shipped <= capacity of the lane", log, lanes, lanes["shipped"] - most)
    rated = [plan.lines[line] if plan.lines[line].kind == "rate" else None for line in lines.names]
    left = np.array([line.lot or float(line.whole) if line else np.inf for line in rated]).reshape(-1, 1)
    at_once = np.array([line is not None and line.same_day for line in rated], dtype=bool).reshape(-1, 1)
    could = np.where(at_once, lines["could"], before(lines["could"], [np.inf] * len(rated)))
    made = lines["good"] + lines["scrap"] - trials(plan, log, known)
    at_most_zero("made <= rate x ramp x up-time x people", log, lines, made - could - left)


def trials(plan: Plan, log: Log, known: Openings | None = None) -> Floats:
    """Units that come of trial runs, which are no part of what a line can make a day, shape (lines, days).

    They are scrap on the day on which a trial is judged; those of one that passes may be let go with the approval.
    """
    units = np.zeros((len(log.lines.names), log.days))
    rules = {task.trials.line: task.trials for task in plan.programme.tasks.values() if task.trials is not None}
    place = {name: row for row, name in enumerate(log.lines.names)}
    opening = known.locked if known is not None else {}
    locked = {line: opening.get(line, 0.0) for line in rules}
    for entry in log.journal[np.isin(log.journal["kind"], (Kind.TRIAL, Kind.APPROVED))]:
        line, row = log.subjects[entry["subject"]], int(entry["time"]) - log.first_day
        if entry["kind"] == Kind.APPROVED:
            units[place[line], row] += locked[line]
        elif rules[line].sell and entry["quantity"]:
            locked[line] += float(entry["detail"])
        else:
            units[place[line], row] += float(entry["detail"])
    return units


def closed(log: Log, calendars: Sequence[tuple[bool, ...]]) -> Floats:
    """1 on the closed days of each calendar (empty: never closed), shape (calendars, days)."""
    known: dict[tuple[bool, ...], Floats] = {(): np.zeros(log.days)}
    for rows in calendars:
        if rows not in known:
            known[rows] = 1.0 - np.array(rows)
    return np.array([known[rows] for rows in calendars]).reshape(-1, log.days)


def shares(log: Log) -> None:
    """Shares of the sources of a stock lie in [0, 1]; internal, external and unallocated add up to 1.

    Of several decisions on one day the last one holds.
    """
    given: dict[tuple[float, int], dict[float, float]] = {}
    for step in log.journal[log.journal["kind"] == Kind.SHARE_STEP]:
        key = (float(step["time"]), int(step["subject"]))
        given.setdefault(key, {})[float(step["detail"])] = float(step["quantity"])
    for (day, stock), shares in given.items():
        if min(shares.values()) < 0.0 or sum(shares.values()) > 1.0 + RELATIVE:
            broken("shares: each from 0 to 1, unallocated >= 0", log,
                   stock=log.subjects[stock], day=day, shares=sorted(shares.values()))  # fmt: skip


def tools(plan: Plan, log: Log) -> None:
    """A tool is in one place, pulled before it is installed elsewhere; a line without its tools starts nothing."""
    if not plan.tools:
        return
    place, rows = dict(plan.tools), np.arange(log.days) + log.first_day
    there = {(tool, site): np.ones(log.days, dtype=bool) for tool, site in place.items()}
    for entry in log.journal[np.isin(log.journal["kind"], (Kind.TOOL_PULLED, Kind.TOOL_INSTALLED))]:
        tool, time = log.subjects[entry["subject"]], float(entry["time"])
        installed = entry["kind"] == Kind.TOOL_INSTALLED
        if installed != (place[tool] == NOWHERE):
            broken("a tool is in one place", log, tool=tool, day=time, place=place[tool])
        there.setdefault((tool, place[tool]), np.zeros(log.days, dtype=bool))[rows >= time] = False
        place[tool] = log.subjects[int(entry["detail"])] if installed else NOWHERE
        there.setdefault((tool, place[tool]), np.zeros(log.days, dtype=bool))[rows + 1 > time] = True
    nowhere = np.zeros(log.days, dtype=bool)
    for line in plan.lines.values():
        if line.tools:
            at_hand = np.array([there.get((tool, line.site), nowhere) for tool in line.tools])
            without = ~(at_hand.any(axis=0) if line.any_tool else at_hand.all(axis=0))
            started = log.lines.of(line.name, "started") * without
            at_most_zero(f"a line without its tool has rate 0: {line.name}", log, log.lines, started[None, :])
