"""Who gets what when a stock cannot serve all that it owes.

Each rule takes the askers with what they are owed and the quantity on hand, and gives a list of
(asker, quantity). FIFO needs the ages of orders and lives in the stock's queue.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from math import floor
from typing import Protocol


class Asker(Protocol):
    """A lane or a market that is owed goods."""

    name: str
    owed: float
    rank: float

    def touch(self) -> None:
        """Bring integrals up to now before what is owed changes."""

    def give(self, row: int, quantity: float) -> None:
        """Hand goods over."""


Grants = list[tuple[Asker, float]]
Queue = deque[list]  # type: ignore[type-arg]


def listed(askers: Sequence[Asker], hand: float, whole: bool) -> Grants:
    """In the order given, each in full before the next."""
    grants: Grants = []
    for asker in askers:
        quantity = min(hand, asker.owed)
        if quantity > 0:
            grants.append((asker, quantity))
            hand -= quantity
    return grants


def priority(askers: Sequence[Asker], hand: float, whole: bool) -> Grants:
    """By rank, lowest number first; equal ranks in the order given."""
    return listed(sorted(askers, key=lambda asker: asker.rank), hand, whole)


def proportional(askers: Sequence[Asker], hand: float, whole: bool) -> Grants:
    """In proportion to what is owed (Moulin 2000); whole units by largest remainder, ties in the order given."""
    total = sum(asker.owed for asker in askers)
    if total <= 0:
        return []
    parts = [hand * asker.owed / total for asker in askers]
    if whole:
        floors = [float(floor(part + 1e-9)) for part in parts]
        left = floor(hand - sum(floors) + 1e-9)
        for i in sorted(range(len(parts)), key=lambda i: (floors[i] - parts[i], i))[:left]:
            floors[i] += 1.0
        parts = floors
    return [(asker, part) for asker, part in zip(askers, parts, strict=True) if part > 0]


RULES: dict[str, Callable[[Sequence[Asker], float, bool], Grants]] = {
    "listed": listed,
    "priority": priority,
    "proportional": proportional,
}


class Allocation:
    """The rule of one stock for one group of askers, with the queue that FIFO needs."""

    __slots__ = ("askers", "queue", "rule", "whole")

    def __init__(self, askers: Sequence[Asker], rule: str, whole: bool) -> None:
        self.askers = askers
        self.whole = whole
        self.rule = RULES.get(rule, listed)
        entries = ([asker, asker.owed] for asker in askers if asker.owed)
        self.queue: Queue | None = deque(entries) if rule == "fifo" and len(askers) > 1 else None

    def grants(self, hand: float) -> Grants:
        """Who gets what of *hand* units."""
        if self.queue is None:
            return self.rule(self.askers, hand, self.whole)
        return self.first_come(hand)

    def first_come(self, hand: float) -> Grants:
        """In the order in which the orders came."""
        given: dict[str, tuple[Asker, float]] = {}
        queue = self.queue
        while queue and hand > 0:
            entry = queue[0]
            asker, quantity = entry
            taken = min(hand, quantity)
            hand -= taken
            given[asker.name] = (asker, given.get(asker.name, (asker, 0.0))[1] + taken)
            if taken < quantity:
                entry[1] = quantity - taken
            else:
                queue.popleft()
        return list(given.values())

    def withdraw(self, asker: Asker, quantity: float) -> None:
        """Something asked for is no longer wanted: it leaves the queue, latest first."""
        if self.queue is None:
            return
        for entry in reversed(self.queue):
            if entry[0] is asker and quantity > 0:
                taken = min(quantity, entry[1])
                entry[1] -= taken
                quantity -= taken
        self.queue = deque(entry for entry in self.queue if entry[1] > 0)
