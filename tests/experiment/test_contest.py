"""What a study asks of its arms, and how its rule looks at them."""

from copy import deepcopy
from dataclasses import replace

import pytest
from tests.experiment.conftest import SCENARIO

from backsource.config import scenario_from
from backsource.config.study import Rule
from backsource.experiment import Experiment
from backsource.experiment.contest import contests_of
from backsource.experiment.rules import pace_of
from backsource.inference import MEANS_OF


@pytest.mark.parametrize(
    ("primary", "late_cost", "means_of"),
    [("total_cost", "20 EUR/piece", MEANS_OF), ("total_cost", None, 1), ("units_short", None, MEANS_OF)],
)
def test_single_runs_are_raced_only_by_money_in_which_late_units_cost_nothing(
    experiment: Experiment, primary: str, late_cost: str | None, means_of: int
) -> None:
    words = deepcopy(SCENARIO)
    words["markets"]["m"] = {key: value for key, value in words["markets"]["m"].items() if key != "late_cost"}
    if late_cost:
        words["markets"]["m"]["late_cost"] = late_cost
    study = experiment.study.model_copy(update={"primary": primary})
    ((_, contest),) = contests_of(replace(experiment, scenario=scenario_from(words), study=study))
    assert pace_of(contest, Rule(by="kn")).means_of == means_of
