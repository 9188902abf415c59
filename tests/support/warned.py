"""A plan with a way out, and runs of it made by hand: approved on day 13 as planned, or late on day 30.

The supplier's last day is 40; its contract can be extended until day 35, and acts from day 41; going back is possible
from the step on day 20 up to day 40 and takes two days.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from changeovers import QUALIFICATION, day, made, world
from stored_runs import write

from backsource.config import Scenario, Schedule
from backsource.results import Inputs, Results, Run, read

WINDOW = f"{day(0)}..{day(119)}"
BACK = {"when": {"backlog": {"above": "2 days"}}, "to": made(0)}
PLAN: dict[str, Any] = {
    "schedule": "go",
    "stock": "plant/part",
    "notice": {"contract": "supply", "date": day(10)},  # 30 days: the last day is 40
    "tasks": {"ppap": {"begin": day(3), "qualifies": "make"}},  # 4 + 1 + 5 days: approved on day 13
    "share": [{"date": day(20), **made(100)}],
    "rollback": BACK,
}
LATE = "make has not been approved"
Made = Callable[[int], tuple[dict[str, float], list[tuple[int, float]]]]


def scenario() -> Scenario:
    option = {"at_most": 1, "each": "20 days", "price": "+10 %", "call": "5 days before end"}
    return world(**{"lines.make.qualification": QUALIFICATION, "contracts.supply.extension": option})


def late(number: int) -> bool:
    """Half of the futures that choose, every third one, and half of the others."""
    return number // 3 % 2 == 0


def days(number: int, **more: float) -> dict[str, float]:
    usual = {"task/ppap started": 3.0, "task/ppap done": 30.0 if late(number) else 13.0}
    known = {"line/make approved": usual["task/ppap done"], "step/plant/part/0": 20.0, "exit/supply": 42.0}
    return {**usual, **known, **more}


def run(number: int, milestones: dict[str, float], gaps: Sequence[tuple[int, float]]) -> Run:
    """One future; *gaps* are first days and units short, three working days each, all short on the first of them."""
    starts = np.arange(0.0, 120.0, 7.0)
    short = np.zeros(len(starts))
    for first, units in gaps:
        short[first // 7] += units
    facts = ("market", "start", "duration", "units_short", "unit_days", "censored")
    incidents = [dict(zip(facts, ("customer", first, 3.0, units, units, 0), strict=True)) for first, units in gaps]
    weekly = {"day": starts, "short": short}
    return Run("go", number, "e", "d", {"units_short": float(short.sum())}, tuple(incidents), weekly, milestones)


def stored(folder: Path, schedule: Schedule, runs: Sequence[Run], study: str = '{"study": "s"}') -> Results:
    texts = {"go": schedule.model_dump_json(by_alias=True)}
    facts = ("market", "start", "duration", "units_short", "unit_days", "censored")
    inputs = Inputs(study, scenario().model_dump_json(by_alias=True), texts, {}, 1, "h", notes={"window": WINDOW})
    write(folder, inputs, runs, facts)
    return read(folder)
