"""A study as arms: each schedule with all that one replication of it needs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from backsource.config import Scenario, Schedule, Status, Study, load_status, read_study
from backsource.config.checks import measure_faults
from backsource.config.parsed import Dates
from backsource.config.places import Place
from backsource.config.reading import read_page
from backsource.errors import ConfigError, StudyError
from backsource.experiment.carried import carried
from backsource.experiment.settings import Setting, settings_of
from backsource.measures import Measure, catalogue
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
    """Hash of scenario, schedule, status and what is off; the models below take no part in comparisons."""
    scenario: Scenario = field(compare=False, repr=False)
    schedule: Schedule | None = field(compare=False, repr=False)
    """None: nothing changes."""
    status: Status | None = field(default=None, compare=False, repr=False)
    """Where it begins; None: at the start of the scenario."""
    without: tuple[str, ...] = ()
    """Families of chance that are off in truth (`simulation.chance`), sorted."""

    @classmethod
    def of(
        cls, name: str, scenario: Scenario, schedule: Schedule | None, *, seed: int, window: Days, reference: Days,
        status: Status | None = None, without: Collection[str] = (),
    ) -> "Arm":  # fmt: skip
        """The arm of these models; its digest says what is off only where something is."""
        off = tuple(sorted(set(without)))
        text = "".join(model.model_dump_json(by_alias=True) for model in (scenario, schedule, status) if model)
        text += f"without {', '.join(off)}" if off else ""
        hashed = blake2b(text.encode(), digest_size=16).hexdigest()
        return cls(name, seed, window, reference, hashed, scenario, schedule, status, off)


@dataclass(frozen=True)
class Experiment:
    """A study with the scenarios and the schedules that it is about, read from files or made in memory.

    With a status every schedule goes on from its day; the schedule that is under way is the plan as it stands, the
    control, and the twin from which attributable values are taken.
    """

    study: Study
    scenario: Scenario
    """The first one; its start and its currency are those of all."""
    schedules: tuple[Schedule, ...]
    status: Status | None = None
    others: tuple[Scenario, ...] = ()
    """Further scenarios, of other names."""
    beside: tuple[str, ...] = ()
    """Schedules that are run in the same futures, and are not chosen among."""

    def __post_init__(self) -> None:
        faults = measure_faults(self.study, _measures(), Place(f"study {self.study.study}"))
        if faults:
            raise ConfigError(faults)
        names = [schedule.schedule for schedule in self.schedules]
        if len(set(names)) < len(names) or self.study.control not in names:
            raise StudyError(
                f"study {self.study.study}: schedules are {', '.join(names)}; each needs a name of its own, "
                f"and the control {self.study.control!r} must be one of them"
            )
        if self.status is not None and (self.others or self.study.overrides):
            raise StudyError(
                f"study {self.study.study}: a status belongs to one scenario as it is written; a study of that one "
                "without overrides would do"
            )
        own = [path for path in self.study.factors if path.startswith(f"schedules.{self.study.control}.")]
        if self.status is not None and own:
            raise StudyError(
                f"study {self.study.study}: {', '.join(own)} vary {self.study.control}, which is under way; the study "
                "without these factors would do"
            )
        if self.status is not None and self.study.control != self.status.schedule:
            raise StudyError(
                f"study {self.study.study}: control is {self.study.control!r}, under a status it is the plan as it "
                f"stands: {self.status.schedule!r} would do"
            )

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """All scenarios, in the order of the study."""
        return (self.scenario, *self.others)

    @property
    def under_way(self) -> Schedule:
        """The control: under a status the schedule that is under way."""
        return next(one for one in self.schedules if one.schedule == self.study.control)

    @property
    def since(self) -> date | None:
        """Day of the status from which all arms go on; None where they begin at the start."""
        return None if self.status is None else self.status.status

    @property
    def measured(self) -> Study:
        """The study with the window that is measured: from the day of the status on."""
        first, last = self.study.window
        return self.study.model_copy(update={"window": Dates(max(first, self.since or first), last)})

    @property
    def remarks(self) -> tuple[str, ...]:
        """What must be said of runs that go on from a status."""
        if self.since is None:
            return ()
        said = f"measured from {self.measured.window.first} on; {self.study.control} is the plan as it stands"
        past = self.study.reference.last < self.since
        return (said, "what needs the reference window, which is past, has no value") if past else (said,)

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """Combinations of scenario, override and levels, each with the schedules compared in it; at least one."""
        return settings_of(self.study, self.scenarios, self.schedules)

    def arms(self) -> tuple[Arm, ...]:
        """One arm a schedule, in the order of the study; then the stay-external twin, if none of them is it.

        So in each setting, one after the other.
        """
        return tuple(arm for setting in self.settings for arm in self._arms(setting))

    @property
    def twin(self) -> str:
        """Name of the arm in which nothing changes, or all goes on as it stands, in the first setting."""
        return self._twin(self.settings[0])

    @property
    def twins(self) -> dict[str, str]:
        """Name of the twin of each arm."""
        return {arm.name: self._twin(setting) for setting in self.settings for arm in self._arms(setting)}

    def _twin(self, setting: Setting) -> str:
        staying = [name for name, schedule in setting.schedules.items() if stays(schedule)]
        if self.status is not None or setting.control in staying:
            return setting.control
        words = f" [{setting.words}]" if setting.words else ""
        own = TWIN + words
        return staying[0] if staying else own if own not in setting.schedules else f"{TWIN} (twin){words}"

    def _arms(self, setting: Setting) -> list[Arm]:
        arms = [self.arm(setting, name, schedule) for name, schedule in setting.schedules.items()]
        twin = self._twin(setting)
        return arms if twin in setting.schedules else [*arms, self.arm(setting, twin, None)]

    def arm(self, setting: Setting, name: str, schedule: Schedule | None, seed: int | None = None) -> Arm:
        """The arm of a schedule in a setting, of the study or not, with the seed of the study where none is given."""
        scenario, status = setting.scenario, self.status
        window, reference = (_days(scenario, dates) for dates in (self.study.window, self.study.reference))
        if status is not None and schedule is not None:
            schedule, status = _from_today(setting, schedule, status)
        seed = self.study.seed if seed is None else seed
        return Arm.of(name, scenario, schedule, seed=seed, window=window, reference=reference, status=status)


def _from_today(setting: Setting, schedule: Schedule, status: Status) -> tuple[Schedule, Status]:
    """A schedule as it goes on from the day of the status: the one under way as it stands, or another one."""
    under_way = setting.schedules[setting.control]
    if is_variant(schedule, under_way):
        return schedule, status.model_copy(update={"schedule": schedule.schedule})
    return carried(setting.scenario, under_way, schedule, status)


def stays(schedule: Schedule) -> bool:
    """Whether a schedule changes nothing and pays nothing."""
    names = {"format", "schedule", "stock"}
    nothing = Schedule(schedule=schedule.schedule).model_dump(exclude=names)
    return schedule.model_dump(exclude=names) == nothing


def is_variant(schedule: Schedule, own: Schedule) -> bool:
    """Whether a schedule is another one, but for its name and for going back on a day."""
    return _without_return(schedule) == _without_return(own)


def _without_return(schedule: Schedule) -> Schedule:
    parts = {stock: part.model_copy(update={"go_back": None}) for stock, part in schedule.parts.items()}
    return schedule.model_copy(update={"schedule": "", "parts": parts})


def load(path: Path, status: Path | None = None) -> Experiment:
    """Read a study and the files it names, and the status from which it goes on.

    The schedule that the status names becomes the control. Raises `ConfigError` with the faults of all of them.
    """
    files = read_study(path, measures=_measures())
    schedules = tuple(files.schedules.values())
    if status is None:
        return Experiment(files.study, files.scenario, schedules, others=files.scenarios[1:])
    stands = standing(status, files.scenario, files.schedules)
    study = files.study.model_copy(update={"control": stands.schedule})
    return Experiment(study, files.scenario, schedules, stands, files.scenarios[1:])


def _measures() -> dict[str, Measure]:
    return {measure.name: measure for measure in catalogue()}


def standing(path: Path, scenario: Scenario, schedules: Mapping[str, Schedule]) -> Status:
    """A status that stands under one of some schedules, or under none where there are none.

    Raises `ConfigError` where it names none of them.
    """
    page = read_page(path)
    named = page.data.get("schedule") if isinstance(page.data, dict) else None
    if not schedules:
        if named in (None, TWIN):
            return load_status(path, scenario, Schedule(schedule=TWIN) if named else None)
        raise ConfigError([page.place.fault(("schedule",), f"`{named}`", "that schedule beside the scenario")])
    if not isinstance(named, str) or named not in schedules:
        found = "no `schedule`" if named is None else f"`{named}`"
        would_do = f"the schedule that is under way, one of {', '.join(schedules)},"
        raise ConfigError([page.place.fault(("schedule",), found, would_do)])
    return load_status(path, scenario, schedules[named])


def _days(scenario: Scenario, dates: Dates) -> Days:
    return day_number(scenario, dates.first), day_number(scenario, dates.last)
