"""Goods on the way along a lane, on the lane's own clock: it stands still while they are stopped in transit."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import simpy

from backsource.simulation.flow.events.timing import Due, after


class Shipment:
    """Goods that left together; `due` is the time of the lane's clock at which they reach the gate."""

    __slots__ = ("due", "event", "quantity")

    def __init__(self, quantity: float, due: float) -> None:
        self.quantity = quantity
        self.due = due
        self.event: Due | None = None


class Road:
    """Moves shipments and hands each over when its time is up."""

    def __init__(self, env: simpy.Environment, cross: bool, arrive: Callable[[float], None]) -> None:
        self.env, self.cross, self.arrive = env, cross, arrive
        self.shipments: dict[Shipment, None] = {}
        self.stood = 0.0
        """How long goods have been stopped so far [days]."""
        self.since = inf
        """When they were stopped; infinity while they move."""
        self.latest = -inf

    def clock(self) -> float:
        """Time of the lane's own clock [days]."""
        return min(self.env.now, self.since) - self.stood

    def send(self, quantity: float, lead: float) -> None:
        """Goods set out; where orders do not cross, not to arrive before those that left earlier."""
        if not self.cross:
            self.latest = max(self.latest, self.clock() + lead)
            lead = max(0.0, self.latest - self.clock())
        if lead <= 0:
            self.arrive(quantity)
        else:
            self.set_out(quantity, lead)

    def set_out(self, quantity: float, lead: float) -> None:
        """Goods are on the way for *lead* days, at least until the next event of this instant."""
        shipment = Shipment(quantity, self.clock() + lead)
        self.shipments[shipment] = None
        if self.since == inf:
            shipment.event = after(self.env, lead, self.time_is_up, shipment)

    def time_is_up(self, event: Due) -> None:
        """A shipment reaches the gate, unless it has been stopped meanwhile."""
        shipment: Shipment = event.value
        if shipment.event is event:
            del self.shipments[shipment]
            self.arrive(shipment.quantity)

    def halt(self) -> None:
        """Goods on the way stand still."""
        self.since = self.env.now
        for shipment in self.shipments:
            shipment.event = None

    def resume(self) -> None:
        """Goods on the way go on."""
        now = self.clock()
        self.stood += self.env.now - self.since
        self.since = inf
        for shipment in self.shipments:
            shipment.event = after(self.env, max(0.0, shipment.due - now), self.time_is_up, shipment)

    def beyond(self, days: float) -> float:
        """On the way for longer than *days* from now, were nothing to stop them [units]."""
        limit = self.clock() + days
        return sum(shipment.quantity for shipment in self.shipments if shipment.due > limit)
