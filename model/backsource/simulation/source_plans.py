"""Lanes and lines, resolved: what feeds a stock."""

from dataclasses import dataclass
from typing import Literal

from backsource.laws.distributions import Law


@dataclass(frozen=True, slots=True)
class LanePlan:
    """One lane; `origin_stock` is empty when it comes from an unlimited feed."""

    name: str
    item: str
    origin: str
    to: str
    origin_stock: str
    target_stock: str
    origin_on_grid: bool
    target_on_grid: bool
    order_delay: float
    lead: float
    """Constant part of the lead time, the promise."""
    lead_time: Law | None
    """Random lead time, in place of the promise."""
    late_chance: float
    late_by: Law | None
    cross: bool
    minimum_order: float
    capacity: float
    in_outage: str
    whole: bool
    """Only whole units are shipped."""
    origin_rows: tuple[bool, ...]
    target_rows: tuple[bool, ...]
    plain: bool
    """Nothing but a constant whole lead time on the grid."""


@dataclass(frozen=True, slots=True)
class RampPlan:
    """Growth of a line's rate after it opens."""

    shape: str
    start: float
    tau: float
    middle: float
    over: float
    working: bool
    """Ages count working days of the site."""


@dataclass(frozen=True, slots=True)
class YieldPlan:
    """Share of good units as a function of units started so far."""

    first: float
    mature: float
    over: float
    even: bool = False
    """Every lot has exactly this share, whole units in the long run; otherwise it is the chance of each unit."""


@dataclass(frozen=True, slots=True)
class FailurePlan:
    """One way to fail: by operating time, by calendar time, or by chance a day."""

    operating: bool
    mtbf: Law | None
    repair: Law | None
    fails: float = 0.0
    ends: float = 0.0


@dataclass(frozen=True, slots=True)
class LinePlan:
    """One line."""

    name: str
    site: str
    makes: str
    product: str
    """Stock that it feeds."""
    bom: tuple[tuple[str, float], ...]
    kind: Literal["instant", "rate", "server"]
    whole: bool
    machines: int
    rate: float
    surge: float
    processing: Law | None
    lot: float
    same_day: bool
    opens: float
    """Day from which it may work; minus infinity when it always could, infinity until a schedule opens it."""
    ramp: RampPlan | None
    yield_: YieldPlan
    failures: tuple[FailurePlan, ...]
    spares: int
    repairers: int
    block_before: bool
    centre: str
    setup: float
    setup_after: tuple[tuple[str, float], ...]
    staff: int
    hours: float
    open_rows: tuple[bool, ...]
    tools: tuple[str, ...]
    any_tool: bool


def failure_names(plan: LinePlan) -> list[str]:
    """Names of the daily draws of a line's failures by chance, one for each way to fail."""
    count = sum(failure.mtbf is None for failure in plan.failures)
    return [f"failure/{plan.name}" + (f"/{mode}" if mode else "") for mode in range(count)]
