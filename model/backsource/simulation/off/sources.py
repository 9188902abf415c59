"""Lanes and lines without variability: what was promised arrives as promised, what varies takes its mean."""

from __future__ import annotations

from dataclasses import replace

from backsource.laws.lasting import is_certain
from backsource.simulation.off.stops import TRANSPORT, without_stops
from backsource.simulation.off.switching import steady, switched
from backsource.simulation.plan import Plan
from backsource.simulation.source_plans import LanePlan, LinePlan


def transport(plan: Plan) -> Plan:
    """All arrives as promised, or after its mean lead time, and no outage hits a lane alone."""
    return switched(without_stops(plan, TRANSPORT), "lanes", punctual)


def punctual(lane: LanePlan) -> LanePlan:
    """A lane whose lead time is its promise, or the mean where it has a distribution; a listed one is fact."""
    varies = lane.lead_time is not None and not is_certain(lane.lead_time)
    if not (lane.late_chance or varies):
        return lane
    return replace(lane, late_chance=0.0, late_by=None, lead_time=None if varies else lane.lead_time)


def processing(plan: Plan) -> Plan:
    """Every lot takes the mean processing time of its line."""
    return switched(plan, "lines", even_paced)


def even_paced(line: LinePlan) -> LinePlan:
    """A line whose lots all take the same time."""
    if line.processing is None or (time := steady(line.processing)) is line.processing:
        return line
    return replace(line, processing=time)


def scrap(plan: Plan) -> Plan:
    """Every lot has the yield that the line has reached."""
    return switched(plan, "lines", even_handed)


def even_handed(line: LinePlan) -> LinePlan:
    """A line that loses exactly its mean; of what can be divided it does so anyway."""
    share = line.yield_
    if not line.whole or share.even or min(share.first, share.mature) >= 1.0:
        return line
    return replace(line, yield_=replace(share, even=True))
