"""What there is to vary in a study: its unsure inputs and the factors of its scenario, with their laws in numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np

from backsource.config import Scenario, Schedule
from backsource.config.factors import SCHEDULES, factor_at, scenario_with, unfolded
from backsource.config.levels import unit_at
from backsource.config.paths import plan_number, steps_to
from backsource.config.samples import samples_in
from backsource.config.spreads import spread_of
from backsource.errors import StudyError
from backsource.experiment.arms import Experiment
from backsource.experiment.contest import Contest, contest_of
from backsource.experiment.vary.inputs import Input, Source
from backsource.measures import Measure
from backsource.simulation import prepare
from backsource.simulation.plan import DrawPlan
from backsource.simulation.resolve.frame import law_of
from backsource.simulation.truth import value_at
from backsource.units import UnitError

TAILS = (0.10, 0.90)
"""Chances at which the low and the high end lie, where a law has no ends of its own."""
FACTOR = "factor of the study"
"""Basis of an input that is no unsure one."""


@dataclass(frozen=True)
class Base:
    """A study without the factors of its scenario, and what there is to vary."""

    experiment: Experiment
    inputs: tuple[Input, ...]
    """The unsure inputs in the order of their paths, then factors: those of the scenario, and those of schedules that
    have a distribution."""
    contest: Contest
    """The schedules of the study, levels of schedules among them, and by what one of them is chosen."""
    experiment_as_given: Experiment
    """The same with the factors of its scenario."""
    folder: Path | None = None
    """Where runs are stored; nowhere for good without one."""
    cluster: str | None = None
    """Dask cluster that runs are handed to, instead of worker processes here."""

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Observations of the scenario, but for those of which `unsure` says how they may differ."""
        scenario = self.experiment.scenario
        found = {path: sample for path, sample in samples_in(scenario).items()
                 if not any(f"{unsure}.".startswith(f"{path}.") for unsure in scenario.unsure)}  # fmt: skip
        return tuple(Source(path, name, found[path]) for path, name in short_names(list(found)).items())

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the schedules, in the order of the study; levels of schedules make schedules."""
        return self.contest.arms

    @property
    def measure(self) -> Measure:
        """The primary measure, money in the currency of the scenario."""
        return self.contest.measure

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
            return _of_plan(self.experiment, path)
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


def base_of(experiment: Experiment, folder: Path | None = None, cluster: str | None = None) -> Base:
    """What there is to vary in a study, whose runs are stored in *folder*, and made on *cluster* where one is given.

    Levels of a schedule are a choice of ours, so they make schedules; a distribution says what we do not choose, so it
    makes an input.
    """
    given = experiment.study.factors
    own = {path: levels for path, levels in given.items() if is_of_schedule(path) and _is_listed(levels)}
    around = {path: levels for path, levels in given.items() if path not in own}
    plain = {"factors": own, "overrides": {}, "design": "full"}
    draws = prepare(experiment.scenario, None).unsure
    unsure = [_unsure(experiment, draw) for draw in draws if draw.path not in around]
    factors = [one for path, given in around.items() if (one := _factor(experiment, path, given)) is not None]
    base = replace(experiment, study=experiment.study.model_copy(update=plain), others=())
    contest = contest_of(base.study, list(base.settings[0].schedules), base.scenario.currency)
    return Base(base, _named([*unsure, *factors]), contest, experiment, folder, cluster)


def _is_listed(given: Any) -> bool:
    return isinstance(given, list)


def is_of_schedule(path: str) -> bool:
    """Whether a path leads into a schedule."""
    return path.partition(".")[0] == SCHEDULES


def place_of(experiment: Experiment, path: str) -> tuple[Scenario | Schedule, str]:
    """The file that a path leads into, and the path inside it as the file has it. Raises UnitError for none."""
    schedules = {one.schedule: one for one in experiment.schedules}
    factor = factor_at(path, list(schedules))
    model = experiment.scenario if factor.schedule is None else schedules[factor.schedule]
    return model, unfolded(model, factor.inside)


def _unsure(experiment: Experiment, draw: DrawPlan) -> Input:
    scenario = experiment.scenario
    stated = scenario.unsure[draw.path]
    chances = (0.0, 1.0) if stated.range is not None or stated.unknown else TAILS
    low, high = (value_at(draw, chance) for chance in chances)
    planned, unit = (1.0, "") if isnan(draw.base) else (draw.base, unit_at(scenario, draw.path))
    basis = "unknown" if stated.unknown else str(stated.basis)
    return Input(draw.path, draw.path, unit, planned, low, high, basis, draw)


def _factor(experiment: Experiment, path: str, given: Any) -> Input | None:
    """A factor of the scenario between its outermost levels, or by its law; None where its levels are no numbers."""
    try:
        return _by_levels(experiment, path, given) if _is_listed(given) else _by_law(experiment, path, given)
    except UnitError:
        return None


def _by_law(experiment: Experiment, path: str, given: Mapping[str, Any]) -> Input:
    """A factor with a distribution; an even one between its ends, any other between its tails."""
    plan, (model, inside) = _of_plan(experiment, path), place_of(experiment, path)
    spread = spread_of(steps_to(model, inside)[-1][1], given)
    law = law_of(spread, lambda amount: amount.number)
    chances = (0.0, 1.0) if spread.family == "uniform" else TAILS
    low, high = law.quantile(np.array(chances)).tolist()
    return replace(plan, low=low, high=high, basis=FACTOR, law=law)


def _by_levels(experiment: Experiment, path: str, levels: Sequence[Any]) -> Input:
    """A factor of the scenario between its outermost levels."""
    scenario = experiment.scenario
    numbers = [plan_number(scenario_with(scenario, {path: level}), path) for level in levels]
    return replace(_of_plan(experiment, path), low=min(numbers), high=max(numbers), basis=FACTOR)


def _of_plan(experiment: Experiment, path: str) -> Input:
    """The quantity that the plan has at a path, without a range."""
    model, inside = place_of(experiment, path)
    planned = plan_number(model, inside)
    return Input(path, path, unit_at(model, inside), planned, planned, planned, "the plan")


def _named(inputs: Sequence[Input]) -> tuple[Input, ...]:
    names = short_names([one.path for one in inputs])
    return tuple(replace(one, name=names[one.path]) for one in inputs)


def short_names(paths: Sequence[str]) -> dict[str, str]:
    """What paths are called: without the section, where that is no other's."""
    short = [path.partition(".")[2].replace(".", " ") or path for path in paths]
    return {
        path: name if short.count(name) == 1 else path.replace(".", " ")
        for path, name in zip(paths, short, strict=True)
    }
