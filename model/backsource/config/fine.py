"""What only a run knows of a day in the middle; a planner leaves all of it out.

Times are days since the start of the scenario, quantities are in the unit of the item. What is left out is nothing, or
follows from the other keys of the status.
"""

from typing import Annotated, Literal

from pydantic import Strict

from backsource.config.closed import Closed
from backsource.config.fine_lines import Dated, FineLine

Owed = Annotated[tuple[str, float], Strict(strict=False)]
"""Who is owed how much."""


class FineLot(Closed):
    """Goods that are kept apart."""

    quantity: float
    """How much."""
    source: str
    """Lane or line that brought them."""
    made: int
    """Day on which they came."""


class FinePart(Closed):
    """One source of a stock."""

    aside: float = 0.0
    """Set aside until it takes orders."""
    carry: float = 0.0
    """What rounding owes it, in order multiples."""


class FineStock(Closed):
    """A stock."""

    position: float | None = None
    """Inventory position; on hand, less owed, plus on order where it is not given or far from that."""
    on_hand: float | None = None
    """What is on hand where rounding has left a trace below 0."""
    owed: float | None = None
    """All that is owed to markets and lanes, to the last digit; as these add up where it is not given."""
    aside: float | None = None
    """All that is set aside, to the last digit; as it adds up where it is not given."""
    requirement: float = 0.0
    """What a stock made to order still has to order."""
    again: float = 0.0
    """What has to be split again."""
    missed: bool = False
    """An outage has blocked a review that is still to be made."""
    extra: float | None = None
    """Extra target; that of the bank and the last order under way where it is not given."""
    extra_due: float = 0.0
    """Part of the extra target that is not yet ordered."""
    extra_source: str | None = None
    """Source that the extra target is bound to."""
    parts: dict[str, FinePart] = {}
    """Sources."""
    queue: list[Owed] | None = None
    """Who is owed how much, in the order in which they asked; by the days of their orders where it is not given."""
    lots: list[FineLot] | None = None
    """Lots, oldest first; one that came on the day before where they are not given."""
    locked: list[FineLot] = []
    """Lots in quarantine."""
    taken: list[FineLot] = []
    """Lots that lines took last, which they may give back."""
    taken_on: int | None = None
    """Day on which they did; the day before where it is not given."""
    looked: int | None = None
    """Day on which its lots were looked at last; the day before where it is not given."""


class FineLane(Closed):
    """A lane."""

    on_order: float | None = None
    """All that is on order, to the last digit; as orders and loads add up where it is not given or far from it."""
    in_transit: float | None = None
    """All that is on the road, likewise."""
    held: float = 0.0
    """Set aside by the origin, and not let go."""
    gate: float = 0.0
    """At the gate of the site, and not let in."""
    waiting: float = 0.0
    """Ordered, and short of the smallest order."""
    latest: int | None = None
    """Day before which nothing arrives, as goods do not overtake."""
    left: float = 0.0
    """Capacity that was carried over."""
    used: int = 0
    """Listed lead times that were used."""
    ages: list[Dated] | None = None
    """Days of order of what the origin has not shipped; from the orders where they are not given."""


class FineMarket(Closed):
    """A market."""

    owed: float | None = None
    """Owed to it; the first market by name is owed all of the backlog where it is not given."""
    waiting: list[Dated] | None = None
    """Days of demand of what waits for its deadline; the day before where they are not given."""


class FineCentre(Closed):
    """A work centre."""

    ran: list[str]
    """Line that each server ran last, the one left longest first."""
    owing: dict[str, float] = {}
    """Set-up that lines still need [working days]."""


class FineOutage(Closed):
    """An outage."""

    since: float | None = None
    """Since when it lasts, or is over; the day before where it is not given."""
    number: int = 0
    """How often it has ended."""


class FineTask(Closed):
    """A task."""

    began: float | None = None
    """Instant at which it began."""
    ended: float | None = None
    """Instant at which it was done."""
    idle: bool = False
    """Its own work is over; it waits for what its end is tied to."""
    since: float | None = None
    """Instant since which a qualification stands where it does."""


class FinePath(Closed):
    """The share path of a stock."""

    expected: list[int] | None = None
    """Days of the opening shares and of each step, taken or expected; as planned where they are not given."""
    wait_ends: float | None = None
    """When the longest wait of the gate that it stands before is over; as the schedule says where it is not given."""
    waited: bool = False
    """That wait is over, and the gate holds."""
    stands: Literal["frozen", "held"] | None = None
    """The next step may be taken but for a freeze, or for a clause that holds it."""
    held: bool = False
    """A clause holds the path."""
    left: list[str] = []
    """Sources that have closed or got nothing any more."""


class FineDays(Closed):
    """Books of the days before, which gates look back at: columns, and the rows of each thing up to yesterday."""

    columns: list[str] = []
    """Columns of the day book."""
    rows: dict[str, list[list[float]]] = {}
    """Rows of each thing, the last is that of the day before."""


class Fine(Closed):
    """All of it, by the names of the scenario and of the schedule."""

    stocks: dict[str, FineStock] = {}
    lanes: dict[str, FineLane] = {}
    lines: dict[str, FineLine] = {}
    markets: dict[str, FineMarket] = {}
    centres: dict[str, FineCentre] = {}
    outages: dict[str, FineOutage] = {}
    tasks: dict[str, FineTask] = {}
    paths: dict[str, FinePath] = {}
    returning: dict[str, float] = {}
    """Tools that go back, and since when."""
    taking_up: dict[str, float] = {}
    """Lanes that are taken up again, and since when."""
    line_days: FineDays = FineDays()
    """Books of lines."""
    stock_days: FineDays = FineDays()
    """Books of stocks."""
