"""The truth of one replication: the plan with what was unsure drawn."""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass, replace
from math import isfinite
from typing import Any

from backsource.laws.distributions import Law
from backsource.laws.law import Floats
from backsource.simulation.environment import Environment
from backsource.simulation.plan import DrawPlan, Plan

NAMES = {
    "markets": {"demand.mean": "amount", "demand.amount": "amount", "demand.every": "gap"},
    "lanes": {"promised": "lead", "late.chance": "late_chance", "late.by": "late_by"},
    "lines": {
        "yield": "yield_",
        "yield.first": "yield_.first",
        "yield.mature": "yield_.mature",
        "yield.over": "yield_.over",
    },
}
"""Where a path of the file lies in the plan, if not under the same name."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """A law whose values are multiplied by a factor."""

    law: Law
    factor: float

    @property
    def mean(self) -> float:
        """Mean."""
        return self.law.mean * self.factor

    def quantile(self, u: Floats) -> Floats:
        """Quantiles."""
        return self.law.quantile(u) * self.factor


def draw(plan: Plan, environment: Environment) -> tuple[Plan, dict[str, float]]:
    """The plan as it is in truth, and what was drawn for each path in the plan's unit (a factor where it has none)."""
    drawn = {}
    for entry in plan.unsure:
        uniform = environment.block(f"unsure/{entry.path}/0", 32)[:1]
        value = float(entry.law.quantile(uniform)[0])
        factor = value if entry.factor else value / entry.base if entry.base else value
        drawn[entry.path] = entry.base * factor if isfinite(entry.base) else value
        plan = applied(plan, entry, factor if isfinite(factor) else value)
    return plan, drawn


def applied(plan: Plan, entry: DrawPlan, factor: float) -> Plan:
    """The plan with one number changed; a path that the flow does not know changes nothing."""
    section, _, rest = entry.path.partition(".")
    if section == "tasks":
        return with_tasks(plan, rest.split(".")[0], factor)
    line, _, inner = rest.partition(".qualification.")
    if section == "lines" and inner:
        return with_trials(plan, line, inner.split(".")[0], factor)
    things = getattr(plan, section, None)
    if not isinstance(things, dict) or not rest:
        return plan
    name = max((name for name in things if rest.startswith(f"{name}.")), key=len, default=None)
    if name is None:
        return plan
    inner = rest[len(name) + 1 :]
    steps = NAMES.get(section, {}).get(inner, inner).split(".")
    changed = scaled(things[name], steps, factor)
    return replace(plan, **{section: {**things, name: changed}})  # type: ignore[arg-type]


def with_tasks(plan: Plan, name: str, factor: float) -> Plan:
    """The plan with the time of one task, or of all tasks, multiplied."""
    tasks = {key: replace(task, factor=task.factor * factor) if name in ("", key) else task
             for key, task in plan.programme.tasks.items()}  # fmt: skip
    return replace(plan, programme=replace(plan.programme, tasks=tasks))


def with_trials(plan: Plan, line: str, field: str, factor: float) -> Plan:
    """The plan with one number of the qualification of a line multiplied; a chance stays a chance."""
    tasks = dict(plan.programme.tasks)
    for key, task in tasks.items():
        if task.trials is not None and task.trials.line == line:
            inner = [field, "length"] if field in ("prepare", "trial", "approve") else [field]
            trials = scaled(task.trials, inner, factor)
            if trials.passes is not None:
                trials = replace(trials, passes=min(1.0, trials.passes))
            tasks[key] = replace(task, trials=trials)
    return replace(plan, programme=replace(plan.programme, tasks=tasks))


def scaled(thing: Any, steps: list[str], factor: float) -> Any:
    """The same thing with the number or law at the end of the steps multiplied."""
    if not steps:
        if isinstance(thing, (int, float)):
            return thing * factor
        return Scaled(thing, factor) if hasattr(thing, "quantile") else thing
    step, rest = steps[0], steps[1:]
    if isinstance(thing, tuple) and step.isdigit():
        place = int(step)
        return (*thing[:place], scaled(thing[place], rest, factor), *thing[place + 1 :])
    if is_dataclass(thing) and hasattr(thing, step):
        return replace(thing, **{step: scaled(getattr(thing, step), rest, factor)})  # type: ignore[type-var]
    return thing
