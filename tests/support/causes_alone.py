"""Small changeovers in which one family of chance alone makes units short: ten parts a day, one thing goes wrong."""

from dataclasses import dataclass

from changeovers import QUALIFICATION, Blocks, changed, day, with_steel, world

from backsource.config import Scenario, Schedule, schedule_from

MADE: Blocks = {"stocks.plant/part.sources": {"buy": 0, "make": 1}}
CELL: Blocks = {
    "sites.seller.kind": "supplier",
    "lines.cell": {"site": "seller", "makes": "part", "rate": "200 pieces/day"},
}
STEEL: Blocks = {"stocks.plant/steel.opening": "100 kg"}
SCARCE: Blocks = {"stocks.plant/part.base_stock": "24 pieces", "stocks.plant/part.opening": "20 pieces"}
ALL_MADE = {"share": [{"date": day(30), "make": "100 %", "buy": "0 %"}]}
QUALIFIED: Blocks = {"tasks": {"ppap": {"begin": day(18), "qualifies": "make"}}, **ALL_MADE}
"""Planned to be approved on day 28, two days before the line gets all."""


@dataclass(frozen=True)
class Alone:
    """A world with one family of chance, and the proximate causes that it makes units short by."""

    family: str
    scenario: Scenario
    proximate: tuple[str, ...]
    said: Blocks | None = None
    """What its schedule says, if it has one."""

    @property
    def schedule(self) -> Schedule | None:
        """Its schedule."""
        if self.said is None:
            return None
        return schedule_from({"schedule": "test", "stock": "plant/part", **self.said}, scenario=self.scenario)


def strikes(*hits: str) -> Blocks:
    """An outage every 25 days that outlasts every stock."""
    return {"outages.stop": {"hits": list(hits), "every": "25 days", "lasts": {"mean": "12 days", "cv": 0.8}}}


def qualified(**rule: object) -> Blocks:
    """A line that has to be qualified by this rule."""
    return {"lines.make.qualification": changed(QUALIFICATION, {"again_after": "12 days", **rule})}


SURGE = {"per": "day", "amount": {"values": ["10 pieces", "90 pieces"], "chances": ["99 %", "1 %"]}}
LATE = {"chance": "30 %", "by": {"mean": "9 days", "cv": 0.5}}
FRAIL = {"mtbf": "20 days", "repair": {"mean": "9 days", "cv": 0.5}}
TWICE = {"times": {"median": 2.0, "p90": 3.0}}

ALL = (
    Alone("feed_outages", with_steel(**MADE, **STEEL, **strikes("mill")), ("starved",)),
    Alone("supplier_outages", world(**CELL, **strikes("seller")), ("supplier_down",)),
    Alone("supplier_outages", world(**CELL, **strikes("cell")), ("supplier_down",)),
    Alone("own_failures", world(**MADE, **{"lines.make.failures": FRAIL}), ("machine_down",)),
    Alone("own_failures", world(**MADE, **strikes("plant")), ("machine_down",)),
    Alone(
        "common_causes",
        with_steel(
            **CELL, **STEEL, **strikes("mill", "seller"), **{"stocks.plant/part.sources": {"buy": 0.5, "make": 0.5}}
        ),
        ("starved", "supplier_down"),
    ),
    Alone("transport", world(**{"lanes.buy.late": LATE}), ("transport",)),
    Alone("transport", world(**strikes("buy")), ("transport",)),
    Alone("qualification", world(**qualified(passes="30 %")), ("not_qualified",), QUALIFIED),
    Alone("wrong_plan", world(**qualified(), unsure={"tasks": TWICE}), ("not_qualified",), QUALIFIED),
    Alone("wrong_plan", world(unsure={"lanes.buy.promised": {"range": ["2 days", "30 days"]}}), ("transport",)),
    Alone(
        "scrap",
        world(**MADE, **SCARCE, **{"lines.make.rate": "15 pieces/day", "lines.make.yield": "70 %"}),
        ("quality_reject",),
    ),
    Alone("demand", world(**{"markets.customer.demand": SURGE, "horizon": "40 days"}), ("demand_surge",)),
)
"""One world or two for each family that has proximate causes of its own."""
