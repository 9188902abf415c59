"""Numbers as a range of `unsure` says them, for whoever chooses values by arithmetic: a corner, a draw, a level.

The opposite of `paths.bounds`; what a file says at the path itself is `factors.level_at`.
"""

from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from backsource.config.parsed import Cover, Holding
from backsource.config.paths import number_of, steps_to
from backsource.units import Amount, Money, Rate, Span, written


def bound_at(model: BaseModel, path: str, number: float) -> str | float:
    """How a range of `unsure` says *number* at *path*, in the unit of the plan.

    Raises UnitError for a path to no quantity.
    """
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
    """The unit of the quantity at *path*, empty for a bare number. Raises UnitError as `bound_at`."""
    said = bound_at(model, path, 0.0)
    return said.partition(" ")[2] if isinstance(said, str) else ""
