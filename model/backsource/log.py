"""What a run leaves behind: a dense day book and a sparse journal, both plain arrays.

The day book has one row a day for every stock, lane, line and market; days run from `first_day`
(minus the warm-up) to the horizon. Levels are closing values of the day, flows are sums over it.
`*_time` columns are integrals of a level over the day [unit-days]; on the grid they equal the closing level.
`asked` is net of orders withdrawn; `started` is net of what a day's up-time did not allow and went back.
"""

from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

STOCK = (
    "on_hand", "owed", "asked", "received", "made", "shipped", "used", "lost", "spoilt",
    "quarantined", "ordered", "on_order", "position", "on_hand_time", "owed_time",
)  # fmt: skip
LANE = (
    "ordered", "orders", "taken", "shipped", "received", "cancelled", "lost",
    "owed", "held", "in_transit", "gate", "on_order",
)  # fmt: skip
LINE = (
    "ordered", "started", "good", "scrap", "cancelled", "open", "wip", "could",
    "producing", "starved", "blocked", "idle", "setup", "down", "closed", "waited",
)  # fmt: skip
MARKET = ("demand", "served", "short", "lost", "owed", "owed_time")


class Kind(IntEnum):
    """Types of journal entries; `subject` names whom, `quantity` and `detail` how much and what."""

    OUTAGE_BEGINS = 1
    OUTAGE_ENDS = 2
    FAILURE = 3
    REPAIRED = 4
    NOTICE = 10
    SOURCE_CLOSED = 11
    SOURCE_OPENED = 12
    LINE_OPENED = 13
    SHARE_STEP = 14
    TARGET_RAISED = 15
    CANCELLED = 16
    TOOL_ORDERED = 17
    TOOL_PULLED = 18
    TOOL_INSTALLED = 19
    PAYMENT = 20
    SPOILT = 21
    QUARANTINED = 22
    RELEASED = 23
    DEFECT_FACTOR = 24
    TASK_STARTED = 30
    TASK_DONE = 31
    TRIAL = 32
    APPROVED = 33
    GATE_LOOKED = 34
    GATE_OPENED = 35
    GATE_WAITED = 36
    STEP_FROZEN = 37
    EXTENDED = 38
    ROLLED_BACK = 39
    CLAUSE = 40
    BANK = 41
    STRANDED = 42
    NOT_EXTENDED = 43


JOURNAL = np.dtype([("time", "f8"), ("kind", "i4"), ("subject", "i4"), ("quantity", "f8"), ("detail", "f8")])


@dataclass(frozen=True)
class Book:
    """A block of the day book: `data[thing, day, column]`."""

    names: tuple[str, ...]
    columns: tuple[str, ...]
    data: Floats

    @cached_property
    def _row(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.names)}

    @cached_property
    def _column(self) -> dict[str, int]:
        return {name: column for column, name in enumerate(self.columns)}

    def __getitem__(self, column: str) -> Floats:
        """One column of all things, shape (things, days)."""
        return self.data[:, :, self._column[column]]

    def of(self, name: str, column: str) -> Floats:
        """One column of one thing, shape (days,)."""
        return self.data[self._row[name], :, self._column[column]]


@dataclass(frozen=True)
class Log:
    """The facts of one replication."""

    scenario: str
    schedule: str
    seed: int
    replication: int
    first_day: int
    """Day number of the first row; negative with a warm-up."""
    days: int
    """Rows: first_day .. first_day + days - 1."""
    stocks: Book
    lanes: Book
    lines: Book
    markets: Book
    subjects: tuple[str, ...]
    """Names that the journal's `subject` points to."""
    journal: np.ndarray
    """Rows of dtype JOURNAL in the order of time."""
    prices: dict[str, Floats] = field(default_factory=dict)
    """Factor of each moving price by day."""
    drawn: dict[str, float] = field(default_factory=dict)
    """Truth drawn for each `unsure` path, in the unit of the plan."""
    environment: str = ""
    """Hash of everything drawn before the first event; equal for twins."""

    def day(self, number: int) -> int:
        """Row of the day with this number."""
        return number - self.first_day
