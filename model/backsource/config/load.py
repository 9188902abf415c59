"""Files in, frozen config out. Every fault of every file that is read is raised at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from backsource.config.checks import scenario_faults, schedule_faults, status_faults, study_faults
from backsource.config.closed import Closed
from backsource.config.extending import extended
from backsource.config.faults import faults_of
from backsource.config.files import Folder, project_root
from backsource.config.folding import folded
from backsource.config.orders import with_orders
from backsource.config.places import Place
from backsource.config.reading import Page, kind_of, read_page
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.status import Status
from backsource.config.study import Study
from backsource.config.tables import with_tables
from backsource.errors import ConfigError, Fault

Model = TypeVar("Model", bound=Closed)


FORMAT = 1
"""Version of the file format that is written; all versions up to it are read."""


@dataclass(frozen=True)
class StudyFiles:
    """A study and everything it names, all sound and fitting together."""

    study: Study
    scenario: Scenario
    schedules: dict[str, Schedule]
    """By the name that stands in the schedule, in the order of the study."""
    paths: tuple[Path, ...]
    """Files that were named: the study, its scenario, its schedules."""


def load_scenario(path: str | Path, *, root: str | Path | None = None) -> Scenario:
    """The scenario of a YAML file, with what it extends and the tables it names.

    `root` bounds the files that it may name; the nearest folder above that holds `configs/` where it is not given.
    Raises ConfigError with every fault found.
    """
    path = Path(path)
    return _scenario_at(path, Path(root) if root is not None else project_root(path))


def load_schedule(path: str | Path, *, scenario: Scenario | None = None) -> Schedule:
    """The schedule of a YAML file, checked against a scenario where one is given. Raises ConfigError."""
    return _schedule_of(read_page(Path(path)), scenario)


def load_status(
    path: str | Path, scenario: Scenario, schedule: Schedule | None = None, *, root: str | Path | None = None
) -> Status:
    """The status of a YAML file, with the tables it names, checked against scenario and schedule.

    `root` bounds the files that it may name, as in `load_scenario`. Raises ConfigError with every fault found.
    """
    path = Path(path)
    return _status_of(read_page(path), scenario, schedule, Path(root) if root is not None else project_root(path))


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
    scenario = _kept(faults, lambda: _scenario_at(found[keys[0]], top)) if keys[0] in found else None
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
    if faults or scenario is None:
        raise ConfigError(faults)
    paths = {"scenario": found[keys[0]], "schedules": [found[key] for key in keys[1:]]}
    return StudyFiles(study.model_copy(update=paths), scenario, schedules, (path, *(found[key] for key in keys)))


def scenario_from(data: Mapping[str, Any], *, root: str | Path | None = None) -> Scenario:
    """The scenario that a dict says, in the words of files. Raises ConfigError with every fault found.

    CSV files that it names are read from below `root`, relative to the working folder; they are refused without it.
    """
    return _scenario_of(_memory(data), None if root is None else Path(root))


def schedule_from(data: Mapping[str, Any], *, scenario: Scenario | None = None) -> Schedule:
    """The schedule that a dict says, checked against a scenario where one is given. Raises ConfigError."""
    return _schedule_of(_memory(data), scenario)


def status_from(data: Mapping[str, Any], scenario: Scenario, schedule: Schedule | None = None) -> Status:
    """The status that a dict says, which names no tables. Raises ConfigError."""
    return _status_of(_memory(data), scenario, schedule, None)


def study_from(data: Mapping[str, Any]) -> Study:
    """The study that a dict says, by itself; `read_study` also checks the files it names. Raises ConfigError."""
    return _study_of(_memory(data))


def as_file(model: Closed) -> dict[str, Any]:
    """The words of a file that says what a model says, as JSON or YAML can hold them; reading it gives the model."""
    words = model.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    return {"format": FORMAT, **words}


def _memory(data: Any) -> Page:
    place = Place("<memory>")
    if not isinstance(data, Mapping):
        raise ConfigError([place.fault((), kind_of(data), "a mapping of keys to values")])
    return Page(dict(data), place)


def _scenario_at(path: Path, root: Path) -> Scenario:
    return _scenario_of(extended(read_page(path), path, root), root)


def _scenario_of(page: Page, root: Path | None) -> Scenario:
    page = with_tables(page, root)
    scenario, faults = _parsed(Scenario, page)
    if scenario is not None:
        faults = scenario_faults(scenario, page.place)
    elif (sound := _sound_part(page.data, faults)) is not None:
        faults += scenario_faults(sound, page.place, page.data)
    return _raised(scenario, [*page.faults, *faults])


def _schedule_of(page: Page, scenario: Scenario | None) -> Schedule:
    fold = folded(page)
    schedule, faults = _parsed(Schedule, fold.page)
    if schedule is not None:
        faults = schedule_faults(schedule, scenario, fold.page.place)
    return _raised(schedule, [fold.as_written(fault) for fault in (*fold.page.faults, *faults)])


def _status_of(page: Page, scenario: Scenario, schedule: Schedule | None, root: Path | None) -> Status:
    page = with_orders(page, scenario, root)
    status, faults = _parsed(Status, page)
    if status is not None:
        faults = status_faults(status, scenario, schedule, page.place)
    return _raised(status, [*page.faults, *faults])


def _study_of(page: Page) -> Study:
    study, faults = _parsed(Study, page)
    if study is not None:
        faults = study_faults(study, None, None, page.place)
    return _raised(study, [*page.faults, *faults])


def _parsed(model: type[Model], page: Page) -> tuple[Model | None, list[Fault]]:
    """The model of a page, or the faults of its values."""
    try:
        return model.model_validate(page.data, by_alias=True, by_name=False), []
    except ValidationError as error:
        return None, faults_of(error, model, page.data, page.place)


def _sound_part(data: Mapping[str, Any], faults: Sequence[Fault]) -> Scenario | None:
    """The scenario without its faulty entries, so that the rest can be checked too; none when that is not enough."""
    left = dict(data)
    for key, section in data.items():
        if isinstance(section, dict):
            entries = [f"{key}.{name}" for name in section]
            faulty = {entry for entry in entries for fault in faults if _begins(fault.path, entry)}
            left[key] = {name: value for name, value in section.items() if f"{key}.{name}" not in faulty}
        elif any(_begins(fault.path, key) for fault in faults):
            del left[key]
    try:
        return Scenario.model_validate(left, by_alias=True, by_name=False)
    except ValidationError:
        return None


def _begins(path: str, start: str) -> bool:
    return path.startswith(start) and path[len(start) : len(start) + 1] in ("", ".", "[")


def _raised(read: Model | None, faults: Sequence[Fault]) -> Model:
    if read is None or faults:
        raise ConfigError(faults)
    return read


def _kept(faults: list[Fault], load: Callable[[], Model]) -> Model | None:
    """What loads, or nothing and its faults kept."""
    try:
        return load()
    except ConfigError as error:
        faults.extend(error.faults)
        return None
