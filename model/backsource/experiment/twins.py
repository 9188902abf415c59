"""Every run beside its stay-external twin: the same seed and replication, and nothing changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

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
    return [_with_twin(run, found.get((twins[run.schedule], run.replication))) for run in runs]


def beside_twin(run: Run, twin: Run) -> Run:
    """One run with its attributable values. Raises `StudyError` where its twin met another environment."""
    difference = attributable(run.measures, twin.measures, environments=(run.environment, twin.environment))
    beside = {ATTRIBUTABLE + name: value for name, value in difference.items() if name in _with_goal()}
    return replace(run, measures={**run.measures, **beside})


def _with_twin(run: Run, twin: Run | None) -> Run:
    if twin is None:
        raise StudyError(f"{run.schedule}, replication {run.replication}: its stay-external twin was not run")
    return beside_twin(run, twin)


@lru_cache(maxsize=1)
def _with_goal() -> frozenset[str]:
    """Measures of which less or more is better."""
    return frozenset(measure.name for measure in catalogue() if measure.goal != "none")
