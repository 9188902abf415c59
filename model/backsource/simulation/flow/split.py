"""Splitting one order among the sources of a stock by share, with carry-over.

Realised shares follow the timetable even in whole units: what rounding takes from a source today it
gets back with the next orders. The part of a source that is blocked waits aside or goes to the others.
"""

from __future__ import annotations

from math import floor, inf
from typing import Protocol

EPSILON = 1e-9


class Source(Protocol):
    """A lane or a line, as its stock sees it."""

    name: str
    on_order: float
    blocked: int

    def order(self, row: int, quantity: float) -> None:
        """Take an order."""

    def cancel(self, row: int, at_most: float = inf) -> float:
        """Cancel what has not been started or shipped; gives the quantity."""


class Part:
    """One source with its share and what rounding owes it."""

    __slots__ = ("aside", "carry", "least", "most", "share", "source")

    def __init__(self, source: Source, share: float) -> None:
        self.source = source
        self.share = share
        self.carry = 0.0
        self.aside = 0.0
        self.least = 0.0
        self.most = inf


def divide(parts: list[Part], quantity: float, multiple: float) -> list[tuple[Part, float]]:
    """Quantities per part that add up to *quantity*, in multiples of *multiple* (0: any quantity)."""
    total = sum(part.share for part in parts)
    if total <= 0:
        return []
    if multiple <= 0:
        return [(part, quantity * part.share / total) for part in parts if part.share > 0]
    lots = round(quantity / multiple)
    wants = [(part, lots * part.share / total + part.carry) for part in parts if part.share > 0]
    given = [max(0, floor(want + EPSILON)) for _, want in wants]
    short = lots - sum(given)
    order = sorted(range(len(wants)), key=lambda i: (given[i] - wants[i][1], i))
    for i in order[: max(0, short)]:
        given[i] += 1
    for i in reversed(order):
        while short < 0 and given[i] > 0:
            given[i] -= 1
            short += 1
    for (part, want), count in zip(wants, given, strict=True):
        part.carry = want - count
    return [(part, count * multiple) for (part, _), count in zip(wants, given, strict=True) if count]


def bounded(parts: list[tuple[Part, float]]) -> list[tuple[Part, float]]:
    """The same quantities within each part's least and most a review; what one may not take goes to the others."""
    amounts = [min(max(quantity, part.least), part.most) for part, quantity in parts]
    left = sum(quantity for _, quantity in parts) - sum(amounts)
    for i, (part, _) in enumerate(parts):
        move = min(left, part.most - amounts[i]) if left > 0 else max(left, part.least - amounts[i])
        amounts[i] += move
        left -= move
    return [(part, amount) for (part, _), amount in zip(parts, amounts, strict=True) if amount > 0]
