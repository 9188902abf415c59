"""The prepared plan: everything a run needs, resolved once, frozen and picklable.

Times are days, rows count days from the first day of the run (row 0 = minus the warm-up), quantities
are in the item's unit. Names and nesting follow the scenario so that a dotted path of `unsure` finds
its number here.
"""

from dataclasses import dataclass, field
from typing import Literal

import networkx as nx

from backsource.config.schedule import Schedule
from backsource.config.status import Status
from backsource.laws.distributions import Law
from backsource.network.build import Graph
from backsource.simulation.past import NOTHING, Past
from backsource.simulation.planning import Planning
from backsource.simulation.programme import Programme
from backsource.simulation.source_plans import LanePlan, LinePlan

Rows = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """When and how much a stock orders; `targets` holds one level a row where the level moves."""

    kind: Literal[
        "base_stock", "echelon", "reorder_up_to", "reorder_quantity", "every_review", "lot_for_lot",
        "dual_index", "base_surge", "listed", "none",
    ]  # fmt: skip
    level: float = 0.0
    targets: Rows = ()
    at: float = 0.0
    strict: bool = False
    quantity: float = 0.0
    first: str = ""
    first_level: float = 0.0
    second: str = ""
    second_level: float = 0.0
    listed: tuple[tuple[str, Rows], ...] = ()
    downstream: tuple[tuple[str, float], ...] = ()
    """Echelon: stocks downstream with the units of this item in one of theirs."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Goods on the road (`sent`) or an open order at the start."""

    source: str
    quantity: float
    due: float


@dataclass(frozen=True, slots=True)
class StockPlan:
    """One stock."""

    name: str
    site: str
    item: str
    whole: bool
    on_grid: bool
    policy: Policy
    review_rows: tuple[bool, ...]
    """Rows with a review; empty with a continuous review."""
    open_rows: tuple[bool, ...]
    """Rows on which the site is open; empty when it always is."""
    opening: float
    backlog: float
    arriving: tuple[Opening, ...]
    capacity: float
    multiple: float
    order_capacity: float
    lanes_in: tuple[str, ...]
    lines_in: tuple[str, ...]
    shares: tuple[tuple[str, float], ...]
    divert: bool
    askers: tuple[str, ...]
    """Lanes and markets served, in the order of the allocation."""
    lines_out: tuple[str, ...]
    allocation: Literal["fifo", "listed", "proportional", "priority"]
    loses: bool
    storable: bool
    shelf_life: float
    emergency: str = ""
    emergency_levels: Rows = ()
    use: Rows = ()
    """Planned use a row."""
    keep_lots: bool = False


@dataclass(frozen=True, slots=True)
class MarketPlan:
    """One market. On the grid it has a law for each row; off the grid arrivals."""

    name: str
    item: str
    stock: str
    on_grid: bool
    amount: Law | None
    factors: Rows
    """Seasonal factor, trend and calendar a row; 0 on days without demand."""
    listed: Rows
    gap: Law | None
    """Time between arrivals off the grid."""
    at: Rows
    """Listed instants off the grid."""
    whole: bool
    short: Literal["backorder", "lost", "deadline"]
    deadline: float


@dataclass(frozen=True, slots=True)
class OutagePlan:
    """One outage process and what it stops."""

    name: str
    lanes: tuple[str, ...]
    lines: tuple[str, ...]
    reviews: tuple[str, ...]
    """Stocks that cannot review."""
    every: Law | None
    lasts: Law | None
    begins: float
    ends: float
    listed: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class PricePlan:
    """One moving price."""

    name: str
    drift: float
    volatility: float
    half_life: float
    listed: Rows


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """How one `unsure` path is drawn."""

    path: str
    law: Law
    factor: bool
    """The draw multiplies the plan; otherwise it replaces it."""
    base: float


@dataclass(frozen=True, slots=True)
class Plan:
    """One scenario under one schedule, ready to run."""

    scenario: str
    schedule: str
    first_day: int
    until: float
    rows: int
    timetable: str
    stocks: dict[str, StockPlan]
    lanes: dict[str, LanePlan]
    lines: dict[str, LinePlan]
    markets: dict[str, MarketPlan]
    outages: dict[str, OutagePlan]
    prices: dict[str, PricePlan]
    centres: dict[str, int]
    tools: dict[str, str]
    """Site of each tool at the start; "none" when it has to be bought."""
    unsure: tuple[DrawPlan, ...]
    programme: Programme
    """What the schedule does."""
    planning: Planning = field(repr=False, compare=False)
    """What the planner expects, and how the levels follow from it."""
    patterns: tuple[tuple[frozenset[str], frozenset[str]], ...]
    """Kinds of day: (stocks whose site is closed, stocks that review)."""
    pattern_of: tuple[int, ...]
    """Pattern of each row."""
    upstream_first: tuple[str, ...]
    """Stocks in the order of material flow."""
    subjects: tuple[str, ...]
    """Names the journal points to."""
    environment: tuple[str, ...]
    """Names of everything random in the scenario, used or not."""
    graph: Graph = field(repr=False, compare=False, default_factory=nx.MultiDiGraph)
    changeover: Schedule | None = field(repr=False, compare=False, default=None)
    """The schedule as its file says it."""
    status: Status | None = field(repr=False, compare=False, default=None)
    """Where things stand in the morning of the first day; None: as at the opening of the scenario."""
    past: Past = field(repr=False, compare=False, default=NOTHING)
    """The same, resolved: what has been done and decided."""
    behind: int = 0
    """Days that lie between the first day of the scenario, from which planner's rows count, and that of the run."""
    without: tuple[str, ...] = ()
    """Families of chance that are off in truth, sorted."""
