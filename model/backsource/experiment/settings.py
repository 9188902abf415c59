"""The factors of a study as what is compared: settings of the world, and in each of them schedules with levels.

A scenario, a named override and a factor of the scenario are no choices of ours: whoever compares two schedules does
it in one setting, with the control and the stay-external twin of that setting. A factor of a schedule is a choice:
each of its levels is a schedule more. A schedule is not repeated for factors of others.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from backsource.config import Scenario, Schedule, Study
from backsource.config.factors import SCHEDULES, factor_at, scenario_with, schedule_with
from backsource.config.study import Points
from backsource.errors import ConfigError, Fault, StudyError
from backsource.experiment.designs import Choice, Design, Levels, design_of
from backsource.units import UnitError

Made = TypeVar("Made")

MOST = 1000
"""Schedules with levels, over all settings, that a study may have."""
SCENARIO = "scenario"
"""Beside the levels of an arm, the name of its scenario where the study has several."""
AS_WRITTEN = "as written"
"""What a scenario without an override is called beside those with one."""


@dataclass(frozen=True)
class Setting:
    """One combination of scenario, override and levels of the scenario's factors, and what is compared in it."""

    words: str
    """The combination in words, empty where there is one only."""
    scenario: Scenario
    schedules: Mapping[str, Schedule]
    """By the name of the arm, in the order of the study: `gated [decided every 4 weeks, standby 2 kEUR/week]`."""
    levels: Mapping[str, Levels]
    """Levels of each arm, those of the override among them."""
    control: str
    """Name of the control's arm."""


@dataclass(frozen=True)
class Base:
    """A scenario with one of the overrides, or none."""

    words: tuple[str, ...]
    scenario: Scenario
    levels: Levels
    """Of the override; and the name of the scenario where there are several."""


def arm_called(settings: Sequence[Setting], name: str) -> tuple[Setting, str] | None:
    """The setting and the arm of a name: the name of an arm, or of a schedule, then its first arm; None for neither."""
    arms = [(setting, arm, way.schedule) for setting in settings for arm, way in setting.schedules.items()]
    exact = [(setting, arm) for setting, arm, _ in arms if arm == name]
    return next(iter([*exact, *((setting, arm) for setting, arm, schedule in arms if schedule == name)]), None)


def settings_of(study: Study, scenarios: Sequence[Scenario], schedules: Sequence[Schedule]) -> tuple[Setting, ...]:
    """All settings of a study. Raises ConfigError or StudyError where levels do not go together."""
    factors = {path: _factor(study, path, schedules) for path in study.factors}
    own = {one.schedule: [path for path, at in factors.items() if at == one.schedule] for one in schedules}
    around = [path for path, at in factors.items() if at is None]
    if isinstance(study.design, Points) and study.design.count > MOST:
        raise StudyError(f"study {study.study}: a design of {study.design.count} points; at most {MOST} would do")
    designed = [(base, _designed(study, base, schedules)) for base in _bases(study, scenarios)]
    count = sum(design.count([*around, *paths]) for _, design in designed for paths in own.values())
    if count > MOST:
        raise StudyError(f"study {study.study}: its factors make {count} schedules; at most {MOST} would do")
    return tuple(
        _setting(study, base, design, schedules, choice, own)
        for base, design in designed for choice in design.choices(around, {})
    )  # fmt: skip


def _bases(study: Study, scenarios: Sequence[Scenario]) -> Iterator[Base]:
    """Each scenario as it is written, then with each of the overrides."""
    for scenario in scenarios:
        several = len(scenarios) > 1
        named = (scenario.scenario,) if several else ()
        mark: Levels = {SCENARIO: scenario.scenario} if several else {}
        yield Base((*named, AS_WRITTEN) if study.overrides else named, scenario, mark)
        for name, levels in study.overrides.items():
            changed = _made(study, "overrides", levels, partial(scenario_with, scenario, levels))
            yield Base((*named, name), changed, {**mark, **levels})


def _designed(study: Study, base: Base, schedules: Sequence[Schedule]) -> Design:
    by_name = {one.schedule: one for one in schedules}
    return _made(study, "factors", {}, partial(design_of, study, base.scenario, by_name))


def _factor(study: Study, path: str, schedules: Sequence[Schedule]) -> str | None:
    """Schedule that a factor lies in."""
    try:
        return factor_at(path, [one.schedule for one in schedules]).schedule
    except UnitError as error:
        raise ConfigError([Fault(study.study, None, f"factors.{path}", error.found, error.would_do)]) from None


def _setting(
    study: Study, base: Base, design: Design, schedules: Sequence[Schedule], around: Choice,
    own: Mapping[str, Sequence[str]],
) -> Setting:  # fmt: skip
    changed = _made(study, "factors", around.levels, partial(scenario_with, base.scenario, around.levels))
    words = ", ".join((*base.words, *_words(around, around.levels)))
    made: dict[str, Schedule] = {}
    found: dict[str, Levels] = {}
    for schedule in schedules:
        name = schedule.schedule
        for choice in design.choices(own[name], around.levels):
            levels = {**choice.levels, **around.levels}
            within = {path.removeprefix(f"{SCHEDULES}.{name}."): level for path, level in choice.levels.items()}
            told = _words(choice, levels) if choice.point is None or choice.point != around.point else []
            arm = _named(name, [*told, *base.words, *_words(around, levels)])
            found[arm] = {**levels, **base.levels}
            made[arm] = schedule
            if found[arm]:
                made[arm] = _made(study, "factors", levels, partial(schedule_with, schedule, within, changed))
    return Setting(words, changed, made, found, _named(study.control, [words] if words else []))


def _made(study: Study, key: str, levels: Levels, make: Callable[[], Made]) -> Made:
    """What is read with these levels; faults speak of them."""
    try:
        return make()
    except UnitError as error:
        faults = [Fault(study.study, None, key, error.found, error.would_do)]
    except ConfigError as error:
        words = in_words(levels) or "this"
        faults = [
            Fault(study.study, None, key, f"{words}, with which {one.path} is {one.found}", one.would_do)
            for one in error.faults
        ]
    raise ConfigError(faults)


def _words(choice: Choice, beside: Levels) -> list[str]:
    """Levels in words that tell their paths from those of others, or the number of the point; nothing for no levels."""
    if not choice.levels:
        return []
    if choice.point is not None:
        return [f"point {choice.point}"]
    ends = short_words(list(beside))
    return [f"{ends[path]} {as_text(level)}" for path, level in choice.levels.items()]


def _named(name: str, words: Sequence[str]) -> str:
    return f"{name} [{', '.join(words)}]" if words else name


def in_words(levels: Levels) -> str:
    """Levels as a person reads them: each by the last words of its path, as many as tell it from the others."""
    return ", ".join(_words(Choice(levels), levels))


def short_words(paths: Sequence[str]) -> dict[str, str]:
    """The shortest end of each path that is the end of no other one."""
    ends: dict[str, str] = {}
    for path in paths:
        words = path.split(".")
        others = [f".{other}" for other in paths if other != path]
        lengths = range(1, len(words) + 1)
        ends_in = (n for n in lengths if not any(o.endswith("." + ".".join(words[-n:])) for o in others))
        ends[path] = " ".join(words[-next(ends_in, len(words)) :])
    return ends


def as_text(level: Any) -> str:
    """A level as the study writes it; a block as JSON, nothing as `none`."""
    if isinstance(level, list):
        return f"[{', '.join(map(as_text, level))}]"
    if level is None:
        return "none"
    return json.dumps(level) if isinstance(level, (dict, bool)) else str(level)
