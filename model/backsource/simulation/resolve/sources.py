"""Lanes and lines, resolved."""

from __future__ import annotations

from math import inf

from backsource.config.sources import AnyTool, Line, YieldLearning
from backsource.simulation.resolve.frame import HOURS, Frame, law_of
from backsource.simulation.source_plans import FailurePlan, LanePlan, LinePlan, RampPlan, YieldPlan


def lane_plans(frame: Frame, events: set[str]) -> dict[str, LanePlan]:
    """All lanes; *events* are the stocks off the grid."""
    return {name: lane_plan(frame, name, events) for name in frame.lanes}


def origin_stock(frame: Frame, origin: str, item: str) -> str:
    """The stock a lane draws on; none for an unlimited feed."""
    name = f"{origin}/{item}"
    made = any(site == origin and line.makes == item for site, line in frame.lines.values())
    return name if name in frame.stocks or made else ""


def lane_plan(frame: Frame, name: str, events: set[str]) -> LanePlan:
    """One lane."""
    origin, to, lane = frame.lanes[name]
    stock, target = origin_stock(frame, origin, lane.item), f"{to}/{lane.item}"
    law = frame.span_law(lane.lead_time) if lane.lead_time is not None else None
    random = law is not None and lane.lead_time.family != "constant"
    promised = law.mean if law is not None else frame.days(lane.promised)
    delay = frame.days(lane.order_delay)
    hit = any(
        {name, origin} & set(outage.hits) or site_causes(frame, origin) & {key}
        for key, outage in frame.scenario.outages.items()
    )
    rough = bool(
        random or lane.late or hit or lane.minimum_order or lane.capacity or promised % 1 or delay % 1
        or frame.open_rows(origin) or frame.open_rows(to) or (delay and not stock)
    )  # fmt: skip
    return LanePlan(
        name=name, item=lane.item, origin=origin, to=to, origin_stock=stock, target_stock=target,
        origin_on_grid=stock not in events, target_on_grid=target not in events,
        order_delay=delay, lead=promised, lead_time=law if random else None,
        late_chance=lane.late.chance if lane.late else 0.0,
        late_by=frame.span_law(lane.late.by) if lane.late else None,
        whole=frame.scenario.items[lane.item].whole,
        cross=lane.cross, minimum_order=lane.minimum_order.number if lane.minimum_order else 0.0,
        capacity=lane.capacity.number if lane.capacity else inf, in_outage=lane.in_outage,
        origin_rows=frame.open_rows(origin), target_rows=frame.open_rows(to), plain=not rough,
    )  # fmt: skip


def site_causes(frame: Frame, site: str) -> set[str]:
    """Common causes that a site names itself."""
    return set(frame.scenario.sites[site].causes)


def line_plans(frame: Frame) -> dict[str, LinePlan]:
    """All lines."""
    return {name: line_plan(frame, name) for name in frame.lines}


def is_instant(line: Line) -> bool:
    """A line whose processing takes no time."""
    processing = line.processing
    if processing is None or processing.mean is None:
        return False
    return processing.family == "constant" and processing.mean.amount == 0


def opening_day(frame: Frame, name: str, line: Line) -> float:
    """Day from which a line may work: as the schedule says, else as its file says.

    A line that has to be qualified or to ramp up, and of which nobody says when it opens, never does.
    """
    if name in frame.schedule.opens:
        return frame.day(frame.schedule.opens[name])
    if line.opens is not None:
        return frame.days(line.opens)
    return inf if line.qualification is not None or line.ramp is not None else -inf


def line_plan(frame: Frame, name: str) -> LinePlan:
    """One line."""
    site, line = frame.lines[name]
    calendar = frame.scenario.sites[site].calendar
    tools = line.tools.any_of if isinstance(line.tools, AnyTool) else line.tools
    kind = "rate" if line.rate is not None else "instant" if is_instant(line) else "server"
    return LinePlan(
        name=name, site=site, makes=line.makes, product=f"{site}/{line.makes}",
        bom=tuple((f"{site}/{item}", amount.number) for item, amount in sorted(line.bom.items())),
        kind=kind, whole=frame.scenario.items[line.makes].whole, machines=line.machines,  # type: ignore[arg-type]
        rate=line.rate.number if line.rate else 0.0, surge=line.surge,
        processing=frame.span_law(line.processing, calendar) if line.processing else None,
        lot=line.lot.number if line.lot else 0.0, same_day=line.ready == "same_day",
        opens=opening_day(frame, name, line), ramp=ramp_plan(frame, line, calendar), yield_=yield_plan(line),
        failures=tuple(failure_plan(frame, failure) for failure in line.failures),
        spares=line.spares, repairers=line.repairers or 0, block_before=line.blocking == "before",
        centre=line.work_centre or "", setup=frame.days(line.setup.takes) if line.setup else 0.0,
        setup_after=tuple((o, frame.days(span)) for o, span in sorted(line.setup.after.items())) if line.setup else (),
        staff=line.machines if line.staff is None else line.staff,
        hours=frame.scenario.calendars[calendar].hours if calendar else HOURS, open_rows=frame.open_rows(site),
        tools=tuple(tools), any_tool=isinstance(line.tools, AnyTool),
    )  # fmt: skip


def ramp_plan(frame: Frame, line: Line, calendar: str | None) -> RampPlan | None:
    """The ramp of a line; times in working days are kept in working days."""
    ramp = line.ramp
    if ramp is None:
        return None
    spans = [span for span in (ramp.tau, ramp.middle, ramp.over) if span is not None]
    working = any(span.clock == "working" for span in spans)
    tau, middle, over = (
        0.0 if span is None else span.amount if working else frame.days(span, calendar)
        for span in (ramp.tau, ramp.middle, ramp.over)
    )
    return RampPlan(ramp.shape, ramp.start, tau, middle, over, working)


def yield_plan(line: Line) -> YieldPlan:
    """The yield of a line as it grows with units started; constant where the file gives one share."""
    share = line.yield_
    if isinstance(share, YieldLearning):
        return YieldPlan(share.first, share.mature, share.over.number)
    return YieldPlan(share, share, 1.0)


def failure_plan(frame: Frame, failure: object) -> FailurePlan:
    """One way to fail. Operating hours and plain days of `mtbf` in working days age while the machine works."""
    mtbf, repair = failure.mtbf, failure.repair  # type: ignore[attr-defined]
    if mtbf is None:
        return FailurePlan(True, None, None, failure.fails or 0.0, failure.ends or 0.0)  # type: ignore[attr-defined]
    clocks = {span.clock for span in (mtbf.mean, mtbf.least, mtbf.mode, mtbf.most) if span is not None}
    clocks |= {span.clock for span in [*(mtbf.values or []), *(mtbf.listed or []), *(mtbf.quantiles or {}).values()]}
    law = law_of(mtbf, frame.days, "exponential" if mtbf.family == "constant" else mtbf.family)
    return FailurePlan(clocks != {"calendar"}, law, law_of(repair, frame.days))
