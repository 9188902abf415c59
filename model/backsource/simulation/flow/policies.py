"""Ordering policies: how much a stock needs at a review, given its inventory position.

Each is a plain function of the stock and the row, bound once when the run is built. `position` is
on hand - owed + on order; what is set aside for a blocked source counts as if it were ordered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from backsource.simulation.plan import Policy


class Reviewed(Protocol):
    """What a policy may read of a stock."""

    name: str
    position: float
    aside: float
    target: float
    extra: float
    requirement: float
    targets: tuple[float, ...]
    policy: Policy
    downstream: list[tuple[Reviewed, float]]


Need = Callable[..., float]


def base_stock(stock: Reviewed, row: int) -> float:
    """Up to one level (Snyder and Shen, Fundamentals of Supply Chain Theory, 4.3)."""
    return stock.target + stock.extra - stock.position - stock.aside


def moving_base_stock(stock: Reviewed, row: int) -> float:
    """Up to the level of the day: days of cover of the planned use."""
    return stock.targets[row] + stock.extra - stock.position - stock.aside


def echelon_position(stock: Reviewed) -> float:
    """Own position plus the echelon positions downstream, in own units (Clark and Scarf 1960)."""
    return stock.position + sum(units * echelon_position(below) for below, units in stock.downstream)


def echelon(stock: Reviewed, row: int) -> float:
    """Up to one echelon level."""
    return stock.target + stock.extra - echelon_position(stock) - stock.aside


def reorder_up_to(stock: Reviewed, row: int) -> float:
    """(s,S): up to S once the position has come to s, or below it where the policy is strict."""
    policy, position = stock.policy, stock.position + stock.aside - stock.extra
    low = position < policy.at if policy.strict else position <= policy.at
    return stock.target - position if low else 0.0


def reorder_quantity(stock: Reviewed, row: int) -> float:
    """(r,Q): Q, once a review, once the position has come to r (or below it)."""
    policy, position = stock.policy, stock.position + stock.aside - stock.extra
    low = position < policy.at if policy.strict else position <= policy.at
    return policy.quantity if low else 0.0


def every_review(stock: Reviewed, row: int) -> float:
    """The same quantity at each review."""
    return stock.policy.quantity


def lot_for_lot(stock: Reviewed, row: int) -> float:
    """What was asked of the stock, and the explosion of what its lines were ordered to make, since the last review."""
    need = stock.requirement
    if need > 0:
        stock.requirement = 0.0
        return need
    return 0.0


def nothing(stock: Reviewed, row: int) -> float:
    """A stock that never orders."""
    return 0.0


NEEDS: dict[str, Need] = {
    "base_stock": base_stock,
    "moving": moving_base_stock,
    "echelon": echelon,
    "reorder_up_to": reorder_up_to,
    "reorder_quantity": reorder_quantity,
    "every_review": every_review,
    "lot_for_lot": lot_for_lot,
    "none": nothing,
}


def need_of(policy: Policy) -> Need:
    """The function of a policy; policies that speak of particular sources order through `by_source` instead."""
    if policy.targets and policy.kind == "base_stock":
        return moving_base_stock
    return NEEDS.get(policy.kind, nothing)
