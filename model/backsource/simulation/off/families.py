"""The families of chance: everything random that can move a unit of goods belongs to exactly one of them.

Prices move no unit and belong to none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

from backsource.errors import SimulationError
from backsource.simulation.off import asking, sources, stops, tasks
from backsource.simulation.plan import Plan

NO_LOSS, SAME_MEAN = "no loss at all", "the same mean without variability"
WRONG_PLAN = "wrong_plan"


@dataclass(frozen=True, slots=True)
class Chance:
    """One family of chance, and what it means that it is off."""

    name: str
    words: str
    """What it is."""
    off: str
    """What *off* means, in one sentence that begins with `no loss at all` or `the same mean without variability`."""
    switch: Callable[[Plan], Plan] = field(repr=False)
    """The truth with it off; the very same plan where there is none of it."""


FAMILIES = (
    Chance(
        WRONG_PLAN, "the truth differs from the plan where the plan is unsure, and tasks take longer or shorter",
        f"{NO_LOSS}: the truth is the plan, and every task takes the time that the plan counts on", tasks.as_planned,
    ),
    Chance(
        "qualification", "trials of a line fail and are tried again",
        f"{NO_LOSS}: the first trial passes", tasks.qualification,
    ),
    Chance(
        stops.OWN, "machines of ours fail, outages hit our sites and lines",
        f"{NO_LOSS}: none of them happens", partial(stops.without_stops, family=stops.OWN),
    ),
    Chance(
        "processing", "the processing time of a lot varies",
        f"{SAME_MEAN}: every lot takes the mean time of its line", sources.processing,
    ),
    Chance(
        "scrap", "the number of good units in a lot varies",
        f"{SAME_MEAN}: every lot has the yield that its line has reached", sources.scrap,
    ),
    Chance(
        stops.FEED, "outages hit feeds and their lines, their machines fail",
        f"{NO_LOSS}: none of them happens", partial(stops.without_stops, family=stops.FEED),
    ),
    Chance(
        stops.SUPPLIER, "outages hit suppliers and their lines, their machines fail",
        f"{NO_LOSS}: none of them happens", partial(stops.without_stops, family=stops.SUPPLIER),
    ),
    Chance(
        stops.COMMON, "one outage hits things of several of these: ours, suppliers, feeds, lanes",
        f"{NO_LOSS}: none of them happens", partial(stops.without_stops, family=stops.COMMON),
    ),
    Chance(
        stops.TRANSPORT, "goods are late, lead times vary, outages hit lanes",
        f"{NO_LOSS}: what is promised arrives as promised; {SAME_MEAN} where nothing is promised",
        sources.transport,
    ),
    Chance(
        "demand", "what markets ask for varies from day to day and from customer to customer",
        f"{SAME_MEAN}: each day asks for its mean, each customer comes and asks at the mean", asking.demand,
    ),
)  # fmt: skip
CHANCES: Mapping[str, Chance] = MappingProxyType({chance.name: chance for chance in FAMILIES})
"""All families by name, in the order in which a planner meets them."""


def known(names: Collection[str]) -> tuple[str, ...]:
    """Names of families, sorted, each once. Raises SimulationError where one is unknown."""
    unknown = sorted(set(names) - set(CHANCES))
    if unknown:
        raise SimulationError(f"without {', '.join(unknown)}: no such family of chance; {', '.join(CHANCES)} would do")
    return tuple(sorted(set(names)))


def switched_off(truth: Plan, names: Collection[str]) -> Plan:
    """The truth with these families off."""
    for name in names:
        truth = CHANCES[name].switch(truth)
    return truth
