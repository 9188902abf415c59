"""A study as arms: each schedule with all that one replication of it needs."""

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from backsource.config import Scenario, Schedule, Study, read_study
from backsource.config.parsed import Dates
from backsource.errors import StudyError
from backsource.experiment.settings import Setting, settings_of
from backsource.network.days import day_number

Days = tuple[int, int]
TWIN = "stay_external"
"""Name of the arm that is added where no schedule of the study stays external."""


@dataclass(frozen=True)
class Arm:
    """One schedule on one scenario, measured in one window. Picklable; equal when its content is."""

    name: str
    seed: int
    window: Days
    """First and last day that are measured, both included [days since the start]."""
    reference: Days
    """First and last day of the reference window."""
    digest: str
    """Hash of scenario and schedule; the two models below take no part in comparisons."""
    scenario: Scenario = field(compare=False, repr=False)
    schedule: Schedule | None = field(compare=False, repr=False)
    """None: nothing changes."""

    @classmethod
    def of(
        cls, name: str, scenario: Scenario, schedule: Schedule | None, *, seed: int, window: Days, reference: Days
    ) -> "Arm":
        """The arm of these models."""
        text = scenario.model_dump_json(by_alias=True) + (schedule.model_dump_json(by_alias=True) if schedule else "")
        return cls(
            name, seed, window, reference, blake2b(text.encode(), digest_size=16).hexdigest(), scenario, schedule
        )


@dataclass(frozen=True)
class Experiment:
    """A study with the scenario and the schedules that it is about, read from files or made in memory."""

    study: Study
    scenario: Scenario
    schedules: tuple[Schedule, ...]

    def __post_init__(self) -> None:
        names = [schedule.schedule for schedule in self.schedules]
        if len(set(names)) < len(names) or self.study.control not in names:
            raise StudyError(
                f"study {self.study.study}: schedules are {', '.join(names)}; each needs a name of its own, "
                f"and the control {self.study.control!r} must be one of them"
            )

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """Combinations of levels of the scenario's factors, each with the schedules compared in it; at least one."""
        return settings_of(self.study, self.scenario, self.schedules)

    def arms(self) -> tuple[Arm, ...]:
        """One arm a schedule, in the order of the study; then the stay-external twin, if none of them is it.

        So in each setting, one after the other.
        """
        return tuple(arm for setting in self.settings for arm in self._arms(setting))

    @property
    def twin(self) -> str:
        """Name of the arm in which nothing changes, in the first setting."""
        return _twin(self.settings[0])

    @property
    def twins(self) -> dict[str, str]:
        """Name of the stay-external twin of each arm."""
        return {arm.name: _twin(setting) for setting in self.settings for arm in self._arms(setting)}

    def _arms(self, setting: Setting) -> list[Arm]:
        arms = [self._arm(name, setting.scenario, schedule) for name, schedule in setting.schedules.items()]
        twin = _twin(setting)
        return arms if twin in setting.schedules else [*arms, self._arm(twin, setting.scenario, None)]

    def _arm(self, name: str, scenario: Scenario, schedule: Schedule | None) -> Arm:
        window, reference = (_days(scenario, dates) for dates in (self.study.window, self.study.reference))
        return Arm.of(name, scenario, schedule, seed=self.study.seed, window=window, reference=reference)


def _twin(setting: Setting) -> str:
    staying = [name for name, schedule in setting.schedules.items() if stays(schedule)]
    if setting.control in staying:
        return setting.control
    words = f" [{setting.words}]" if setting.words else ""
    own = TWIN + words
    return staying[0] if staying else own if own not in setting.schedules else f"{TWIN} (twin){words}"


def stays(schedule: Schedule) -> bool:
    """Whether a schedule changes nothing and pays nothing."""
    names = {"format", "schedule", "stock"}
    nothing = Schedule(schedule=schedule.schedule).model_dump(exclude=names)
    return schedule.model_dump(exclude=names) == nothing


def load(path: Path) -> Experiment:
    """Read a study and the files it names. Raises `ConfigError` with the faults of all of them."""
    files = read_study(path)
    return Experiment(files.study, files.scenario, tuple(files.schedules.values()))


def _days(scenario: Scenario, dates: Dates) -> Days:
    return day_number(scenario, dates.first), day_number(scenario, dates.last)
