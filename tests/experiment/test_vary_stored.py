"""Runs of variations are stored: made once, found again, and taken for there only where all of them are."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny import SCENARIO, STAY, jump, tiny
from tiny_project import UNSURE

from backsource.config import scenario_from
from backsource.experiment import Experiment, contents, course
from backsource.experiment.vary import base_of, corners, stored_corners
from backsource.experiment.vary.running import FILE, are_there, values_at

ARMS = ["jump", "stay"]


@pytest.fixture
def unsure() -> Experiment:
    """Two schedules and two unsure inputs, so four corners."""
    return replace(tiny(STAY, jump()), scenario=scenario_from({**SCENARIO, "unsure": UNSURE}))


def no_run(*_: object, **__: object) -> None:
    raise AssertionError("nothing is run")


def test_corners_that_were_run_are_read_back_and_the_same(
    unsure: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stored_corners(unsure, ARMS, folder=tmp_path) is None
    assert not list(tmp_path.iterdir())  # asking leaves nothing
    made = corners(unsure, ARMS, folder=tmp_path)
    monkeypatch.setattr(course, "run_piece", no_run)
    found = stored_corners(unsure, ARMS, folder=tmp_path)
    assert found is not None
    np.testing.assert_array_equal(found.samples, made.samples)
    assert found.picked == "jump"
    again = stored_corners(unsure, ["stay", "jump"], folder=tmp_path)
    assert again is not None
    np.testing.assert_array_equal(again.samples, made.samples[:, :, ::-1])


def test_corners_are_not_there_for_other_arms_more_futures_another_seed_or_other_physics(
    unsure: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corners(unsure, ["jump"], folder=tmp_path)
    assert stored_corners(unsure, ["jump"], folder=tmp_path) is not None
    assert stored_corners(unsure, ["jump"], futures=5, folder=tmp_path) is None
    assert stored_corners(unsure, ARMS, folder=tmp_path) is None
    other = replace(unsure, study=unsure.study.model_copy(update={"seed": 6}))
    assert stored_corners(other, ["jump"], folder=tmp_path) is None
    monkeypatch.setattr(contents, "sources", lambda: "edited")
    assert stored_corners(unsure, ["jump"], folder=tmp_path) is None


def test_a_scenario_without_unsure_inputs_needs_no_run(tmp_path: Path) -> None:
    found = stored_corners(tiny(STAY, jump()), ARMS, folder=tmp_path)
    assert found is not None
    assert found.count == 0
    assert not list(tmp_path.iterdir())


def test_points_are_there_when_the_last_of_their_runs_is(unsure: Experiment, tmp_path: Path) -> None:
    from backsource.experiment.vary.corners import _points

    base = base_of(unsure, tmp_path)
    points = _points(base)[1]
    assert not are_there(base, points, ARMS, futures=1)
    values_at(base, points[:3], ARMS, futures=1)
    assert (tmp_path / FILE).exists()
    assert are_there(base, points[:3], ARMS, futures=1)
    assert not are_there(base, points, ARMS, futures=1)
    values_at(base, points, ARMS, futures=1)
    assert are_there(base, points, ARMS, futures=1)
    assert not are_there(base_of(unsure), points, ARMS, futures=1)
