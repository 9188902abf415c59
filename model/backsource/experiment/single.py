"""One replication beside its stay-external twin, with the whole log: what `run` and `replay` show."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path

from backsource.config import Scenario, Schedule, Status
from backsource.config.faults import listed
from backsource.errors import StudyError
from backsource.experiment.arms import TWIN, Arm, Experiment
from backsource.experiment.cell import measured, simulate_cell
from backsource.experiment.plans import beside_plan, planned_rows
from backsource.experiment.study import experiment_of
from backsource.experiment.twins import attribute
from backsource.log import Log
from backsource.measures import INCIDENT_COLUMNS
from backsource.results import Run

REFERENCE_DAYS = 28
"""Days from the start that serve as reference window where no study names one."""


@dataclass(frozen=True)
class Single:
    """One run, its twin's, and the facts behind it."""

    run: Run
    twin: Run
    log: Log
    window: tuple[int, int]
    """First and last day measured."""

    @property
    def incident_fields(self) -> tuple[str, ...]:
        """Names of the facts of an incident."""
        return INCIDENT_COLUMNS


def run_single(
    scenario: Scenario, schedule: Schedule | None, seed: int, replication: int, status: Status | None = None
) -> Single:
    """One replication without a study: measured from day 0 to the horizon, the first 28 days as reference.

    From a status on it is the plan as it stands, which is its own twin.
    """
    last = ceil(scenario.horizon.amount) - 1
    window, reference = (0, last), (0, min(REFERENCE_DAYS - 1, last))
    arms = [
        Arm.of(name, scenario, way, seed=seed, window=window, reference=reference, status=status)
        for name, way in ((schedule.schedule if schedule else TWIN, schedule), (f"{TWIN} (twin)", None))
    ]
    return _pair(arms[0], arms[1] if schedule and status is None else arms[0], replication)


def run_again(study: Experiment | Path | str, schedule: str, replication: int) -> Single:
    """One replication of a study again, as `run_study` made it. Raises `StudyError` for an unknown schedule."""
    experiment = experiment_of(study)
    arms = {arm.name: arm for arm in experiment.arms()}
    if schedule not in arms:
        raise StudyError(f"study {experiment.study.study}: no schedule {schedule!r}; there are {listed(list(arms))}")
    return _pair(arms[schedule], arms[experiment.twins[schedule]], replication)


def _pair(arm: Arm, twin: Arm, replication: int) -> Single:
    log = simulate_cell(arm, replication)
    run = measured(arm, log, curves=True)
    beside = run if twin.name == arm.name else measured(twin, simulate_cell(twin, replication), curves=False)
    runs = beside_plan([run] if beside is run else [run, beside], planned_rows([arm, twin]))
    run, *others = attribute(runs, {arm.name: twin.name, twin.name: twin.name})
    window = max(arm.window[0], log.first_day), arm.window[1]
    return Single(run=run, twin=others[0] if others else run, log=log, window=window)
