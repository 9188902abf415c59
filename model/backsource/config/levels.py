"""Numbers in the words of files: what stands at a path when its quantity is another one.

The opposite of `paths.plan_number`, for whoever chooses levels by arithmetic: a design, a search, an end of a range.
"""

from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from backsource.config.closed import Closed
from backsource.config.parsed import Cover, Holding
from backsource.config.paths import number_of, steps_to, way_to, with_number
from backsource.units import Amount, Money, Rate, Span, written


def level_at(model: Closed, path: str, number: float) -> Any:
    """What a file says at *path* when the quantity there is *number*, in the unit of the plan.

    Put there as the level of a factor, `plan_number` is that number again. Of a distribution all stays but its mean
    (or median); whole numbers are rounded. Raises UnitError for a path to no quantity.
    """
    number_of(steps_to(model, path)[-1][1])
    words: Any = with_number(model, path, number).model_dump(mode="json", by_alias=True, exclude_none=True)
    for word, _ in way_to(model, path):
        words = words[int(word)] if isinstance(words, list) else words[word]
    return words


def bound_at(model: BaseModel, path: str, number: float) -> str | float:
    """How a range of `unsure` says *number* at *path*, in the unit of the plan. Raises UnitError as `level_at`."""
    plan = steps_to(model, path)[-1][1]
    number_of(plan)
    return _bound(plan, number)


def _bound(plan: Any, number: float) -> str | float:
    match plan:
        case Span():
            return written(replace(plan, amount=number))
        case Amount() | Rate() | Money():
            return written(replace(plan, number=number))
        case Cover(span=span):
            return _bound(span, number)
        case Holding(money=Money() as money):
            return _bound(money, number)
    return number


def unit_at(model: BaseModel, path: str) -> str:
    """The unit of the quantity at *path*, empty for a bare number. Raises UnitError as `level_at`."""
    said = bound_at(model, path, 0.0)
    return said.partition(" ")[2] if isinstance(said, str) else ""
