"""Every run beside its stay-external twin: the same seed and replication, and nothing changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from backsource.errors import StudyError
from backsource.measures import attributable, catalogue
from backsource.results import Run

ATTRIBUTABLE = "attributable_"
"""Prefix of a value minus that of the twin."""


def attribute(runs: Sequence[Run], twins: Mapping[str, str]) -> list[Run]:
    """The runs with `attributable_<measure>` = own value minus the twin's, for each measure that has a goal.

    *twins* names the twin's arm of each arm. Raises `StudyError` where a twin is missing, or met another environment:
    then the difference would mix the schedule with chance.
    """
    staying = set(twins.values())
    found = {(run.schedule, run.replication): run for run in runs if run.schedule in staying}
    names = frozenset(measure.name for measure in catalogue() if measure.goal != "none")
    return [_beside(run, found.get((twins[run.schedule], run.replication)), names) for run in runs]


def _beside(run: Run, twin: Run | None, names: frozenset[str]) -> Run:
    if twin is None:
        raise StudyError(f"{run.schedule}, replication {run.replication}: its stay-external twin was not run")
    difference = attributable(run.measures, twin.measures, environments=(run.environment, twin.environment))
    beside = {ATTRIBUTABLE + name: value for name, value in difference.items() if name in names}
    return replace(run, measures={**run.measures, **beside})
