"""Quantities as files write them: a number and its unit, parsed once and carried together.

Every parser takes the text of a file (`"15 working days"`) and gives a frozen quantity, or raises
`UnitError` (a ValueError) with what was found and what would do. A quantity that is parsed already
passes unchanged. Nothing here knows a calendar or an item.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Clock = Literal["calendar", "working", "operating"]

LARGEST = 1e15
"""No quantity is larger: whole numbers up to here are exact, sums of them too."""

A_SPAN = "a length of time as `45 days`, `15 working days`, `2.5 hours` or `40 operating hours`"
AN_AMOUNT = "a quantity with its unit as `1200 pieces` or `0.12 kg`"
A_RATE = "a rate as `1200 pieces/working day` or `300 kg/day`"
MONEY = "money as `18.50 EUR/piece`, `420 kEUR/year` or `250 kEUR`"
A_SHARE = "a share as `22 %`, `200 ppm` or `0.22`"
A_YEARLY = "a share a year as `22 %/year`"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time. `amount` is in days of 24 h (calendar), working days, or operating hours."""

    amount: float
    clock: Clock = "calendar"


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity of an item, in the singular name of its unit ("piece", "kg")."""

    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A quantity of an item per calendar day or per working day."""

    number: float
    unit: str
    per: Literal["day", "working day"]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money; `per` names what it is paid for: () a lump, ("piece",), ("piece", "day"), ("year",)."""

    number: float
    currency: str
    per: tuple[str, ...] = ()


class UnitError(ValueError):
    """A text that is no such quantity; `found` and `would_do` are the two halves of the message."""

    def __init__(self, found: object, would_do: str) -> None:
        self.found = shown(found)
        self.would_do = would_do
        super().__init__(f"found {self.found}; {would_do} would do")


def shown(found: object) -> str:
    """What a message prints of a value, cut after 60 characters."""
    text = found if isinstance(found, str) and found.strip() else repr(found)
    return text if len(text) <= 60 else text[:57] + "..."


NUMBER = r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
_SPAN = re.compile(NUMBER + r"\s*([A-Za-z][A-Za-z ]*)\Z")
_AMOUNT = re.compile(NUMBER + r"\s*([^\W\d][^/%]*)\Z")
_RATE = re.compile(NUMBER + r"\s*([^\W\d][^/%]*?)\s*/\s*([A-Za-z ]+)\Z")
_MONEY = re.compile(NUMBER + r"\s*([kM]?)([A-Z]{3})((?:\s*/\s*[^\W\d][^/%]*)*)\Z")
_SHARE = re.compile(NUMBER + r"\s*(%|ppm)?\Z")
_YEARLY = re.compile(NUMBER + r"\s*%\s*/\s*year\Z")

_DAYS: dict[str, tuple[Clock, int, int]] = {
    "second": ("calendar", 1, 86400),
    "minute": ("calendar", 1, 1440),
    "hour": ("calendar", 1, 24),
    "day": ("calendar", 1, 1),
    "week": ("calendar", 7, 1),
    "working day": ("working", 1, 1),
    "operating hour": ("operating", 1, 1),
    "operating day": ("operating", 24, 1),
}
"""Clock, numerator and denominator of each unit of time; an operating day is 24 operating hours."""

_CLOCK_UNIT: dict[Clock, str] = {"calendar": "days", "working": "working days", "operating": "operating hours"}

_RATE_PER: dict[str, tuple[Literal["day", "working day"], int, int]] = {
    "hour": ("day", 24, 1),
    "day": ("day", 1, 1),
    "week": ("day", 1, 7),
    "working day": ("working day", 1, 1),
}


def size(quantity: Span | Amount | Rate | Money) -> float:
    """The number of a quantity, in the unit it has."""
    return quantity.amount if isinstance(quantity, Span) else quantity.number


def singular(unit: str) -> str:
    """The name of one unit: `pieces` -> `piece`, `boxes` -> `box`, `working days` -> `working day`, `kg` -> `kg`."""
    unit = " ".join(unit.split())
    if unit.endswith(("xes", "ches", "shes", "sses")):
        return unit[:-2]
    if len(unit) > 2 and unit.endswith("s") and not unit.endswith("ss"):
        return unit[:-1]
    return unit


def _scaled(number: str, times: int, over: int = 1) -> float:
    """The number times a ratio, rounded once (so that `99.5 %` is exactly the float 0.995)."""
    plain = float(number)
    if times == over or not math.isfinite(plain):
        return plain + 0.0  # no negative zero
    return float(Decimal(number) * times / over)


def within(value: float, found: object, would_do: str) -> float:
    """The value if it is finite, not negative and not absurdly large."""
    if value < 0:
        raise UnitError(found, f"{would_do}, not below 0,")
    if not value <= LARGEST:
        raise UnitError(found, f"{would_do}, at most 1e15,")
    return value


def parse_span(text: object) -> Span:
    """A length of time, 0 or longer; months and years are refused because their lengths differ."""
    return text if isinstance(text, Span) else _span(words(text, A_SPAN))


def parse_amount(text: object) -> Amount:
    """A quantity of an item, 0 or more."""
    return text if isinstance(text, Amount) else _amount(words(text, AN_AMOUNT))


def parse_rate(text: object) -> Rate:
    """A quantity per day or working day; `/hour` and `/week` become per day (24 hours, 7 days)."""
    return text if isinstance(text, Rate) else _rate(words(text, A_RATE))


def parse_money(text: object) -> Money:
    """Money, 0 or more; `kEUR` and `MEUR` are a thousand and a million."""
    return text if isinstance(text, Money) else _money(words(text, MONEY))


def parse_share(text: object) -> float:
    """A share from 0 to 1: percent, parts per million, or a bare number."""
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        return _share(repr(text))
    return _share(words(text, A_SHARE))


def parse_yearly(text: object) -> float:
    """A share a year, as a fraction; may be negative."""
    return _yearly(words(text, A_YEARLY))


def words(text: object, would_do: str) -> str:
    """The text, without outer blanks; a fault when it is no text, as a number without its unit."""
    if isinstance(text, str):
        return text.strip()
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        raise UnitError(f"{text} without a unit", would_do)
    raise UnitError(text, would_do)


def matched(pattern: re.Pattern[str], text: str, would_do: str) -> re.Match[str]:
    """The match of the pattern from the start of the text; a fault when there is none."""
    match = pattern.match(text)
    if match is None:
        raise UnitError(text, would_do)
    return match


@lru_cache(maxsize=4096)
def _span(text: str) -> Span:
    number, unit = matched(_SPAN, text, A_SPAN).groups()
    known = _DAYS.get(singular(unit))
    if known is None:
        vague = singular(unit) in ("month", "year")
        raise UnitError(text, "days or weeks (months and years differ in length)" if vague else A_SPAN)
    clock, times, over = known
    return Span(within(_scaled(number, times, over), text, A_SPAN), clock)


@lru_cache(maxsize=4096)
def _amount(text: str) -> Amount:
    number, unit = matched(_AMOUNT, text, AN_AMOUNT).groups()
    return Amount(within(_scaled(number, 1), text, AN_AMOUNT), singular(unit))


@lru_cache(maxsize=4096)
def _rate(text: str) -> Rate:
    number, unit, period = matched(_RATE, text, A_RATE).groups()
    known = _RATE_PER.get(singular(period))
    if known is None:
        raise UnitError(text, A_RATE)
    per, times, over = known
    return Rate(within(_scaled(number, times, over), text, A_RATE), singular(unit), per)


@lru_cache(maxsize=4096)
def _money(text: str) -> Money:
    number, thousands, currency, per = matched(_MONEY, text, MONEY).groups()
    value = _scaled(number, {"": 1, "k": 1000, "M": 1_000_000}[thousands])
    paid_for = tuple(singular(part) for part in per.split("/")[1:])
    return Money(within(value, text, MONEY), currency, paid_for)


@lru_cache(maxsize=4096)
def _share(text: str) -> float:
    number, unit = matched(_SHARE, text, A_SHARE).groups()
    value = _scaled(number, 1, {"%": 100, "ppm": 1_000_000, None: 1}[unit])
    if not 0 <= value <= 1:
        raise UnitError(text, f"{A_SHARE}, from 0 to 1 (0 % to 100 %),")
    return value


@lru_cache(maxsize=1024)
def _yearly(text: str) -> float:
    value = _scaled(matched(_YEARLY, text, A_YEARLY).group(1), 1, 100)
    if not abs(value) <= LARGEST:
        raise UnitError(text, A_YEARLY)
    return value


def written(quantity: Span | Amount | Rate | Money) -> str:
    """The words of a file that say the same, numbers in full: what is parsed from them is equal."""
    match quantity:
        case Span(amount, clock):
            return f"{amount!r} {_CLOCK_UNIT[clock]}"
        case Amount(number, unit):
            return f"{number!r} {unit}"
        case Rate(number, unit, per):
            return f"{number!r} {unit}/{per}"
        case Money(number, currency, paid_for):
            return f"{number!r} {'/'.join((currency, *paid_for))}"
