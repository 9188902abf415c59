"""Where things stand on a day in the middle of a changeover. The past is fact, the rest is simulated.

Every key may be left out; the text of each says what its absence means. What nobody can know on that day (what was
drawn for the truth, outages to come) is no part of it.
"""

from typing import Literal

from pydantic import Field

from backsource.config.closed import Closed
from backsource.config.fields import AmountField, DateField, FileName, MomentField, Share
from backsource.config.fine import Fine
from backsource.config.schedule import Payment


class Running(Closed):
    """A task that has begun and is not done."""

    began: DateField
    """First day."""
    failed: int = Field(default=0, ge=0)
    """Trials of a qualification that have failed."""
    stands: Literal["prepare", "wait", "trial", "approve", "again"] | None = None
    """Where a qualification stands: it prepares, waits for tool or material of a trial, tries, waits for approval,
    works on what failed. It prepares, or works on what failed, where it is not given."""
    since: DateField | None = None
    """Since when it stands there; since it began where it is not given."""


class Level(Closed):
    """What a stock has and owes."""

    on_hand: AmountField | None = None
    """On hand in the morning; the opening of the scenario where it is not given."""
    backlog: AmountField | None = None
    """Owed to markets; none where it is not given. What is owed to lanes are their open orders."""


class Order(Closed):
    """An open order: accepted, and not shipped or not made yet."""

    lane: str | None = None
    """Lane on which it was ordered."""
    line: str | None = None
    """Line that is to make it."""
    quantity: AmountField
    """What is still open."""
    ordered: DateField | None = None
    """Day of the order; orders without it are older than all others, in the order of the list."""
    due: MomentField | None = None
    """Promised day of arrival, or time after the status date; a feed keeps it, others ship what they can."""


class Load(Closed):
    """Goods that have left their origin."""

    lane: str
    """Lane."""
    quantity: AmountField
    """How much."""
    shipped: DateField | None = None
    """Day on which they left, for the record."""
    due: MomentField
    """Day on which they are expected now, or time after the status date."""


class InTable(Closed):
    """A CSV file with one row an entry and columns named as its keys."""

    csv: FileName
    """File, named relative to the status file."""


class Status(Closed):
    """Where a scenario under a schedule stands in the morning of a day."""

    format: int = Field(default=1, ge=1, le=1)
    """Version of the file format."""
    status: DateField
    """The day: everything before it is fact."""
    scenario: str | None = None
    """Name of the scenario; not compared where it is not given."""
    schedule: str | None = None
    """Name of the schedule; not compared where it is not given."""
    done: dict[str, DateField] = {}
    """Tasks that are done, with their last day. A task that is neither done nor running has not begun."""
    running: dict[str, Running] = {}
    """Tasks that have begun."""
    notices: dict[str, DateField] = {}
    """Contracts under which notice was given, and when; none was given to the others."""
    extensions: dict[str, int] = {}
    """How often a contract's option to extend was called; never where it is not given."""
    stocks: dict[str, Level] = {}
    """What is on hand and owed; a stock that is not named stands as at the opening of the scenario."""
    orders: list[Order] | InTable | None = None
    """Open orders. Without `orders` and `road` each stock's order position is that of the opening."""
    road: list[Load] | InTable | None = None
    """Goods on the road; none where only `orders` are given."""
    made: dict[str, AmountField] = {}
    """Good units that a line has made so far, from which it has learnt; none where it is not given."""
    started: dict[str, AmountField] = {}
    """Units that a line has taken in and not completed, trial pieces included; none where it is not given."""
    opens: dict[str, DateField] = {}
    """Lines that are open, and since when (their ramp runs from then); others as the scenario and the tasks say."""
    stands: list[str] = []
    """Lines that stand and do not work yet: their investment is paid, their fixed cost runs; those that open or that a
    task has begun to qualify need not be named."""
    tools: dict[str, str] = {}
    """Site of a tool, or `none`; where tasks that are done have left it, else as the scenario says."""
    staff: dict[str, int] = {}
    """Machines of a line that people can run; as tasks that are done have trained, else as the scenario says."""
    shares: dict[str, dict[str, Share]] = {}
    """Shares in force; those of the last step that is taken, else as they are in the scenario."""
    wanted: dict[str, dict[str, Share]] = {}
    """Shares that the last step wants where an overlap or a retained share keeps them from being in force."""
    steps: dict[str, int] = {}
    """Steps of a stock that are taken; dated steps before the day, up to the first gate, where it is not given."""
    last_step: dict[str, DateField] = {}
    """Day of the last step that is taken; its own date where it is not given."""
    rolled_back: dict[str, DateField] = {}
    """Stocks whose shares were rolled back, and when; none where it is not given."""
    closed: list[str] | None = None
    """Lanes that take no orders; those whose contract has run out and those that a task is still to onboard where it is
    not given."""
    down: list[str] = []
    """Outages under way; none where they are not given, but those that the scenario lists."""
    paid: list[Payment] | None = None
    """Lump sums of the schedule that are paid; all that it dates before the day where they are not given."""
    prices: dict[str, float] = {}
    """Factor of a moving price on the day before; its trend where it is not given."""
    fine: Fine = Fine()
    """What only a run knows; a planner leaves it out."""
