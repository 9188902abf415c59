"""What a search is asked for: what it minimises or maximises, what must hold, and in which futures it looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import numpy.typing as npt

from backsource.config import Schedule
from backsource.config.factors import unfolded
from backsource.config.paths import way_to
from backsource.config.search import Search
from backsource.config.search_words import file_words, word_at, words_with
from backsource.config.searched import value_at
from backsource.config.study import Floor, Rule
from backsource.errors import StudyError
from backsource.experiment.arms import Experiment
from backsource.experiment.contents import sources, versions
from backsource.experiment.contest import Contest, broken, contest_of, measure_of
from backsource.experiment.rules import pace_of
from backsource.experiment.search.futures import seed_of
from backsource.experiment.search.space import Space
from backsource.measures import Measure

Floats = npt.NDArray[np.float64]
COUNTS = {"trials", "finalists", "most", "estimate"}
"""How much of it is done: a search that is asked for more goes on where it ended."""

APART = {"question", "measures", "scenario", "scenarios", "schedules", "search", "replications", "rule", "precision"}
"""What a study says that moves no number of its search, or that is told by what its files say."""


@dataclass(frozen=True)
class Asked:
    """One search, with everything that its numbers depend on."""

    study: str
    search: Search
    space: Space
    written: Mapping[str, Schedule]
    """Schedules written by hand, by name, in the order of the study."""
    words: Mapping[str, Any]
    """What the file of the start says."""
    contest: Contest
    """By what the best of the schedules written by hand, or of others, is chosen."""
    objectives: tuple[Measure, ...]
    """The primary measure, and the second one where there are two."""
    seeds: Mapping[str, int]
    """Of sampler, search, selection and estimate."""
    hash: str = field(default="")

    @classmethod
    def of(cls, experiment: Experiment) -> "Asked":
        """The search of a study. Raises `StudyError` where the study has none, or none that can be run."""
        study, search = experiment.study, experiment.study.search
        if search is None:
            found = f"study {study.study}: no `search`, which says what may vary"
            raise StudyError(f"{found}; `search: {{from: .., vary: {{..}}}}` would do")
        if len(experiment.settings) > 1:
            found = f"study {study.study}: {len(experiment.settings)} settings of the scenario"
            raise StudyError(f"{found}; a search looks in one, and a study without these factors would do")
        setting = experiment.settings[0]
        contest = contest_of(study, list(setting.schedules), setting.scenario.currency)
        if search.also is None and (stage := pace_of(contest, Rule(by="kn")).stage) > search.most:
            raise StudyError(
                f"study {study.study}: `most` of its search is {search.most}, and a selection by {study.primary}, "
                f"which is averaged to be nearly normal, looks first after {stage} futures; {stage} or more would do"
            )
        also = measure_of(search.also, setting.scenario.currency) if search.also else None
        start = next(one for one in experiment.schedules if one.schedule == search.start)
        purposes = ("sampler", "search", "selection", "estimate")
        return cls(
            study=study.study,
            search=search,
            space=Space.of(search, start, setting.scenario, experiment.since),
            written={**({} if start.schedule in setting.schedules else {start.schedule: start}), **setting.schedules},
            words=file_words(start, study.schedules),
            contest=contest,
            objectives=(contest.measure, *([also] if also else [])),
            seeds={purpose: seed_of(study.seed, purpose) for purpose in purposes},
            hash=_hash(experiment),
        )

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures that are kept of every future: the objectives, then one for each floor."""
        return (*(one.name for one in self.objectives), *(floor.measure for floor in self.floors.values()))

    @property
    def floors(self) -> Mapping[str, Floor]:
        """What must hold, by name."""
        return dict(self.contest.floors)

    @property
    def matters(self) -> float | None:
        """The smallest difference that does; none where nobody has said."""
        return self.contest.matters

    @property
    def confidence(self) -> float:
        """How sure the choice is to be."""
        return self.contest.confidence

    @property
    def sign(self) -> float:
        """What the primary measure is multiplied with so that less is better."""
        return -1.0 if self.objectives[0].goal == "max" else 1.0

    def changes(self, levels: Mapping[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
        """What differs from the start: path, what the file says there, and the level."""
        found = [(path, word_at(self.words, self.space.start, path), level) for path, level in levels.items()]
        start = self.space.start
        as_is = {path: way_to(start, unfolded(start, path))[-1][1] for path in levels}
        return tuple(one for one in found if value_at(start, one[0], one[2]) != as_is[one[0]])

    def file(self, levels: Mapping[str, Any], name: str) -> dict[str, Any]:
        """The words of a file that says the start with these levels."""
        return words_with(self.words, self.space.start, levels, self.space.scenario, name)

    def means(self, values: Floats) -> tuple[float, ...]:
        """Means of the objectives; nan where one has no value in some future."""
        return tuple(float(mean) for mean in values[:, : len(self.objectives)].mean(axis=0))

    def breaches(self, values: Floats) -> tuple[float, ...]:
        """Share of futures in which each floor is broken."""
        return tuple(float(broken.mean()) for broken in self.broken(values))

    def broken(self, values: Floats) -> Sequence[Floats]:
        """1 where a floor is broken, future by future, for each floor."""
        first = len(self.objectives)
        return [broken(floor, values[:, first + place]) for place, floor in enumerate(self.floors.values())]

    def keeps(self, breaches: Sequence[float]) -> bool:
        """Whether every floor holds in the futures that were seen."""
        return all(share <= floor.chance for share, floor in zip(breaches, self.floors.values(), strict=True))

    def excess(self, breaches: Sequence[float]) -> float:
        """By how much floors are broken in all."""
        return sum(max(0.0, share - floor.chance) for share, floor in zip(breaches, self.floors.values(), strict=True))


def _hash(experiment: Experiment) -> str:
    """Hash of what was asked, without how much of it; another one, and nothing that was seen counts."""
    study, setting = experiment.study, experiment.settings[0]
    words = study.model_dump_json(by_alias=True, exclude=APART)
    search = study.search.model_dump_json(by_alias=True, exclude=COUNTS) if study.search else ""
    files = [setting.scenario.model_dump_json(by_alias=True)]
    files += [one.model_dump_json(by_alias=True) for one in setting.schedules.values()]
    files += [experiment.status.model_dump_json(by_alias=True)] if experiment.status else []
    facts = (words, search, *files, sorted(versions().items()), sources(), _optuna())
    return blake2b(repr(facts).encode(), digest_size=16).hexdigest()


def _optuna() -> str:
    """Version of what proposes points; nothing where it is not installed, and nothing is proposed."""
    try:
        return version("optuna")
    except PackageNotFoundError:
        return ""
