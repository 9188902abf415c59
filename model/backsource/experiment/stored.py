"""A study that has run, read back from its results alone: what was asked of what, and every run."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backsource.config import Scenario, Schedule, Status, scenario_from, schedule_from
from backsource.config.factors import SCHEDULES, scenario_with
from backsource.config.faults import listed
from backsource.errors import ConfigError, ResultsError, StudyError
from backsource.experiment.arms import Experiment
from backsource.experiment.choosing import Made
from backsource.experiment.contents import content_keys
from backsource.experiment.designs import Levels
from backsource.experiment.provenance import inputs_of
from backsource.experiment.rules import rule_of
from backsource.experiment.settings import SCENARIO
from backsource.results import Results, read


@dataclass(frozen=True)
class Stored:
    """Results with the scenario and the schedules that they were made from."""

    results: Results
    study: str
    scenarios: dict[str, Scenario]
    """By name, before overrides and levels of factors."""
    schedules: dict[str, Schedule]
    """By name of the arm, in the order of the study."""

    @property
    def scenario(self) -> Scenario:
        """The first scenario."""
        return next(iter(self.scenarios.values()))

    @property
    def confidence(self) -> float:
        """Confidence of what the study says."""
        return float(json.loads(self.results.inputs.study).get("confidence", 0.95))

    @property
    def status(self) -> Status | None:
        """Where the runs began; None for runs from the start."""
        text = self.results.inputs.status
        return Status.model_validate_json(text) if text else None

    def named(self, name: str) -> Schedule:
        """One schedule. Raises `StudyError` where the study has no such schedule."""
        if name not in self.schedules:
            known = listed(list(self.schedules))
            raise StudyError(f"{self.results.path}: no schedule {name!r} in study {self.study}; there are {known}")
        return self.schedules[name]

    def setting_of(self, name: str) -> tuple[Scenario, dict[str, Schedule]]:
        """The scenario that an arm was run in, and the schedules that were run in the same setting, by name."""
        levels = self.results.inputs.levels
        around = _around(levels.get(name, {}))
        same = {one: way for one, way in self.schedules.items() if _around(levels.get(one, {})) == around}
        own = self.scenarios[around[SCENARIO]] if SCENARIO in around else self.scenario
        return scenario_with(own, {path: level for path, level in around.items() if path != SCENARIO}), same

    def made_from(self, experiment: Experiment) -> bool:
        """Whether these are runs of that very study: the same seed, windows, scenario and schedules."""
        return asks(experiment, self.results)


def asks(experiment: Experiment, results: Results) -> bool:
    """Whether results are runs of that very study: the same seed, windows, scenario and schedules."""
    return inputs_of(experiment).hash == results.inputs.hash


def made_now(experiment: Experiment, results: Results) -> bool:
    """Whether these versions and sources would make the stored runs again."""
    return content_keys(experiment.arms(), experiment.twins) == results.keys


def missing(experiment: Experiment, results: Results, replications: int | None = None) -> int:
    """Runs that a study asks for and that are not there; of a rule that looks, those up to its next look.

    *replications* overrules the rule.
    """
    known = Made(results)
    lacking = sum(count - len(results.stored[name]) for name, count in results.replications.items())
    if lacking:
        return lacking
    wanted = rule_of(experiment, replications).ask(known)
    return sum(max(0, count - known.count(name)) for name, count in wanted.items())


def stored(folder: Path) -> Stored:
    """The study whose results lie in a folder.

    Raises `ResultsError` where there are none, or where what they were made from can no longer be read.
    """
    results = read(folder)
    inputs = results.inputs
    try:
        scenarios = _scenarios(json.loads(inputs.scenario))
        schedules = {name: schedule_from(json.loads(text)) for name, text in inputs.schedules.items()}
        study = str(json.loads(inputs.study)["study"])
    except (ConfigError, ValueError, KeyError) as error:
        found = f"{results.path}: what it was made from cannot be read ({error})"
        raise ResultsError(f"{found}; running the study again would do") from error
    return Stored(results, study, scenarios, schedules)


def _scenarios(said: dict[str, Any]) -> dict[str, Scenario]:
    """One scenario, or several by name, each as text."""
    several = said.get("scenarios")
    found = [scenario_from(json.loads(text)) for text in several.values()] if several else [scenario_from(said)]
    return {scenario.scenario: scenario for scenario in found}


def _around(levels: Levels) -> Levels:
    """The levels that lie in the scenario."""
    return {path: level for path, level in levels.items() if path.partition(".")[0] != SCHEDULES}
