"""The factors of a study as what is compared: settings of the scenario, and in each of them schedules with levels.

A factor of the scenario is no choice of ours: whoever compares two schedules does it in one setting, with the control
and the stay-external twin of that setting. A factor of a schedule is a choice: each of its levels is a schedule more.
All levels are combined with all; a schedule is not repeated for factors of others.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from backsource.config import Scenario, Schedule, Study
from backsource.config.factors import SCHEDULES, factor_at, scenario_with, schedule_with
from backsource.errors import ConfigError, Fault, StudyError
from backsource.units import UnitError

MOST = 1000
"""Schedules with levels, over all settings, that a study may have."""

Levels = Mapping[str, Any]
"""Level of each factor, by its path as the study writes it."""


@dataclass(frozen=True)
class Setting:
    """One combination of levels of the scenario's factors, and the schedules that are compared in it."""

    words: str
    """The levels in words, empty where the scenario has no factors."""
    scenario: Scenario
    schedules: Mapping[str, Schedule]
    """By the name of the arm, in the order of the study: `gated [decided every 4 weeks, standby 2 kEUR/week]`."""
    levels: Mapping[str, Levels]
    """Levels of each arm."""
    control: str
    """Name of the control's arm."""


def settings_of(study: Study, scenario: Scenario, schedules: Sequence[Schedule]) -> tuple[Setting, ...]:
    """All settings of a study. Raises ConfigError or StudyError where levels do not go together."""
    factors = {path: _factor(study, path, schedules) for path in study.factors}
    own = {one.schedule: [path for path, at in factors.items() if at == one.schedule] for one in schedules}
    around = [path for path, at in factors.items() if at is None]
    count = sum(_product(study, [*around, *paths]) for paths in own.values())
    if count > MOST:
        raise StudyError(f"study {study.study}: its factors make {count} schedules; at most {MOST} would do")
    return tuple(_setting(study, scenario, schedules, levels, own) for levels in _combined(study, around))


def _factor(study: Study, path: str, schedules: Sequence[Schedule]) -> str | None:
    """Schedule that a factor lies in."""
    try:
        return factor_at(path, [one.schedule for one in schedules]).schedule
    except UnitError as error:
        raise ConfigError([Fault(study.study, None, f"factors.{path}", error.found, error.would_do)]) from None


def _setting(
    study: Study, scenario: Scenario, schedules: Sequence[Schedule], around: Levels, own: Mapping[str, Sequence[str]]
) -> Setting:
    changed = _made(study, around, lambda: scenario_with(scenario, around))
    made: dict[str, Schedule] = {}
    found: dict[str, Levels] = {}
    for schedule in schedules:
        name = schedule.schedule
        for levels in _combined(study, own[name]):
            within = {path.removeprefix(f"{SCHEDULES}.{name}."): level for path, level in levels.items()}
            arm = _named(name, {**levels, **around})
            made[arm] = schedule
            if levels or around:
                made[arm] = _made(
                    study, {**levels, **around}, lambda s=schedule, w=within: schedule_with(s, w, changed)
                )
            found[arm] = {**levels, **around}
    return Setting(in_words(around), changed, made, found, _named(study.control, around))


def _made(study: Study, levels: Levels, make: Any) -> Any:
    """What is read with these levels; faults speak of them."""
    try:
        return make()
    except UnitError as error:
        faults = [Fault(study.study, None, "factors", error.found, error.would_do)]
    except ConfigError as error:
        words = in_words(levels)
        faults = [
            Fault(study.study, None, "factors", f"{words}, with which {one.path} is {one.found}", one.would_do)
            for one in error.faults
        ]
    raise ConfigError(faults)


def _combined(study: Study, paths: Sequence[str]) -> Iterator[Levels]:
    """All levels with all, those of the last path turning fastest; one combination without any where there is none."""
    for levels in product(*(study.factors[path] for path in paths)):
        yield dict(zip(paths, levels, strict=True))


def _product(study: Study, paths: Sequence[str]) -> int:
    return len(list(_combined(study, paths)))


def _named(name: str, levels: Levels) -> str:
    return f"{name} [{in_words(levels)}]" if levels else name


def in_words(levels: Levels) -> str:
    """Levels as a person reads them: each by the last words of its path, as many as tell it from the others."""
    return ", ".join(f"{word} {as_text(levels[path])}" for path, word in short_words(list(levels)).items())


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
