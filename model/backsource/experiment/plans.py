"""Every run beside the plan: one run of each arm in a world in which everything goes as planned."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from backsource.experiment.arms import Arm
from backsource.experiment.cell import run_cell
from backsource.measures import optimism_gap
from backsource.network.as_planned import as_planned, schedule_as_planned, status_as_planned
from backsource.results import Run

Rows = Mapping[str, Mapping[str, float]]


def planned_rows(arms: Sequence[Arm]) -> Rows:
    """The wide row of each arm as planned, by name."""
    return {arm.name: planned_row(arm) for arm in arms}


def planned_row(arm: Arm) -> Mapping[str, float]:
    """The wide row of an arm as planned."""
    return run_cell(_planned(arm), 0, curves=False).measures


def beside_plan(runs: Sequence[Run], plans: Rows) -> list[Run]:
    """The runs with their optimism gaps: planned minus simulated."""
    return [replace(run, measures={**run.measures, **optimism_gap(plans[run.schedule], run.measures)}) for run in runs]


def _planned(arm: Arm) -> Arm:
    scenario = as_planned(arm.scenario)
    schedule = None if arm.schedule is None else schedule_as_planned(arm.schedule)
    status = None if arm.status is None else status_as_planned(arm.status)
    return Arm.of(
        arm.name, scenario, schedule, seed=arm.seed, window=arm.window, reference=arm.reference, status=status
    )
