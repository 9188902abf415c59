"""The four formats of known numbers, as they stand in their files: frozen, checked, nothing added.

`analytic` is a list of cases with exact values; `law_inventory` one run of Law's (s,S) program with its
events (Law, Simulation Modeling and Analysis, section 1.5); `stockpyl` the trajectory of one network under
the period convention of stockpyl 1.0.2, by node and by link; `statistics` a list of constants and Monte Carlo
results that `inference` must reproduce.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from backsource.verification.tables import Cell

Count = Annotated[int, Field(ge=0)]
Amount = Annotated[float, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class AnalyticCase:
    """Exact or published values of one kind of system, at given parameters."""

    id: str
    kind: str
    parameters: dict[str, Any]
    expected: dict[str, Any]
    source: str = ""
    convention: str = ""
    tolerance: str = ""
    file: Path = Path()


@dataclass(frozen=True, slots=True)
class Sampling:
    """How far a Monte Carlo estimate may be from the expected value."""

    standard_errors: Annotated[float, Field(gt=0)]
    replications: Annotated[int, Field(ge=1)] | None = None
    """Macro-replications that the expected value rests on; none where it is exact."""


@dataclass(frozen=True, slots=True)
class StatisticsCase:
    """Known values of one kind of statistical computation, at given parameters."""

    id: str
    kind: str
    parameters: dict[str, Any]
    expected: dict[str, Any]
    tolerance: Literal["printed"] | float | Sampling = "printed"
    """Half a unit of the last printed digit, an absolute difference, or standard errors."""
    source: str = ""
    file: Path = Path()


@dataclass(frozen=True, slots=True)
class StatisticsFile:
    """What a file of such cases holds."""

    statistics: tuple[StatisticsCase, ...]


@dataclass(frozen=True, slots=True)
class Costs:
    """Cost figures of a run, per month."""

    total: float
    ordering: float
    holding: float
    shortage: float


@dataclass(frozen=True, slots=True)
class Event:
    """One event of Law's program: demand, order or arrival, at a time in months."""

    time: float
    event: Literal["demand", "order", "arrival"]
    quantity: float
    level_after: float
    """Inventory level after the event (before the goods of an order come)."""
    delivery_lag: float | None
    """Months from an order to its arrival; none at other events."""


@dataclass(frozen=True, slots=True)
class LawCase:
    """One run of the (s,S) program: order up to `order_up_to` at monthly reviews; costs per item and month."""

    reorder_level: Annotated[float, Field(alias="s")]
    order_up_to: Annotated[float, Field(alias="S")]
    months: Annotated[int, Field(ge=1)]
    initial_inventory: float
    setup_cost: Amount
    unit_cost: Amount
    holding_cost: Amount
    backlog_cost: Amount
    review: str
    printed: Costs
    computed: Costs | None = None
    """The figures behind the printed ones, in single precision."""
    events: tuple[Event, ...] = ()
    file: Path = Path()

    @property
    def id(self) -> str:
        """Name of the file, without its ending."""
        return self.file.stem

    @property
    def below(self) -> Literal["<", "<="]:
        """Whether a review orders below the reorder level only, or at it too."""
        return "<=" if "<=" in self.review else "<"


@dataclass(frozen=True, slots=True)
class PeerPolicy:
    """Ordering rule: BS base stock S; sS order up to S at s or below; rQ order Q at r or below."""

    type: Literal["BS", "sS", "rQ"]
    S: float | None = None
    s: float | None = None
    r: float | None = None
    Q: float | None = None


@dataclass(frozen=True, slots=True)
class PeerDisruption:
    """Periods in which ordering (OP), shipping to (SP), transit to (TP) or receipt at (RP) a node stops."""

    type: Literal["OP", "SP", "TP", "RP"]
    periods: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class PeerNode:
    """One node; lead times in periods, costs per unit and period."""

    id: int
    policy: PeerPolicy
    shipment_lead_time: Count
    order_lead_time: Count
    holding_cost: float
    stockout_cost: float
    external_supplier: bool
    demand: tuple[float, ...] | None = None
    initial_inventory: float | None = None
    disruption: PeerDisruption | None = None
    product: int | None = None
    order_capacity: float | None = None


@dataclass(frozen=True, slots=True)
class PeerOverride:
    """Orders of one node for one product, by period and supplier, instead of its own split."""

    node: int
    product: int
    orders: tuple[dict[str, float], ...]


@dataclass(frozen=True, slots=True)
class PeerCase:
    """One network and its trajectory; `node_rows` and `link_rows` hold the tables as they were printed.

    A row maps the column to a number, or to text where it is none (`EXT`).
    """

    name: str
    periods: Annotated[int, Field(ge=1)]
    nodes: Annotated[tuple[PeerNode, ...], Field(min_length=1)]
    edges: tuple[tuple[int, int], ...]
    expected_total_cost: float
    bom: dict[str, dict[str, float]] = field(default_factory=dict)
    order_override: PeerOverride | None = None
    note: str = ""
    node_rows: tuple[dict[str, Cell], ...] = ()
    link_rows: tuple[dict[str, Cell], ...] = ()
    file: Path = Path()

    @property
    def id(self) -> str:
        """Name of the case."""
        return self.name


Case = AnalyticCase | LawCase | PeerCase | StatisticsCase
