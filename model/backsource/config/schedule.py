"""A transition schedule: a timetable of the shares among the sources of stocks, and what has to be done for it.

`stay_external`, `big_bang`, `phased`, `pilot`, `parallel` and `gated` are shapes of this one grammar.
"""

import datetime as dt
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, ClassVar

from pydantic import Field, model_validator

from backsource.config.closed import Closed
from backsource.config.fields import (
    AmountField,
    CoverField,
    DateField,
    DateRange,
    MoneyField,
    PositiveSpan,
    ReviewField,
    Share,
)
from backsource.config.gates import Condition, Extension, Fallback, IfNot, Overlap, Rollback
from backsource.config.tasks import Task


class Notice(Closed):
    """Notice given under a contract; its lanes close when notice has run out."""

    contract: str
    """Contract."""
    date: DateField
    """Day on which notice is given."""
    retention: MoneyField | None = None
    """Bonus that keeps the supplier engaged; paid when it has delivered to the end and all its lanes close."""


class Bridge(Closed):
    """A bank built from the supplier and used up during the changeover."""

    start: DateField = Field(alias="from")
    """Day on which building begins."""
    want: CoverField
    """Cover on top of the normal target."""
    source: str | None = None
    """Source that builds it; the source with the largest as-is share where it is not given."""
    use_from: DateField
    """Day on which the target falls back."""


class LastTimeBuy(Closed):
    """One order on top of the policy, before a supplier closes; used up when it has closed or gets nothing any more."""

    date: DateField
    """Day of the order."""
    quantity: AmountField
    """How much."""
    source: str | None = None
    """Source; the source with the largest as-is share where it is not given."""


STEP = ("date", "expect", "gate", "wait_at_most", "then")
"""A step's own keys; all others are sources."""


class Step(Closed):
    """Shares of the sources from a date on, or from when a gate opens.

    `{date: 2026-07-31, make: 100 %, buy: 0 %}`; with a gate `{make: 25 %, expect: 2026-07-06, gate: {make: qualified},
    wait_at_most: 60 working days, then: hold}`. Sources that are not named share the rest as they stand.
    """

    gathers: ClassVar[str | None] = "shares"

    date: DateField | None = None
    """First day of these shares."""
    expect: DateField | None = None
    """Day on which a gate is expected to open, for raw-material planning."""
    gate: Condition | None = None
    """What has to hold; looked at on the steering dates from `expect` on, the first one after the step before."""
    wait_at_most: PositiveSpan | None = None
    """Longest wait after the expected day (or after the step before, if that is later)."""
    then: Fallback = "hold"
    """What happens at the first steering date after the longest wait: go on waiting, take the step, call the extension
    and wait as long again, roll back. What is no longer possible holds. A source that has closed keeps its share while
    a gate holds: nobody delivers it, unless the stock says `when_blocked: divert`."""
    shares: dict[str, Share]
    """Share of each source."""

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, given: Any) -> Any:
        """Keys that are none of the step's own are names of sources, unless they look like a slip of an own key."""
        if not isinstance(given, dict) or "shares" in given:
            return given
        own = {key: value for key, value in given.items() if key in STEP or _is_slip(key, value)}
        return {**own, "shares": {key: value for key, value in given.items() if key not in own}}

    @property
    def day(self) -> dt.date:
        """Its date, or the expected day of its gate."""
        day = self.date or self.expect
        assert day is not None, "a checked step has one of the two"
        return day


def _is_slip(key: object, value: object) -> bool:
    """Whether a key is rather a misspelt key of a step than a source: no share stands there, and a key is near."""
    if isinstance(value, (dict, list)):
        return True
    plain = isinstance(value, str) and not value.strip().endswith(("%", "ppm"))
    return plain and bool(get_close_matches(str(key), STEP, n=1, cutoff=0.7))


class Payment(Closed):
    """Money the schedule pays once."""

    date: DateField
    """Day."""
    amount: MoneyField
    """How much."""
    note: str = ""
    """What for."""


class Part(Closed):
    """What a schedule does with one stock."""

    bridge: Bridge | None = None
    """A bank."""
    last_time_buy: LastTimeBuy | None = None
    """One last order."""
    share: list[Step] = []
    """Steps, in order: dated or behind gates."""
    overlap: Overlap | None = None
    """A least share of a source until a day."""
    retain: dict[str, Share] = {}
    """Least share of a source that is kept for good (a benchmark share)."""
    rollback: Rollback | None = None
    """When to go back, and to what."""
    go_back: DateField | None = None
    """Day of going back, whatever has happened: as `rollback` says and as long as it allows; without one to the shares
    as they were at the start, also after the exit."""
    if_not: IfNot | None = None
    """A clause on a day."""
    extension: Extension | None = None
    """When to call a contract's option."""


PART = tuple(Part.model_fields)
"""Keys of a part."""
NOTHING = Part()
"""The part of a stock that a schedule leaves as it is."""


class Schedule(Closed):
    """One way to change over. The keys of a part stand beside `stock` when there is one stock, else under `parts`."""

    format: int = Field(default=1, ge=1, le=1)
    """Version of the file format."""
    schedule: str
    """Name."""
    stock: str | None = None
    """The stock whose sources shift, where there is one."""
    notice: Notice | list[Notice] | None = None
    """Notice given, one or several."""
    tasks: dict[str, Task] = {}
    """What has to be done."""
    opens: dict[str, DateField] = {}
    """Lines that open on a day without a task that qualifies them."""
    decided: ReviewField = 1.0
    """Steering dates, `every 2 weeks` from the first expected day; gates are looked at then."""
    freeze: list[DateRange] = []
    """Days on which no step starts; what runs goes on."""
    pays: list[Payment] = []
    """Further lump sums."""
    parts: dict[str, Part] = {}
    """Stocks whose sources shift, each with its part: several items, sites or waves in one programme."""

    @model_validator(mode="before")
    @classmethod
    def _fold(cls, given: Any) -> Any:
        """The keys of a part beside `stock` become the part of that stock."""
        return fold(given, given["stock"]) if isinstance(given, dict) and isinstance(given.get("stock"), str) else given

    @property
    def notices(self) -> list[Notice]:
        """All notices."""
        if self.notice is None:
            return []
        return [self.notice] if isinstance(self.notice, Notice) else self.notice

    @property
    def stocks(self) -> list[str]:
        """Stocks whose sources shift, by name."""
        return sorted(self.parts)

    def part(self, stock: str) -> Part:
        """What is done with a stock; nothing where the schedule does not name it."""
        return self.parts.get(stock, NOTHING)

    @property
    def brought(self) -> dict[str, str]:
        """Tools that tasks bring, with the task of each."""
        return {tool: name for name, task in self.tasks.items() for tool in task.brings}

    @property
    def moved(self) -> dict[str, list[str]]:
        """Tools that tasks move, with the tasks of each."""
        found: dict[str, list[str]] = {}
        for name, task in self.tasks.items():
            for tool in task.moves:
                found.setdefault(tool, []).append(name)
        return found

    @property
    def qualified(self) -> dict[str, str]:
        """Lines that tasks qualify, with the task of each."""
        return {task.qualifies: name for name, task in self.tasks.items() if task.qualifies is not None}


def fold(given: Mapping[str, Any], stock: str) -> dict[str, Any]:
    """The words of a schedule with the keys of a part moved under `parts`, unless the stock stands there already."""
    own = {key: value for key, value in given.items() if key in PART}
    parts = given.get("parts", {})
    if not own or not isinstance(parts, Mapping) or stock in parts:
        return dict(given)
    return {**{key: value for key, value in given.items() if key not in own}, "parts": {**parts, stock: own}}
