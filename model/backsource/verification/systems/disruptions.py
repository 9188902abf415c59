"""Suppliers that a two-state chain stops and frees day by day: the kinds D but the disrupted lot."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from backsource.log import Floats, Log
from backsource.simulation.plan import Plan
from backsource.verification.estimates import OfMeans, Value, column
from backsource.verification.formats import AnalyticCase
from backsource.verification.systems.naming import by_each
from backsource.verification.trials import SEED, Runs, Trial
from backsource.verification.worlds import FLUID, World, days, plan_of, units

COPIES, RUNS, LENGTH = 10, 10, 1000
"""Shops that a run watches side by side, runs of one round, and days measured in each."""
Given = Mapping[str, Any]


def supplied(length: float, given: Given, shops: Mapping[str, tuple[float, float]]) -> Plan:
    """Shops by name with their demand a day and base stock, each with a failing supplier of its own.

    They open empty and are filled on the first day, so that a supplier ships whenever it is up.
    """
    return plan_of(
        length, "textbook", items=FLUID,
        sites={name: {"kind": "depot"} for name in shops} | {f"of_{name}": {"kind": "feed"} for name in shops},
        stocks={f"{name}/x": {"opening": "0 units", "base_stock": units(level)} for name, (_, level) in shops.items()},
        lanes={
            f"to_{name}": lane(f"of_{name}", name, in_outage="block_orders") for name in shops
        },
        markets={
            f"at_{name}": {"item": "x", "from": name, "demand": {"per": "day", "mean": units(demand)}}
            for name, (demand, _) in shops.items()
        },
        outages={f"stop_{name}": markov(f"of_{name}", given["alpha"], given["beta"]) for name in shops},
    )  # fmt: skip


def lane(origin: str, to: str, **more: str) -> World:
    """A lane without lead time."""
    return {"item": "x", "from": origin, "to": to, "promised": days(0), **more}


def markov(hits: str, begins: float, ends: float) -> World:
    """An outage that begins and ends by chance a day."""
    return {"hits": [hits], "begins": begins, "ends": ends}


def mixing(begins: float, ends: float) -> float:
    """Days over which a two-state chain forgets where it was."""
    return 1 / min(1.0, begins + ends)


def copies(demand: float, level: float, number: int = COPIES) -> dict[str, tuple[float, float]]:
    """Equal shops."""
    return {f"shop{i:02d}": (demand, level) for i in range(number)}


def costs(log: Log, given: Given) -> Floats:
    """Cost of each shop, day by day."""
    return np.asarray(given["h"] * log.stocks["on_hand"] + given["p"] * log.stocks["owed"])


# ---- base stock under disruption
def base_stock(case: AnalyticCase) -> Iterator[Trial]:
    """Mean and variance of the cost of a period, shortage and supply, at each base stock."""
    given = case.parameters
    warm_up = round(30 * mixing(given["alpha"], given["beta"]))
    length = warm_up + LENGTH
    for level, name in by_each(given["S"]):
        plan = supplied(length, given, copies(given["d"], level))
        source = Runs(plan, partial(periods_of_one, given=given, skip=warm_up), RUNS)
        values = {
            name("mean_cost"): Value(column(0)),
            name("var_cost"): Value(OfMeans(lambda m: float(m[1] - m[0] ** 2)), "moment"),
            name("stockout_period_fraction"): Value(column(2), "share"),
            name("supplier_up_fraction"): Value(column(3), "share"),
        }
        yield Trial((source,), values, periods=COPIES * RUNS * length)


def periods_of_one(log: Log, given: Given, skip: int) -> Floats:
    """Of each shop: cost, its square, periods that end short, and periods in which the supplier delivers."""
    cost, short, fed = costs(log, given), log.stocks["owed"] > 0, log.lanes["shipped"] > 0
    return np.column_stack([each[:, skip:].mean(axis=1) for each in (cost, cost**2, short, fed)])


# ---- gap incidents
def gaps(case: AnalyticCase) -> Iterator[Trial]:
    """Runs of periods that end short, over a finite horizon from a supplier that is up, and in the long run."""
    given = case.parameters
    horizon, stock = int(given["T"]), float(given["k"])
    finite = {
        "expected_incidents": Value(column(0)),
        "expected_gap_periods": Value(column(1)),
        "expected_supplier_down_periods": Value(column(2)),
        "prob_no_incident": Value(column(3), "chance"),
    }
    source = Runs(supplied(horizon, given, copies(1.0, stock)), partial(incidents, skip=0), RUNS)
    yield Trial((source,), finite, periods=COPIES * RUNS * horizon)
    warm_up = round(30 * mixing(given["alpha"], given["beta"]))
    length = warm_up + LENGTH
    endless = {
        "long_run_incidents_per_period": Value(OfMeans(lambda m: float(m[0] / (length - warm_up)))),
        "long_run_gap_fraction": Value(OfMeans(lambda m: float(m[1] / (length - warm_up))), "share"),
        "mean_gap_length": Value(OfMeans(lambda m: float(m[1] / m[0]))),
    }
    source = Runs(supplied(length, given, copies(1.0, stock)), partial(incidents, skip=warm_up), RUNS)
    yield Trial((source,), endless, periods=COPIES * RUNS * length)


def incidents(log: Log, skip: int) -> Floats:
    """Of each shop: gaps that begin, periods that end short, periods without delivery, and whether no gap begins."""
    short = (log.stocks["owed"] > 0).astype(float)
    begun = np.diff(short, prepend=0.0, axis=1) > 0
    down = log.lanes["shipped"] == 0
    counts = [each[:, skip:].sum(axis=1) for each in (begun, short, down)]
    return np.column_stack([*counts, counts[0] == 0]).astype(float)


# ---- one pooled site against several
def pooled(case: AnalyticCase) -> Iterator[Trial]:
    """Cost of a period of n sites, and of one site with n times the demand and the stock.

    The pooled site varies more and is cheaper to simulate, so it gets more runs.
    """
    given = case.parameters
    sites, warm_up = int(given["n"]), round(30 * mixing(given["alpha"], given["beta"]))
    length = warm_up + LENGTH
    together = supplied(length, given, copies(sites * given["d"], sites * given["S"]))
    apart = supplied(length, given, copies(given["d"], given["S"], sites))
    pool = Runs(together, partial(periods_of_pool, given=given, skip=warm_up), 3 * RUNS)
    several = Runs(apart, partial(periods_of_several, given=given, skip=warm_up), 3 * RUNS, SEED + 1)
    values = {
        "mean_central": Value(column(0)),
        "var_central": Value(OfMeans(lambda m: float(m[1] - m[0] ** 2)), "moment"),
        "mean_decentral": Value(column(2)),
        "var_decentral": Value(OfMeans(lambda m: float(m[3] - m[2] ** 2)), "moment"),
        "ratio_sd": Value(OfMeans(lambda m: float(np.sqrt((m[1] - m[0] ** 2) / (m[3] - m[2] ** 2)))), "moment"),
    }
    yield Trial((pool, several), values, periods=3 * RUNS * (COPIES + sites) * length)


def periods_of_pool(log: Log, given: Given, skip: int) -> Floats:
    """Cost of each pooled site and its square; nothing of the sites apart."""
    cost = costs(log, given)[:, skip:]
    none = np.zeros(len(cost))
    return np.column_stack([cost.mean(axis=1), (cost**2).mean(axis=1), none, none])


def periods_of_several(log: Log, given: Given, skip: int) -> Floats:
    """Nothing of the pooled site; cost of the sites together and its square."""
    cost = costs(log, given)[:, skip:].sum(axis=0)
    return np.array([[0.0, 0.0, cost.mean(), (cost**2).mean()]])


# ---- several suppliers
def dual_sourcing(case: AnalyticCase) -> Iterator[Trial]:
    """One unit ordered from every supplier every day; a supplier is down when it ships none."""
    chances = list(zip(case.parameters["alpha"], case.parameters["beta"], strict=True))
    suppliers = [f"supplier{i:02d}" for i in range(len(chances))]
    warm_up = round(30 * max(mixing(*each) for each in chances))
    length = warm_up + LENGTH
    plan = plan_of(
        length, items=FLUID, sites={"shop": {"kind": "depot"}} | {name: {"kind": "feed"} for name in suppliers},
        stocks={"shop/x": {
            "opening": "0 units", "every_review": units(len(suppliers)),
            "sources": {f"from_{name}": 1 / len(suppliers) for name in suppliers},
        }},
        lanes={f"from_{name}": lane(name, "shop", in_outage="hold_at_origin") for name in suppliers},
        outages={f"stop_{name}": markov(name, *each) for name, each in zip(suppliers, chances, strict=True)},
    )  # fmt: skip
    values = {f"p_down.{i}": Value(column(i), "share") for i in range(len(suppliers))}
    values["both_down"] = Value(column(len(suppliers)), "share")
    values["exactly_one"] = Value(column(len(suppliers) + 1), "share")
    source = Runs(plan, partial(standing_still, skip=warm_up), 4 * RUNS)
    yield Trial((source,), values, periods=4 * RUNS * length)


def standing_still(log: Log, skip: int) -> Floats:
    """Share of days on which each supplier ships nothing, all of them, and exactly one."""
    down = log.lanes["shipped"][:, skip:] == 0
    number = down.sum(axis=0)
    return np.array([[*down.mean(axis=1), (number == len(down)).mean(), (number == 1).mean()]])
