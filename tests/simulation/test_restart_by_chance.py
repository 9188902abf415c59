"""With randomness a run that goes on from its status under other luck is as one that was never looked at."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from changeovers import day
from facts import PPAP, Floats, made, short, world
from restarts import gone_on
from scipy import stats

from backsource.config import schedule_from
from backsource.log import Kind, Log
from backsource.simulation import prepare, simulate
from backsource.simulation.plan import Plan

LEVEL = 0.001
CHANGES: dict[str, Any] = {
    "lines.make.failures": [{"mtbf": {"family": "weibull", "mean": "6 days", "shape": 2.0},
                             "repair": {"mean": "1.5 days", "cv": 0.5}}],
    "outages.stop": {"hits": ["seller"], "every": {"family": "weibull", "mean": "60 days", "shape": 2.5},
                     "lasts": {"mean": "12 days", "cv": 0.4}},
    "tools.die": {"at": "seller", "move": {"takes": {"mean": "30 days", "cv": 0.4}}},
    "lines.make.tools": ["die"],
}  # fmt: skip
SCHEDULE: dict[str, Any] = {
    "tasks": {"move": {"begin": day(62), "moves": {"die": "plant"}}, **PPAP},
    "notice": {"contract": "supply", "date": day(120)},
    "decided": "every 7 days",
    "share": [
        {**made(30), "expect": day(90), "gate": {"make": "qualified"}},
        {**made(100), "expect": day(120), "gate": {"yield": {"at_least": "95 %", "over": "6 days"}},
         "wait_at_most": "60 days", "then": "force"},
    ],
}  # fmt: skip


@cache
def changeover() -> Plan:
    scenario = world(**CHANGES)
    return prepare(scenario, schedule_from({"schedule": "t", "stock": "plant/part", **SCHEDULE}, scenario=scenario))


def first(log: Log, kind: Kind) -> float:
    """Day of the first entry of a kind; after the end where there is none."""
    times = log.journal["time"][log.journal["kind"] == kind]
    return float(times[0]) if len(times) else 999.0


MEASURES = {
    "units short": lambda log: short(log, -150),
    "on hand": lambda log: float(log.stocks.of("plant/part", "on_hand")[-150:].mean()),
    "made": lambda log: float(log.lines.of("make", "good")[-150:].sum()),
    "machine down": lambda log: float(log.lines.of("make", "down")[-150:].sum()),
    "approval": lambda log: first(log, Kind.APPROVED),
    "tool there": lambda log: first(log, Kind.TOOL_INSTALLED),
    "supplier down": lambda log: float(log.lines.of("cell", "down")[-150:].sum()),
}


def samples(n: int, on: int) -> tuple[Floats, Floats]:
    """The measures of n whole runs, and of n runs that were photographed on a day and went on under other luck."""
    plan = changeover()
    whole = [simulate(plan, 5, replication) for replication in range(n)]
    rest = [gone_on(plan, on, seed=6, replication=replication, anew=7) for replication in range(n)]
    found = [np.array([[measure(log) for log in logs] for measure in MEASURES.values()]) for logs in (whole, rest)]
    return found[0], found[1]


def disagree(n: int, on: int) -> list[str]:
    """Measures whose two samples are not of one law (Kolmogorov and Smirnov); what is past on the day is left out."""
    whole, rest = samples(n, on)
    past = {"approval", "tool there"} if on > 70 else set()
    return [name for name, one, other in zip(MEASURES, whole, rest, strict=True)
            if name not in past and stats.ks_2samp(one, other).pvalue < LEVEL]  # fmt: skip


def test_what_comes_after_has_the_same_law() -> None:
    """On day 70 the tool is on the road, the line prepares, and the supplier may be down."""
    assert disagree(60, 70) == []


@pytest.mark.prove
@pytest.mark.parametrize("on", [70, 113, 150])
def test_what_comes_after_has_the_same_law_in_many_futures(on: int) -> None:
    assert disagree(600, on) == []
