"""Markets, outages and prices: what the world does."""

from typing import Annotated, Literal

from pydantic import Field

from backsource.config.closed import Closed
from backsource.config.fields import (
    AmountField,
    DateField,
    DateRange,
    FileName,
    MomentField,
    MoneyField,
    PositiveSpan,
    Share,
    SpanField,
    Yearly,
)
from backsource.config.random import RandomAmountField, RandomSpanField
from backsource.units import Span


class Demand(Closed):
    """What a market asks for. Periodic (`per`), at random instants (`every`), or listed."""

    per: Literal["day", "working day"] | PositiveSpan | None = None
    """Periodic: the period; a span makes it regular arrivals off the grid (`0.02 days`)."""
    mean: AmountField | None = None
    """Mean per period."""
    cv: float = Field(default=0.0, ge=0)
    """Coefficient of variation of one period's demand (normal, cut at 0, whole where the item is)."""
    amount: RandomAmountField | None = None
    """Distribution of one period's demand, or of one arrival's size, instead of `mean` and `cv`."""
    every: RandomSpanField | None = None
    """Time between arrivals; a plain span is the mean of a Poisson process."""
    weekdays: list[Annotated[float, Field(ge=0)]] | None = Field(default=None, min_length=7, max_length=7)
    """Factor for each weekday, Monday first."""
    months: list[Annotated[float, Field(ge=0)]] | None = Field(default=None, min_length=12, max_length=12)
    """Seasonal factor for each month, January first."""
    trend: Yearly = 0.0
    """Growth a year, compound, from the start."""
    listed: list[AmountField] | None = None
    """Quantity of each day from the start on (or of each instant in `at`)."""
    at: list[SpanField] | None = None
    """Instants after the start at which the listed quantities are asked for, off the grid."""
    csv: FileName | None = None
    """CSV file with column `quantity`, and `day` (time after the start, days) for instants."""


class Market(Closed):
    """Who asks for an item."""

    item: str
    """Item asked for."""
    origin: str = Field(alias="from")
    """Site whose stock serves it."""
    demand: Demand
    """What it asks for."""
    short: Literal["backorder", "lost"] | SpanField = "backorder"
    """What becomes of demand that is not served at once: kept, lost, or lost after a deadline."""
    tolerance: SpanField = Span(0.0)
    """How old a backlog may grow before it is a gap."""
    late_cost: MoneyField | None = None
    """Per unit not served on its day."""
    late_cost_daily: MoneyField | None = None
    """Per unit and day of backlog."""
    calendar: str | None = None
    """Calendar of its demand; the calendar of the site of its name where it is not given."""


class Spell(Closed):
    """One listed outage."""

    start: MomentField = Field(alias="from")
    """Date, or time after the start."""
    lasts: SpanField
    """Length."""


class Outage(Closed):
    """Stops what it hits: a renewal process, a Markov chain by day, or a list."""

    hits: list[str] = []
    """Sites, lanes and lines that it stops together (a common cause when several)."""
    stops: list[Literal["lines", "lanes", "reviews"]] = ["lines", "lanes"]
    """What stops at a site: its lines, the lanes that leave it, the reviews (ordering) of its stocks."""
    every: RandomSpanField | None = None
    """Time up between outages; a plain span is the mean of an exponential."""
    lasts: RandomSpanField | None = None
    """Time down."""
    begins: Share | None = None
    """Chance a day that it begins (Markov, instead of `every`)."""
    ends: Share | None = None
    """Chance a day that it ends (Markov)."""
    listed: list[Spell | DateRange] | None = None
    """The outages themselves."""


class Price(Closed):
    """How a price moves: a factor on the prices it names, 1 at the start."""

    moves: list[str]
    """Lanes whose price it multiplies, or currencies (`USD`), or `wages` (variable cost of lines)."""
    drift: Yearly = 0.0
    """Drift a year."""
    volatility: Annotated[Yearly, Field(ge=0)] = 0.0
    """Standard deviation of the yearly log change."""
    half_life: PositiveSpan | None = None
    """Half-life of a mean-reverting price; none: a random walk."""
    listed: dict[DateField, Annotated[float, Field(gt=0)]] | FileName | None = None
    """Listed factors from dates on."""


class Currency(Closed):
    """A foreign currency."""

    rate: Annotated[float, Field(gt=0)]
    """Value of one unit in the reporting currency at the start."""
