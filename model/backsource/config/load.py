"""Files in, frozen config out. Every fault of every file that is read is raised at once."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from backsource.config.checks import scenario_faults, schedule_faults, status_faults
from backsource.config.closed import Closed
from backsource.config.extending import extended
from backsource.config.faults import faults_of
from backsource.config.files import project_root
from backsource.config.folding import folded
from backsource.config.orders import with_orders
from backsource.config.places import Place
from backsource.config.reading import Page, kind_of, read_page
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.status import Status
from backsource.config.tables import with_tables
from backsource.errors import ConfigError, Fault

Model = TypeVar("Model", bound=Closed)


FORMAT = 1
"""Version of the file format that is written; all versions up to it are read."""


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


def scenario_from(data: Mapping[str, Any], *, root: str | Path | None = None) -> Scenario:
    """The scenario that a dict says, in the words of files. Raises ConfigError with every fault found.

    CSV files that it names are read from below `root`, relative to the working folder; they are refused without it.
    """
    return _scenario_of(memory(data), None if root is None else Path(root))


def schedule_from(data: Mapping[str, Any], *, scenario: Scenario | None = None) -> Schedule:
    """The schedule that a dict says, checked against a scenario where one is given. Raises ConfigError."""
    return _schedule_of(memory(data), scenario)


def status_from(data: Mapping[str, Any], scenario: Scenario, schedule: Schedule | None = None) -> Status:
    """The status that a dict says, which names no tables. Raises ConfigError."""
    return _status_of(memory(data), scenario, schedule, None)


def as_file(model: Closed) -> dict[str, Any]:
    """The words of a file that says what a model says, as JSON or YAML can hold them; reading it gives the model."""
    words = model.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    return {"format": FORMAT, **words}


def memory(data: Any) -> Page:
    """A dict as a page, whose faults speak of no file."""
    place = Place("<memory>")
    if not isinstance(data, Mapping):
        raise ConfigError([place.fault((), kind_of(data), "a mapping of keys to values")])
    return Page(dict(data), place)


def _scenario_at(path: Path, root: Path) -> Scenario:
    return _scenario_of(extended(read_page(path), path, root), root)


def _scenario_of(page: Page, root: Path | None) -> Scenario:
    page = with_tables(page, root)
    scenario, faults = parsed(Scenario, page)
    if scenario is not None:
        faults = scenario_faults(scenario, page.place)
    elif (sound := _sound_part(page.data, faults)) is not None:
        faults += scenario_faults(sound, page.place, page.data)
    return raised(scenario, [*page.faults, *faults])


def _schedule_of(page: Page, scenario: Scenario | None) -> Schedule:
    fold = folded(page)
    schedule, faults = parsed(Schedule, fold.page)
    if schedule is not None:
        faults = schedule_faults(schedule, scenario, fold.page.place)
    return raised(schedule, [fold.as_written(fault) for fault in (*fold.page.faults, *faults)])


def _status_of(page: Page, scenario: Scenario, schedule: Schedule | None, root: Path | None) -> Status:
    page = with_orders(page, scenario, root)
    status, faults = parsed(Status, page)
    if status is not None:
        faults = status_faults(status, scenario, schedule, page.place)
    return raised(status, [*page.faults, *faults])


def parsed(model: type[Model], page: Page) -> tuple[Model | None, list[Fault]]:
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


def raised(read: Model | None, faults: Sequence[Fault]) -> Model:
    """What was read, if nothing is wrong with it. Raises ConfigError."""
    if read is None or faults:
        raise ConfigError(faults)
    return read
