"""A study as arms: each schedule with all that one replication of it needs."""

from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from backsource.config import Scenario, Schedule, Study, read_study
from backsource.config.parsed import Dates
from backsource.errors import StudyError
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

    def arms(self) -> tuple[Arm, ...]:
        """One arm a schedule, in the order of the study; then the stay-external twin, if none of them is it."""
        arms = [self._arm(schedule.schedule, schedule) for schedule in self.schedules]
        if not any(stays(schedule) for schedule in self.schedules):
            arms.append(self._arm(self.twin, None))
        return tuple(arms)

    @property
    def twin(self) -> str:
        """Name of the arm in which nothing changes."""
        staying = [schedule.schedule for schedule in self.schedules if stays(schedule)]
        if self.study.control in staying:
            return self.study.control
        taken = {schedule.schedule for schedule in self.schedules}
        return staying[0] if staying else TWIN if TWIN not in taken else f"{TWIN} (twin)"

    def _arm(self, name: str, schedule: Schedule | None) -> Arm:
        window, reference = (_days(self.scenario, dates) for dates in (self.study.window, self.study.reference))
        return Arm.of(name, self.scenario, schedule, seed=self.study.seed, window=window, reference=reference)


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
