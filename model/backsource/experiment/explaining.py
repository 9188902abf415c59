"""The same futures of two arms again, with money and units short in parts that add up to their difference."""

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from backsource.config import Schedule
from backsource.errors import ResultsError, StudyError
from backsource.experiment.arms import TWIN, Arm, Experiment
from backsource.experiment.cell import measured, ready, simulate_cell
from backsource.experiment.contents import content_keys
from backsource.experiment.probing import Probed, Told, probed
from backsource.experiment.provenance import inputs_of
from backsource.experiment.rules import Fixed, rule_of
from backsource.experiment.settings import arm_called
from backsource.experiment.stored import asks
from backsource.log import Floats
from backsource.measures import LINES, SHORTAGE, WeeklyParts
from backsource.measures.explained import BY_FAMILY
from backsource.measures.twin import check_twins
from backsource.results import Results, Run, read

FILE = "explain.sqlite"
LEAST = 2
"""Futures that make a difference."""
USUAL = 100
"""Futures of a study that has not run and leaves their number to its rule."""
_COST, _SHORT, _SHORTAGE = "cost ", "short ", "shortage cost "
"""What names of curves, and of the measures beside the wide row, begin with."""


@dataclass(frozen=True)
class PairedParts:
    """Two arms in the same futures, in parts; arrays have a row for each future."""

    names: tuple[str, str]
    own: WeeklyParts
    """Of the first arm."""
    other: WeeklyParts
    """Of the second."""
    schedules: tuple[Schedule | None, Schedule | None]
    """None where nothing changes."""
    futures: int
    stored: str
    """How these runs stand to those of the study, in words."""


def pair_of_arms(experiment: Experiment, names: tuple[str, str]) -> tuple[Arm, Arm]:
    """The two arms of these names; `stay_external` is the twin of the other one, whatever its name.

    The name of a schedule without its levels is the first arm of it.
    Raises `StudyError` where they are the same, or where the study has no arm of a name.
    """
    known = {arm.name: arm for arm in experiment.arms()}
    names = _full(experiment, names[0]), _full(experiment, names[1])
    if experiment.status is None:
        twins = experiment.twins
        names = _twin_of(names[0], names[1], twins), _twin_of(names[1], names[0], twins)
    study = experiment.study.study
    unknown = [name for name in names if name not in known]
    if unknown:
        listed = ", ".join(known)
        raise StudyError(f"study {study}: no schedule {' or '.join(map(repr, unknown))}; there are {listed}")
    if names[0] == names[1]:
        others = ", ".join(name for name in known if name != names[0])
        raise StudyError(
            f"study {study}: {names[0]} twice, which has no difference to explain; one of {others} beside it would do"
        )
    return known[names[0]], known[names[1]]


def _full(experiment: Experiment, name: str) -> str:
    """The arm of a name; the twin is not looked for, as it is that of the arm beside it."""
    found = None if name == TWIN and experiment.status is None else arm_called(experiment.settings, name)
    return name if found is None else found[1]


def _twin_of(name: str, beside: str, twins: Mapping[str, str]) -> str:
    return twins.get(beside, name) if name == TWIN and name not in twins else name


def futures_of(experiment: Experiment, names: tuple[str, str], results: Results | None) -> int:
    """Futures to run: as many as are stored of both arms, else as many as the study names, else `USUAL`.

    Raises `StudyError` for fewer than two.
    """
    stored = results.stored if results is not None and asks(experiment, results) else {}
    both = stored.get(names[0], set()) & stored.get(names[1], set())
    count = next(number for number in range(len(both) + 1) if number not in both)
    if count == 0:
        rule = rule_of(experiment)
        count = rule.replications if isinstance(rule, Fixed) else USUAL
    if count < LEAST:
        raise StudyError(
            f"study {experiment.study.study}: {count} future of {names[0]} and {names[1]} is stored; at least {LEAST} "
            f"would do, such as `backsource compare` with --replications {LEAST}"
        )
    return count


