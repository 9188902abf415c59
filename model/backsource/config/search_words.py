"""A schedule that a search has found, in the words of the file that it began with."""

import copy
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from backsource.config.factors import unfolded
from backsource.config.load import as_file, schedule_from
from backsource.config.paths import way_to
from backsource.config.reading import read_page
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.searched import schedule_at, with_rest
from backsource.errors import ConfigError


def file_words(schedule: Schedule, files: Iterable[Path]) -> dict[str, Any]:
    """What the file of a schedule says, as it is written there; the words of the model where none of *files* is it."""
    for path in files:
        if path.is_file():
            words: dict[str, Any] = read_page(path).data
            if words.get("schedule") == schedule.schedule:
                return words
    return as_file(schedule)


def word_at(words: Mapping[str, Any], schedule: Schedule, path: str) -> Any:
    """What a file says at a path; None where it says nothing there."""
    here, key = _place(words, schedule, path)
    if isinstance(here, list):
        return here[int(key)] if key.isdigit() and int(key) < len(here) else None
    return here.get(key) if isinstance(here, dict) else None


def words_with(
    words: Mapping[str, Any], schedule: Schedule, levels: Mapping[str, Any], scenario: Scenario, name: str
) -> dict[str, Any]:
    """The words of a file with levels in their places, under another name; reading them gives `schedule_at`.

    Where a file says things in a way in which levels have no place, the words of the model stand for it.
    """
    found = copy.deepcopy(dict(words))
    for path, level in with_rest(schedule, levels).items():
        here, key = _place(found, schedule, path)
        here[int(key) if isinstance(here, list) else key] = copy.deepcopy(level)
    found["schedule"] = name
    meant = schedule_at(schedule, levels, scenario, name)
    try:
        same = schedule_from(found, scenario=scenario) == meant
    except ConfigError:
        same = False
    return found if same else as_file(meant)


def _place(words: Any, schedule: Schedule, path: str) -> tuple[Any, str]:
    """The block in which a path ends, and its last word; words that a file may leave out are passed over."""
    way = [word for word, _ in way_to(schedule, unfolded(schedule, path))]
    here: Any = words
    for word in way[:-1]:
        if isinstance(here, list) and word.isdigit() and int(word) < len(here):
            here = here[int(word)]
        elif isinstance(here, dict) and word in here:
            here = here[word]
    return here, way[-1]
