"""From a study to a better schedule: search, selection and estimate, each in futures of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from backsource.config import Schedule
from backsource.experiment.arms import Experiment
from backsource.experiment.contest import late_units_cost
from backsource.experiment.search.asked import Asked
from backsource.experiment.search.finalists import Selection, select
from backsource.experiment.search.front import spread
from backsource.experiment.search.futures import Simulated, Values
from backsource.experiment.search.sampler import optuna_installed
from backsource.experiment.search.space import Refused
from backsource.experiment.search.trials import Report, Work, key_of, ranking, try_points, written_by_hand
from backsource.inference import paired
from backsource.inference.interval import Interval
from backsource.inference.mean import mean_interval
from backsource.inference.paired import Paired
from backsource.inference.proportion import wilson
from backsource.inference.trade_off import non_dominated
from backsource.results.search_record import Seen, held, read_search, seen_under

PURPOSE = "estimate"
CHUNK = 100
"""Futures of the estimate between two savings."""
Floats = npt.NDArray[np.float64]
Guarantee = Literal["met", "capped", "extended", "rare", "none"]


@dataclass(frozen=True)
class Found:
    """One finalist."""

    name: str
    key: str
    """Under which it is kept: that of its point, or its name where it was written by hand."""
    schedule: Schedule
    levels: Mapping[str, Any]
    """What varies in it, by path; nothing for a schedule that was written by hand."""
    searched: tuple[float, ...]
    """Means over the futures of the search, which flatter what was chosen by them."""
    estimates: tuple[Interval, ...] = ()
    """Means over the futures of the estimate, one for each objective."""
    breaches: Mapping[str, Interval] = field(default_factory=dict)
    """Share of futures of the estimate in which each floor is broken, by name."""
    selected: float = np.nan
    """Mean of the primary measure over its futures of the selection."""
    futures: int = 0
    """Futures of the selection that it was run in."""
    non_dominated: float = np.nan
    """Chance that no other finalist is as good on both measures and better on one; of a search for two."""


@dataclass(frozen=True)
class Optimum:
    """What a search has found, and how sure that is."""

    asked: Asked
    trials: Sequence[Seen]
    written: Mapping[str, Seen]
    """Schedules written by hand in the futures of the search."""
    best_written: str
    """The best of them there."""
    finalists: Sequence[Found]
    """The chosen one first; in a search for two measures, by the first of them."""
    guarantee: Guarantee
    """Of the choice among the finalists. Met: it ended by its own rule; capped: at the most futures; extended: the
    search went on after an answer had been seen; none: a search for two measures chooses nothing."""
    bound: int = 0
    """Futures of a finalist after which the selection ends at the latest."""
    kept: bool = True
    """Whether the chosen one is known to keep all floors; False, too, where none of the finalists does."""
    gains: Mapping[str, Paired] = field(default_factory=dict)
    """Chosen schedule minus the best one written by hand, and minus the start, in the futures of the estimate; their
    intervals hold together."""

    @property
    def chosen(self) -> Found:
        """The schedule that was chosen, or the first of the front."""
        return self.finalists[0]

    @property
    def refused(self) -> int:
        """Trials that are no schedule that `check` accepts."""
        return sum(one.means is None for one in self.trials)

    @property
    def distinct(self) -> int:
        """Different points among the trials."""
        return len({one.point for one in self.trials})


def optimise(
    experiment: Experiment,
    folder: Path,
    *,
    jobs: int = 1,
    cluster: str | None = None,
    report: Report | None = None,
    values: Values | None = None,
) -> Optimum:
    """Search, select and estimate; what was seen is kept in *folder*, and a search that was interrupted goes on there.

    Numbers do not depend on *jobs*, *cluster* or interruptions. *values* stands in for the simulation. Raises
    `StudyError` where the study cannot be searched, or without optuna, before anything is run; `ResultsError` where
    another process searches into *folder*.
    """
    asked = Asked.of(experiment)
    optuna_installed()
    simulated = values or Simulated(experiment, asked.measures, jobs, cluster)
    with held(folder):
        return _optimised(Work(asked, simulated, read_search(folder, asked.hash), folder, report or _silent))


def _optimised(work: Work) -> Optimum:
    asked = work.asked
    written = written_by_hand(work)
    trials = try_points(work, written)
    best = min(written, key=lambda name: ranking(asked, written[name]))
    found = _one(work, trials, written, best) if asked.search.also is None else _front(work, trials, written, best)
    extent = [getattr(asked.search, name) for name in ("trials", "finalists", "most", "estimate")]
    if not work.record.answered:
        work.record.answered = extent
        work.save()
    looked = work.record.answered != extent and found.guarantee != "none"
    return replace(found, guarantee="extended") if looked else found


def _one(work: Work, trials: Sequence[Seen], written: Mapping[str, Seen], best: str) -> Optimum:
    asked = work.asked
    found = _finalists(asked, sorted(_candidates(trials), key=lambda one: ranking(asked, one)), written, best)
    selection = select(work, {one.key: one.schedule for one in found.values()})
    chosen = found[selection.best or next(iter(found))]
    compared = [found[name] for name in dict.fromkeys((best, asked.search.start)) if name != chosen.key]
    samples = _estimate(work, [chosen, *compared])
    level = 1.0 - (1.0 - asked.confidence) / max(1, len(compared))
    goal, own = asked.objectives[0].goal, samples[chosen.key][:, 0]
    told = [_with_estimate(asked, one, samples[one.key]) for one in (chosen, *compared)]
    told += [one for one in found.values() if one.key not in samples]
    means, counts = selection.means, selection.futures
    return Optimum(
        asked,
        trials,
        written,
        best,
        [replace(one, selected=means[one.key], futures=counts[one.key]) for one in told],
        _guarantee(asked, selection),
        selection.bound,
        selection.kept,
        {one.key: paired(own, samples[one.key][:, 0], level=level, goal=goal) for one in compared},
    )


def _guarantee(asked: Asked, selection: Selection) -> Guarantee:
    """What the selection is worth; single futures are no basis where few of them decide on the cost."""
    if not selection.finished:
        return "capped"
    return "rare" if asked.contest.money and late_units_cost(asked.space.scenario) else "met"


def _front(work: Work, trials: Sequence[Seen], written: Mapping[str, Seen], best: str) -> Optimum:
    asked = work.asked
    goals: list[Literal["min", "max"]] = ["max" if one.goal == "max" else "min" for one in asked.objectives]
    kept = [one for one in _candidates(trials) if asked.keeps(one.breaches)] or _candidates(trials)
    found = _finalists(asked, spread(kept, goals, asked.search.finalists), written, best)
    samples = _estimate(work, list(found.values()))
    together = np.stack([samples[key][:, : len(goals)] for key in found], axis=1)
    chances = non_dominated(together, goals, asked.seeds[PURPOSE])
    told = [
        replace(_with_estimate(asked, one, samples[one.key]), non_dominated=float(chance))
        for one, chance in zip(found.values(), chances, strict=True)
    ]
    told.sort(key=lambda one: asked.sign * one.estimates[0].estimate)
    return Optimum(asked, trials, written, best, told, "none")


def _candidates(trials: Sequence[Seen]) -> list[Seen]:
    """Trials that are schedules, each point once."""
    return list({one.point: one for one in trials if one.means is not None}.values())


def _finalists(asked: Asked, ranked: Sequence[Seen], written: Mapping[str, Seen], best: str) -> dict[str, Found]:
    """The first of *ranked*, the start, and the best schedule written by hand; a point that one of these is, once."""
    names = list(dict.fromkeys((best, asked.search.start)))
    taken = {asked.space.point(asked.written[name]) for name in names}
    found: dict[str, Found] = {}
    for number, one in enumerate([one for one in ranked if one.point not in taken][: asked.search.finalists], start=1):
        schedule, key = asked.space.schedule(one.point), key_of(one.point)
        assert not isinstance(schedule, Refused), "it was tried"
        name = f"{asked.space.name}_{number}"
        found[key] = Found(name, key, schedule, asked.space.at(one.point), one.means or ())
    for name in names:
        found[name] = Found(name, name, asked.written[name], {}, written[name].means or ())
    return found


def _estimate(work: Work, finalists: Sequence[Found]) -> dict[str, Floats]:
    """Values in the futures of the estimate, by key, each of shape (futures, measures)."""
    asked, samples = work.asked, work.record.samples.setdefault(PURPOSE, {})
    count, width = asked.search.estimate, len(asked.measures)
    for number, one in enumerate(finalists, start=1):
        while (there := len(seen_under(samples, one.key, width))) < count:
            more = range(there, min(there + CHUNK, count))
            rows = work.values({one.key: one.schedule}, asked.seeds[PURPOSE], more)[one.key]
            samples[one.key] = np.vstack((seen_under(samples, one.key, width), rows))
            work.save()
        work.report(PURPOSE, number, len(finalists))
    return {one.key: samples[one.key][:count] for one in finalists}


def _with_estimate(asked: Asked, found: Found, values: Floats) -> Found:
    intervals = tuple(mean_interval(values[:, place], asked.confidence) for place in range(len(asked.objectives)))
    breaches = {
        name: wilson(int(broken.sum()), len(broken), asked.confidence)
        for name, broken in zip(asked.floors, asked.broken(values), strict=True)
    }
    return replace(found, estimates=intervals, breaches=breaches)


def _silent(purpose: str, done: int, total: int) -> None:
    """Say nothing."""
