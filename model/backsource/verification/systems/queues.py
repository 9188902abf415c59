"""Waiting and loss: the kinds Q.

A queue is a stock that holds nothing and has every unit made to order: what is owed are the customers in
the system, the servers of the line serve them.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np

from backsource.log import Floats, Log
from backsource.simulation.plan import Plan
from backsource.verification.estimates import OfMeans, Value, column
from backsource.verification.formats import AnalyticCase
from backsource.verification.trials import Runs, Trial
from backsource.verification.worlds import World, days, exponential, plan_of, units

RUNS = 50
"""Runs of one round."""


def customers(gap: float, short: str = "backorder") -> World:
    """A market of single units at exponential gaps [days]."""
    return {"item": "x", "from": "shop", "short": short, "demand": {"every": days(gap), "mean": "1 units"}}


# ---- M/M/c
def waiting_line(case: AnalyticCase) -> Iterator[Trial]:
    """M/M/c, rates per hour. A day is many relaxation times 1 / (sqrt(c mu) - sqrt(lambda))^2, so rows are few."""
    given = case.parameters
    arrivals, services, servers = given["arrivals_per_h"], given["services_per_h"], servers_of(case)
    relaxation = 1 / (np.sqrt(servers * services) - np.sqrt(arrivals)) ** 2
    hours = 6 * max(float(relaxation), 1 / arrivals, 1 / services)
    rows, warm_up = 16, 1
    source = Runs(queue(arrivals * hours, services * hours, servers, rows), partial(waits, skip=warm_up), runs=RUNS)
    present, busy, came, waited = range(4)
    values = {
        "erlang_c": Value(OfMeans(lambda m: float(m[waited] / m[came])), "share"),
        "L": Value(column(present)),
        "Lq": Value(OfMeans(lambda m: float(m[present] - m[busy]))),
        "W": Value(OfMeans(lambda m: float(m[present] / m[came] * hours))),
        "Wq": Value(OfMeans(lambda m: float((m[present] - m[busy]) / m[came] * hours))),
        "utilisation": Value(OfMeans(lambda m: float(m[busy] / servers)), "share"),
    }
    yield Trial((source,), values, periods=RUNS * rows * hours * arrivals)


def servers_of(case: AnalyticCase) -> int:
    """Number of servers: a parameter, else the number in the kind (M/M/2), else 1."""
    digits = case.kind.rpartition("/")[2]
    return int(case.parameters.get("servers", digits if digits.isdigit() else 1))


def queue(arrivals: float, services: float, servers: int, rows: int) -> Plan:
    """Base stock 0, made to order; rates per day."""
    line = {"site": "shop", "makes": "x", "machines": servers, "processing": exponential(1 / services)}
    return plan_of(
        rows, sites={"shop": {"kind": "plant"}}, stocks={"shop/x": {"review": "continuous", "base_stock": "0 units"}},
        lines={"line": line}, markets={"customers": customers(1 / arrivals)},
    )  # fmt: skip


def waits(log: Log, skip: int) -> Floats:
    """Customers in the system, servers busy, customers that came and that found no free server a day."""
    market, line = partial(log.markets.of, "customers"), partial(log.lines.of, "line")
    rows = [market("owed_time"), line("producing"), market("demand"), line("waited")]
    return np.array([[each[skip:].mean() for each in rows]])


# ---- a base stock fed over a random lead time
def random_leads(mean: float) -> dict[str, World]:
    """Two laws of a lead time with the same mean [days] and little else in common."""
    return {
        "exponential": exponential(mean),
        "uniform": {"family": "uniform", "least": days(0), "most": days(2 * mean)},
    }


def shop(level: float, gap: float, lead: World, rows: int, short: str) -> Plan:
    """One stock under continuous review, its customers, and a lane of independent lead times."""
    return plan_of(
        rows, sites={"outside": {"kind": "feed"}, "shop": {"kind": "depot"}},
        stocks={"shop/x": {"review": "continuous", "base_stock": units(level)}},
        lanes={"supply": {"item": "x", "from": "outside", "to": "shop", "lead_time": lead}},
        markets={"customers": customers(gap, short)},
    )  # fmt: skip


def lost_sales(case: AnalyticCase) -> Iterator[Trial]:
    """Base stock S, demand lost when none is there: one day is a mean lead time."""
    given = case.parameters
    load = given["demand_rate"] * given["mean_lead_time"]
    rows, warm_up = 424, 24
    for law, lead in random_leads(1.0).items():
        source = Runs(shop(given["S"], 1 / load, lead, rows, "lost"), partial(losses, skip=warm_up), runs=RUNS)
        values = {"fraction_lost": Value(OfMeans(lambda m: float(m[0] / m[1])), "share")}
        yield Trial((source,), values, periods=RUNS * rows * load, note=f"{law} lead time")


def losses(log: Log, skip: int) -> Floats:
    """Units lost and asked for a day."""
    return np.array([[log.markets.of("customers", name)[skip:].mean() for name in ("lost", "demand")]])
