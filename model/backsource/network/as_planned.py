"""The world as the plan has it: nothing fails, nobody is late, every length and quantity is the planned one.

Lengths of tasks take the value at which a planner puts them, as in the timetable; other lengths and quantities their
mean. What fails now and then is as slow as it is on average. Left to chance are only arrivals of a Poisson process and
the whole pieces that a yield comes to.
"""

from typing import Any

from backsource.config.demand import Demand, Market
from backsource.config.random import Random, RandomAmount, RandomSpan, quantities_of
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.sources import Lane, Line
from backsource.config.status import Status
from backsource.config.terms import Tool
from backsource.network.feasibility.ability import availability
from backsource.network.feasibility.means import mean_of
from backsource.network.timetable import likely
from backsource.units import Amount, Rate, Span


def as_planned(scenario: Scenario) -> Scenario:
    """The scenario without chance: no outage, no failure, no lateness, no truth but the plan."""
    return scenario.model_copy(
        update={
            "sites": {name: site.model_copy(update={"causes": []}) for name, site in scenario.sites.items()},
            "lanes": {name: _lane(lane) for name, lane in scenario.lanes.items()},
            "lines": {name: _line(line) for name, line in scenario.lines.items()},
            "tools": {name: _tool(tool) for name, tool in scenario.tools.items()},
            "markets": {name: _market(market) for name, market in scenario.markets.items()},
            "prices": {name: price.model_copy(update={"volatility": 0.0}) for name, price in scenario.prices.items()},
            "outages": {},
            "unsure": {},
        }
    )


def schedule_as_planned(schedule: Schedule) -> Schedule:
    """The schedule with every task as long as planned."""
    tasks = {
        name: task if task.takes is None else task.model_copy(update={"takes": _constant(likely(task.takes))})
        for name, task in schedule.tasks.items()
    }
    return schedule.model_copy(update={"tasks": tasks})


def status_as_planned(status: Status) -> Status:
    """The status with nothing down."""
    lines = {
        name: line.model_copy(update={"machines": [], "crew": None, "broken": [], "stops": []})
        for name, line in status.fine.lines.items()
    }
    fine = status.fine.model_copy(update={"outages": {}, "lines": lines})
    return status.model_copy(update={"down": [], "fine": fine})


def _lane(lane: Lane) -> Lane:
    return lane.model_copy(update={"late": None, "lead_time": _steady(lane.lead_time)})


def _line(line: Line) -> Line:
    running = availability(line)
    changes: dict[str, Any] = {"failures": [], "processing": _steady(line.processing, 1 / running if running else 1.0)}
    if line.rate is not None:
        changes["rate"] = Rate(line.rate.number * running, line.rate.unit, line.rate.per)
    if line.qualification is not None:
        changes["qualification"] = line.qualification.model_copy(update={"passes": 1.0})
    return line.model_copy(update=changes)


def _tool(tool: Tool) -> Tool:
    if tool.move is None:
        return tool
    return tool.model_copy(update={"move": tool.move.model_copy(update={"takes": _constant(likely(tool.move.takes))})})


def _market(market: Market) -> Market:
    demand = market.demand
    changes: dict[str, Any] = {"cv": 0.0}
    if demand.amount is not None:
        mean = mean_of(demand.amount, lambda amount: amount.number)
        unit = quantities_of(demand.amount)[0][1].unit
        changes["amount"] = RandomAmount(family="constant", mean=Amount(mean, unit))
    steady: Demand = demand.model_copy(update=changes)
    return market.model_copy(update={"demand": steady})


def _steady(random: Random[Span] | None, times: float = 1.0) -> RandomSpan | None:
    """The mean of a length that varies, in its own clock."""
    if random is None:
        return None
    clock = quantities_of(random)[0][1].clock
    return _constant(Span(times * mean_of(random, lambda span: span.amount), clock))


def _constant(span: Span) -> RandomSpan:
    return RandomSpan(family="constant", mean=span)
