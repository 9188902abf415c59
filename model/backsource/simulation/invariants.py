"""Laws of conservation, checked on the books of every run.

The books hold levels and flows that the run keeps apart, so the laws are real checks; they are vectors
over the days, so that checking costs next to nothing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from backsource.errors import InvariantError
from backsource.log import Book, Log
from backsource.simulation.plan import Plan

Floats = npt.NDArray[np.float64]
RELATIVE = 1e-9


def check(plan: Plan, log: Log) -> None:
    """Raise InvariantError on the first law that is broken, with the thing, the day and the terms."""
    goods(plan, log)
    pipeline(plan, log)
    demand(plan, log)
    production(plan, log)
    machine_time(plan, log)


def before(levels: Floats, opening: list[float]) -> Floats:
    """Level at the beginning of each day."""
    return np.concatenate([np.asarray(opening, dtype=float).reshape(-1, 1), levels[:, :-1]], axis=1)


def hold(law: str, log: Log, book: Book, left: Floats, right: Floats) -> None:
    """Both sides agree, up to rounding on the scale of what moved so far."""
    scale = 1.0 + np.maximum(np.abs(left), np.abs(right)).cumsum(axis=1)
    broken = np.abs(left - right) > RELATIVE * scale
    if broken.any():
        thing, day = (int(i[0]) for i in np.nonzero(broken))
        raise InvariantError(
            law,
            {
                "thing": book.names[thing], "day": day + log.first_day,
                "left": float(left[thing, day]), "right": float(right[thing, day]),
                "seed": log.seed, "replication": log.replication,
            },  # fmt: skip
        )


def not_negative(law: str, log: Log, book: Book, column: str) -> None:
    """A level is never below zero, up to rounding."""
    level = book[column]
    hold(law, log, book, np.minimum(level, 0.0) + np.maximum(level, 0.0), np.maximum(level, 0.0))


def goods(plan: Plan, log: Log) -> None:
    """What is on hand is what was there, plus what came, minus what went; never below zero."""
    book = log.stocks
    if not book.names:
        return
    opening = [plan.stocks[name].opening for name in book.names]
    came = book["received"] + book["made"]
    went = book["shipped"] + book["used"] + book["spoilt"] + book["quarantined"]
    hold("goods: on hand = before + received + made - shipped - used - spoilt - quarantined", log, book,
         book["on_hand"], before(book["on_hand"], opening) + came - went)  # fmt: skip
    not_negative("goods: on hand >= 0", log, book, "on_hand")
    hold("position = on hand - owed + on order", log, book, book["position"],
         book["on_hand"] - book["owed"] + book["on_order"])  # fmt: skip


def pipeline(plan: Plan, log: Log) -> None:
    """What was ordered is received, on the way, held, owed, or cancelled."""
    book = log.lanes
    if not book.names:
        return
    opening = dict.fromkeys(book.names, 0.0)
    for stock in plan.stocks.values():
        for load in stock.arriving:
            if load.source in opening:
                opening[load.source] += load.quantity
    flow = book["ordered"] - book["received"] - book["cancelled"] - book["lost"]
    hold("pipeline: on order = before + ordered - received - cancelled - lost", log, book,
         book["on_order"], before(book["on_order"], list(opening.values())) + flow)  # fmt: skip
    known = book["owed"] + book["held"] + book["in_transit"] + book["gate"]
    travelling = book["on_order"] - known
    hold("pipeline: on order covers what is owed, held, in transit and at the gate", log, book,
         np.minimum(travelling, 0.0), np.zeros_like(travelling))  # fmt: skip


def demand(plan: Plan, log: Log) -> None:
    """What was asked for is served, lost or owed."""
    stocks = log.stocks
    if stocks.names:
        opening = [plan.stocks[name].backlog for name in stocks.names]
        hold("demand: owed = before + asked - shipped - lost", log, stocks, stocks["owed"],
             before(stocks["owed"], opening) + stocks["asked"] - stocks["shipped"] - stocks["lost"])  # fmt: skip
        not_negative("demand: owed >= 0", log, stocks, "owed")
    book = log.markets
    if book.names:
        first = {market.stock: name for name, market in sorted(plan.markets.items(), reverse=True)}
        opening = [plan.stocks[plan.markets[name].stock].backlog if first[plan.markets[name].stock] == name else 0.0
                   for name in book.names]  # fmt: skip
        hold("demand: owed by market = before + demand - served - lost", log, book, book["owed"],
             before(book["owed"], opening) + book["demand"] - book["served"] - book["lost"])  # fmt: skip


def production(plan: Plan, log: Log) -> None:
    """What was started is good, scrap or in process; what was ordered from a line is good, open or cancelled."""
    book = log.lines
    if not book.names:
        return
    zero = [0.0] * len(book.names)
    hold("production: in process = before + started - good - scrap", log, book, book["wip"],
         before(book["wip"], zero) + book["started"] - book["good"] - book["scrap"])  # fmt: skip
    for name in book.names:
        line = plan.lines[name]
        for material, units in line.bom:
            users = [(other, dict(plan.lines[other].bom)[material]) for other in plan.stocks[material].lines_out]
            used = sum(log.lines.of(other, "started") * need for other, need in users)
            hold(f"production: {material} used = bill of material x started", log, log.stocks,
                 log.stocks.of(material, "used")[None, :], np.asarray(used)[None, :])  # fmt: skip


def machine_time(plan: Plan, log: Log) -> None:
    """The states of the machines of a line add up to its machines, every day."""
    book = log.lines
    if not book.names:
        return
    states = ("producing", "starved", "blocked", "idle", "setup", "down", "closed")
    total = np.asarray(sum(book[state] for state in states))
    machines = np.array([[float(plan.lines[name].machines)] for name in book.names])
    full = log.days if plan.until == int(plan.until) else log.days - 1
    hold("machine time: states add up to the machines", log, book, total[:, :full],
         np.broadcast_to(machines, (len(book.names), full)))  # fmt: skip
