"""What a study varies, checked: factors level by level, distributions in the unit of the plan, named overrides."""

from collections.abc import Iterable, Mapping
from typing import Any

from backsource.config.factors import (
    SCHEDULES,
    Factor,
    factor_at,
    quantity_at,
    scenario_with,
    schedule_with,
    settled,
)
from backsource.config.places import Key, Place
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.spreads import spread_faults
from backsource.config.study import Study
from backsource.errors import ConfigError, Fault
from backsource.units import UnitError, shown

SHARED = ("format", "scenario", "start", "currency")
"""What all settings of a study have in common, so that no level can change it."""


def factor_faults(study: Study, scenario: Scenario, schedules: Mapping[str, Schedule], place: Place) -> list[Fault]:
    """Everything wrong with the factors of a study, each level by itself."""
    faults: list[Fault] = []
    for path, given in study.factors.items():
        at: tuple[Key, ...] = ("factors", path)
        try:
            factor = factor_at(path, list(schedules))
            _find(factor, scenario, schedules)
            if isinstance(given, dict):
                plan = quantity_at(factor, scenario, schedules)
        except UnitError as error:
            faults.append(place.fault(at, error.found, error.would_do))
            continue
        if factor.schedule == study.control:
            faults.append(place.fault(at, f"a factor of the control {study.control}", "one of another schedule"))
        faults += [place.fault(at, *words) for words in _around(path, study.factors)]
        if isinstance(given, dict):
            faults += spread_faults(plan, given, at, place)
            continue
        if not given:
            faults.append(place.fault(at, "no level", "a list of levels"))
        for number, level in enumerate(given):
            if level in given[:number]:
                faults.append(place.fault((*at, number), f"{shown(str(level))} twice", "each level once"))
            for found, would_do in _wrong(factor, level, scenario, schedules):
                faults.append(place.fault((*at, number), found, would_do))
    return faults


def override_faults(study: Study, scenario: Scenario, schedules: Mapping[str, Schedule], place: Place) -> list[Fault]:
    """Everything wrong with the named overrides of a study, each by itself."""
    faults: list[Fault] = []
    for name, levels in study.overrides.items():
        at: tuple[Key, ...] = ("overrides", name)
        if not levels:
            faults.append(place.fault(at, "nothing that differs", "paths into the scenario, each with its level"))
        wrong = False
        for path in levels:
            try:
                if path.partition(".")[0] == SCHEDULES:
                    raise UnitError(path, "a path into the scenario; what a schedule varies is a factor, and that")  # noqa: TRY301
                _find(Factor(path, None, path), scenario, schedules)
            except UnitError as error:
                faults.append(place.fault((*at, path), error.found, error.would_do))
                wrong = True
                continue
            around = [*_around(path, levels), *_around(path, study.factors)]
            around += [(f"a path that has {other} inside, which varies too", "one of the two")
                       for other in study.factors if other.startswith(f"{path}.")]  # fmt: skip
            if path in study.factors:
                around.append((f"{path}, which is a factor too", "one of the two"))
            faults += [place.fault((*at, path), *words) for words in around]
        if not wrong:
            faults += [place.fault(at, *words) for words in _unfit(levels, scenario, schedules)]
    return faults


def _around(path: str, others: Iterable[str]) -> list[tuple[str, str]]:
    """Paths that hold this one, or that settle what it says of the truth."""
    found = [f"a path inside {other}, which varies too" for other in others if path.startswith(f"{other}.")]
    found += [f"what is unsure of {other}, which a level settles" for other in others if settled(path, other)]
    return [(words, "one of the two") for words in found]


def _find(factor: Factor, scenario: Scenario, schedules: Mapping[str, Schedule]) -> None:
    """Find the place of a factor. Raises UnitError where there is none."""
    if factor.schedule is None and factor.inside in SHARED:
        raise UnitError(f"`{factor.inside}`, which all settings have in common", "another path")
    factor.model(scenario, schedules)


def _wrong(factor: Factor, level: Any, scenario: Scenario, schedules: Mapping[str, Schedule]) -> list[tuple[str, str]]:
    """What is wrong with a level: found, and what would do."""
    try:
        if factor.schedule is not None:
            schedule_with(schedules[factor.schedule], {factor.inside: level}, scenario)
            return []
    except ConfigError as error:
        return [_said(shown(str(level)), fault) for fault in error.faults]
    return _unfit({factor.inside: level}, scenario, schedules)


def _unfit(levels: Mapping[str, Any], scenario: Scenario, schedules: Mapping[str, Schedule]) -> list[tuple[str, str]]:
    """What is wrong with levels of the scenario, by itself or for one of the schedules."""
    try:
        changed = scenario_with(scenario, levels)
        for schedule in schedules.values():
            schedule_with(schedule, {}, changed)
    except ConfigError as error:
        return [_said(shown(", ".join(map(str, levels.values()))), fault) for fault in error.faults]
    return []


def _said(level: str, fault: Fault) -> tuple[str, str]:
    return f"{level}, with which {fault.path} is {fault.found}", fault.would_do
