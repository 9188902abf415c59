"""A stock: what it opens with, when and how it orders, whom it serves."""

from typing import Literal

from backsource.config.closed import Closed
from backsource.config.fields import (
    AmountField,
    CoverField,
    DateField,
    FileName,
    HoldingField,
    MomentField,
    PositiveAmount,
    ReviewField,
    Share,
    SpanField,
)


class Shipment(Closed):
    """Goods on the road or an open order of the opening state."""

    source: str
    """Lane or line."""
    quantity: AmountField
    """How much."""
    due: MomentField
    """Date, or time after the start, at which it arrives; an open order keeps its place in the queue instead."""
    ordered: DateField | None = None
    """Date of the order, for the record."""


class Reorder(Closed):
    """(s,S) with `up_to`, (r,Q) with `quantity`: once a review, nothing more until the next."""

    at: AmountField
    """Reorder point, s or r."""
    when: Literal["<=", "<"] = "<="
    """Whether the inventory position must be at or below, or strictly below, the reorder point."""
    up_to: AmountField | None = None
    """Order up to this position, S."""
    quantity: PositiveAmount | None = None
    """Order this much, Q."""


class DualIndex(Closed):
    """Two base-stock levels, two sources (Veeraraghavan and Scheller-Wolf 2008)."""

    express: str
    """The fast source."""
    express_to: AmountField
    """Base-stock level of what arrives within the express lead time."""
    regular: str
    """The slow source."""
    regular_to: AmountField
    """Base-stock level of the whole position."""


class BaseSurge(Closed):
    """A constant order to the slow source, the rest from the fast one (tailored base-surge)."""

    base: str
    """The source of the constant order."""
    quantity: AmountField
    """Its order a review."""
    surge: str
    """The source that brings the position to the level."""
    surge_to: AmountField
    """Base-stock level of the surge source."""


class Emergency(Closed):
    """A source used only when cover is low."""

    source: str
    """Lane or line."""
    below: SpanField
    """Cover of the stock on hand under which it is used."""


class Stock(Closed):
    """What is kept of one item at one site. Exactly one ordering policy."""

    opening: AmountField | None = None
    """On hand at the start; the target of the policy where it is not given (zero for lot-for-lot)."""
    backlog: AmountField | None = None
    """Owed to the market at the start."""
    on_order: AmountField | None = None
    """On order at the start, spread evenly over the lead time of the as-is sources."""
    arriving: list[Shipment] | FileName = []
    """Goods on the road and open orders one by one, here or in a CSV file (source, quantity, due, ordered)."""
    review: ReviewField = 1.0
    """`daily`, `every 7 days` or `continuous`."""
    base_stock: AmountField | None = None
    """Order up to this position at each review."""
    echelon_base_stock: AmountField | None = None
    """Order up to this echelon position (own position plus everything downstream)."""
    reorder: Reorder | None = None
    """(s,S) or (r,Q)."""
    every_review: AmountField | None = None
    """Order this quantity at each review, whatever the position."""
    cover: CoverField | None = None
    """Order so that this many days of (planned) use are on hand when the order arrives."""
    lot_for_lot: bool = False
    """Order what the lines fed by this stock were ordered to make, or what was ordered from it."""
    dual_index: DualIndex | None = None
    """Two levels, two sources."""
    base_surge: BaseSurge | None = None
    """Constant base, surge for the rest."""
    listed: dict[str, list[AmountField]] | FileName | None = None
    """Quantities per source and day from the start on."""
    order_capacity: AmountField | None = None
    """Most that is ordered at one review."""
    order_multiple: PositiveAmount | None = None
    """Orders come in multiples of it (the item's lot where it is not given)."""
    capacity: AmountField | None = None
    """Most that can be kept; lines that feed it stop when it is full."""
    holding: HoldingField | None = None
    """Holding rate: a share of the value a year, or money per unit and day."""
    sources: dict[str, Share] = {}
    """As-is shares of the sources, adding up to 1; needed where there are several."""
    when_blocked: Literal["wait", "divert"] = "wait"
    """What happens to the part of a source that is blocked: set aside until it opens, or ordered from the others."""
    allocation: Literal["fifo", "listed", "proportional", "priority"] = "fifo"
    """Who is served when there is not enough for all."""
    customers: list[str] = []
    """Order of lanes and markets for `listed`, rank for `priority` (first is served first)."""
    short: Literal["backorder", "lost"] = "backorder"
    """What becomes of orders of lanes that cannot be filled at once."""
    emergency: Emergency | None = None
    """Source used below a cover."""
    keep_lots: bool = False
    """Keep lots apart (source, made on) even without a shelf life."""
