"""The search itself: points are proposed, tried in the same futures, and told, batch by batch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backsource.config import Schedule
from backsource.errors import StudyError
from backsource.experiment.search.asked import Asked
from backsource.experiment.search.futures import Values
from backsource.experiment.search.sampler import Sampler
from backsource.experiment.search.space import Point, Refused
from backsource.results.search_record import SearchRecord, Seen

PURPOSE = "search"
Report = Callable[[str, int, int], None]
"""Told what is under way, how much of it is done, and of how much."""


@dataclass(frozen=True)
class Work:
    """What all parts of a search work with."""

    asked: Asked
    values: Values
    record: SearchRecord
    folder: Path
    report: Report

    def save(self) -> None:
        """Keep what was seen."""
        self.record.save(self.folder)


def written_by_hand(work: Work) -> dict[str, Seen]:
    """What the schedules of the study are worth in the futures of the search, by name."""
    asked, samples = work.asked, work.record.samples.setdefault(PURPOSE, {})
    lacking = {name: schedule for name, schedule in asked.written.items() if name not in samples}
    if lacking:
        samples.update(work.values(lacking, asked.seeds["search"], range(asked.search.futures)))
        work.save()
    return {name: Seen((), asked.means(samples[name]), asked.breaches(samples[name])) for name in asked.written}


def try_points(work: Work, written: Mapping[str, Seen]) -> list[Seen]:
    """All trials in their order. Raises `StudyError` where no point is a schedule that has a value."""
    asked = work.asked
    places = {name: asked.space.point(schedule) for name, schedule in asked.written.items()}
    known = {point: _at(point, written[name]) for name, point in places.items() if point is not None}
    known.update({one.point: one for one in work.record.seen})
    goals = [one.goal for one in asked.objectives]
    sampler = Sampler(asked.space, goals, asked.seeds["sampler"], [p for p in places.values() if p is not None])  # type: ignore[arg-type]
    trials: list[Seen] = []
    while len(trials) < asked.search.trials:
        points = sampler.ask()[: asked.search.trials - len(trials)]
        known.update({one.point: one for one in _new(work, [point for point in points if point not in known])})
        trials += [known[point] for point in points]
        if len(trials) > len(work.record.seen):
            work.record.seen = list(trials)
            work.save()
        batch = [known[point] for point in points]
        sampler.tell([one.means for one in batch], [_excesses(asked, one) for one in batch])
        work.report(PURPOSE, len(trials), asked.search.trials)
    if not any(one.means for one in trials):
        raise StudyError(f"study {asked.study}: none of {len(trials)} trials is a schedule; {trials[-1].reason}")
    return trials


def _at(point: Point, seen: Seen) -> Seen:
    return _counted(point, seen.means or (), seen.breaches)


def _new(work: Work, points: list[Point]) -> list[Seen]:
    """Points that were not tried before, each once."""
    asked = work.asked
    found = {point: asked.space.schedule(point) for point in dict.fromkeys(points)}
    fit: dict[str, Schedule] = {key_of(point): one for point, one in found.items() if not isinstance(one, Refused)}
    values = work.values(fit, asked.seeds["search"], range(asked.search.futures)) if fit else {}
    tried = []
    for point, one in found.items():
        if isinstance(one, Refused):
            tried.append(Seen(point, None, (), one.reason))
        else:
            own = values[key_of(point)]
            tried.append(_counted(point, asked.means(own), asked.breaches(own)))
    return tried


def _counted(point: Point, means: tuple[float, ...], breaches: tuple[float, ...]) -> Seen:
    """A point with its means; one without a value in some future is no candidate."""
    if np.isnan(means).any():
        return Seen(point, None, (), "a measure without a value in some future")
    return Seen(point, means, breaches)


def key_of(point: Point) -> str:
    """Under which what is known of a point is kept."""
    return f"point/{'-'.join(map(str, point))}"


def _excesses(asked: Asked, seen: Seen) -> dict[str, float]:
    """By how much each floor is broken in the futures of the search; by nothing where nobody could look."""
    shares = seen.breaches or tuple(floor.chance for floor in asked.floors.values())
    return {
        f"floor {name}": share - one.chance for (name, one), share in zip(asked.floors.items(), shares, strict=True)
    }


def ranking(asked: Asked, seen: Seen) -> tuple[bool, float, float]:
    """Sorts the best first: what keeps the floors by the primary measure, then what breaks them least."""
    kept = asked.keeps(seen.breaches)
    value = asked.sign * (seen.means or (np.inf,))[0]
    value = np.inf if np.isnan(value) else value
    return (not kept, 0.0 if kept else asked.excess(seen.breaches), value)
