"""Calendars, items and sites: what exists before anything moves."""

from typing import Literal

from pydantic import Field

from backsource.config.closed import Closed
from backsource.config.fields import DateField, DateRange, PositiveAmount, PositiveSpan, Share, SpanField, WeekField


class Calendar(Closed):
    """Which days are worked."""

    week: WeekField = (True, True, True, True, True, True, True)
    """Working weekdays: `mon-fri`, `mon-sat`, `mon,wed,fri` or `mon-sun`."""
    holidays: str | None = None
    """Public holidays of a country or region, as `DE` or `DE-BY`."""
    closed: list[DateRange] = []
    """Further closed days: dates and ranges `2026-08-03..2026-08-23`, both ends included."""
    hours: float = Field(default=24.0, gt=0, le=24)
    """Operating hours a working day; turns operating hours of failures into days."""


class Item(Closed):
    """A thing that is stocked, moved or made."""

    unit: str
    """Name of one unit, singular: `piece`, `kg`."""
    whole: bool = True
    """Only whole units exist."""
    lot: PositiveAmount | None = None
    """Orders come in multiples of it."""
    storable: bool = True
    """False for a service: nothing is kept from one day to the next."""
    shelf_life: PositiveSpan | None = None
    """Age at which it is spoilt."""


class Ownership(Closed):
    """Who owns a site from a date on."""

    owner: str
    """Name of the owner; `us` is the company that brings supply in-house."""
    since: DateField | None = None
    """First day of this ownership; from the start where it is not given."""
    share: Share = 1.0
    """Part owned (a joint venture is part owned)."""


class LettingGo(Closed):
    """How a supplier's engagement falls after notice (simulated with contracts, not before)."""

    after: SpanField
    """Delay from notice until engagement begins to fall."""
    floor: Share
    """Engagement left in the end."""
    over: SpanField
    """Time constant of the fall."""


class Site(Closed):
    """A place: supplier, feed, plant, depot or market."""

    kind: Literal["supplier", "feed", "plant", "depot", "market"]
    """A feed is an outside source of a raw material, a supplier an outside seller of the item to be brought in."""
    country: str | None = None
    """Country code; written `NO` or `DE`."""
    owner: str | list[Ownership] = "outside"
    """Owner or dated owners. A plant without one is ours."""
    calendar: str | None = None
    """Calendar of the site; every day is worked without one."""
    causes: list[str] = []
    """Common causes (outages) that hit this site besides those that name it."""
    buys_from: list[str] = []
    """Sites this supplier itself depends on, where they are known."""
    upstream: Literal["unseen"] | None = None
    """`unseen`: nobody knows what this supplier depends on."""
    lets_go: LettingGo | None = None
    """How it lets go after notice."""
