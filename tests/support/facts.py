"""The world of the stylised facts: a supplier that stops and is late, and a line that has to learn."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from changeovers import Blocks, changed, day

from backsource.config import Scenario, scenario_from, schedule_from
from backsource.log import Log
from backsource.simulation import prepare, simulate

N = 100
Floats = npt.NDArray[np.float64]

WORLD: Blocks = {
    "scenario": "facts",
    "start": "2026-01-05",
    "horizon": "320 days",
    "items": {"part": {"unit": "piece"}, "steel": {"unit": "kg", "whole": False}},
    "sites": {"seller": {"kind": "supplier"}, "mill": {"kind": "feed"}, "plant": {"kind": "plant"}},
    "stocks": {
        "plant/part": {"cover": "6 days", "opening": "600 pieces", "on_order": "600 pieces",
                       "sources": {"buy": 1, "make": 0}},
    },
    "lanes": {
        "buy": {"item": "part", "from": "seller", "to": "plant", "promised": "5 days",
                "late": {"chance": "10 %", "by": {"mean": "3 days", "cv": 1.0}}},
    },
    "lines": {
        "cell": {"site": "seller", "makes": "part", "rate": "100 pieces/day", "surge": "20 %"},
        "make": {"site": "plant", "makes": "part", "rate": "140 pieces/day",
                 "qualification": {"prepare": "10 days", "trial": "1 day", "approve": "9 days", "passes": "60 %",
                                   "again_after": {"mean": "12 days", "cv": 0.5}},
                 "ramp": {"from": "20 %", "tau": "15 days"},
                 "yield": {"first": "85 %", "mature": "99 %", "over": "1500 pieces"}},
    },
    "markets": {"customer": {"item": "part", "from": "plant",
                             "demand": {"per": "day", "mean": "100 pieces", "cv": 0.1}}},
    "outages": {"stop": {"hits": ["seller"], "every": "120 days", "lasts": {"mean": "4 days", "cv": 1.0}}},
    "contracts": {"supply": {"with": "seller", "lanes": ["buy"], "notice": {"period": "30 days"},
                             "extension": {"at_most": 20, "each": "7 days", "price": "+10 %",
                                           "call": "1 day before end"}}},
}  # fmt: skip
PPAP: Blocks = {"ppap": {"begin": day(60), "qualifies": "make"}}
"""Approved on day 80 at the best."""


def world(**changes: Any) -> Scenario:
    """The world of the facts with changes by dotted path."""
    return scenario_from(changed(WORLD, changes))


def made(share: int) -> Blocks:
    return {"make": f"{share} %", "buy": f"{100 - share} %"}


def over(scenario: Scenario, *values: Callable[[Log], float], n: int = N, **schedule: Any) -> Floats:
    """Values over n replications, shape (values, n), or (n,) of one; without a schedule those of staying external."""
    read = (
        schedule_from({"schedule": "arm", "stock": "plant/part", **schedule}, scenario=scenario) if schedule else None
    )
    plan = prepare(scenario, read)
    logs = (simulate(plan, 11, replication) for replication in range(n))
    found = np.array([[value(log) for value in values] for log in logs]).T
    return found if len(values) > 1 else found[0]


def short(log: Log, first: int = 0, last: int | None = None) -> float:
    """Units short."""
    return float(log.markets["short"][:, first:last].sum())


def on_hand(log: Log) -> float:
    """Mean stock of parts."""
    return float(log.stocks.of("plant/part", "on_hand").mean())


def surely_more(more: Floats, less: Floats) -> bool:
    """Whether the paired difference is above zero beyond its 95 % interval."""
    difference = more - less
    return bool(difference.mean() > 1.984 * difference.std(ddof=1) / np.sqrt(len(difference)))


@cache
def base_world() -> Scenario:
    return world()
