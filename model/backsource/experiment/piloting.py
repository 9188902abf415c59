"""A pilot: some futures of every schedule, with a seed of their own, from which the cost of an answer is foretold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
import numpy.typing as npt

from backsource.config import Study
from backsource.config.study import Precision, Relative, Rule
from backsource.errors import StudyError
from backsource.experiment.arms import Experiment
from backsource.experiment.cell import ready, run_cell
from backsource.experiment.choosing import Made
from backsource.experiment.contest import Contest, contests_of
from backsource.experiment.course import Told
from backsource.experiment.rules import pace_of
from backsource.experiment.settling import Settled, settled
from backsource.experiment.study import run_study
from backsource.inference import (
    Effort,
    Pace,
    fixed_effort,
    floor_effort,
    proposed,
    race_effort,
    replications_needed,
    shared_error,
    skewness_need,
    two_stage_effort,
    variance_ratio,
)
from backsource.streams import stream

FIRST = 20
"""Futures of a pilot where nobody says how many; the first stage of a race, too."""
LEAST = 10


@dataclass(frozen=True)
class Forecast:
    """What an answer would cost in one setting."""

    contest: Contest
    futures: int
    """Of the pilot, for each schedule."""
    matters: float
    """Smallest difference that matters: the study's, or the one proposed."""
    proposed: bool
    rules: Mapping[str, Effort]
    """Replications by `fixed`, `kn`, `rinott`; arms are numbered as in the contest."""
    precision: Mapping[str, int]
    """Replications of every schedule that each asked half-width takes."""
    floors: Mapping[str, int]
    """Replications of every schedule until each floor is judged, for the one that takes longest."""
    pairing: float
    """By how much common random numbers cut the replications: the middle one of the schedules against the control."""
    seconds: Sequence[float]
    """Time of one replication of each schedule, on one processor."""
    workers: int
    skewed: int
    """Futures from which intervals of differences to the control cover what they say; 0 where the pilot's will do."""
    settled: Settled | None = None
    """When the as-is regime has settled; none under a status, which needs no warm-up."""
    beside: float = 0.0
    """Time of one replication of the stay-external twin, where none of the schedules is it."""

    def minutes(self, effort: Effort) -> float:
        """Time that a rule would take with these workers; the twin is run as often as the schedule that is run most."""
        own = sum(count * self.seconds[arm] for arm, count in effort.each.items())
        return (own + max(effort.each.values()) * self.beside) / self.workers / 60.0


def pilot(
    experiment: Experiment,
    folder: Path | None,
    *,
    futures: int = FIRST,
    jobs: int = 1,
    cluster: str | None = None,
    on_progress: Told | None = None,
) -> list[Forecast]:
    """Run a pilot into *folder* and foretell what the answer costs, in each setting. Raises as `run_study` does.

    Its seed comes from the study's, so that no future of it is one of the study.
    """
    from joblib import effective_n_jobs

    if futures < LEAST:
        raise StudyError(f"a pilot of {futures} futures; {LEAST} or more would do")
    seed = int(stream(experiment.study.seed, 0, "pilot").integers(2**31))
    study = experiment.study.model_copy(update={"seed": seed, "replications": futures, "rule": None})
    apart = replace(experiment, study=study)
    made = Made(run_study(apart, folder, jobs=jobs, cluster=cluster, on_progress=on_progress))
    seconds = _seconds(apart)
    workers = effective_n_jobs(jobs)
    return [
        replace(
            _forecast(experiment.study, contest, contest.arms.index(setting.control), made, futures, seconds, workers),
            settled=settled(apart, setting, futures, jobs=jobs),
            beside=0.0 if (twin := apart.twins[contest.arms[0]]) in contest.arms else seconds[twin],
        )
        for setting, contest in contests_of(apart)
    ]


