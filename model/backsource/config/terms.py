"""Tools, contracts and what is unsure."""

import re
from calendar import monthrange
from datetime import date, timedelta
from math import ceil
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from backsource.config.closed import Closed
from backsource.config.fields import CallField, DateField, DateRange, MoneyField, PositiveSpan, Share, SpanField, StepUp
from backsource.config.random import RandomSpanField
from backsource.config.reference import ReferenceClass
from backsource.units import UnitError

UNSURE = (
    "one of `range: [8 %, 20 %]`, `times: {median: 1.1, p90: 1.5}`, `reference_class: equipment`, `seen: 7 of 10` "
    "and the bare word `unknown`"
)


class Move(Closed):
    """Moving a tool."""

    takes: RandomSpanField
    """Time from pulling it to having it installed."""
    calendar: str | None = None
    """Calendar of the movers."""
    cost: MoneyField | None = None
    """Paid when it is pulled."""


class Tool(Closed):
    """A unique resource that is in exactly one place."""

    at: str
    """Site where it is at the start, or `none` when it has to be bought."""
    needed_by: list[str] = []
    """Lines that need it."""
    move: Move | None = None
    """Moving it."""
    lead: SpanField | None = None
    """Lead time when it has to be bought."""
    price: MoneyField | None = None
    """Paid when it is ordered."""


class NoticePeriod(Closed):
    """Notice to be given."""

    period: SpanField
    """Length of notice."""
    to: Literal["month end", "quarter end", "year end", "any day"] = "any day"
    """To which day notice runs."""

    def last_day(self, given: date) -> date:
        """Last day under a contract whose notice is given on a day: the period, then to the end of what it runs to.

        The period counts calendar days (checked with the scenario).
        """
        end = given + timedelta(days=ceil(self.period.amount))
        if self.to == "any day":
            return end
        month = {"month end": end.month, "quarter end": (end.month + 2) // 3 * 3, "year end": 12}[self.to]
        return date(end.year, month, monthrange(end.year, month)[1])


class Minimum(Closed):
    """Take-or-pay (accounted with contracts, not before)."""

    share_of_forecast: Share
    per: Literal["month", "quarter", "year"]
    shortfall_pays: Share


class Fee(Closed):
    """Termination fee (accounted with contracts, not before)."""

    tooling: MoneyField
    written_off: DateRange


class Extension(Closed):
    """Option to extend, which a schedule may call."""

    at_most: int = Field(ge=1)
    """How often it may be called."""
    each: PositiveSpan
    """Length of one extension [calendar days]."""
    price: StepUp
    """Step of the price while it runs: `+15 %`."""
    call: CallField
    """Time before the end by which it has to be called: `45 days before end`."""


class Contract(Closed):
    """What was agreed with a supplier."""

    with_: str = Field(alias="with")
    """Supplier."""
    lanes: list[str]
    """Lanes it covers."""
    ends: DateField | None = None
    """Last day."""
    notice: NoticePeriod
    """Notice to be given."""
    minimum: Minimum | None = None
    fee: Fee | None = None
    extension: Extension | None = None
    """Option to extend."""
    standby: MoneyField | None = None
    """Price of keeping the supplier open beyond the day on which it was to be left: `12 kEUR/week`. It is paid on top
    of the goods for every day of an extension, from the day after the end that was agreed first, whether much is bought
    or little; an extension that was called is paid to its end."""


class Unsure(Closed):
    """How the truth may differ from the plan at one dotted path; drawn once a replication."""

    range: list[Any] | None = Field(default=None, min_length=2, max_length=2)
    """Least and most, uniform."""
    times: dict[Literal["median", "p90"], float] | None = None
    """Factor on the plan: lognormal with this median and 90 % quantile."""
    reference_class: ReferenceClass | None = None
    """Factor on the plan, as plans of this kind came out: durations, investment or running cost (outsourcing only the
    last). Mott MacDonald (2002) for equipment, buildings and outsourcing; IT has a tail of large overruns."""
    seen: str | None = None
    """`7 of 10`: a share with a Beta distribution (Jeffreys prior)."""
    unknown: bool = False
    """Nobody knows: half to double the plan, and the answer says so. Written as the bare word `unknown`."""
    basis: Literal["measured", "quoted", "published", "judged", "assumed"] = "assumed"
    """Where it comes from."""

    @model_validator(mode="before")
    @classmethod
    def _bare_word(cls, given: Any) -> Any:
        """`unknown` may stand alone."""
        return {"unknown": True} if given == "unknown" else given

    @model_validator(mode="after")
    def _check_one_form(self) -> Self:
        """Exactly one of `range`, `times`, `reference_class`, `seen` and `unknown`."""
        forms = [name for name in ("range", "times", "reference_class", "seen") if getattr(self, name) is not None]
        forms += ["unknown"] if self.unknown else []
        if len(forms) != 1:
            raise UnitError(" and ".join(forms) or "no form", UNSURE)
        if self.seen is not None:
            seen_counts(self.seen)
        if self.times is not None and not 0 < self.times.get("median", 0) <= self.times.get("p90", 0):
            raise UnitError(self.times, "`times: {median: 1.10, p90: 1.54}` with 0 < median <= p90")
        return self


def seen_counts(text: str) -> tuple[int, int]:
    """Hits and tries of `7 of 10`."""
    match = re.fullmatch(r"\s*(\d{1,9})\s+of\s+(\d{1,9})\s*", text)
    if match is None or not int(match[1]) <= int(match[2]) or int(match[2]) == 0:
        raise UnitError(text, "`seen: 7 of 10`, the first number at most the second,")
    return int(match[1]), int(match[2])
