"""All things of one run, on the grid and off it, by name."""

from __future__ import annotations

from dataclasses import dataclass, field

import simpy

from backsource.simulation.flow.day.instant import InstantLine
from backsource.simulation.flow.day.lane import Lane
from backsource.simulation.flow.day.line import RateLine
from backsource.simulation.flow.day.market import Market
from backsource.simulation.flow.day.outage import MarkovOutage
from backsource.simulation.flow.day.stock import Stock
from backsource.simulation.flow.events.instant import InstantLine as EventInstantLine
from backsource.simulation.flow.events.lane import Lane as EventLane
from backsource.simulation.flow.events.line import ServerLine
from backsource.simulation.flow.events.market import Market as EventMarket
from backsource.simulation.flow.events.outage import Outage
from backsource.simulation.flow.events.stock import Stock as EventStock

AnyStock = Stock | EventStock
AnyLane = Lane | EventLane
AnyLine = RateLine | InstantLine | EventInstantLine | ServerLine
AnyMarket = Market | EventMarket
AnyOutage = MarkovOutage | Outage


@dataclass
class Things:
    """The flow of one run."""

    env: simpy.Environment
    first_day: int
    stocks: dict[str, AnyStock] = field(default_factory=dict)
    lanes: dict[str, AnyLane] = field(default_factory=dict)
    lines: dict[str, AnyLine] = field(default_factory=dict)
    markets: dict[str, AnyMarket] = field(default_factory=dict)
    outages: dict[str, AnyOutage] = field(default_factory=dict)

    def source(self, name: str) -> AnyLane | AnyLine:
        """A lane or a line."""
        return self.lanes[name] if name in self.lanes else self.lines[name]
