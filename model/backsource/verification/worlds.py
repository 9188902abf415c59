"""Words of scenarios written from numbers, so that an adaptor says only what its system is."""

from collections.abc import Mapping
from typing import Any

from backsource.config import scenario_from
from backsource.simulation import prepare
from backsource.simulation.plan import Plan
from backsource.verification.words import law_in_words

World = dict[str, Any]
WHOLE = {"x": {"unit": "unit"}}
"""One item in whole units."""
FLUID = {"x": {"unit": "unit", "whole": False}}
"""One item in any quantity."""
PLENTY = "1000000000 units"
"""An order that keeps a line busy for ever."""


def days(number: float) -> str:
    """A time in days."""
    return f"{float(number)!r} days"


def units(number: float) -> str:
    """A quantity."""
    return f"{float(number)!r} units"


def exponential(mean: float) -> World:
    """An exponential time [days]."""
    return {"family": "exponential", "mean": days(mean)}


def time_in_words(text: str, day: float) -> World:
    """The law of a time said in words, in units of which *day* make a day."""
    law = law_in_words(text)
    plain = {name: number for name, number in law.numbers.items() if name in ("cv", "shape")}
    times = {name: days(number / day) for name, number in law.numbers.items() if name not in plain}
    return {"family": law.family, **times, **plain}


def plan_of(length: float, timetable: str = "plant", *, items: Mapping[str, Any] = WHOLE, **blocks: Any) -> Plan:
    """The plan of a world of one item x (unless others are given) that runs for *length* days."""
    head = {"format": 1, "scenario": "verification", "start": "2001-01-01", "horizon": days(length)}
    return prepare(scenario_from({**head, "items": dict(items), **blocks}), timetable=timetable)
