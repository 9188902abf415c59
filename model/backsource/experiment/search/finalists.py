"""Which of the finalists is best: Kim and Nelson's selection among them, in futures that the search has not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from backsource.config import Schedule
from backsource.experiment.search.asked import Asked
from backsource.experiment.search.trials import Work
from backsource.inference.floors import Errors, judge_in_looks, shared_error
from backsource.inference.kn import Race, kn
from backsource.results.search_record import seen_under

PURPOSE = "selection"
FIRST = 20
"""Futures of every finalist before the first look."""
STEP = 20
"""Futures between two looks."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Selection:
    """What came out among the finalists."""

    best: str
    finished: bool
    """Whether the procedure ended by its own rule, not at the most futures."""
    futures: Mapping[str, int]
    """Futures of each finalist."""
    means: Mapping[str, float]
    """Mean of the primary measure over its own futures of the selection."""
    left: tuple[str, ...]
    """Finalists that nothing speaks against, the best mean first."""
    kept: bool
    """Whether the best one is known to keep all floors."""


def select(work: Work, finalists: Mapping[str, Schedule]) -> Selection:
    """Kim and Nelson's selection with the study's `matters`, among those that keep the floors."""
    asked, names = work.asked, list(finalists)
    samples = work.record.samples.setdefault(PURPOSE, {})
    most, alive, want = asked.search.most, list(names), FIRST
    while True:
        for_now = min(want, most)
        _run(work, {name: finalists[name] for name in alive}, for_now)
        race = _race(asked, [seen_under(samples, name, len(asked.measures))[:most] for name in names])
        work.report(PURPOSE, for_now, most)
        if race.finished or for_now == most:
            break
        alive, want = [names[arm] for arm in race.survivors], for_now + STEP
    left = [names[arm] for arm in race.survivors]
    counts = {name: len(samples[name][:most]) for name in names}
    return Selection(
        best=left[0] if left else "",
        finished=race.finished,
        futures=counts,
        means={name: float(samples[name][:most, 0].mean()) for name in names},
        left=tuple(left),
        kept=bool(left) and _moments(asked, samples[left[0]][:most], _errors(asked, len(names)))[0] < np.inf,
    )


def _run(work: Work, schedules: Mapping[str, Schedule], count: int) -> None:
    """Run each schedule until it has so many futures; those that have fewer go together."""
    asked, samples = work.asked, work.record.samples[PURPOSE]
    width = len(asked.measures)
    there = {name: len(seen_under(samples, name, width)) for name in schedules}
    for done in sorted({number for number in there.values() if number < count}):
        behind = {name: schedule for name, schedule in schedules.items() if there[name] == done}
        found = work.values(behind, asked.seeds[PURPOSE], range(done, count))
        for name, rows in found.items():
            samples[name] = np.vstack((seen_under(samples, name, width), rows))
        work.save()


def _race(asked: Asked, samples: Sequence[Floats]) -> Race:
    """The race over what is there, by the primary measure, with what is known of the floors."""
    errors = _errors(asked, len(samples))
    padded = np.full((max(len(rows) for rows in samples), len(samples)), np.nan)
    for arm, rows in enumerate(samples):
        padded[: len(rows), arm] = rows[:, 0]
    moments = np.array([_moments(asked, rows, errors) for rows in samples])
    assert asked.matters is not None, "a checked search for one best schedule has it"
    goal: Literal["min", "max"] = "max" if asked.objectives[0].goal == "max" else "min"
    return kn(
        padded,
        asked.matters,
        first=FIRST,
        confidence=1.0 - errors.selection,
        goal=goal,
        allowed=moments[:, 0],
        barred=moments[:, 1],
    )


def _errors(asked: Asked, arms: int) -> Errors:
    return shared_error(asked.confidence, arms, len(asked.floors))


def _moments(asked: Asked, rows: Floats, errors: Errors) -> tuple[float, float]:
    """Futures after which a finalist is known to keep all floors, and to break one; infinite where it is not known."""
    looks = range(FIRST, len(rows) + 1, STEP)
    judged = [
        judge_in_looks(broken, floor.chance, errors.floor, looks)
        for broken, floor in zip(asked.broken(rows), asked.floors, strict=True)
    ]
    kept = max((one.at if one.standing == "kept" else np.inf for one in judged), default=0.0)
    broken = min((one.at for one in judged if one.standing == "broken"), default=np.inf)
    return float(kept), float(broken)
