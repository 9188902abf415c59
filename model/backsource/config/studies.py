"""Studies: read with the scenario and the schedules that they name, all faults at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from backsource.config.checks import study_faults
from backsource.config.factors import factor_faults
from backsource.config.files import Folder, project_root
from backsource.config.load import load_scenario, load_schedule, memory, parsed, raised
from backsource.config.reading import Page, read_page
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.searched import search_faults
from backsource.config.study import Study
from backsource.errors import ConfigError, Fault

Read = TypeVar("Read")


@dataclass(frozen=True)
class StudyFiles:
    """A study and everything it names, all sound and fitting together."""

    study: Study
    scenario: Scenario
    schedules: dict[str, Schedule]
    """By the name that stands in the schedule, in the order of the study."""
    paths: tuple[Path, ...]
    """Files that were named: the study, its scenario, its schedules."""


def load_study(path: str | Path, *, root: str | Path | None = None) -> Study:
    """The study of a YAML file, checked with the files that it names; see `read_study`."""
    return read_study(path, root=root).study


def read_study(path: str | Path, *, root: str | Path | None = None) -> StudyFiles:
    """A study with its scenario and schedules; the paths in the study come out absolute.

    Raises ConfigError with the faults of all these files.
    """
    path = Path(path)
    top = Path(root) if root is not None else project_root(path)
    page = read_page(path)
    study = _study_of(page)
    folder = Folder(top, top)
    faults: list[Fault] = []
    found: dict[tuple[str | int, ...], Path] = {}
    keys: list[tuple[str | int, ...]] = [("scenario",), *(("schedules", i) for i in range(len(study.schedules)))]
    for key, name in zip(keys, [study.scenario, *study.schedules], strict=True):
        try:
            found[key] = folder.file(name)
        except ValueError as error:
            faults.append(page.place.fault(key, name, str(error)))
    scenario = _kept(faults, lambda: load_scenario(found[keys[0]], root=top)) if keys[0] in found else None
    schedules: dict[str, Schedule] = {}
    for key in keys[1:]:
        if key not in found:
            continue
        schedule = _kept(faults, lambda key=key: load_schedule(found[key], scenario=scenario))  # type: ignore[misc]
        if schedule is None:
            continue
        if schedule.schedule in schedules:
            faults.append(page.place.fault(key, f"`{schedule.schedule}` twice", "schedules of different names"))
        schedules[schedule.schedule] = schedule
    complete = len(schedules) == len(study.schedules)
    faults += study_faults(study, scenario, list(schedules) if complete else None, page.place)
    if scenario is not None and complete:
        faults += factor_faults(study, scenario, schedules, page.place)
    if complete:
        faults += search_faults(study, scenario, schedules, page.place)
    if faults or scenario is None:
        raise ConfigError(faults)
    paths = {"scenario": found[keys[0]], "schedules": [found[key] for key in keys[1:]]}
    return StudyFiles(study.model_copy(update=paths), scenario, schedules, (path, *(found[key] for key in keys)))


def study_from(data: Mapping[str, Any]) -> Study:
    """The study that a dict says, by itself; `read_study` also checks the files it names. Raises ConfigError."""
    return _study_of(memory(data))


def _study_of(page: Page) -> Study:
    study, faults = parsed(Study, page)
    if study is not None:
        faults = study_faults(study, None, None, page.place)
    return raised(study, [*page.faults, *faults])


def _kept(faults: list[Fault], load: Callable[[], Read]) -> Read | None:
    """What loads, or nothing and its faults kept."""
    try:
        return load()
    except ConfigError as error:
        faults.extend(error.faults)
        return None
