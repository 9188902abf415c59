"""A schedule, resolved: tasks, parts, notices and clauses with days and numbers, frozen and picklable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backsource.config.gates import Fallback, Gauge
from backsource.laws.distributions import Law


@dataclass(frozen=True, slots=True)
class Link:
    """A predecessor of a task with its kind and lag [worked days, or calendar days]."""

    task: str
    kind: Literal["FS", "SS", "FF", "SF"]
    lag: float
    working: bool


@dataclass(frozen=True, slots=True)
class Trials:
    """How a line is approved: times in worked days of the task's calendar."""

    line: str
    prepare: float
    trial: float
    approve: float
    passes: float | None
    """Chance of a pass; None: from the yield reached."""
    again_after: Law
    pieces: float
    """Pieces made in one trial."""
    sell: bool
    """Trial pieces are released when the line is approved; otherwise they are scrap."""


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """One task."""

    name: str
    begin: float
    after: tuple[Link, ...]
    takes: Law
    working: bool
    """Its duration counts the worked days of its calendar, otherwise calendar days."""
    worked: tuple[bool, ...]
    """Worked days of its calendar by row, far beyond the horizon."""
    brings: tuple[tuple[str, str], ...]
    moves: tuple[tuple[str, str], ...]
    trains: tuple[tuple[str, int], ...]
    onboards: tuple[str, ...]
    trials: Trials | None
    cost: float
    factor: float = 1.0
    """Truth over plan."""


@dataclass(frozen=True, slots=True)
class Level:
    """One threshold on one gauge over a window of worked days (0: today)."""

    gauge: Gauge
    at_least: float | None
    above: float | None
    below: float | None
    window: int


@dataclass(frozen=True, slots=True)
class ConditionPlan:
    """All that has to hold."""

    line: str
    qualified: tuple[str, ...]
    done: tuple[str, ...]
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class StepPlan:
    """Shares from a day on, or from when a gate opens."""

    day: float
    """Date, or expected day of the gate."""
    gate: ConditionPlan | None
    wait: int
    """Longest wait [worked days]; -1 without end."""
    then: Fallback
    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class BridgePlan:
    """A bank: extra target of one stock, bound to one source."""

    begin: float
    use_from: float
    quantity: float
    source: str


@dataclass(frozen=True, slots=True)
class PartPlan:
    """What the schedule does with one stock."""

    stock: str
    worked: tuple[bool, ...]
    as_is: tuple[tuple[str, float], ...]
    steps: tuple[StepPlan, ...]
    bridge: BridgePlan | None
    last_buy: tuple[float, float, str] | None
    """Day, quantity, source."""
    least: tuple[tuple[str, float, float], ...]
    """Least share of a source until a day (infinity: for good)."""
    rollback: tuple[ConditionPlan, tuple[tuple[str, float], ...], float] | None
    """Trigger, shares to go back to, last day (infinity: until exit)."""
    clause: tuple[float, ConditionPlan, Fallback] | None
    """Day, what should be so, what happens otherwise."""
    extension: tuple[str, ConditionPlan, float] | None
    """Contract, when to call it, day of decision."""
    contracts: tuple[str, ...]
    """Contracts whose lanes feed the stock."""


@dataclass(frozen=True, slots=True)
class ContractPlan:
    """What a notice starts."""

    name: str
    given: float
    """Day of notice; infinity when none is given."""
    ends: float
    """First day after the contract."""
    lanes: tuple[str, ...]
    extension_days: float
    extensions: int
    retention: float


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything a schedule does."""

    tasks: dict[str, TaskPlan]
    parts: tuple[PartPlan, ...]
    contracts: dict[str, ContractPlan]
    opens: dict[str, float]
    steering: tuple[float, float]
    """First steering date, days between them."""
    frozen: tuple[bool, ...]
    """Rows on which no step starts; empty when there are none."""
    payments: tuple[tuple[float, float], ...]
    """Day, amount in the reporting currency."""
