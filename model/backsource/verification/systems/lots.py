"""A lot ordered whenever the stock is gone, from a supplier that is on and off: the disrupted lot of the kind D.

Demand is a steady flow, here in small pieces. Two levels, as in `store`: piece by piece against the steady
flow over the same outages, and the steady flow over long histories of the supplier alone.
"""

from collections.abc import Iterator

import numpy as np

from backsource.log import Floats, Kind, Log
from backsource.simulation.plan import Plan
from backsource.verification.estimates import OfMeans, Value
from backsource.verification.formats import AnalyticCase
from backsource.verification.formulas import exact_values
from backsource.verification.systems.store import spells
from backsource.verification.trials import SEED, Runs, Trial
from backsource.verification.words import at_parameters
from backsource.verification.worlds import World, days, exponential, plan_of, units

PIECES = 2500
"""Customers that empty a lot."""
RUNS, PIECE_RUNS = 100, 6
"""Runs of one round: of the supplier alone, and piece by piece."""
LOTS, LONG = 8, 800
"""Lots that a run piece by piece lasts, and the long history of the supplier."""
ORDERS, STOCK, LOST = range(3)


def disrupted_lot(case: AnalyticCase) -> Iterator[Trial]:
    """Cost a year of lots named in the expected values, and of the best one: one day empties a lot."""
    given = case.parameters
    best = {"cost_opt": exact_values(case)["Q_opt"]} if "cost_opt" in case.expected else {}
    sizes = best | {name: size for name, (size,) in at_parameters(case.expected, "cost", "Q").items()}
    for name, size in sizes.items():
        day = size / given["D"]
        outage = {"every": exponential(1 / given["lam"] / day), "lasts": exponential(1 / given["mu"] / day)}
        pieces = Runs(supplied(LOTS, outage, 1 / PIECES), beyond_flow, PIECE_RUNS, SEED + 1)
        flow = Runs(supplied(LONG, outage, None), as_flow, RUNS)
        rates = np.array([given["K"], given["h"] * size * day, given["p"] * size]) / day
        value = Value(OfMeans(lambda m, rates=rates: float(rates @ m)))  # type: ignore[misc]
        yield Trial((flow, pieces), {name: value}, periods=RUNS * LONG, note=f"{PIECES} pieces a lot, two levels")


def supplied(length: int, outage: World, piece: float | None) -> Plan:
    """A shop that orders a whole lot (of PIECES units) when it has nothing; without customers where *piece* is none."""
    regular = {"item": "x", "from": "shop", "short": "lost", "demand": {"per": days(piece or 1), "mean": "1 units"}}
    return plan_of(
        length, sites={"outside": {"kind": "feed"}, "shop": {"kind": "depot"}},
        stocks={"shop/x": {
            "opening": units(PIECES), "review": "continuous",
            "reorder": {"at": "0 units", "quantity": units(PIECES)},
        }},
        lanes={"supply": {
            "item": "x", "from": "outside", "to": "shop", "promised": "0 days", "in_outage": "block_orders",
        }},
        markets={} if piece is None else {"customers": regular},
        outages={"stop": {"hits": ["outside"], **outage}},
    )  # fmt: skip


def steady(down: Floats, end: float) -> Floats:
    """Orders, the integral of the stock [lots x days] and demand lost [lots] until *end*; a lot is there at 0.

    *down* lists when the supplier is off as (begin, end), shape (outages, 2) [days].
    """
    orders = stock = lost = now = 0.0
    outages = iter(down.tolist())
    begin, over = next(outages, (np.inf, np.inf))
    while now + 1 <= end:
        empty = now + 1
        stock += 0.5
        while over <= empty:
            begin, over = next(outages, (np.inf, np.inf))
        now = over if begin <= empty else empty
        lost += min(now, end) - empty
        orders += now <= end
    left = max(0.0, end - now)
    return np.array([orders, stock + left * (1 - left / 2), lost])


def beyond_flow(log: Log) -> Floats:
    """What the day book says beyond the steady flow over the same outages: a row for the run, per day."""
    found = np.array([
        log.lanes.of("supply", "orders").sum(),
        log.stocks.of("shop/x", "on_hand_time").sum() / PIECES,
        log.markets.of("customers", "lost").sum() / PIECES,
    ])  # fmt: skip
    return ((found - steady(spells(log, Kind.OUTAGE_BEGINS, Kind.OUTAGE_ENDS), float(log.days))) / log.days)[None, :]


def as_flow(log: Log) -> Floats:
    """The steady flow over the outages of a long history: a row for the run, per day."""
    return (steady(spells(log, Kind.OUTAGE_BEGINS, Kind.OUTAGE_ENDS), float(log.days)) / log.days)[None, :]
