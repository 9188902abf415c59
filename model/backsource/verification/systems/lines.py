"""Lines that block, starve and fail: the kinds L but the store."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from backsource.log import Floats, Log
from backsource.simulation.plan import Plan
from backsource.verification.estimates import Value, column
from backsource.verification.formats import AnalyticCase
from backsource.verification.systems.naming import by_each
from backsource.verification.trials import Runs, Trial
from backsource.verification.worlds import FLUID, PLENTY, World, exponential, plan_of, units

RUNS = 50
"""Runs of one round."""
TWO_ITEMS = {"x": {"unit": "unit"}, "y": {"unit": "unit"}}


def two_lines(length: float, first: World, second: World, room: float) -> Plan:
    """A line that is never starved, a buffer, and a line that is never blocked."""
    return plan_of(
        length, items=TWO_ITEMS, sites={"plant": {"kind": "plant"}},
        stocks={
            "plant/x": {"opening": units(room // 2), "capacity": units(room), "base_stock": PLENTY},
            "plant/y": {"opening": "0 units", "base_stock": PLENTY},
        },
        lines={
            "first": {"site": "plant", "makes": "x", **first},
            "second": {"site": "plant", "makes": "y", "bom": {"x": "1 units"}, **second},
        },
    )  # fmt: skip


# ---- exponential servers, blocking after service
def two_stations(case: AnalyticCase) -> Iterator[Trial]:
    """Throughput of two exponential servers with waiting spaces between them: one day is many services."""
    given = case.parameters
    slower = min(given["mu1"], given["mu2"])
    first, second = given["mu1"] / slower, given["mu2"] / slower
    for spaces, name in by_each(given["b"]):
        warm_up, rows = 1, 11
        day = 6.0 * (spaces + 3) ** 2
        servers = [{"processing": exponential(1 / rate / day)} for rate in (first, second)]
        plan = two_lines(rows, servers[0], servers[1], spaces)
        source = Runs(plan, partial(made, per=day / slower, skip=warm_up), RUNS)
        value = Value(column(0))
        yield Trial((source,), {name(""): value, name("throughput"): value}, periods=RUNS * rows * day)


def made(log: Log, per: float, skip: int) -> Floats:
    """Units that leave the second line in a unit of time."""
    return np.array([[log.lines.of("second", "good")[skip:].mean() / per]])


# ---- a rigid line with several failures
def unbuffered(case: AnalyticCase) -> Iterator[Trial]:
    """One line, all of whose failures stop it and age while it works: one day is many failures."""
    given = case.parameters
    scale = 50.0 * sum(given["mtbf"])
    failures = [
        {"mtbf": operating(mtbf / scale), "repair": exponential(mttr / scale)}
        for mtbf, mttr in zip(given["mtbf"], given["mttr"], strict=True)
    ]
    rows, warm_up = 21, 1
    plan = plan_of(
        rows, items=FLUID, sites={"plant": {"kind": "plant"}},
        stocks={"plant/x": {"opening": "0 units", "base_stock": PLENTY}},
        lines={"line": {"site": "plant", "makes": "x", "rate": "1 units/day", "failures": failures}},
    )  # fmt: skip
    source = Runs(plan, partial(efficiency, skip=warm_up), RUNS)
    yield Trial((source,), {"efficiency": Value(column(0), "share")}, periods=RUNS * rows * scale)


def operating(mean: float) -> World:
    """An exponential time that passes only while the machine works [days]."""
    return {"family": "exponential", "mean": f"{float(mean)!r} operating days"}


def efficiency(log: Log, skip: int) -> Floats:
    """Good units over the rate; what is good on a day was made the day before."""
    return np.array([[log.lines.of("line", "good")[skip:].mean()]])


# ---- one unit a day, failures by chance
def two_machines(case: AnalyticCase) -> Iterator[Trial]:
    """Gershwin's two-machine line: one day is one cycle, states are judged on the buffer at its start."""
    given = case.parameters
    machines = [{"rate": "1 units/day", "failures": {"fails": given[f"p{i}"], "ends": given[f"r{i}"]}} for i in (1, 2)]
    for room, name in by_each(given["N"]):
        mixing = max(1 / (given[f"p{i}"] + given[f"r{i}"]) for i in (1, 2))
        warm_up = round(10 * mixing + 5 * room)
        length = warm_up + 800
        source = Runs(two_lines(length, machines[0], machines[1], room), partial(cycles, skip=warm_up), RUNS)
        values = {
            name("throughput"): Value(column(0)),
            name("throughput_check"): Value(column(1)),
            name("mean_buffer"): Value(column(2)),
        }
        yield Trial((source,), values, periods=RUNS * length)


def cycles(log: Log, skip: int) -> Floats:
    """Units that the second line makes a cycle, those that the first makes, and the buffer at the start of a cycle."""
    buffer = log.stocks.of("plant/x", "on_hand") + log.stocks.of("plant/x", "used")
    made = (log.lines.of(line, "good") for line in ("second", "first"))
    return np.array([[*(each[skip:].mean() for each in made), buffer[skip:].mean()]])
