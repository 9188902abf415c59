"""From any day in the middle of any way, every other way and turning back can be run: all laws of conservation hold."""

from pathlib import Path

import pytest

from backsource.experiment import Experiment, load, replanned, run_cell
from backsource.simulation import photograph, prepare

STUDY = Path(__file__).parents[2] / "experiments" / "first-changeover" / "study.yaml"


@pytest.mark.parametrize(
    ("way", "day"),
    [("gated", 226), ("gated", 420), ("bank_and_move", 516), ("phased", 380), ("pilot", 300), ("parallel", 620)],
)
def test_every_way_goes_on_from_the_middle_of_another(way: str, day: int) -> None:
    """Before the first gate, between gates, after the line was approved, in a bank, after the exit."""
    study = load(STUDY)
    own = next(one for one in study.schedules if one.schedule == way)
    status = photograph(prepare(study.scenario, own), 7, 0, day)
    control = study.study.model_copy(update={"control": way})
    plan = replanned(Experiment(control, study.scenario, study.schedules, status))
    runs = {arm.name: run_cell(arm, 1, curves=False) for arm in plan.experiment.arms()}
    assert set(runs) == {*(one.schedule for one in study.schedules), *(name for _, name in plan.returns)}
    assert len({run.environment for run in runs.values()}) == 1
