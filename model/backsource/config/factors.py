"""Factors of a study: a level is put at a dotted path into the words of a file, and these are read again.

So a level is written as it would stand in that file, what is wrong with it is said in the words of the reader, and a
study of one level is the study of a file that was edited by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backsource.config.closed import Closed
from backsource.config.faults import nearest
from backsource.config.load import as_file, scenario_from, schedule_from
from backsource.config.paths import way_to
from backsource.config.places import Place
from backsource.config.scenario import Scenario
from backsource.config.schedule import PART, Schedule
from backsource.config.study import Study
from backsource.errors import ConfigError, Fault
from backsource.units import UnitError, shown

SCHEDULES = "schedules"
"""First word of a path into one of the schedules; all other paths lead into the scenario."""


@dataclass(frozen=True)
class Factor:
    """Where a factor lies."""

    path: str
    """As the study writes it."""
    schedule: str | None
    """Schedule that it lies in; none: the scenario."""
    inside: str
    """Path inside that file."""


def factor_at(path: str, schedules: Sequence[str]) -> Factor:
    """The factor of a path, given the names of the study's schedules. Raises UnitError."""
    first, _, rest = path.partition(".")
    if first != SCHEDULES:
        return Factor(path, None, path)
    name = max((name for name in schedules if f"{rest}.".startswith(f"{name}.")), key=len, default=None)
    inside = "" if name is None else rest[len(name) + 1 :]
    if name is None:
        word = rest.partition(".")[0]
        raise UnitError(f"`{word}`, which is none of the schedules", nearest(word, schedules))
    if not inside:
        raise UnitError(f"the whole of schedule {name}", f"a path inside it, as `{SCHEDULES}.{name}.decided`")
    return Factor(path, name, inside)


def scenario_with(scenario: Scenario, levels: Mapping[str, Any]) -> Scenario:
    """The scenario with other values at some paths. Raises UnitError for a path, ConfigError for a value."""
    return scenario_from(_with(scenario, levels)) if levels else scenario


def schedule_with(schedule: Schedule, levels: Mapping[str, Any], scenario: Scenario) -> Schedule:
    """The schedule with other values at some paths, checked against a scenario. Raises as `scenario_with`."""
    return schedule_from(schedule_words(schedule, levels), scenario=scenario)


def schedule_words(schedule: Schedule, levels: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a schedule with other values at some paths. Raises UnitError for a path."""
    within = {unfolded(schedule, path): level for path, level in levels.items()}
    return _folded(_with(schedule, within))


def unfolded(schedule: Schedule, path: str) -> str:
    """A path as the model has it: the keys of a part that stand beside `stock` lie in the part of that stock."""
    beside = path.partition(".")[0] in PART and schedule.stock is not None
    return f"parts.{schedule.stock}.{path}" if beside else path


def _folded(words: dict[str, Any]) -> dict[str, Any]:
    """The words with the part of the one stock beside it, as most files have it, so that faults speak of it so."""
    stock, parts = words.get("stock"), words.get("parts", {})
    if list(parts) != [stock]:
        return words
    return {**{key: value for key, value in words.items() if key != "parts"}, **parts[stock]}


def _with(model: Closed, levels: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a model with levels put in their places."""
    ways = {path: [word for word, _ in way_to(model, path)] for path in levels}
    words = as_file(model)
    for path, level in levels.items():
        _put(words, ways[path], level)
    return words


def _put(words: Any, way: Sequence[str], level: Any) -> None:
    """Put a level at the end of a way; a block that the words leave out, since it says nothing yet, is begun."""
    for word in way[:-1]:
        words = words[int(word)] if isinstance(words, list) else words.setdefault(word, {})
    words[int(way[-1]) if isinstance(words, list) else way[-1]] = level


def factor_faults(study: Study, scenario: Scenario, schedules: Mapping[str, Schedule], place: Place) -> list[Fault]:
    """Everything wrong with the factors of a study, each level by itself."""
    faults: list[Fault] = []
    for path, levels in study.factors.items():
        at = ("factors", path)
        try:
            factor = factor_at(path, list(schedules))
            _find(factor, scenario, schedules)
        except UnitError as error:
            faults.append(place.fault(at, error.found, error.would_do))
            continue
        if factor.schedule == study.control:
            faults.append(place.fault(at, f"a factor of the control {study.control}", "one of another schedule"))
        around = [other for other in study.factors if path.startswith(f"{other}.")]
        faults += [place.fault(at, f"a path inside {other}, which varies too", "one of the two") for other in around]
        if not levels:
            faults.append(place.fault(at, "no level", "a list of levels"))
        for number, level in enumerate(levels):
            if level in levels[:number]:
                faults.append(place.fault((*at, number), f"{shown(str(level))} twice", "each level once"))
            for found, would_do in _wrong(factor, level, scenario, schedules):
                faults.append(place.fault((*at, number), found, would_do))
    return faults


def _find(factor: Factor, scenario: Scenario, schedules: Mapping[str, Schedule]) -> None:
    """Find the place of a factor. Raises UnitError where there is none."""
    if factor.schedule is None:
        way_to(scenario, factor.inside)
    else:
        schedule = schedules[factor.schedule]
        way_to(schedule, unfolded(schedule, factor.inside))


def _wrong(factor: Factor, level: Any, scenario: Scenario, schedules: Mapping[str, Schedule]) -> list[tuple[str, str]]:
    """What is wrong with a level: found, and what would do."""
    try:
        if factor.schedule is not None:
            schedule_with(schedules[factor.schedule], {factor.inside: level}, scenario)
        else:
            changed = scenario_with(scenario, {factor.inside: level})
            for schedule in schedules.values():
                schedule_with(schedule, {}, changed)
    except ConfigError as error:
        return [
            (f"{shown(str(level))}, with which {fault.path} is {fault.found}", fault.would_do) for fault in error.faults
        ]
    return []
