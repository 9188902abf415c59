"""A point: the scenario with some inputs at fixed values, as an experiment made in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from backsource.config import Scenario, Schedule
from backsource.config.factors import level_at, scenario_with, schedule_with
from backsource.config.levels import bound_at
from backsource.config.paths import is_outside
from backsource.config.samples import scenario_with_samples
from backsource.config.terms import Unsure
from backsource.errors import ConfigError, StudyError
from backsource.experiment.arms import Experiment
from backsource.experiment.vary.base import Base, is_of_schedule, place_of
from backsource.experiment.vary.inputs import Input


@dataclass(frozen=True)
class Point:
    """Values of some inputs, by path, in the unit of the plan; what is not named is drawn as the scenario says."""

    values: Mapping[str, float]
    samples: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Observations in the place of those of the scenario, by path."""


def points_of(inputs: Sequence[Input], rows: Sequence[Sequence[float]]) -> list[Point]:
    """One point a row, with one value an input."""
    return [Point({one.path: float(value) for one, value in zip(inputs, row, strict=True)}) for row in rows]


def as_planned(base: Base) -> dict[str, float]:
    """Every input at what the plan says."""
    return {one.path: one.planned for one in base.inputs}


def experiment_at(base: Base, point: Point) -> Experiment:
    """The experiment of a point. Raises StudyError where the scenario does not bear a value."""
    inputs = {path: base.input(path) for path in point.values}
    experiment = base.experiment
    plan = {
        path: point.values[path]
        for path, one in inputs.items() if one.draw is None and point.values[path] != one.planned
    }  # fmt: skip
    own = {path: number for path, number in plan.items() if is_of_schedule(path)}
    around = {path: level_at(experiment.scenario, path, plan[path]) for path in plan if path not in own}
    try:
        scenario = scenario_with(scenario_with_samples(experiment.scenario, point.samples), around)
        schedules = _schedules(experiment, own, scenario)
    except ConfigError as error:
        raise StudyError(f"study {experiment.study.study}, where it varies {', '.join(plan)}: {error}") from None
    truths = {path: point.values[path] for path, one in inputs.items() if one.draw is not None}
    return replace(experiment, scenario=with_truths(scenario, truths), schedules=schedules)


def _schedules(experiment: Experiment, numbers: Mapping[str, float], scenario: Scenario) -> tuple[Schedule, ...]:
    """The schedules with numbers at some paths into them."""
    levels: dict[str, dict[str, Any]] = {}
    for path, number in numbers.items():
        model, inside = place_of(experiment, path)
        assert isinstance(model, Schedule)
        levels.setdefault(model.schedule, {})[inside] = level_at(model, inside, number)
    return tuple(
        schedule_with(one, levels[one.schedule], scenario) if one.schedule in levels else one
        for one in experiment.schedules
    )


def with_truths(scenario: Scenario, truths: Mapping[str, float]) -> Scenario:
    """The scenario in which the truth of some unsure inputs is known to the world, though not to the planner.

    The entry stays with a range of no width, so the plan is what it was, and so is everything else that is drawn.
    """
    fixed = {path: _certain(scenario, path, number) for path, number in truths.items()}
    return scenario.model_copy(update={"unsure": {**scenario.unsure, **fixed}}) if fixed else scenario


def _certain(scenario: Scenario, path: str, number: float) -> Unsure:
    basis = scenario.unsure[path].basis
    if is_outside(path):
        return Unsure(times={"median": number, "p90": number}, basis=basis)
    bound = bound_at(scenario, path, number)
    return Unsure(range=[bound, bound], basis=basis)
