"""The truth of one replication: the plan with what was unsure drawn.

What is drawn replaces the number in the scenario, and the things that it belongs to are resolved again, so every
path that a file can name means what it says. What was decided on the strength of the plan stays as it was: levels,
planned use, dates of a schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from math import isnan
from typing import Any

from backsource.config import Scenario
from backsource.config.paths import with_number
from backsource.simulation.environment import Environment
from backsource.simulation.plan import DrawPlan, Plan, StockPlan
from backsource.simulation.resolve.acts import in_order, tool_acts
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.resolve.sources import lane_plan, line_plan
from backsource.simulation.resolve.world import market_plan, outage_plan, price_plan

SHARES = frozenset(
    ("surge", "yield", "first", "mature", "from", "chance", "fails", "ends", "begins", "faulty", "passes", "floor")
)
"""Last words of paths to a share, which a factor cannot raise above 1."""

RESOLVE: dict[str, Callable[[Frame, str, Any], Any]] = {
    "lanes": lambda frame, name, lane: replace(
        lane_plan(frame, name, set()), origin_stock=lane.origin_stock, origin_on_grid=lane.origin_on_grid,
        target_on_grid=lane.target_on_grid,
    ),
    "lines": lambda frame, name, _: line_plan(frame, name),
    "markets": lambda frame, name, _: market_plan(frame, name),
    "outages": lambda frame, name, _: outage_plan(frame, name),
    "prices": lambda frame, name, _: price_plan(frame, name),
    "stocks": lambda frame, name, stock: stock_again(frame.scenario, name, stock),
}  # fmt: skip


def draw(plan: Plan, environment: Environment) -> tuple[Plan, dict[str, float]]:
    """The plan as it is in truth, and what was drawn for each path in the plan's unit (a factor where it has none)."""
    if not plan.unsure:
        return plan, {}
    planned: Scenario = plan.graph.graph["scenario"]
    truth, drawn, hit = planned, {}, set()
    for entry in plan.unsure:
        drawn[entry.path] = number = value_of(entry, environment)
        if not isnan(entry.base):
            truth = with_number(truth, entry.path, number)
            hit.add(owner_of(planned, entry.path))
    return resolved_again(plan, truth, hit), drawn


def value_of(entry: DrawPlan, environment: Environment) -> float:
    """What is drawn for one path."""
    uniform = environment.block(f"unsure/{entry.path}/0", 32)[:1]
    value = float(entry.law.quantile(uniform)[0])
    if not entry.factor or isnan(entry.base):
        return value
    number = entry.base * value
    return min(1.0, number) if entry.path.rsplit(".", 1)[-1] in SHARES else number


def owner_of(scenario: Scenario, path: str) -> tuple[str, str]:
    """Section and name of the thing that a path leads into."""
    section, _, rest = path.partition(".")
    names = getattr(scenario, section, None)
    known = (name for name in names if rest == name or rest.startswith(f"{name}.")) if isinstance(names, dict) else ()
    return section, max(known, key=len, default="")


def resolved_again(plan: Plan, truth: Scenario, hit: Collection[tuple[str, str]]) -> Plan:
    """The plan with the things that were hit resolved from the truth."""
    assert plan.changeover is not None
    frame = Frame(truth, plan.changeover, plan.graph)
    for section, name in hit:
        frame.believe(section, name, getattr(truth, section, {}).get(name))
    changed: dict[str, dict[str, Any]] = {}
    for section, name in sorted(hit):
        if section == "items":
            stocks = changed.setdefault("stocks", dict(plan.stocks))
            for stock in plan.stocks.values():
                if stock.item == name:
                    stocks[stock.name] = stock_again(truth, stock.name, stocks[stock.name])
        elif section == "tools":
            fixed = [act for act in plan.acts if not act.kind.startswith("tool_")]
            plan = replace(plan, acts=in_order([*fixed, *tool_acts(frame)]))
        elif section in RESOLVE and name in getattr(plan, section):
            things = changed.setdefault(section, dict(getattr(plan, section)))
            things[name] = RESOLVE[section](frame, name, things[name])
    return replace(plan, **changed)  # type: ignore[arg-type]


def stock_again(truth: Scenario, name: str, plan: StockPlan) -> StockPlan:
    """A stock whose opening, capacity or shelf life is unsure; its policy is a decision and stays."""
    declared, item = truth.stocks.get(name), truth.items[plan.item]
    shelf_life = item.shelf_life.amount if item.shelf_life is not None else plan.shelf_life
    if declared is None:
        return replace(plan, shelf_life=shelf_life)
    opening = declared.opening.number if declared.opening is not None else plan.opening
    backlog = declared.backlog.number if declared.backlog is not None else 0.0
    return replace(
        plan, opening=float(round(opening)) if plan.whole else opening, shelf_life=shelf_life,
        backlog=float(round(backlog)) if plan.whole else backlog,
        capacity=declared.capacity.number if declared.capacity is not None else plan.capacity,
    )  # fmt: skip
