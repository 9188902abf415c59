"""What a study asks of its arms, and how its rule looks at them."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from tests.experiment.conftest import SCENARIO
from tiny import tiny

from backsource.config import scenario_from
from backsource.config.study import Floor, Rule
from backsource.experiment import Experiment, choices, run_study
from backsource.experiment.contest import contest_of, contests_of
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


@dataclass(frozen=True)
class Made:
    """Measures of one schedule, `steps`."""

    measures: Mapping[str, list[float]]

    def count(self, _: str) -> int:
        return len(next(iter(self.measures.values())))

    def values(self, _: str, measure: str) -> npt.NDArray[np.float64]:
        return np.array(self.measures[measure])


def test_an_exit_that_was_planned_and_never_comes_breaks_a_floor_on_its_day(experiment: Experiment) -> None:
    """Late by 10 and 40 days, never, and never planned: late by more than 30 days are the second and the third."""
    floors = {"exit": Floor(measure="exit_slip", above=30, chance=0.05)}
    contest = contest_of(experiment.study.model_copy(update={"floors": floors}), ["steps"], "EUR")
    made = Made({"exit_slip": [10, 40, np.nan, np.nan], "exit_planned": [100, 100, 100, np.nan]})
    (floor,) = contest.events(made)
    assert floor.happened[:, 0].tolist() == [0, 1, 1, 0]


def test_a_mean_that_leaves_futures_out_is_said_to_do_so(experiment: Experiment) -> None:
    contest = contest_of(experiment.study.model_copy(update={"primary": "exit_slip"}), ["steps"], "EUR")
    said = "exit slip has no value in 1 of 3 futures of steps, which its mean leaves out"
    assert contest.missing(Made({"exit_slip": [1, np.nan, 3]})) == said
    assert contest.missing(Made({"exit_slip": [1, 2, 3]})) == ""


def test_fewer_than_20_futures_guarantee_nothing(tmp_path: Path) -> None:
    """What happens in one future of ten is not among 19 of them in 14 % of studies."""
    experiment = tiny(replications=19)
    (few,) = choices(experiment, run_study(experiment, tmp_path))
    (enough,) = choices(experiment, run_study(experiment, tmp_path, replications=20), replications=20)
    assert few is not None
    assert enough is not None
    assert few.guarantee.words == "none: fewer than 20 futures say too little of what is rare"
    assert (few.picked, enough.guarantee.state) == (enough.picked, "met")
