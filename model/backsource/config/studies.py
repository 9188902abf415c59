"""Studies: read with the scenarios and the schedules that they name, all faults at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from backsource.config.checks import form_faults, measure_faults, study_faults
from backsource.config.checks.studies import Measured
from backsource.config.files import Folder, project_root
from backsource.config.load import load_scenario, load_schedule, memory, parsed, raised
from backsource.config.places import Key, Place
from backsource.config.reading import Page, read_page
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.searched import search_faults
from backsource.config.study import Study
from backsource.config.tables import with_observations
from backsource.config.varied import factor_faults, override_faults
from backsource.errors import ConfigError, Fault

Read = TypeVar("Read")
Keys = tuple[Key, ...]


@dataclass(frozen=True)
class StudyFiles:
    """A study and everything it names, all sound and fitting together."""

    study: Study
    scenarios: tuple[Scenario, ...]
    """In the order of the study, of different names; most studies have one."""
    schedules: dict[str, Schedule]
    """By the name that stands in the schedule, in the order of the study."""
    paths: tuple[Path, ...]
    """Files that were named: the study, its scenarios, its schedules."""

    @property
    def scenario(self) -> Scenario:
        """The first scenario."""
        return self.scenarios[0]


def load_study(path: str | Path, *, root: str | Path | None = None) -> Study:
    """The study of a YAML file, checked with the files that it names; see `read_study`."""
    return read_study(path, root=root).study


def read_study(
    path: str | Path, *, root: str | Path | None = None, measures: Mapping[str, Measured] | None = None
) -> StudyFiles:
    """A study with its scenarios and schedules; the paths in the study come out absolute.

    Names of measures are checked against *measures*, where these are given. Raises ConfigError with the faults of all
    these files.
    """
    path = Path(path)
    top = Path(root) if root is not None else project_root(path)
    page = with_observations(read_page(path), top)
    study, faults = _said(page)
    if study is None:
        raise ConfigError(faults)
    reader = _Files(study, page.place, Folder(top, top), top)
    faults += reader.faults
    faults += study_faults(study, reader.scenarios, list(reader.schedules) if reader.complete else None, page.place)
    if measures is not None:
        faults += measure_faults(study, measures, page.place)
    if reader.complete:
        for scenario in reader.scenarios:
            faults += factor_faults(study, scenario, reader.schedules, page.place)
            faults += override_faults(study, scenario, reader.schedules, page.place)
        faults += search_faults(study, reader.scenarios, reader.schedules, page.place)
    if faults:
        raise ConfigError(faults)
    return StudyFiles(reader.absolute(), tuple(reader.scenarios), reader.schedules, (path, *reader.paths.values()))


class _Files:
    """The files of a study that could be read, and what is wrong with the others."""

    def __init__(self, study: Study, place: Place, folder: Folder, root: Path) -> None:
        self.study, self.place, self.faults = study, place, list[Fault]()
        self.paths: dict[Keys, Path] = {}
        for key, name in self._named().items():
            try:
                self.paths[key] = folder.file(name)
            except ValueError as error:
                self.faults.append(place.fault(key, name, str(error)))
        self.scenarios: list[Scenario] = []
        for key, file in self.paths.items():
            if key[0] != "schedules":
                self.scenarios += self._kept(lambda file=file: load_scenario(file, root=root))  # type: ignore[misc]
        self.schedules: dict[str, Schedule] = {}
        for key, file in self.paths.items():
            if key[0] == "schedules":
                self._schedule(key, file)
        wanted = (len(study.scenarios or [study.scenario]), len(study.schedules))
        self.complete = (len(self.scenarios), len(self.schedules)) == wanted

    def absolute(self) -> Study:
        """The study with the paths of the files that were found."""
        scenarios, schedules = ([file for key, file in self.paths.items() if (key[0] == "schedules") is own]
                                for own in (False, True))  # fmt: skip
        named = {"scenarios": scenarios} if self.study.scenarios else {"scenario": scenarios[0]}
        return self.study.model_copy(update={**named, "schedules": schedules})

    def _named(self) -> dict[Keys, Path]:
        study = self.study
        one: dict[Keys, Path] = {} if study.scenario is None else {("scenario",): study.scenario}
        several: dict[Keys, Path] = {("scenarios", i): name for i, name in enumerate(study.scenarios)}
        return {**one, **several, **{("schedules", i): name for i, name in enumerate(study.schedules)}}

    def _schedule(self, key: Keys, file: Path) -> None:
        """Read a schedule, which has to fit every scenario."""
        read: list[Schedule] = []
        known: list[Scenario | None] = [*self.scenarios]
        for scenario in known or [None]:
            read += self._kept(lambda scenario=scenario: load_schedule(file, scenario=scenario))  # type: ignore[misc]
        if len(read) < max(1, len(self.scenarios)):
            return
        name = read[0].schedule
        if name in self.schedules:
            self.faults.append(self.place.fault(key, f"`{name}` twice", "schedules of different names"))
        self.schedules[name] = read[0]

    def _kept(self, load: Callable[[], Read]) -> list[Read]:
        """What loads, or nothing and its faults kept."""
        try:
            return [load()]
        except ConfigError as error:
            self.faults += error.faults
            return []


def study_from(data: Mapping[str, Any]) -> Study:
    """The study that a dict says, by itself; `read_study` also checks the files it names. Raises ConfigError."""
    page = with_observations(memory(data), None)
    study, faults = _said(page)
    if study is not None:
        faults += study_faults(study, (), None, page.place)
    return raised(study, faults)


def _said(page: Page) -> tuple[Study | None, list[Fault]]:
    """The study of a page, where it can be read, and what is wrong with the form of the page."""
    study, faults = parsed(Study, page)
    form = form_faults(page.data, page.place) if isinstance(page.data, dict) else []
    return study, [*page.faults, *faults, *form]
