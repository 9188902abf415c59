"""Running a study: all schedules through the same futures, measured, and kept as they come."""

import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path

from backsource.errors import StudyError
from backsource.experiment.arms import Arm, Experiment, load
from backsource.experiment.contents import content_keys
from backsource.experiment.course import Course, Progress, Told
from backsource.experiment.provenance import inputs_of
from backsource.experiment.rules import Fixed, Rule, rule_of
from backsource.experiment.shard import Shard
from backsource.measures import INCIDENT_COLUMNS
from backsource.results import NAME, Asked, Results, Store, read

__all__ = ["INCIDENT", "KEPT_CURVES", "Progress", "asked_arms", "experiment_of", "run_study"]

INCIDENT = INCIDENT_COLUMNS
"""Facts of an incident."""
KEPT_CURVES = 1000
"""Runs of a study whose weekly curves are kept: those of the first replications of every arm; others are counted."""


def run_study(
    study: Experiment | Path | str,
    folder: Path | str | None = None,
    *,
    jobs: int = 1,
    cluster: str | None = None,
    shard: Shard | None = None,
    replications: int | None = None,
    on_progress: Told | None = None,
) -> Results:
    """Run every schedule of a study, and the stay-external twin, through the same futures, as its rule asks.

    *study* is a file, or an experiment already read or made in memory. Runs are stored in *folder* as they come, and
    those that are there already are not made again; without a folder they are gone with the results. *replications*
    overrules the rule. With a *shard* only its replications are run, into a file of its own. Numbers depend neither on
    *jobs* and *cluster* nor on interruptions. Raises `ConfigError`, `StudyError`, `ResultsError`, or what a
    replication raised.
    """
    experiment = experiment_of(study)
    if jobs == 0:
        raise StudyError("0 workers asked for; 1 or more would do, or -1 for one a processor")
    arms = experiment.arms()
    rule = rule_of(experiment, replications)
    if shard is not None:
        check_shared(experiment, rule, shard)
    aside = Aside() if folder is None else None
    place, name = Path(aside.path if aside else folder or ""), shard.file if shard else NAME
    keys = content_keys(arms, experiment.twins)
    with Store.open(place, name) as store:
        store.ask(
            inputs_of(experiment, rule, shard.words if shard else ""),
            asked_arms(arms, experiment.twins, keys),
            whole=KEPT_CURVES // len(arms),
            incident=INCIDENT,
        )
        course = Course(store, arms, experiment.twins, keys, shard=shard, jobs=jobs, cluster=cluster)
        course.follow(rule, on_progress)
    return read(place, name, keeper=aside)


class Aside:
    """A folder that is gone when nobody holds this any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="backsource-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def asked_arms(arms: Sequence[Arm], twins: dict[str, str], keys: dict[str, str]) -> list[Asked]:
    """The arms as a results file names them."""
    return [Asked(arm.name, keys[arm.name], twins[arm.name]) for arm in arms]


def check_shared(experiment: Experiment, rule: Rule, shard: Shard) -> None:
    """Raise `StudyError` where a study cannot be run in shards."""
    if not isinstance(rule, Fixed):
        raise StudyError(
            f"study {experiment.study.study}: shard {shard.words} of a study that looks at its runs to see how many "
            "it needs; a fixed number, by `replications` or --replications, would do"
        )
    if shard.of > rule.replications:
        most = rule.replications
        found = f"study {experiment.study.study}: shard {shard.words} of {most} replications"
        raise StudyError(f"{found}; at most {most} shards would do")


def experiment_of(study: Experiment | Path | str) -> Experiment:
    """The study with its files read, whatever it was given as."""
    return study if isinstance(study, Experiment) else load(Path(study))