def _forecast(
    study: Study, contest: Contest, place: int, made: Made, futures: int, seconds: Mapping[str, float], workers: int
) -> Forecast:
    samples = contest.whole_samples(made)
    matters = contest.matters if contest.matters is not None else proposed(samples, place)
    others = [
        variance_ratio(samples[:, arm], samples[:, place]).ratio for arm in range(len(contest.arms)) if arm != place
    ]
    known = [ratio for ratio in others if np.isfinite(ratio)]
    rule = study.rule or Rule(by="kn")
    once, in_looks = (_floors(contest, made, pace) for pace in (None, pace_of(contest, rule)))
    floors = in_looks if study.rule is not None and study.rule.by == "kn" else once
    first = _first(contest, made, samples)
    least = (_of(once, first), _of(in_looks, first))
    return Forecast(
        contest=contest,
        futures=futures,
        matters=matters,
        proposed=contest.matters is None,
        rules=_rules(contest, samples, matters, rule, least) if matters > 0.0 else {},
        precision={name: _longest(contest, made, name, half) for name, half in study.precision.items()},
        floors={name: max(each) for name, each in floors.items()},
        pairing=float(np.median(known)) if known else float("nan"),
        seconds=[seconds[arm] for arm in contest.arms],
        workers=workers,
        skewed=max((skewness_need(column - samples[:, place]) for column in samples.T), default=0),
    )


def _rules(
    contest: Contest, samples: npt.NDArray[np.float64], matters: float, rule: Rule, least: tuple[int, int]
) -> dict[str, Effort]:
    """Replications by rule, at *least* those until the floors of the first schedule are judged: once, or in looks.

    Nothing is chosen, and nothing throws another out of a race, before that. Rinott's rule does not run longer for it.
    """
    pace: Pace = pace_of(contest, rule)
    sure, floors = contest.confidence, len(contest.floors)
    race = race_effort(samples, matters, pace, goal=contest.goal, confidence=sure, floors=floors)
    return {
        "fixed": _at_least(least[0], fixed_effort(samples, matters, confidence=sure, floors=floors)),
        "kn": _at_least(least[1], race),
        "rinott": two_stage_effort(samples, matters, pace, confidence=sure, floors=floors),
    }


def _at_least(least: int, effort: Effort) -> Effort:
    """An effort that takes so many replications of each arm, if it does not take more."""
    return Effort({arm: max(count, least) for arm, count in effort.each.items()}, max(effort.most, least))


def _longest(contest: Contest, made: Made, measure: str, half: Precision) -> int:
    """Replications until the mean of a measure is known as asked, for the schedule that takes longest."""
    needed = []
    for arm in contest.arms:
        values = made.values(arm, measure)
        known = values[~np.isnan(values)]
        if len(known) < 2:
            continue
        width = half.share / (1.0 + half.share) * abs(float(known.mean())) if isinstance(half, Relative) else half
        needed.append(replications_needed(known, width, contest.confidence) if width > 0.0 else len(known))
    return max(needed, default=0)


def _floors(contest: Contest, made: Made, pace: Pace | None) -> dict[str, list[int]]:
    """Replications until each floor is judged under each schedule, once or, with a pace, in the looks of a race."""
    error = shared_error(contest.confidence, len(contest.arms), len(contest.floors)).floor
    return {
        floor.name: [floor_effort(column, floor.chance, error, pace) for column in floor.happened.T]
        for floor in contest.events(made)
    }


def _first(contest: Contest, made: Made, samples: npt.NDArray[np.float64]) -> int | None:
    """The best mean among the schedules that kept their floors in the pilot; none where none did."""
    events = contest.events(made)
    kept = [arm for arm in range(len(contest.arms)) if all(one.happened[:, arm].mean() <= one.chance for one in events)]
    sign = -1.0 if contest.goal == "max" else 1.0
    return min(kept, key=lambda arm: sign * float(samples[:, arm].mean()), default=None)


def _of(needed: Mapping[str, Sequence[int]], arm: int | None) -> int:
    """The longest of what the floors of one schedule need."""
    return 0 if arm is None else max((each[arm] for each in needed.values()), default=0)


def _seconds(experiment: Experiment) -> dict[str, float]:
    """Time of one replication of each arm, prepared before."""
    found = {}
    for arm in experiment.arms():
        ready(arm)
        begun = perf_counter()
        run_cell(arm, 0, curves=False)
        found[arm.name] = perf_counter() - begun
    return found
