"""The space that a search looks through: each place in the schedule with its levels, each point a schedule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from backsource.config import Scenario, Schedule
from backsource.config.factors import unfolded
from backsource.config.paths import way_to
from backsource.config.search import DateBounds, NumberBounds, Search
from backsource.config.searched import schedule_at, value_at
from backsource.errors import ConfigError, StudyError
from backsource.network.days import day_number, worked
from backsource.network.feasibility import feasibility
from backsource.units import UnitError

Point = tuple[int, ...]
"""Number of the level at each place, in the order of the study."""


@dataclass(frozen=True)
class Refused:
    """Why a point is no schedule that `check` accepts."""

    reason: str


@dataclass(frozen=True)
class Space:
    """A schedule and what varies in it."""

    start: Schedule
    scenario: Scenario
    levels: Mapping[str, Sequence[Any]]
    """Levels of each place, by its path, as they would stand in the file."""
    listed: frozenset[str]
    """Paths whose levels are listed, so that neighbours need not be alike."""

    @classmethod
    def of(cls, search: Search, start: Schedule, scenario: Scenario, since: date | None = None) -> "Space":
        """The space of a search, of dates between bounds those from *since* on, where that is given.

        Raises `StudyError` where bounds hold fewer than two such days.
        """
        levels = {path: _levels(path, given, start, scenario, since) for path, given in search.vary.items()}
        return cls(
            start, scenario, levels, frozenset(p for p, given in search.vary.items() if isinstance(given, tuple))
        )

    @property
    def name(self) -> str:
        """Name of the schedule that comes out."""
        return f"{self.start.schedule}_optimised"

    @property
    def size(self) -> int:
        """Points, those among them that no schedule can be."""
        count = 1
        for levels in self.levels.values():
            count *= len(levels)
        return count

    def at(self, point: Point) -> dict[str, Any]:
        """The levels of a point, by path."""
        return {path: levels[number] for (path, levels), number in zip(self.levels.items(), point, strict=True)}

    def schedule(self, point: Point) -> Schedule | Refused:
        """The schedule of a point, or why there is none: it cannot be read, or `check` refuses it."""
        try:
            schedule = schedule_at(self.start, self.at(point), self.scenario, self.name)
        except ConfigError as error:
            return Refused(f"{error.faults[0].path}: found {error.faults[0].found}")
        refused = [one for one in feasibility(self.scenario, schedule) if one.level == "refuse"]
        return Refused(str(refused[0])) if refused else schedule

    def point(self, schedule: Schedule) -> Point | None:
        """Where a schedule lies in the space; None where it lies outside, or differs in anything that does not vary."""
        numbers = []
        for path, known in self._values.items():
            try:
                value = way_to(schedule, unfolded(schedule, path))[-1][1]
            except UnitError:
                return None
            if value not in known:
                return None
            numbers.append(known.index(value))
        found = self.schedule(tuple(numbers))
        named = {"schedule": self.name}
        same = isinstance(found, Schedule) and found == schedule.model_copy(update=named)
        return tuple(numbers) if same else None

    @cached_property
    def _values(self) -> dict[str, list[Any]]:
        """What each level is once it is read."""
        return {path: [value_at(self.start, path, level) for level in levels] for path, levels in self.levels.items()}


def _levels(path: str, given: Any, start: Schedule, scenario: Scenario, since: date | None) -> Sequence[Any]:
    match given:
        case NumberBounds():
            return given.levels
        case DateBounds():
            every = _dates(given, scenario, _calendar(path, start, scenario))
            days = [day for day in every if since is None or day >= since]
            if len(days) < 2:
                ahead = "" if since is None else f" from {since} on"
                found = f"search.vary.{path}: found {given.text}, which holds {len(days)} such day(s){ahead}"
                raise StudyError(f"{found}; bounds further apart, or a smaller step, would do")
            return [str(day) for day in days]
    return list(given)


def _dates(bounds: DateBounds, scenario: Scenario, calendar: str | None) -> list[date]:
    """Days, or days that the calendar works, from the first on in steps."""
    count = (bounds.last - bounds.first).days + 1
    open_days = np.ones(count, dtype=bool)
    if bounds.by.clock == "working":
        open_days = worked(scenario, calendar, day_number(scenario, bounds.first), count)
    return [bounds.first + timedelta(days=int(day)) for day in np.flatnonzero(open_days)[:: int(bounds.by.amount)]]


def _calendar(path: str, start: Schedule, scenario: Scenario) -> str | None:
    """Calendar of the site of the stock that a path is about; of the first one where it is about none."""
    stocks = [stock for stock in start.stocks if path.startswith(f"parts.{stock}.")] or start.stocks
    if not stocks:
        return None
    return scenario.sites[stocks[0].partition("/")[0]].calendar
