"""Running a study: all schedules through the same futures, measured, and kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from backsource.errors import StudyError
from backsource.experiment.arms import Experiment, load
from backsource.experiment.plans import beside_plan, planned_rows
from backsource.experiment.provenance import inputs_of
from backsource.experiment.twins import attribute
from backsource.experiment.workers import run_cells
from backsource.measures import Incident
from backsource.results import Inputs, Results, Run, read, write


@dataclass(frozen=True)
class Progress:
    """How far a study is."""

    done: int
    """Runs done, twins among them."""
    total: int
    runs: Sequence[Run]
    """The runs that have come in since the last report."""
    wanted: Mapping[str, int] = field(default_factory=dict)
    """Replications asked for by now, by schedule; more of some may be asked for later."""


@dataclass(frozen=True)
class Outcome:
    """All runs of a study, in the order of schedule and replication."""

    experiment: Experiment
    inputs: Inputs
    runs: tuple[Run, ...]

    def save(self, folder: Path) -> Results:
        """Write the results file into *folder*, whole or not at all, and open it."""
        write(folder, self.inputs, self.runs, [one.name for one in fields(Incident)])
        return read(folder)


def run_study(
    study: Experiment | Path | str,
    *,
    jobs: int = 1,
    cluster: str | None = None,
    replications: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """Run every schedule of a study, and the stay-external twin, through the same futures.

    *study* is a file, or an experiment already read or made in memory. *replications* overrules the
    study. Numbers do not depend on *jobs*, nor on *cluster*, a Dask cluster that works in their place.
    Raises `ConfigError`, `StudyError`, or what a replication raised.
    """
    experiment = experiment_of(study)
    count = experiment.study.replications if replications is None else replications
    if count < 2:
        raise StudyError(f"{count} replication(s) asked for; a comparison needs at least 2")
    if jobs == 0:
        raise StudyError("0 workers asked for; 1 or more would do, or -1 for one a processor")
    arms = experiment.arms()
    runs: list[Run] = []
    for block in run_cells(arms, count, jobs=jobs, cluster=cluster):
        runs += block
        if on_progress:
            on_progress(Progress(len(runs), count * len(arms), block, {arm.name: count for arm in arms}))
    place = {arm.name: number for number, arm in enumerate(arms)}
    runs.sort(key=lambda run: (place[run.schedule], run.replication))
    runs = beside_plan(runs, planned_rows(arms))
    return Outcome(experiment, inputs_of(experiment, count), tuple(attribute(runs, experiment.twins)))


def experiment_of(study: Experiment | Path | str) -> Experiment:
    """The study with its files read, whatever it was given as."""
    return study if isinstance(study, Experiment) else load(Path(study))
