"""Texts that only files know: weeks, dates, ranges of dates, covers, holding rates and reviews.

As in `units`, a parser gives a frozen value or raises `UnitError`; what is parsed already passes unchanged.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from backsource.units import (
    Money,
    Span,
    UnitError,
    matched,
    parse_money,
    parse_span,
    parse_yearly,
    within,
    words,
    written,
)

A_DATE = "an ISO date as `2026-01-05`"
DATES = "a date as `2026-12-24` or a range as `2026-08-03..2026-08-23`"
A_FILE = "the name of a file"
A_NAME = "a name without `/` and `\\`, of more than spaces and not beginning with a dot"
A_MOMENT = "a date as `2026-12-24` or a length of time as `45 days`"
A_WEEK = "a week as `mon-fri`, `mon-sat`, `mon,wed,fri` or `mon-sun`"
A_COVER = "a cover as `5 working days` or `15 working days of planned use`"
A_HOLDING = "a holding rate as `22 %/year` or `0.02 EUR/piece/day`"
A_LAG = "a length of time as `3 working days`, or `-3 working days` for an overlap"
A_REVIEW = "a review as `daily`, `every 7 days` or `continuous`"

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_COVER = re.compile(r"(.*?)(?:\s+of\s+(planned use|use|cover))?\Z")
_EVERY = re.compile(r"every\s+(.+)\Z")

Week = tuple[bool, bool, bool, bool, bool, bool, bool]


class Dates(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Cover:
    """A length of use that a stock lasts; `planned` looks forward along the plan instead of at demand."""

    span: Span
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """A holding rate: a share of the value a year, or money per unit and day. Exactly one is given."""

    yearly: float | None = None
    money: Money | None = None


def parse_date(text: object) -> date:
    """An ISO date; a year from 1900 to 2999 (a slip of the keyboard gives years like 0206)."""
    if isinstance(text, date) and not isinstance(text, datetime):
        return text
    text = words(text, A_DATE)
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2999:
        raise UnitError(text, A_DATE)
    return day


def parse_moment(text: object) -> date | Span:
    """A date, or a length of time after a day that is known."""
    if isinstance(text, Span):
        return text
    try:
        return parse_date(text)
    except UnitError:
        pass
    try:
        return parse_span(text)
    except UnitError:
        raise UnitError(text, A_MOMENT) from None


def parse_dates(text: object) -> Dates:
    """One date, or a range `first..last` with both ends included."""
    if isinstance(text, Dates):
        return text
    if isinstance(text, date):
        return Dates(parse_date(text), parse_date(text))
    first, _, last = words(text, DATES).partition("..")
    try:
        found = Dates(parse_date(first), parse_date(last or first))
    except UnitError:
        raise UnitError(text, DATES) from None
    if found.last < found.first:
        raise UnitError(text, "a range whose last day is not before its first")
    return found


def parse_week(text: object) -> Week:
    """Working weekdays, Monday first: names and ranges of names, separated by commas."""
    if isinstance(text, tuple) and len(text) == 7 and all(isinstance(day, bool) for day in text):
        return text
    worked: set[int] = set()
    for part in words(text, A_WEEK).split(","):
        first, _, last = (name.strip().lower() for name in part.partition("-"))
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            raise UnitError(text, A_WEEK)
        start = WEEKDAYS.index(first)
        days = (WEEKDAYS.index(last or first) - start) % 7
        worked.update((start + day) % 7 for day in range(days + 1))
    return tuple(day in worked for day in range(7))  # type: ignore[return-value]


def parse_path(text: object) -> Path:
    """The name of a file, as written; where it lies is for the reader of the file that names it."""
    if isinstance(text, Path):
        return text
    if not isinstance(text, str) or not text.strip() or "\0" in text:
        raise UnitError(text, A_FILE)
    return Path(text)


def parse_name(text: object) -> str:
    """A name after which a folder or a file is called."""
    if not isinstance(text, str) or not text.strip() or text.startswith(".") or set(text) & set("/\\\0"):
        raise UnitError(text, A_NAME)
    return text


def parse_cover(text: object) -> Cover:
    """Days of use; `of planned use` looks forward along the plan, `of cover` and `of use` say no more."""
    return text if isinstance(text, Cover) else _cover(words(text, A_COVER))


def parse_holding(text: object) -> Holding:
    """A share of the value a year, or money per unit and day."""
    return text if isinstance(text, Holding) else _holding(words(text, A_HOLDING))


def parse_lag(text: object) -> Span:
    """A length of time that may be negative."""
    if isinstance(text, Span):
        return text
    text = words(text, A_LAG)
    try:
        span = parse_span(text.removeprefix("-"))
    except UnitError:
        raise UnitError(text, A_LAG) from None
    return replace(span, amount=-span.amount) if text.startswith("-") else span


def parse_review(text: object) -> float:
    """Days between reviews; 0.0 for a continuous review."""
    return _review(words(text, A_REVIEW))


@lru_cache(maxsize=1024)
def _cover(text: str) -> Cover:
    span, basis = matched(_COVER, text, A_COVER).groups()
    try:
        return Cover(parse_span(span), basis == "planned use")
    except UnitError:
        raise UnitError(text, A_COVER) from None


@lru_cache(maxsize=1024)
def _holding(text: str) -> Holding:
    try:
        if "%" in text:
            return Holding(yearly=within(parse_yearly(text), text, A_HOLDING))
        money = parse_money(text)
    except UnitError:
        raise UnitError(text, A_HOLDING) from None
    if len(money.per) != 2 or money.per[1] != "day":
        raise UnitError(text, A_HOLDING)
    return Holding(money=money)


@lru_cache(maxsize=1024)
def _review(text: str) -> float:
    plain = {"continuous": 0.0, "daily": 1.0, "every day": 1.0, "every week": 7.0}
    if text in plain:
        return plain[text]
    try:
        span = parse_span(matched(_EVERY, text, A_REVIEW).group(1))
    except UnitError:
        raise UnitError(text, A_REVIEW) from None
    if span.clock != "calendar" or span.amount == 0:
        raise UnitError(text, f"{A_REVIEW}, in calendar days above 0,")
    return span.amount


def written_yearly(share: float) -> str:
    """A share a year in the words of a file."""
    return f"{Decimal(repr(share)) * 100} %/year"


def written_moment(moment: date | Span) -> str:
    """A date or a length of time in the words of a file."""
    return written(moment) if isinstance(moment, Span) else str(moment)


def written_dates(dates: Dates) -> str:
    """A range of dates in the words of a file."""
    return f"{dates.first}..{dates.last}"


def written_week(week: Week) -> str:
    """A week in the words of a file."""
    return ",".join(name for name, works in zip(WEEKDAYS, week, strict=True) if works)


def written_cover(cover: Cover) -> str:
    """A cover in the words of a file."""
    return written(cover.span) + (" of planned use" if cover.planned else "")


def written_holding(holding: Holding) -> str:
    """A holding rate in the words of a file."""
    return written(holding.money) if holding.money is not None else written_yearly(holding.yearly or 0.0)


def written_review(days: float) -> str:
    """A review in the words of a file."""
    return f"every {days!r} days" if days else "continuous"
