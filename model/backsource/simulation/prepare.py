"""From a scenario and a schedule to a plan: resolved once, by walking the graph."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import networkx as nx

from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.status import Status
from backsource.errors import SimulationError
from backsource.network import build
from backsource.simulation.off.families import known
from backsource.simulation.plan import MarketPlan, OutagePlan, Plan, StockPlan
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.resolve.past import past_of, tools_of
from backsource.simulation.resolve.planning import planning_of
from backsource.simulation.resolve.programme import programme_of
from backsource.simulation.resolve.sources import is_instant, lane_plans, line_plans
from backsource.simulation.resolve.stocks import stock_plans, upstream_first
from backsource.simulation.resolve.world import draw_plans, market_plans, outage_plans, price_plans
from backsource.simulation.source_plans import LinePlan, failure_names
from backsource.simulation.standing.takeover import refuse_off_grid


def prepare(
    scenario: Scenario,
    schedule: Schedule | None = None,
    *,
    network: nx.MultiDiGraph[str] | None = None,
    timetable: str = "plant",
    status: Status | None = None,
    without: Collection[str] = (),
) -> Plan:
    """The plan of one scenario under one schedule (nothing changes without one).

    Parameters
    ----------
    scenario
        What there is, and what the world does to it.
    schedule
        The changeover; `None` stays external.
    network
        The graph to walk, `build(scenario)` where it is not given. What is cut from it does not happen.
    timetable
        Order of steps within a day: `plant`, `stockpyl` or `textbook` (see `clock.py`).
    status
        Where things stand in the morning of a day: the run begins there, and all that was before is fact.
    without
        Families of chance (`chance.CHANCES`) that are off in truth; what is decided on the plan stays as it is.

    Raises
    ------
    SimulationError
        Where the scenario asks for what cannot be simulated, or a family is unknown.
    """
    off = known(without)
    graph = build(scenario) if network is None else network
    frame = Frame(scenario, schedule or Schedule(schedule="stay_external"), graph, status)
    now = frame.today()
    order = upstream_first(frame)
    events = off_grid(frame)
    lanes, lines, markets = lane_plans(now, events), line_plans(now), market_plans(now)
    refuse(lines)
    planning = planning_of(frame, order)
    stocks = stock_plans(now, order, lanes, lines, markets, planning, events)
    outages, prices, draws = outage_plans(now), price_plans(now), draw_plans(now)
    programme = programme_of(frame, planning)
    patterns, pattern_of = day_patterns(stocks, now.rows)
    plan = Plan(
        scenario=scenario.scenario, schedule=frame.schedule.schedule, first_day=now.first_day, until=frame.until,
        rows=now.rows, timetable=timetable, stocks=stocks, lanes=lanes, lines=lines, markets=markets,
        outages=outages, prices=prices,
        centres={name: centre.servers for name, centre in sorted(scenario.work_centres.items())},
        tools=tools_of(frame), unsure=draws,
        programme=programme, planning=planning, patterns=patterns, pattern_of=pattern_of,
        upstream_first=tuple(order), subjects=subjects(frame, (*stocks, *lanes, *lines, *markets, *outages)),
        environment=random_names(frame, lines, markets, outages), graph=graph, changeover=frame.schedule,
        status=status, without=off, behind=now.behind, past=past_of(frame, planning, programme, lines),
    )  # fmt: skip
    if status is not None:
        refuse_off_grid(plan)
    return plan


def subjects(frame: Frame, flow: Sequence[str]) -> tuple[str, ...]:
    """Names that the journal points to: of the flow, of the scenario, of what the schedule does."""
    scenario, schedule = frame.scenario, frame.schedule
    others = [name for group in (scenario.tools, scenario.contracts, scenario.sites) for name in sorted(group)]
    others += [f"task/{task}" for task in sorted(schedule.tasks)]
    others += [f"gate/{stock}/{n}" for stock in schedule.stocks for n in range(len(schedule.part(stock).share))]
    return tuple(dict.fromkeys((*flow, *others, schedule.schedule)))


def off_grid(frame: Frame) -> set[str]:
    """Stocks that act at every instant: reviewed continuously, asked at instants, or beside a server line.

    A line without time that feeds one of them takes its material at any instant, which puts that off the grid too.
    """
    events = {name for name, (_, stock) in frame.stocks.items() if stock.review == 0}
    for site, market in frame.markets.values():
        demand = market.demand
        if demand.every is not None or demand.at is not None or demand.per not in (None, "day", "working day"):
            events.add(f"{site}/{market.item}")
    makers = {f"{site}/{line.makes}": set[str]() for site, line in frame.lines.values()}
    for site, line in frame.lines.values():
        materials = {f"{site}/{item}" for item in line.bom}
        if line.processing is not None and is_instant(line):
            makers[f"{site}/{line.makes}"] |= materials
        elif line.processing is not None:
            events |= {f"{site}/{line.makes}", *materials}
    reached = list(events)
    while reached:
        found = makers.get(reached.pop(), set()) - events
        events |= found
        reached += found
    return events


def refuse(lines: dict[str, LinePlan]) -> None:
    """Raise SimulationError where what a file says of lines means nothing together."""
    kinds: dict[str, set[str]] = {}
    for name, line in lines.items():
        by_chance = any(failure.mtbf is None for failure in line.failures)
        if by_chance and line.kind == "server":
            raise SimulationError(f"line {name} fails by chance a day, but works at any instant; `mtbf` would do")
        if (line.spares or line.repairers) and (by_chance or len(line.failures) > 1):
            raise SimulationError(f"line {name} has spares or repairers; one way of failing, with `mtbf`, would do")
        if line.centre:
            kinds.setdefault(line.centre, set()).add(line.kind)
    for centre, found in kinds.items():
        if {"rate", "server"} <= found:
            raise SimulationError(f"work centre {centre} has lines with a rate and lines with a processing time; "
                                  "one kind would do")  # fmt: skip


def day_patterns(
    stocks: dict[str, StockPlan], rows: int
) -> tuple[tuple[tuple[frozenset[str], frozenset[str]], ...], tuple[int, ...]]:
    """The few kinds of day there are, and which kind each row is."""
    known: dict[tuple[frozenset[str], frozenset[str]], int] = {}
    pattern_of = []
    closing = [(name, plan.open_rows) for name, plan in stocks.items() if plan.open_rows]
    skipping = [(name, plan.review_rows) for name, plan in stocks.items() if plan.review_rows]
    always = frozenset(name for name, rows_ in skipping if all(rows_))
    skipping = [(name, rows_) for name, rows_ in skipping if name not in always]
    for row in range(rows):
        closed = frozenset(name for name, open_rows in closing if not open_rows[row])
        reviews = always | {name for name, review_rows in skipping if review_rows[row]}
        pattern_of.append(known.setdefault((closed, reviews), len(known)))
    return tuple(known), tuple(pattern_of)


def random_names(
    frame: Frame, lines: dict[str, LinePlan], markets: dict[str, MarketPlan], outages: dict[str, OutagePlan]
) -> tuple[str, ...]:
    """Names of everything random in the scenario, whether this schedule uses it or not."""
    names = [f"demand/{name}" for name, plan in markets.items() if plan.on_grid]
    names += [
        f"turn/market/{name}/{what}" for name, plan in markets.items() if not plan.on_grid for what in ("gap", "size")
    ]
    names += [f"lead/{name}" for name, (_, _, lane) in frame.lanes.items() if lane.late or lane.lead_time]
    scrapping = {name: plan for name, plan in lines.items() if plan.yield_.first < 1 or plan.yield_.mature < 1}
    names += [f"yield/{name}" for name, plan in scrapping.items() if plan.kind != "server"]
    names += [f"turn/yield/{name}" for name, plan in scrapping.items() if plan.kind != "rate"]
    for name, plan in outages.items():
        if plan.every is not None:
            names += [f"turn/outage/{name}/up", f"turn/outage/{name}/down"]
        elif plan.begins or plan.ends:
            names.append(f"outage/{name}")
    for name, line in lines.items():
        names += [f"turn/processing/{name}"] if line.kind == "server" else []
        names += failure_names(line)
        for machine in range(line.machines + line.spares):
            names += [f"turn/failure/{name}/{machine}/{mode}/{way}" for mode, failure in enumerate(line.failures)
                      if failure.mtbf is not None for way in ("up", "down")]  # fmt: skip
        names += [f"turn/{word}/{name}" for word in ("trial", "again") if frame.lines[name][1].qualification]
    names += [f"price/{name}" for name in frame.scenario.prices]
    names += [f"unsure/{path}" for path in frame.scenario.unsure]
    return tuple(sorted(names))
