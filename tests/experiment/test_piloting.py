"""A pilot: futures of its own, and forecasts from its runs by the formulas of `inference.effort`."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny import STAY, jump, tiny

from backsource.config.study import Floor, Relative, Rule
from backsource.errors import StudyError
from backsource.experiment import Experiment, pilot, run_study
from backsource.inference import (
    Effort,
    Pace,
    fixed_effort,
    floor_effort,
    race_effort,
    replications_needed,
    two_stage_effort,
)
from backsource.results import read


def study(**keys: object) -> Experiment:
    one = tiny(STAY, jump(), jump("2026-02-02", "late"), replications=10)
    return replace(one, study=one.study.model_copy(update=keys))


def at_least(least: int, effort: Effort) -> Effort:
    """Nothing is chosen before the floors are judged."""
    return Effort({arm: max(count, least) for arm, count in effort.each.items()}, max(effort.most, least))


def costs(folder: Path, name: str = "total_cost") -> np.ndarray:
    frame = read(folder).runs.pivot(index="replication", columns="schedule", values=name)
    return np.asarray(frame[["stay", "jump", "late"]].to_numpy())


def test_the_pilot_shares_no_future_with_the_study(tmp_path: Path) -> None:
    own = run_study(study()).runs["environment"]
    pilot(study(), tmp_path, futures=10)
    assert read(tmp_path).replications == {"stay": 10, "jump": 10, "late": 10}
    assert not set(own) & set(read(tmp_path).runs["environment"])


def test_forecasts_are_those_of_the_runs_with_the_study_s_rule_and_confidence(tmp_path: Path) -> None:
    rule = Rule(by="kn", first=12, batch=5)
    floors = {"gap": Floor(measure="gap_days", above=9000.0, chance=0.1)}
    (found,) = pilot(study(rule=rule, matters=40.0, confidence=0.9, floors=floors), tmp_path, futures=10)
    values, pace = costs(tmp_path), Pace(12, 5, 2000)
    error = 0.1 / 2 / 3  # of one floor under one of three schedules
    once, in_looks = (floor_effort(np.zeros(10), 0.1, error, looks) for looks in (None, pace))
    assert found.contest.arms == ("stay", "jump", "late")
    assert (found.futures, found.matters, found.proposed) == (10, 40.0, False)
    assert found.floors["gap"] > 20  # 10 futures without a break do not show 10 %
    assert found.rules == {
        "fixed": at_least(once, fixed_effort(values, 40.0, confidence=0.9, floors=1)),
        "kn": at_least(in_looks, race_effort(values, 40.0, pace, goal="min", confidence=0.9, floors=1)),
        "rinott": two_stage_effort(values, 40.0, pace, confidence=0.9, floors=1),
    }
    assert found.floors == {"gap": in_looks}
    assert 10 < once < in_looks
    assert found.pairing > 1.0
    assert found.minutes(found.rules["kn"]) == pytest.approx(
        sum(found.rules["kn"].each[arm] * found.seconds[arm] for arm in range(3)) / 60
    )


def test_what_matters_is_proposed_from_the_control_and_the_asked_precision_foretold(tmp_path: Path) -> None:
    """1 % of some 10,600 EUR is 106, rounded up to 200; the precision of the schedule that takes longest."""
    precision = {"total_cost": Relative(0.01), "units_short": 10.0}
    (found,) = pilot(study(precision=precision), tmp_path, futures=10)
    assert (found.matters, found.proposed) == (200.0, True)
    cost, short = costs(tmp_path).T, costs(tmp_path, "units_short").T
    assert found.precision == {
        "total_cost": max(replications_needed(one, 0.01 / 1.01 * one.mean()) for one in cost),
        "units_short": max(replications_needed(one, 10.0) for one in short),
    }


def test_a_measure_that_is_no_money_is_foretold_in_means_of_25(tmp_path: Path) -> None:
    (found,) = pilot(study(primary="units_short", matters=50.0), tmp_path, futures=10)
    values = costs(tmp_path, "units_short")
    assert found.rules["kn"] == race_effort(values, 50.0, Pace(20, 20, 2000, 25), goal="min")


def test_settings_are_foretold_each(tmp_path: Path) -> None:
    overrides = {"slow": {"lines.make.rate": "40 pieces/day"}}
    plain, slow = pilot(study(overrides=overrides), tmp_path, futures=10)
    assert plain.contest.arms == ("stay [as written]", "jump [as written]", "late [as written]")
    assert slow.contest.arms == ("stay [slow]", "jump [slow]", "late [slow]")
    assert slow.rules["fixed"].each.keys() == {0, 1, 2}


def test_a_pilot_of_too_few_futures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="a pilot of 9 futures; 10 or more would do"):
        pilot(study(), tmp_path / "none", futures=9)
    assert not (tmp_path / "none").exists()
