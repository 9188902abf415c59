"""Which of the finalists is best: Kim and Nelson's selection among them, in futures that the search has not seen."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backsource.config import Schedule
from backsource.config.study import Rule
from backsource.experiment.contest import padded
from backsource.experiment.rules import pace_of
from backsource.experiment.search.asked import Asked
from backsource.experiment.search.trials import Work
from backsource.inference.choice import Floor
from backsource.inference.floors import together
from backsource.inference.race_choice import Pace, Raced, race_within_floors, wanted
from backsource.results.search_record import seen_under

PURPOSE = "selection"
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Selection:
    """What came out among the finalists."""

    best: str
    """Key of the chosen one; empty where none is left, since all break a floor."""
    finished: bool
    """Whether the procedure ended by its own rule, not at the most futures."""
    futures: Mapping[str, int]
    """Futures of each finalist."""
    means: Mapping[str, float]
    """Mean of the primary measure of each of them, over its own futures."""
    bound: int
    """Futures after which the procedure ends at the latest."""
    kept: bool
    """Whether the best one is known to keep all floors."""


def select(work: Work, finalists: Mapping[str, Schedule]) -> Selection:
    """Kim and Nelson's selection with the study's `matters`, among those that keep the floors."""
    asked, names = work.asked, list(finalists)
    samples = work.record.samples.setdefault(PURPOSE, {})
    pace = pace_of(asked.contest, Rule(by="kn", most=asked.search.most))
    want: Mapping[int, int] = dict.fromkeys(range(len(names)), pace.stage)
    counts = dict.fromkeys(names, 0)
    while want:
        counts.update({names[arm]: min(count, pace.most) for arm, count in want.items()})
        _run(work, finalists, counts)
        raced = _race(asked, [samples[name][: counts[name]] for name in names], pace)
        work.report(PURPOSE, max(counts.values()), pace.most)
        want = wanted(raced.race, pace, len(names))
    standings = [together(judged) for judged in raced.judged]
    left = sorted(raced.race.survivors, key=lambda arm: standings[arm] != "kept")
    return Selection(
        best=names[left[0]] if left else "",
        finished=raced.race.finished,
        futures=counts,
        means={name: float(samples[name][:count, 0].mean()) for name, count in counts.items()},
        bound=raced.race.bound,
        kept=bool(left) and standings[left[0]] == "kept",
    )


def _run(work: Work, finalists: Mapping[str, Schedule], counts: Mapping[str, int]) -> None:
    """Run each schedule until it has as many futures as it should; those that have equally many go together."""
    asked, samples = work.asked, work.record.samples[PURPOSE]
    width = len(asked.measures)
    there = {name: len(seen_under(samples, name, width)) for name in counts}
    for done, until in sorted({(there[name], count) for name, count in counts.items() if there[name] < count}):
        behind = {name: finalists[name] for name, count in counts.items() if (there[name], count) == (done, until)}
        for name, rows in work.values(behind, asked.seeds[PURPOSE], range(done, until)).items():
            samples[name] = np.vstack((seen_under(samples, name, width), rows))
        work.save()


def _race(asked: Asked, samples: list[Floats], pace: Pace) -> Raced:
    """The race over what is there, by the primary measure, with what is known of the floors."""
    assert asked.matters is not None, "a checked search for one best schedule has it"
    happened = zip(*(asked.broken(rows) for rows in samples), strict=True)
    floors = [
        Floor(name, padded(columns), one.chance)
        for (name, one), columns in zip(asked.floors.items(), happened, strict=True)
    ]
    return race_within_floors(
        padded([rows[:, 0] for rows in samples]), floors, pace,
        goal=asked.contest.goal, matters=asked.matters, confidence=asked.confidence,
    )  # fmt: skip
