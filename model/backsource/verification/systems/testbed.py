"""Problems on which selection procedures and optimisers are tried: the kinds X (test problems).

Each is a shop with its suppliers, run from a known start over the periods that its authors run it. Several
equal shops stand side by side in one run where periods are few; streams go by name, so they are independent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from backsource.log import Floats, Log
from backsource.verification.estimates import Value, column
from backsource.verification.formats import AnalyticCase
from backsource.verification.formulas import exact_values
from backsource.verification.trials import Runs, Trial
from backsource.verification.words import at_parameters, is_doubt
from backsource.verification.worlds import FLUID, WHOLE, World, days, plan_of, units

PERIODS = 1000
"""Periods that a run of several shops watches, at least; a shop stands in it as often as that takes."""
RUNS = 10
"""Runs of one round."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Money for what a shop does in a period."""

    fixed: float = 0.0
    """Per order."""
    unit: Sequence[float] = (0.0,)
    """Per unit ordered, by lane in the order of their names."""
    holding: float = 0.0
    """Per unit on hand at the close, or per unit and period off the grid."""
    owed: float = 0.0
    """The same of backlog."""
    short: float = 0.0
    """Per unit not served at once, however long it waits."""

    def of(self, log: Log, skip: int = 0) -> Floats:
        """Mean cost a period of each shop after *skip* periods, shape (shops, 1)."""
        lanes, stocks = len(self.unit), log.stocks
        cost = (
            self.holding * stocks["on_hand_time"] + self.owed * stocks["owed_time"] + self.short * log.markets["short"]
        )
        for place, price in enumerate(self.unit):
            cost = cost + self.fixed * log.lanes["orders"][place::lanes] + price * log.lanes["ordered"][place::lanes]
        return np.asarray(cost[:, skip:].mean(axis=1, keepdims=True))


def values(case: AnalyticCase, name: str) -> dict[str, Value]:
    """The mean under every name that is expected of it: exact, published, or both."""
    said = case.expected[name]
    keys = [f"{name}.{key}" for key in said if not is_doubt(key)] if isinstance(said, Mapping) else [name]
    return {key: Value(column(0)) for key in keys}


