"""A scenario: the network, its opening state and what the world does to it."""

from pydantic import Field

from backsource.config.closed import Closed
from backsource.config.demand import Currency, Market, Outage, Price
from backsource.config.fields import DateField, FileName, NameField, PositiveSpan, SpanField, Yearly
from backsource.config.sources import Lane, Line, WorkCentre
from backsource.config.stock import Stock
from backsource.config.terms import Contract, Tool, Unsure
from backsource.config.things import Calendar, Item, Site
from backsource.units import Span


class Tables(Closed):
    """A large network as CSV tables, one row a noun, columns named as the keys of the noun."""

    sites: FileName | None = None
    stocks: FileName | None = None
    lanes: FileName | None = None
    lines: FileName | None = None
    markets: FileName | None = None


class Scenario(Closed):
    """One network and its world. The body is the plan; `unsure` says how the truth may differ."""

    format: int = Field(default=1, ge=1, le=1)
    """Version of the file format."""
    scenario: NameField
    """Name."""
    extends: str | None = None
    """A scenario that this one changes; keys given here replace keys there."""
    start: DateField
    """Day 0."""
    horizon: PositiveSpan
    """Length of the run."""
    warm_up: SpanField = Span(0.0)
    """Time simulated before day 0."""
    value_until: DateField | None = None
    """Value horizon: the last simulated year repeats until then."""
    discount: Yearly = 0.0
    """Discount rate a year."""
    currency: str = "EUR"
    """Reporting currency."""
    currencies: dict[str, Currency] = {}
    calendars: dict[str, Calendar] = {}
    items: dict[str, Item] = Field(min_length=1)
    sites: dict[str, Site] = Field(min_length=1)
    stocks: dict[str, Stock] = {}
    lanes: dict[str, Lane] = {}
    lines: dict[str, Line] = {}
    work_centres: dict[str, WorkCentre] = {}
    tools: dict[str, Tool] = {}
    markets: dict[str, Market] = {}
    outages: dict[str, Outage] = {}
    prices: dict[str, Price] = {}
    contracts: dict[str, Contract] = {}
    unsure: dict[str, Unsure] = {}
    tables: Tables | None = None
