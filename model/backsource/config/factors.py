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
from backsource.config.paths import is_outside, number_of, steps_to, way_to, words_at
from backsource.config.scenario import Scenario
from backsource.config.schedule import PART, Schedule
from backsource.units import UnitError

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

    def model(self, scenario: Scenario, schedules: Mapping[str, Schedule]) -> Scenario | Schedule:
        """The file that it lies in. Raises UnitError where it has no such place."""
        model = scenario if self.schedule is None else schedules[self.schedule]
        way_to(model, unfolded(model, self.inside))
        return model


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


def quantity_at(factor: Factor, scenario: Scenario, schedules: Mapping[str, Schedule]) -> Any:
    """The quantity that the plan has at a factor. Raises UnitError where there is none."""
    model = factor.model(scenario, schedules)
    plan = steps_to(model, unfolded(model, factor.inside))[-1][1]
    number_of(plan)
    return plan


def level_at(model: Scenario | Schedule, path: str, number: float) -> Any:
    """The level of a path for a number in the unit of what the plan says there: `12.34 days`, `31.2 %`.

    Put there by `scenario_with` or `schedule_with` it is that very number; whole numbers are rounded. A distribution
    keeps its form and takes the number as its mean, or median. Raises UnitError where the path leads to no quantity.
    """
    return words_at(model, unfolded(model, path), number)


def scenario_with(scenario: Scenario, levels: Mapping[str, Any]) -> Scenario:
    """The scenario with other values at some paths, which are then sure: what `unsure` says of them is dropped.

    Raises UnitError for a path, ConfigError for a value.
    """
    if not levels:
        return scenario
    words = _with(scenario, levels)
    ways = [tuple(word for word, _ in way_to(scenario, path)) for path in levels]
    unsure = words.get("unsure")
    if not isinstance(unsure, dict):
        return scenario_from(words)
    for path in scenario.unsure:
        truth = () if is_outside(path) else tuple(word for word, _ in steps_to(scenario, path))
        if any(truth[: len(way)] == way for way in ways):
            unsure.pop(path, None)
    return scenario_from(words)


def settled(path: str, other: str) -> bool:
    """Whether a path says what is unsure of another one, which a level of that other one settles."""
    return f"{path}.".startswith(f"unsure.{other}.")


def schedule_with(schedule: Schedule, levels: Mapping[str, Any], scenario: Scenario) -> Schedule:
    """The schedule with other values at some paths, checked against a scenario. Raises as `scenario_with`."""
    return schedule_from(schedule_words(schedule, levels), scenario=scenario)


def schedule_words(schedule: Schedule, levels: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a schedule with other values at some paths. Raises UnitError for a path."""
    within = {unfolded(schedule, path): level for path, level in levels.items()}
    return _folded(_with(schedule, within))


def unfolded(model: Scenario | Schedule, path: str) -> str:
    """A path as the model has it: the keys of a part that stand beside `stock` lie in the part of that stock."""
    if isinstance(model, Scenario) or model.stock is None or path.partition(".")[0] not in PART:
        return path
    return f"parts.{model.stock}.{path}"


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