def shops(periods: int) -> list[str]:
    """Names of as many equal shops as a run of *periods* takes."""
    return [f"shop{number:03d}" for number in range(-(-PERIODS // periods))]


def trial(
    case: AnalyticCase, name: str, periods: int, costs: Costs, *,
    stock: World, demand: World, lanes: Mapping[str, World], timetable: str, items: World = WHOLE, skip: int = 0,
) -> Trial:  # fmt: skip
    """Shops that keep one stock each, fed over *lanes* by name, and their mean cost."""
    names = shops(periods)
    plan = plan_of(
        periods, timetable, items=items,
        sites={name: {"kind": "depot"} for name in names} | {"outside": {"kind": "feed"}},
        stocks={f"{name}/x": stock_of(stock, name) for name in names},
        lanes={
            f"{name}_{lane}": {"item": "x", "from": "outside", "to": name, **said}
            for name in names for lane, said in lanes.items()
        },
        markets={f"at_{name}": {"item": "x", "from": name, "demand": demand} for name in names},
    )  # fmt: skip
    source = Runs(plan, partial(costs.of, skip=skip), RUNS)
    return Trial((source,), values(case, name), periods=len(names) * RUNS * periods)


def stock_of(stock: World, name: str) -> World:
    """The stock of one shop: a policy that speaks of lanes speaks of its own."""
    policy = stock.get("dual_index")
    if policy is None:
        return stock
    own = {key: f"{name}_{value}" if key in ("express", "regular") else value for key, value in policy.items()}
    return {**stock, "dual_index": own}


def reorder(low: float, high: float) -> World:
    """(s,S), ordered below s."""
    return {"reorder": {"at": units(low), "when": "<", "up_to": units(high)}}


# ---- one supplier
def min_max(case: AnalyticCase) -> Iterator[Trial]:
    """Koenig and Law: Poisson demand of a period, goods at once, opened at S."""
    given = case.parameters
    costs = Costs(given["K"], (given["c"],), given["h"], given["p"])
    for name, (low, high) in at_parameters(case.expected, "cost", "s", "S").items():
        yield trial(
            case, name, given["periods"], costs, timetable="textbook",
            stock={"opening": units(high), **reorder(low, high)},
            demand={"per": "day", "amount": {"family": "poisson", "mean": units(given["mean"])}},
            lanes={"supply": {"promised": days(0)}},
        )  # fmt: skip


def monthly_review(case: AnalyticCase) -> Iterator[Trial]:
    """Law's inventory program: customers at exponential gaps ask for a few units, a day is a month, delivery lags."""
    given = case.parameters
    costs = Costs(given["K"], (given["c"],), given["h"], given["p"])
    sizes = {"values": [units(size) for size in given["sizes"]], "chances": given["chances"]}
    least, most = given["lag"]
    for name, (low, high) in at_parameters(case.expected, "cost", "s", "S").items():
        yield trial(
            case, name, given["months"], costs, timetable="plant",
            stock={"opening": units(given["opening"]), **reorder(low, high)},
            demand={"every": {"family": "exponential", "mean": days(given["gap"])}, "amount": sizes},
            lanes={"supply": {"lead_time": {"family": "uniform", "least": days(least), "most": days(most)}}},
        )  # fmt: skip


def random_lags(case: AnalyticCase) -> Iterator[Trial]:
    """SSCONT: exponential demand of a period, an order placed at its close comes after 1 + Poisson periods.

    Opened at s. Shortage costs once per unit, holding and ordering as they come; the first periods do not count.
    """
    given = case.parameters
    costs = Costs(given["K"], (given["c"],), given["h"], short=given["p"])
    skip = given["skipped"]
    late = {"chance": 1.0, "by": {"family": "poisson", "mean": days(given["mean_lead_time"])}}
    for name, (low, high) in at_parameters(case.expected, "cost", "s", "S").items():
        yield trial(
            case, name, skip + given["periods"], costs, timetable="plant", items=FLUID, skip=skip,
            stock={"opening": units(low), **reorder(low, high)},
            demand={"per": "day", "amount": {"family": "exponential", "mean": units(given["mean"])}},
            lanes={"supply": {"promised": days(1), "late": late}},
        )  # fmt: skip


# ---- two suppliers
def dual_index(case: AnalyticCase) -> Iterator[Trial]:
    """Dual-index policies against normal demand, cut at 0 and rounded; orders are paid when they are placed."""
    given = case.parameters
    costs = Costs(unit=(given["price_express"], given["price_regular"]), holding=given["h"], owed=given["p"])
    asked = {"family": "normal", "mean": units(given["mean"]), "sd": units(given["sd"])}
    lanes = {name: {"promised": days(given[f"lead_{name}"])} for name in ("express", "regular")}
    for name, (express_to, regular_to) in at_parameters(case.expected, "cost", "e", "r").items():
        levels = {"express_to": units(express_to), "regular_to": units(regular_to)}
        policy = {"dual_index": {"express": "express", "regular": "regular", **levels}}
        yield trial(
            case, name, given["periods"], costs, timetable="textbook", lanes=lanes,
            stock={"opening": units(given["opening"]), **policy}, demand={"per": "day", "amount": asked},
        )  # fmt: skip


# ---- one season
def newsvendor(case: AnalyticCase) -> Iterator[Trial]:
    """Seasons of a day: as much is bought each morning, what is left in the evening keeps no longer."""
    given = case.parameters
    levels = {name: level for name, (level,) in at_parameters(case.expected, "profit", "x").items()}
    if "profit_opt" in case.expected:
        levels |= {"profit_opt": exact_values(case)["x_opt"]}
    mean = exact_values(case)["mean"]
    demand = {"family": "burr", "mean": units(mean), "shape": given["c"], "tail": given["k"]}
    for name, level in levels.items():
        plan = plan_of(
            PERIODS, "textbook", items={"x": {"unit": "unit", "whole": False, "shelf_life": days(1)}},
            sites={"outside": {"kind": "feed"}, "shop": {"kind": "depot"}},
            stocks={"shop/x": {"opening": units(0), "every_review": units(level)}},
            lanes={"supply": {"item": "x", "from": "outside", "to": "shop", "promised": days(0)}},
            markets={"at_shop": {
                "item": "x", "from": "shop", "short": "lost", "demand": {"per": "day", "amount": demand},
            }},
        )  # fmt: skip
        prices = {key: given[key] for key in ("price", "cost", "salvage")}
        source = Runs(plan, partial(profit, **prices), RUNS)
        yield Trial((source,), values(case, name), periods=RUNS * PERIODS)


def profit(log: Log, price: float, cost: float, salvage: float) -> Floats:
    """Profit of each season: sold, left over and bought, shape (seasons, 1)."""
    sold, left = log.markets.of("at_shop", "served"), log.stocks.of("shop/x", "on_hand")
    return np.asarray((price * sold + salvage * left - cost * log.lanes.of("supply", "ordered"))[:, None])
