"""What has been decided and done before the first day of a run, resolved from a status; days are numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Literal

from backsource.simulation.planning import Floats, Steps
from backsource.simulation.programme import Shares


@dataclass(frozen=True, slots=True)
class TaskPast:
    """A task that has begun."""

    began: float
    ended: float | None = None
    """When it was done; None: it is still running."""
    idle: bool = False
    """Its own work is over, it waits for others."""
    failed: int = 0
    stands: str = "prepare"
    since: float = -inf


@dataclass(frozen=True, slots=True)
class PathPast:
    """What has happened to one stock."""

    taken: int = 0
    """Steps that are taken."""
    taken_on: float = -inf
    wanted: Shares = ()
    in_force: Shares = ()
    gone_back: bool = False
    not_before: float = -inf
    """Day before which no longest wait counts."""
    wait_ends: float | None = None
    """Of the gate that it stands before; None: as the schedule says."""
    stands: Literal["frozen", "held"] | None = None
    """The next step may be taken but for a freeze or a clause."""
    held: bool = False
    judged: bool = False
    """The clause has been looked at."""
    tried: bool = False
    """The day on which it was to go back has passed."""
    called: bool = False
    """The day of decision on the extension has passed."""
    bank: Literal["begun", "over"] | None = None
    bought: bool = False
    """The last order has been made."""
    extra: float = 0.0
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """What the planner counts on by now: shares, the planned use that follows, and the levels that cover it."""

    shares: dict[str, Steps]
    use: dict[str, Floats]
    levels: dict[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Past:
    """Everything that is fact."""

    is_known: bool = False
    """Whether the run begins in the middle; nothing has happened before a run that does not."""
    tasks: Mapping[str, TaskPast] = field(default_factory=dict)
    paths: Mapping[str, PathPast] = field(default_factory=dict)
    notices: frozenset[str] = frozenset()
    """Contracts under which notice was given."""
    extensions: Mapping[str, int] = field(default_factory=dict)
    opened: Mapping[str, float] = field(default_factory=dict)
    """Lines that are open, and since when."""
    ages: Mapping[str, float] = field(default_factory=dict)
    """Days that the ramp of a line has run."""
    used: frozenset[str] = frozenset()
    """Lines that have had a share."""
    staff: Mapping[str, int] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    """Lanes that take no orders."""
    shares: Mapping[str, Shares] = field(default_factory=dict)
    """Shares in force of stocks."""
    returning: Mapping[str, float] = field(default_factory=dict)
    taking_up: Mapping[str, float] = field(default_factory=dict)
    expected: Expected | None = None


NOTHING = Past()
"""The past of a run that begins with the opening of the scenario."""