def explained(
    experiment: Experiment,
    names: tuple[str, str],
    folder: Path | None = None,
    *,
    results: Results | None = None,
    jobs: int = 1,
    cluster: str | None = None,
    on_progress: Told | None = None,
) -> PairedParts:
    """Run two arms through the same futures, in parts; *results* are those of the study, where it has run.

    Runs lie in `explain.sqlite` in *folder*, and those that are there already are not made again; without a folder
    they are gone. Raises `StudyError` where the two cannot be compared, and `ResultsError` where a run of the same
    content is stored in *results* with another log.
    """
    arms = pair_of_arms(experiment, names)
    names = arms[0].name, arms[1].name
    numbers = range(futures_of(experiment, names, results))
    with ExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backsource-")))
        runs = probed(
            [(arm, numbers) for arm in arms],
            inputs_of(experiment),
            file=FILE,
            folder=place,
            made_by=parted,
            whole=len(numbers),
            jobs=jobs,
            cluster=cluster,
            on_progress=on_progress,
        )
        curves = _curves(read(place, FILE))
    own, other = (_joined(curves, runs, name) for name in names)
    for number in numbers:
        check_twins(*(runs[name][number].environment for name in names))
    ways = arms[0].schedule, arms[1].schedule
    return PairedParts(names, own, other, ways, len(numbers), _held_against(experiment, runs, names, results))


def parted(arm: Arm, replications: Sequence[int]) -> list[Run]:
    """These replications of one arm: wide row, shortage cost by cause beside it, weekly money and units by part."""
    return [_parted(arm, replication) for replication in replications]


def _parted(arm: Arm, replication: int) -> Run:
    log = simulate_cell(arm, replication)
    run, parts = measured(arm, log, curves=False), ready(arm)[1].weekly_parts(log)
    late = {_SHORTAGE + name: float(money) for name, money in parts.shortage.items()}
    curves = {"day": parts.day, **{_COST + name: weeks for name, weeks in parts.cost.items()}}
    curves |= {_SHORT + name: weeks for name, weeks in parts.short.items()}
    return replace(run, measures={**run.measures, **late}, incidents=(), milestones={}, banks={}, weekly=curves)


def _curves(kept: Results) -> Mapping[str, Mapping[str, Floats]]:
    """Curves by name and arm."""
    names = ("day", *(_COST + line for line in LINES), *(_SHORT + family for family in BY_FAMILY))
    return {name: kept.curves(name) for name in names}


def _joined(curves: Mapping[str, Mapping[str, Floats]], runs: Probed, name: str) -> WeeklyParts:
    """Parts of the first replications of one arm."""
    count = len(runs[name])
    late = {part: [run.measures[_SHORTAGE + part] for run in runs[name].values()] for part in SHORTAGE}
    return WeeklyParts(
        day=curves["day"][name][0],
        cost={line: curves[_COST + line][name][:count] for line in LINES},
        short={family: curves[_SHORT + family][name][:count] for family in BY_FAMILY},
        shortage={part: np.array(money) for part, money in late.items()},
    )


def _held_against(experiment: Experiment, runs: Probed, names: tuple[str, str], results: Results | None) -> str:
    """How the runs stand to those of the study. Raises `ResultsError` where one should be the same, and is not."""
    if results is None or not asks(experiment, results):
        return "the study has not run as its files are now, so there was nothing to hold these runs against"
    now = content_keys(experiment.arms(), experiment.twins)
    if any(now[name] != results.keys.get(name) for name in names):
        return "the study was run by another version, so its runs need not be these"
    frame = results.runs.set_index(["schedule", "replication"])["digest"]
    found = 0
    for name in names:
        for number, run in runs[name].items():
            there = frame.get((name, number))
            if there is not None and there != run.digest:
                raise ResultsError(
                    f"{results.path}: {name}, replication {number}, was another run ({there[:8]}, now "
                    f"{run.digest[:8]}) though nothing has changed; removing the file and `backsource compare` would do"
                )
            found += there is not None
    return f"all {found} runs of the study that these repeat are the same" if found else "none of these runs is stored"
