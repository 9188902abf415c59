"""A schedule, resolved: tasks, parts, notices and clauses with days and numbers, frozen and picklable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backsource.config.gates import Fallback, Gauge
from backsource.laws.distributions import Law
from backsource.network.worktime import WorkTime
from backsource.simulation.steering import Steering

Side = Literal["S", "F"]
"""Start or finish of a task."""
Shares = tuple[tuple[str, float], ...]
"""Share of each source, by name."""


@dataclass(frozen=True, slots=True)
class Time:
    """A length of time in worked days, or in days."""

    length: float
    working: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A predecessor of a task: the side of it that has to have come, its lag, and the side that waits."""

    task: str
    from_side: Side
    to_side: Side
    lag: Time


@dataclass(frozen=True, slots=True)
class Trials:
    """How a line is approved."""

    line: str
    prepare: Time
    trial: Time
    approve: Time
    passes: float | None
    """Chance of a pass; None: from the yield reached."""
    again_after: Law
    again_working: bool
    pieces: float
    """Pieces made in one trial."""
    sell: bool
    """Pieces of the trial that passes are released when the line is approved; all others are scrap."""


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """One task."""

    name: str
    begin: float
    after: tuple[Link, ...]
    takes: Law
    working: bool
    """Its duration counts the worked days of its calendar, otherwise calendar days."""
    calendar: WorkTime
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
    wait: Time | None
    """Longest wait; None: without end."""
    then: Fallback
    shares: Shares


@dataclass(frozen=True, slots=True)
class BridgePlan:
    """A bank: extra target of one stock, bound to one source."""

    begin: float
    use_from: float
    quantity: float
    source: str
    normal: float
    """What the stock would hold without it on the eve of its use, all as planned."""


@dataclass(frozen=True, slots=True)
class LastBuyPlan:
    """One last order."""

    day: float
    quantity: float
    source: str


@dataclass(frozen=True, slots=True)
class ReturnPlan:
    """A tool that goes back when the shares do."""

    tool: str
    to: str
    takes: Law
    working: bool
    calendar: WorkTime
    task: str
    """Task that has moved it; its truth over plan holds for the way back."""


@dataclass(frozen=True, slots=True)
class RollbackPlan:
    """How a stock goes back."""

    when: ConditionPlan | None
    """Trigger; None where the schedule has no rule of its own."""
    shares: Shares
    until: float
    """Last day on which it is possible."""
    before_exit: bool
    """Not when a supplier that would be needed again has been let go."""
    returns: tuple[ReturnPlan, ...]
    taking_back: tuple[tuple[str, Time], ...]
    """Time that a source which has been let go needs to be taken up again."""


@dataclass(frozen=True, slots=True)
class ClausePlan:
    """What happens when something is not so by a day."""

    day: float
    condition: ConditionPlan
    then: Fallback


@dataclass(frozen=True, slots=True)
class ExtensionPlan:
    """When a contract's option is called."""

    contract: str
    call_if: ConditionPlan
    day: float


@dataclass(frozen=True, slots=True)
class PartPlan:
    """What the schedule does with one stock."""

    stock: str
    calendar: WorkTime
    as_is: Shares
    steps: tuple[StepPlan, ...]
    bridge: BridgePlan | None
    last_buy: LastBuyPlan | None
    least: tuple[tuple[str, float, float], ...]
    """Least share of a source until a day (infinity: for good)."""
    back: RollbackPlan
    clause: ClausePlan | None
    extension: ExtensionPlan | None
    goes_back: float | None = None
    """Day on which it is decided to go back, whatever has happened."""


@dataclass(frozen=True, slots=True)
class ContractPlan:
    """What a notice starts."""

    name: str
    given: float
    """Day of notice."""
    ends: float
    """First day after the contract."""
    lanes: tuple[str, ...]
    extension_days: float
    extensions: int
    call: float
    """Days before the last day by which the option has to be called."""
    retention: float


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything a schedule does."""

    tasks: dict[str, TaskPlan]
    parts: tuple[PartPlan, ...]
    contracts: dict[str, ContractPlan]
    """Contracts under which notice is given."""
    first_used: frozenset[str]
    """Lines that open with the first step that gives them a share."""
    steering: Steering
    payments: tuple[tuple[float, float], ...]
    """Day, amount in the reporting currency."""

    def task_of(self, line: str) -> TaskPlan | None:
        """The task that qualifies a line."""
        return next((task for task in self.tasks.values() if task.trials and task.trials.line == line), None)
