"""What there is to vary in a study: its unsure inputs and the factors of its scenario, with their laws in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan
from typing import Any

from backsource.config.factors import SCHEDULES, scenario_with
from backsource.config.levels import unit_at
from backsource.config.paths import is_outside, plan_number
from backsource.errors import StudyError
from backsource.experiment.arms import Experiment
from backsource.inference import Ends
from backsource.measures import Measure, catalogue
from backsource.simulation import prepare
from backsource.simulation.plan import DrawPlan
from backsource.simulation.truth import SHARES, value_at
from backsource.units import UnitError

TAILS = (0.10, 0.90)
"""Chances at which the low and the high end lie, where a law has no ends of its own."""


@dataclass(frozen=True)
class Input:
    """One number that may be another one.

    Of an unsure input the truth varies, and what was planned on the strength of the plan stays as it was. A factor of
    the scenario varies the plan itself.
    """

    path: str
    name: str
    """Short words for a person."""
    unit: str
    planned: float
    """What the plan says; 1 for a factor on the times of tasks."""
    low: float
    high: float
    basis: str
    """Where it comes from, as `assumed`; `factor of the study` for one that is no unsure input."""
    draw: DrawPlan | None = None
    """How the truth is drawn; None for a factor."""

    def at(self, chance: float) -> float:
        """The value that it stays below with this chance; a factor is spread evenly between its ends."""
        if self.draw is None:
            return self.low + chance * (self.high - self.low)
        return value_at(self.draw, chance)

    def said(self, number: float) -> str:
        """A value with its unit as a person reads it."""
        if self.path.rsplit(".", 1)[-1] in SHARES:
            return f"{100 * number:.3g} %"
        text = f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"
        return f"x {text}" if is_outside(self.path) else f"{text} {self.unit}".rstrip()

    @property
    def ends(self) -> Ends:
        """The ends in words."""
        low, high, planned = self.said(self.low), self.said(self.high), self.said(self.planned)
        return Ends(self.path, self.name, low, high, planned, self.basis)


@dataclass(frozen=True)
class Base:
    """A study without the factors of its scenario, and what there is to vary."""

    experiment: Experiment
    inputs: tuple[Input, ...]
    """The unsure inputs in the order of their paths, then the factors of the scenario."""
    measure: Measure
    """The primary measure, money in the currency of the scenario."""

    @cached_property
    def arms(self) -> tuple[str, ...]:
        """Names of the schedules, in the order of the study; levels of schedules make schedules."""
        return tuple(self.experiment.settings[0].schedules)

    @property
    def control(self) -> str:
        """Name of the control."""
        return self.experiment.settings[0].control

    @property
    def matters(self) -> float:
        """Smallest difference that matters; 0 where the study does not say."""
        return self.experiment.study.matters or 0.0

    def input(self, path: str) -> Input:
        """The input at a path, or the quantity of the plan there. Raises StudyError where there is none."""
        known = next((one for one in self.inputs if one.path == path), None)
        if known is not None:
            return known
        try:
            return _of_plan(self.experiment, path, ())
        except UnitError as error:
            study = self.experiment.study.study
            raise StudyError(f"study {study}: {path}: found {error.found}; {error.would_do} would do") from None

    def chosen(self, arms: Sequence[str]) -> tuple[str, ...]:
        """These arms, all of the study where none is named. Raises StudyError for a name that is none of them."""
        for name in arms:
            if name not in self.arms:
                found = f"study {self.experiment.study.study}: no schedule {name!r}"
                raise StudyError(f"{found}; one of {', '.join(self.arms)} would do")
        return tuple(arms) or self.arms


def base_of(experiment: Experiment) -> Base:
    """What there is to vary in a study. Raises StudyError for a primary measure that cannot be compared."""
    factors_of = experiment.study.factors
    around = {
        path: levels for path, levels in factors_of.items() if not _of_schedule(path) and isinstance(levels, list)
    }
    own = {path: levels for path, levels in experiment.study.factors.items() if _of_schedule(path)}
    plain = replace(experiment, study=experiment.study.model_copy(update={"factors": own}))
    draws = prepare(experiment.scenario, None).unsure
    unsure = [_unsure(experiment, draw) for draw in draws if draw.path not in around]
    factors = [one for path, levels in around.items() if (one := _factor(experiment, path, levels)) is not None]
    return Base(plain, _named([*unsure, *factors]), _measure(experiment))


def _of_schedule(path: str) -> bool:
    return path.partition(".")[0] == SCHEDULES


def _unsure(experiment: Experiment, draw: DrawPlan) -> Input:
    scenario = experiment.scenario
    stated = scenario.unsure[draw.path]
    chances = (0.0, 1.0) if stated.range is not None or stated.unknown else TAILS
    low, high = (value_at(draw, chance) for chance in chances)
    planned, unit = (1.0, "") if isnan(draw.base) else (draw.base, unit_at(scenario, draw.path))
    basis = "unknown" if stated.unknown else str(stated.basis)
    return Input(draw.path, draw.path, unit, planned, low, high, basis, draw)


def _factor(experiment: Experiment, path: str, levels: Sequence[Any]) -> Input | None:
    """A factor of the scenario between its outermost levels; None where its levels are no numbers."""
    try:
        return _of_plan(experiment, path, levels)
    except UnitError:
        return None


def _of_plan(experiment: Experiment, path: str, levels: Sequence[Any]) -> Input:
    scenario = experiment.scenario
    planned = plan_number(scenario, path)
    numbers = [plan_number(scenario_with(scenario, {path: level}), path) for level in levels] or [planned]
    basis = "factor of the study" if levels else "the plan"
    return Input(path, path, unit_at(scenario, path), planned, min(numbers), max(numbers), basis)


def _named(inputs: Sequence[Input]) -> tuple[Input, ...]:
    """The inputs, each called by its path without the section, where that is no other's."""
    short = [one.path.partition(".")[2].replace(".", " ") or one.path for one in inputs]
    return tuple(
        replace(one, name=name if short.count(name) == 1 else one.path.replace(".", " "))
        for one, name in zip(inputs, short, strict=True)
    )


def _measure(experiment: Experiment) -> Measure:
    study = experiment.study
    found = next((measure for measure in catalogue() if measure.name == study.primary), None)
    if found is None or found.goal == "none":
        what = "no measure" if found is None else "a measure without a goal"
        raise StudyError(f"study {study.study}: primary is {study.primary!r}, {what}; one with a goal would do")
    return replace(found, unit=experiment.scenario.currency) if found.unit == "money" else found
