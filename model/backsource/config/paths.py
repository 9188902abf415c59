"""Dotted paths into a scenario, as `unsure` writes them: read the plan there, or put a truth in its place.

`lines.make.ramp.tau`, `sites.s1.lets_go.floor`, `outages.china.every`: words of the file. A name with dots in it is
found whole; the number of an entry in a list may be left out where there is only one. A path that ends at a
distribution means its mean, or its median where that is given.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel

from backsource.config import shapes
from backsource.config.closed import Closed
from backsource.config.parsed import Cover, Holding, parse_cover
from backsource.config.random import Random
from backsource.config.reference import Aspect
from backsource.units import (
    A_SHARE,
    Amount,
    Money,
    Rate,
    Span,
    UnitError,
    parse_amount,
    parse_money,
    parse_rate,
    parse_share,
    parse_span,
    parse_yearly,
    shown,
)

Root = TypeVar("Root", bound=BaseModel)
Steps = tuple[tuple[str, Any], ...]
"""Way from the scenario to a value: field, key or index, with what was found there."""

OUTSIDE = "tasks"
"""The one section that lies in the schedules: durations of all their tasks, or of one (`tasks.fit`)."""


def is_outside(path: str) -> bool:
    """Whether a path leads to the tasks of the schedules."""
    return path.partition(".")[0] == OUTSIDE


def steps_to(root: BaseModel, path: str) -> Steps:
    """The way to the quantity at a path. Raises UnitError naming the part that is unknown, with the nearest word."""
    steps = way_to(root, path)
    here = steps[-1][1]
    if isinstance(here, Random):
        centre = next((key for key in ("mean", "median") if getattr(here, key) is not None), None)
        steps += () if centre is None else ((centre, getattr(here, centre)),)
    return steps


def way_to(root: BaseModel, path: str) -> Steps:
    """The way to what stands at a path, whatever it is. Raises UnitError as `steps_to`."""
    here: Any = root
    steps: list[tuple[str, Any]] = []
    words = path.split(".")
    while words:
        if isinstance(here, list) and len(here) == 1 and not words[0].isdigit():
            here = here[0]
            steps.append(("0", here))
            continue
        inside = _inside(here)
        gathers = here.gathers if isinstance(here, Closed) else None
        if gathers is not None and words[0] not in inside:
            here = inside[gathers]
            steps.append((gathers, here))
            continue
        length = next((n for n in range(len(words), 0, -1) if ".".join(words[:n]) in inside), 0)
        if length == 0:
            raise UnitError(f"`{words[0]}` in {path}", _near(words[0], inside))
        word = ".".join(words[:length])
        here = inside[word]
        steps.append((word, here))
        words = words[length:]
    return tuple(steps)


def _inside(here: Any) -> Mapping[str, Any]:
    """What a value contains, under the words of the file."""
    if isinstance(here, BaseModel):
        return {field.alias or name: getattr(here, name) for name, field in type(here).model_fields.items()}
    if isinstance(here, Mapping):
        return {str(key): value for key, value in here.items()}
    if isinstance(here, list):
        return {str(index): value for index, value in enumerate(here)}
    return {}


def _near(word: str, inside: Mapping[str, Any]) -> str:
    near = get_close_matches(word, inside, n=1)
    return f"`{near[0]}`" if near else "a path in the words of the file, as `lines.make.ramp.tau`"


def number_of(value: Any) -> float:
    """The number of a quantity, in its own unit. Raises UnitError when it has none."""
    match value:
        case bool():
            pass
        case int() | float():
            return float(value)
        case Span():
            return value.amount
        case Amount() | Rate() | Money():
            return value.number
        case Cover():
            return value.span.amount
        case Holding():
            return value.yearly if value.money is None and value.yearly is not None else number_of(value.money)
    found = "nothing, as the plan does not say" if value is None else shown(str(value))
    raise UnitError(found, "a path to a quantity that the plan gives")


def plan_number(root: BaseModel, path: str) -> float:
    """What the plan says at a path, in the unit of the plan."""
    return number_of(steps_to(root, path)[-1][1])


def aspect(root: BaseModel, path: str) -> Aspect:
    """What kind of figure a path leads to, as reference classes tell them apart. Raises UnitError for other kinds."""
    plan = Span(0.0) if is_outside(path) else steps_to(root, path)[-1][1]
    match plan:
        case Span():
            return "duration"
        case Money(per=()):
            return "investment"
        case Money():
            return "running cost"
    raise UnitError(f"`reference_class` for {path}", "a path to a time or to money")


def bounds(root: BaseModel, path: str, written: list[Any]) -> tuple[float, float]:
    """Least and most of a range `[8 %, 20 %]` at a path, in the unit of the plan. Raises UnitError."""
    plan = steps_to(root, path)[-1][1]
    number_of(plan)
    least, most = (in_unit(plan, text) for text in written)
    if least > most:
        raise UnitError(f"{shown(str(written[0]))} before {shown(str(written[1]))}", "the least first, then the most,")
    return least, most


def in_unit(plan: Any, text: Any) -> float:
    """A quantity in the words of files as a number in the unit of what the plan says. Raises UnitError."""
    if isinstance(plan, Cover):
        cover = parse_cover(text)
        if cover.planned and not plan.planned:
            raise UnitError(text, f"a quantity in the unit of the plan, {_unit(plan.span)} of cover,")
        return in_unit(plan.span, cover.span)
    if isinstance(plan, Holding):
        return in_unit(plan.money if plan.money is not None else plan.yearly, text)
    if isinstance(plan, (int, float)):
        return _plain(text)
    parse: Any = {Span: parse_span, Amount: parse_amount, Rate: parse_rate, Money: parse_money}[type(plan)]
    bound = parse(text)
    zero = "amount" if isinstance(plan, Span) else "number"
    if replace(bound, **{zero: 0.0}) != replace(plan, **{zero: 0.0}):
        raise UnitError(text, f"a quantity in the unit of the plan, {_unit(plan)},")
    return number_of(bound)


def _unit(plan: Any) -> str:
    match plan:
        case Span(clock="calendar"):
            return "days"
        case Span(clock="working"):
            return "working days"
        case Span():
            return "operating hours"
        case Amount(unit=unit):
            return str(unit)
        case Rate(unit=unit, per=per):
            return f"{unit}/{per}"
        case _:
            return "/".join((plan.currency, *plan.per))


def _plain(text: Any) -> float:
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        return float(text)
    if isinstance(text, str) and text.replace(" ", "").endswith("%/year"):
        return parse_yearly(text)
    return parse_share(text)


def words_at(root: BaseModel, path: str, number: float) -> Any:
    """What the file would say at a path for a number in the unit of the plan; read again, it is that very number.

    `12.5 days`, `31.2 %`; a distribution with that number as its mean (or median) where there is one. Whole numbers
    are rounded. Raises UnitError where the path leads to no quantity.
    """
    way, steps = way_to(root, path), steps_to(root, path)
    number_of(steps[-1][1])
    blocks = [n for n, (_, here) in enumerate(way[:-1], start=1) if isinstance(here, BaseModel)]
    begin = blocks[-1] if blocks else 0
    block = way[begin - 1][1] if begin else root
    inside = [word for word, _ in way[begin:]]
    changed = _put(block, [word for word, _ in steps[begin:]], number)
    said = changed.model_dump(mode="json", by_alias=True, exclude_none=True)
    for word in inside:
        said = said[int(word) if isinstance(said, list) else word]
    if isinstance(said, dict) and said.get("family") == "constant":
        return said["mean"]
    keys = [int(word) if word.isdigit() else word for word in inside]
    is_share = isinstance(said, float) and A_SHARE in shapes.wanted(shapes.at(type(block), keys))
    return f"{(Decimal(repr(said)) * 100).normalize():f} %" if is_share else said


def with_number(root: Root, path: str, number: float) -> Root:
    """A copy of the scenario with another number at a path, in the unit of the plan."""
    steps = steps_to(root, path)
    return _put(root, [word for word, _ in steps], number)  # type: ignore[no-any-return]


def _put(here: Any, words: list[str], number: float) -> Any:
    if not words:
        return _renumbered(here, number)
    word, rest = words[0], words[1:]
    if isinstance(here, BaseModel):
        field = next(name for name, field in type(here).model_fields.items() if word in (field.alias, name))
        return here.model_copy(update={field: _put(getattr(here, field), rest, number)})
    if isinstance(here, Mapping):
        key = next(key for key in here if str(key) == word)
        return {**here, key: _put(here[key], rest, number)}
    return [_put(value, rest, number) if str(index) == word else value for index, value in enumerate(here)]


def _renumbered(quantity: Any, number: float) -> Any:
    match quantity:
        case Span():
            return replace(quantity, amount=number)
        case Amount() | Rate() | Money():
            return replace(quantity, number=number)
        case Cover():
            return replace(quantity, span=replace(quantity.span, amount=number))
        case Holding():
            inner = None if quantity.money is None else replace(quantity.money, number=number)
            return Holding(money=inner) if inner is not None else Holding(yearly=number)
        case int():
            return round(number)
        case _:
            return number
