"""The truth of one replication: the plan with what was unsure drawn.

What is drawn replaces the number in the scenario, and the things that it belongs to are resolved again, so every
path that a file can name means what it says. What was decided on the strength of the plan stays as it was: levels,
planned use, dates of a schedule. The tasks of a schedule take the time that their tools, moves and trials take in
truth, times what is drawn for `tasks`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from math import isnan
from typing import Any

import numpy as np

from backsource.config import Scenario
from backsource.config.paths import OUTSIDE, is_outside, with_number
from backsource.simulation.environment import Environment
from backsource.simulation.off.families import WRONG_PLAN, switched_off
from backsource.simulation.plan import DrawPlan, Plan, StockPlan
from backsource.simulation.programme import Programme
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.resolve.parts import Parts
from backsource.simulation.resolve.sources import lane_plan, line_plan
from backsource.simulation.resolve.tasks import Calendars, task_plan
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
    """The plan as it is in truth, and what was drawn for each path in the plan's unit (a factor where it has none).

    Families of chance that are off are so whatever was drawn for them.
    """
    entries = () if WRONG_PLAN in plan.without else plan.unsure
    drawn = {entry.path: value_of(entry, environment) for entry in entries}
    return switched_off(with_truth(plan, drawn), plan.without), drawn


def at_the_middle(plan: Plan) -> Plan:
    """The truth in which every path has the value that it stays below in half of all futures."""
    return with_truth(plan, {entry.path: value_at(entry, 0.5) for entry in plan.unsure})


def with_truth(plan: Plan, drawn: Mapping[str, float]) -> Plan:
    """The plan with what was drawn for some of its paths."""
    if not drawn:
        return plan
    planned: Scenario = plan.graph.graph["scenario"]
    truth, hit = planned, set()
    for path in (entry.path for entry in plan.unsure if not isnan(entry.base)):
        truth = with_number(truth, path, drawn[path])
        hit.add(owner_of(planned, path))
    return with_factors(resolved_again(plan, truth, hit), drawn)


def value_of(entry: DrawPlan, environment: Environment) -> float:
    """What is drawn for one path."""
    return value_at(entry, float(environment.block(f"unsure/{entry.path}/0", 32)[0]))


def value_at(entry: DrawPlan, chance: float) -> float:
    """The value that the truth of one path stays below with this chance, in the unit of what is drawn."""
    value = float(entry.law.quantile(np.array([chance]))[0])
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
    frame = Frame(truth, plan.changeover, plan.graph, plan.status)
    now = frame.today()
    for section, name in hit:
        for each in (frame, now):
            each.believe(section, name, getattr(truth, section, {}).get(name))
    changed: dict[str, dict[str, Any]] = {}
    for section, name in sorted(hit):
        if section == "items":
            stocks = changed.setdefault("stocks", dict(plan.stocks))
            for stock in plan.stocks.values():
                if stock.item == name:
                    stocks[stock.name] = stock_again(truth, stock.name, stocks[stock.name])
        elif section in RESOLVE and name in getattr(plan, section):
            things = changed.setdefault(section, dict(getattr(plan, section)))
            things[name] = RESOLVE[section](now, name, things[name])
    return replace(plan, programme=programme_again(frame, plan, hit), **changed)  # type: ignore[arg-type]


def programme_again(frame: Frame, plan: Plan, hit: Collection[tuple[str, str]]) -> Programme:
    """The programme with the tasks, and the ways back, that take their time from what was hit resolved again."""
    tasks, calendars = dict(plan.programme.tasks), Calendars(frame)
    for name, known in tasks.items():
        task = frame.schedule.tasks[name]
        uses = {("tools", tool) for tool in (*task.brings, *task.moves)} | {("lanes", lane) for lane in task.onboards}
        if uses & set(hit) or ("lines", task.qualifies) in hit:
            tasks[name] = replace(task_plan(frame, calendars, name, task), factor=known.factor)
    parts = plan.programme.parts
    if {"tools", "lines", "lanes"} & {section for section, _ in hit}:
        ways = Parts(frame, plan.planning, calendars)
        parts = tuple(replace(part, back=ways.back(part.stock, dict(part.as_is))) for part in parts)
    return replace(plan.programme, tasks=tasks, parts=parts)


def with_factors(plan: Plan, drawn: Mapping[str, float]) -> Plan:
    """The plan with the times of all tasks, or of one, multiplied."""
    factors = {path: factor for path, factor in drawn.items() if is_outside(path)}
    if not factors:
        return plan
    tasks = dict(plan.programme.tasks)
    for name, task in tasks.items():
        factor = factors.get(OUTSIDE, 1.0) * factors.get(f"{OUTSIDE}.{name}", 1.0)
        tasks[name] = replace(task, factor=task.factor * factor)
    return replace(plan, programme=replace(plan.programme, tasks=tasks))


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
