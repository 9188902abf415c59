"""Corners, end to end on a small changeover: which runs are made, and that the plan stays as it was believed."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.experiment.conftest import JUMP, SCENARIO, STAY, make_experiment

from backsource.config import scenario_from
from backsource.errors import StudyError
from backsource.experiment import Experiment, run_cell
from backsource.experiment.vary import Point, base_of, corners
from backsource.experiment.vary.points import experiment_at
from backsource.simulation import prepare, simulate

UNSURE: dict[str, Any] = {
    "lines.make.ramp.tau": {"range": ["10 days", "60 days"], "basis": "judged"},
    "outages.strike.every": "unknown",
}


@pytest.fixture(scope="module")
def unsure() -> Experiment:
    """Staying and jumping where the ramp and the strikes are unsure."""
    plain = make_experiment(STAY, JUMP, control="stay", replications=3)
    return replace(plain, scenario=scenario_from({**SCENARIO, "unsure": UNSURE}))


def test_two_inputs_meet_in_four_corners_at_the_ends_of_their_ranges(unsure: Experiment) -> None:
    """Unknown is half to double the plan of 90 days."""
    found = corners(unsure, ["jump", "stay"], futures=2)
    assert [found.words(number) for number in range(4)] == [
        "make ramp tau 10 days, strike every 45 days", "make ramp tau 10 days, strike every 180 days",
        "make ramp tau 60 days, strike every 45 days", "make ramp tau 60 days, strike every 180 days",
    ]  # fmt: skip
    assert found.samples.shape == (4, 2, 2)
    assert (found.picked, found.count) == ("jump", 4)


def test_an_arm_that_does_not_use_an_input_has_the_same_value_at_both_of_its_ends(unsure: Experiment) -> None:
    """Staying never ramps the plant up; common futures make its costs equal to the last digit."""
    stay = corners(unsure, ["jump", "stay"], futures=2).samples[:, :, 1]
    assert np.array_equal(stay[:2], stay[2:])
    assert not np.array_equal(stay[0], stay[1])


def test_a_corner_is_the_study_of_a_file_in_which_the_truth_is_certain(unsure: Experiment) -> None:
    fixed = {
        "lines.make.ramp.tau": {"range": ["60 days", "60 days"]},
        "outages.strike.every": {"range": ["45 days", "45 days"]},
    }
    by_hand = replace(unsure, scenario=scenario_from({**SCENARIO, "unsure": fixed}))
    jump = next(arm for arm in by_hand.arms() if arm.name == "jump")
    costs = [run_cell(jump, replication, curves=False).measures["total_cost"] for replication in range(2)]
    assert corners(unsure, ["jump", "stay"], futures=2).samples[2, :, 0].tolist() == costs


def test_the_planner_does_not_know_the_truth_of_a_corner(unsure: Experiment) -> None:
    """The world draws the value of the corner; the plan that levels and dates follow from is the one believed."""
    point = experiment_at(base_of(unsure), Point({"outages.strike.every": 45.0}))
    believed, plan = (prepare(one.scenario, one.schedules[1]) for one in (unsure, point))
    assert plan.outages == believed.outages
    assert simulate(plan, 11, 0).drawn["outages.strike.every"] == 45.0
    assert simulate(plan, 11, 0).environment == simulate(believed, 11, 0).environment


def test_without_names_all_schedules_run_and_the_best_over_the_corners_is_to_hold(unsure: Experiment) -> None:
    found = corners(unsure, futures=2)
    assert set(found.arms) == {"stay", "jump"}
    assert found.picked == found.best


def test_workers_change_no_number(unsure: Experiment) -> None:
    one, two = (corners(unsure, ["jump"], futures=2, jobs=jobs) for jobs in (1, 2))
    assert np.array_equal(one.samples, two.samples)


def test_where_nothing_is_unsure_nothing_runs() -> None:
    found = corners(make_experiment(STAY, JUMP, control="stay"), ["jump", "stay"])
    assert (found.count, found.inputs) == (0, ())


def test_a_factor_of_the_scenario_is_one_more_input_between_its_outermost_levels(unsure: Experiment) -> None:
    study = unsure.study.model_copy(update={"factors": {"lanes.buy.price": ["9 EUR/piece", "12 EUR/piece"]}})
    found = corners(replace(unsure, study=study), ["stay"], futures=1)
    assert found.count == 8
    assert [(one.low, one.high, one.basis) for one in found.inputs][-1] == (
        "9 EUR/piece", "12 EUR/piece", "factor of the study",
    )  # fmt: skip
    low, high = found.samples[:, 0, 0][::2].mean(), found.samples[:, 0, 0][1::2].mean()
    assert low < high


def test_a_name_that_is_no_schedule_is_refused(unsure: Experiment) -> None:
    with pytest.raises(StudyError, match="no schedule 'leap'; one of stay, jump would do"):
        corners(unsure, ["leap"])
