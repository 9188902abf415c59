"""What `optimise` varies in a schedule: where, within which bounds, in which steps, and how many runs that may cost."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from backsource.config.closed import Closed
from backsource.config.parsed import parse_date
from backsource.units import NUMBER, Span, UnitError, parse_span, singular

A_RANGE = (
    "bounds as `20 %..80 % by 5 %` or `2026-03-02..2026-09-28 by 5 working days`, or a list of what may stand there"
)
MOST_LEVELS = 1000
"""Levels that one place may have."""

_RANGE = re.compile(r"(.+?)\s*\.\.\s*(.+?)(?:\s+by\s+(\S.*?))?\s*\Z")
_QUANTITY = re.compile(rf"([A-Za-z ]*?)\s*{NUMBER}\s*(.*)\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


@dataclass(frozen=True, slots=True)
class DateBounds:
    """Dates from `first` to `last`, counted from the first in steps of so many days or working days."""

    text: str
    first: date
    last: date
    by: Span


@dataclass(frozen=True, slots=True)
class NumberBounds:
    """Quantities from `least` to `most` in steps, with the words around the number as the file has them."""

    text: str
    least: Decimal
    most: Decimal
    by: Decimal
    before: str
    after: str

    @property
    def levels(self) -> tuple[str, ...]:
        """All levels, in the words of the file; the last one is the most where the steps come out there."""
        return tuple(self._level(self.least + step * self.by) for step in range(self._count))

    @property
    def _count(self) -> int:
        return int((self.most - self.least) / self.by) + 1

    def _level(self, number: Decimal) -> str:
        plain = format(number.normalize(), "f")
        return " ".join(word for word in (self.before, plain, self.after) if word)


Bounds = DateBounds | NumberBounds
Levels = tuple[Any, ...]


def parse_levels(given: object) -> Bounds | Levels:
    """Bounds, or the listed levels. Raises UnitError."""
    if isinstance(given, (DateBounds, NumberBounds, tuple)):
        return given
    if isinstance(given, list):
        return _listed(given)
    match = _RANGE.match(given.strip()) if isinstance(given, str) else None
    if match is None or not isinstance(given, str):
        raise UnitError(given, A_RANGE)
    least, most, by = match.groups()
    dates = [bool(_DATE.match(end)) for end in (least, most)]
    if any(dates) and not all(dates):
        raise UnitError(given, "a date at both ends, or at none,")
    return _dates(given, least, most, by) if all(dates) else _numbers(given, least, most, by)


def _listed(given: list[Any]) -> Levels:
    if len(given) < 2:
        raise UnitError(f"{len(given)} level(s)", "two levels or more")
    for number, level in enumerate(given):
        if level in given[:number]:
            raise UnitError(f"{level} twice", "each level once")
    return tuple(given)


def _dates(text: str, least: str, most: str, by: str | None) -> DateBounds:
    first, last = parse_date(least), parse_date(most)
    step = parse_span(by or "1 day")
    if step.clock == "operating" or step.amount < 1 or step.amount % 1:
        raise UnitError(by, "a step of whole days, working days or weeks, as `by 5 working days`,")
    if (last - first).days < step.amount:
        raise UnitError(text, "a first date that lies at least a step before the last")
    if (last - first).days / step.amount >= MOST_LEVELS:
        raise UnitError(text, f"steps that make at most {MOST_LEVELS} dates")
    return DateBounds(text, first, last, step)


def _numbers(text: str, least: str, most: str, by: str | None) -> NumberBounds:
    low, high = _QUANTITY.match(least), _QUANTITY.match(most)
    if low is None or high is None:
        raise UnitError(text, A_RANGE)
    if _words(low.group(1), low.group(3)) != _words(high.group(1), high.group(3)):
        raise UnitError(text, "both ends in the same unit")
    one, other = Decimal(low.group(2)), Decimal(high.group(2))
    step = Decimal(1) if by is None else _step(by, high.group(3))
    if other - one < step:
        would_do = "the least first, then the most, at least a step apart (the step is 1 where `by` gives no other),"
        raise UnitError(text, would_do)
    if (other - one) / step >= MOST_LEVELS:
        raise UnitError(text, f"steps that make at most {MOST_LEVELS} levels")
    return NumberBounds(text, one, other, step, high.group(1).strip(), " ".join(high.group(3).split()))


def _step(by: str, unit: str) -> Decimal:
    match = _QUANTITY.match(by)
    own, whole = _words("", match.group(3)) if match else "", _words("", unit)
    if match is None or match.group(1) or bool(own) != bool(whole) or not whole.startswith(own):
        raise UnitError(f"by {by}", f"a step in the unit of the bounds, as `by 2 {unit}`," if unit else "`by 0.05`")
    step = Decimal(match.group(2))
    if step <= 0:
        raise UnitError(f"by {by}", "a step above 0")
    return step


def _words(before: str, after: str) -> str:
    """The words around a number, so that `1 week` and `4 weeks` are of one unit."""
    return " ".join(singular(word) for word in f"{before} {after}".split())


def _written(levels: Bounds | Levels) -> str | list[Any]:
    return list(levels) if isinstance(levels, tuple) else levels.text


LevelsField = Annotated[
    DateBounds | NumberBounds | tuple[Any, ...],
    PlainValidator(parse_levels),
    PlainSerializer(_written, when_used="json"),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "pattern": r"^.+\.\..+$"}, {"type": "array", "minItems": 2}],
            "description": A_RANGE,
        }
    ),
]


class Search(Closed):
    """Where to look for a better schedule than those that are written by hand."""

    start: str = Field(alias="from")
    """Schedule of the study that is varied, by its name."""
    vary: dict[str, LevelsField] = Field(min_length=1)
    """Dotted paths into that schedule, each with bounds in the words of the file, or with a list of what may stand
    there. `by` gives the step: for dates in days (1 where it is not given), weeks, or working days of the calendar of
    the stock's site. The other sources of a step in which a share varies share the rest as they stood."""
    also: str | None = None
    """A second measure: what comes out is then no winner but the schedules that none of the others beats on both."""
    trials: int = Field(default=100, ge=8, le=10000)
    """Schedules that are tried; those that cannot be, and those that come again, count among them."""
    futures: int = Field(default=40, ge=2)
    """Futures of each trial, the same for all."""
    finalists: int = Field(default=5, ge=2, le=20)
    """Best schedules of the search that go into the selection, beside the start and the best one written by hand."""
    most: int = Field(default=1000, ge=20)
    """Futures of each finalist in the selection, at most; others than those of the search."""
    estimate: int = Field(default=400, ge=20)
    """Futures of the reported figures; others than those of search and selection."""
