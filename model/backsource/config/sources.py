"""Lanes and lines: the two kinds of source, buying and making."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from backsource.config.closed import Closed
from backsource.config.fields import (
    AmountField,
    MoneyField,
    PositiveAmount,
    PositiveRate,
    PositiveSpan,
    Share,
    SpanField,
)
from backsource.config.random import RandomSpanField


def one_is_a_list(given: Any) -> Any:
    """A single block where a list of blocks is meant."""
    return [given] if isinstance(given, (dict, Closed)) else given


class Late(Closed):
    """Lateness on top of the promised lead time."""

    chance: Share
    """Chance that a shipment is late."""
    by: RandomSpanField
    """By how much, when late."""


class Lane(Closed):
    """Brings an item from another site's stock, or from a feed or supplier."""

    item: str
    """Item carried."""
    origin: str = Field(alias="from")
    """Site it comes from."""
    to: str
    """Site whose stock it feeds."""
    price: MoneyField | None = None
    """Price per unit."""
    freight: MoneyField | None = None
    """Freight per unit."""
    order_cost: MoneyField | None = None
    """Fixed cost per order."""
    order_delay: SpanField | None = None
    """Time an order needs to reach the origin."""
    promised: SpanField | None = None
    """Promised lead time from shipment to arrival [calendar days]."""
    late: Late | None = None
    """Lateness on top of the promise."""
    lead_time: RandomSpanField | None = None
    """Lead time as a distribution, instead of `promised` and `late`."""
    cross: bool = True
    """Whether a later shipment may arrive before an earlier one."""
    minimum_order: AmountField | None = None
    """Smallest order taken; smaller needs wait until they reach it."""
    capacity: PositiveRate | None = None
    """Most that the origin ships on it a day."""
    faulty: Share = 0.0
    """Share of delivered units that are faulty and not seen on arrival."""
    onboard: SpanField | None = None
    """Time to qualify this source, by a task that `onboards` it, before its first order."""
    in_outage: Literal["block_orders", "hold_at_origin", "stop_in_transit", "hold_at_gate"] = "hold_at_origin"
    """What an outage of the lane or of its origin does to it."""


class Ramp(Closed):
    """How the rate of a line grows after it opens."""

    shape: Literal["exponential", "logistic", "linear"] = "exponential"
    """Curve."""
    start: Share = Field(default=0.0, alias="from")
    """Rate at opening, as a share of the mature rate."""
    tau: PositiveSpan | None = None
    """Time constant (exponential), or scale of the logistic curve."""
    middle: SpanField | None = None
    """Time at which a logistic curve is half way."""
    over: PositiveSpan | None = None
    """Length of a linear ramp."""


class YieldLearning(Closed):
    """Share of good units among those started; grows with units made."""

    first: Share
    """At the first unit."""
    mature: Share
    """In the end."""
    over: PositiveAmount
    """Units made after which all but 1/e of the gap is closed."""


class FaultLearning(Closed):
    """Share of faulty units that leave unseen; falls along the yield's path."""

    first: Share
    """At the first unit."""
    mature: Share
    """In the end."""


class Failure(Closed):
    """One way in which a machine fails. All must be up for the machine to work."""

    mtbf: RandomSpanField | None = None
    """Time to failure: operating hours or days of operation, or calendar days."""
    repair: RandomSpanField | None = None
    """Repair time [calendar]."""
    fails: Share | None = None
    """Chance to fail in a day on which the line could work (instead of `mtbf`)."""
    ends: Share | None = None
    """Chance that the repair ends on a day (instead of `repair`)."""


class Setup(Closed):
    """Set-up of a work centre before a line runs."""

    takes: SpanField
    """Set-up time when the centre changes to this line from another."""
    after: dict[str, SpanField] = {}
    """Set-up time after particular lines."""


class AnyTool(Closed):
    """One of these tools is needed."""

    any_of: list[str]
    """Names of tools."""


class Qualification(Closed):
    """How a line is approved, by a task that `qualifies` it."""

    prepare: SpanField
    """Preparation before the trial."""
    trial: SpanField
    """Length of a trial run."""
    approve: SpanField
    """Approval after a trial that passes."""
    passes: Share | Literal["from yield"]
    """Chance to pass, or `from yield` reached."""
    again_after: RandomSpanField
    """Corrective work after a failed trial."""
    pieces: AmountField | None = None
    """Pieces made in one trial; they take their material."""
    trial_parts: Literal["scrap", "sell"] = "scrap"
    """What becomes of parts made in trials."""


class LineCost(Closed):
    """What making costs; material comes on top."""

    variable: MoneyField | None = None
    """Per good unit."""
    fixed: MoneyField | None = None
    """Per year from the opening of the line."""
    capex: MoneyField | None = None
    """Investment, paid when the schedule first uses the line."""
    salvage: Share = 0.0
    """Share of the investment that is recovered at the end of the value horizon."""


class Line(Closed):
    """Makes an item at its site from other stocks of the site. Give a daily rate or a processing time."""

    site: str
    """Where it stands."""
    makes: str
    """Item made."""
    bom: dict[str, AmountField] = {}
    """Material per unit started; empty for an outside supplier."""
    machines: int = Field(default=1, ge=1)
    """Equal servers."""
    rate: PositiveRate | None = None
    """Rate of all machines together when mature (a daily-rate line)."""
    processing: RandomSpanField | None = None
    """Processing time of one lot on one machine (a server line)."""
    surge: Share = 0.0
    """What can be made on top of the rate."""
    lot: PositiveAmount | None = None
    """Lot that a server works on; one unit where it is not given."""
    ready: Literal["next_day", "same_day"] = "next_day"
    """When a daily-rate line completes what it started."""
    opens: SpanField | None = None
    """Time after the start at which the line can first work; a schedule may say otherwise. A line that ramps or has to
    be qualified, and that nobody opens, never opens."""
    ramp: Ramp | None = None
    """Growth of the rate after opening."""
    yield_: YieldLearning | Share = Field(default=1.0, alias="yield")
    """Share of good units; the rest is scrap found inside."""
    faulty: FaultLearning | Share = 0.0
    """Share of delivered units that are faulty and not seen."""
    failures: Annotated[
        list[Failure], BeforeValidator(one_is_a_list, json_schema_input_type=Failure | list[Failure])
    ] = []
    """Ways in which a machine fails; a single one needs no list."""
    spares: int = Field(default=0, ge=0)
    """Cold spare machines that step in at once."""
    repairers: int | None = Field(default=None, ge=1)
    """Repairs that go on at the same time; as many as needed where it is not given."""
    blocking: Literal["after", "before"] = "after"
    """Whether a full stock stops a server after it has finished a lot, or before it starts one."""
    work_centre: str | None = None
    """Work centre whose servers it shares."""
    setup: Setup | None = None
    """Set-up on its work centre."""
    tools: AnyTool | list[str] = []
    """Tools needed: all of a list, or any of some."""
    staff: int | None = Field(default=None, ge=0)
    """Machines that people can run at the same time; all where it is not given."""
    qualification: Qualification | None = None
    """How it is approved."""
    cost: LineCost = LineCost()
    """What making costs."""


class WorkCentre(Closed):
    """Servers that several lines share."""

    site: str
    """Where it stands."""
    servers: int = Field(default=1, ge=1)
    """Servers shared by its lines."""
