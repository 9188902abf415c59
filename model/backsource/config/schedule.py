"""A transition schedule: a timetable of the shares among the sources of one stock."""

from typing import Any

from pydantic import Field, model_validator

from backsource.config.closed import Closed
from backsource.config.fields import CoverField, DateField, MoneyField, Share


class Notice(Closed):
    """Notice given under a contract; its lanes close when notice has run out."""

    contract: str
    """Contract."""
    date: DateField
    """Day on which notice is given."""


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


class Step(Closed):
    """Shares of the sources from a date on: `{date: 2026-07-31, make: 100 %, buy: 0 %}`."""

    date: DateField
    """First day of these shares."""
    shares: dict[str, Share]
    """Share of each source; they add up to 1."""

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, given: Any) -> Any:
        """Keys beside `date` are names of sources."""
        if not isinstance(given, dict) or "shares" in given:
            return given
        return {
            **{key: value for key, value in given.items() if key == "date"},
            "shares": {key: value for key, value in given.items() if key != "date"},
        }


class Payment(Closed):
    """Money the schedule pays once."""

    date: DateField
    amount: MoneyField
    note: str = ""


class Schedule(Closed):
    """One way to change over."""

    format: int = Field(default=1, ge=1, le=1)
    """Version of the file format."""
    schedule: str
    """Name."""
    stock: str | None = None
    """Stock whose sources shift; none for `stay_external`."""
    notice: Notice | None = None
    bridge: Bridge | None = None
    tools: dict[str, DateField] = {}
    """Tools that are bought, with the day of their order; their price is paid then."""
    moves: dict[str, DateField] = {}
    """Tools that are moved to the site of `stock`, with the day on which they are pulled."""
    opens: dict[str, DateField] = {}
    """Lines that open, with the day; their ramp starts then."""
    share: list[Step] = []
    """Dated steps, in order."""
    pays: list[Payment] = []
    """Further lump sums."""
