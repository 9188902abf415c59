"""The ordering side of a stock, the same on and off the grid: position, policy, split, what waits aside."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, inf
from typing import Any

from backsource.simulation.flow.policies import Need, base_stock, need_of
from backsource.simulation.flow.split import EPSILON, Part, Source, bounded, divide
from backsource.simulation.plan import StockPlan


class Ordering:
    """Keeps the inventory position of one stock and orders from its sources."""

    def __init__(self, plan: StockPlan) -> None:
        self.plan = plan
        self.name = plan.name
        self.policy = plan.policy
        self.need: Need = need_of(plan.policy)
        self.targets = plan.policy.targets
        self.target = plan.policy.level
        self.downstream: list[tuple[Ordering, float]] = []
        self.on_hand = plan.opening
        self.owed = plan.backlog
        self.position = plan.opening - plan.backlog
        self.requirement = 0.0
        self.aside = self.again = 0.0
        self.missed = False
        self.extra = 0.0
        self.extra_due = 0.0
        self.extra_source: Source | None = None
        self.stopped = 0
        self.capacity = plan.capacity
        self.multiple = plan.multiple
        self.order_capacity = plan.order_capacity
        self.parts: list[Part] = []
        self.only: Part | None = None
        self.ordered = 0.0
        self.emergency: Source | None = None
        self.by_source = plan.policy.kind in ("dual_index", "base_surge", "listed")

    def feed(self, sources: dict[str, Source]) -> None:
        """Connect the sources, in the order of their names, with their as-is shares."""
        shares = dict(self.plan.shares)
        names = sorted(set(self.plan.lanes_in) | set(self.plan.lines_in))
        self.parts = [Part(sources[name], shares.get(name, 0.0)) for name in names if name in sources]
        self.emergency = sources.get(self.plan.emergency)
        self.settle_parts()

    def settle_parts(self) -> None:
        """Find the one source that takes every order, if there is one (the common case needs no split)."""
        used = [part for part in self.parts if part.share > 0]
        alone = len(used) == 1 and not used[0].source.blocked and not self.aside and used[0].most == inf
        bound = any(part.least for part in self.parts)
        self.only = used[0] if alone and not bound and not used[0].carry else None

    def reopen(self) -> None:
        """A source or the review itself is free again: the next review may order."""
        self.settle_parts()

    def part(self, name: str) -> Part:
        """The part of the source with this name."""
        return next(part for part in self.parts if part.source.name == name)

    def on_order(self) -> float:
        """On order at all sources."""
        return sum(part.source.on_order for part in self.parts)

    def space(self) -> float:
        """What still fits beside what the lines that feed it have in process."""
        if self.capacity == inf:
            return inf
        return self.capacity - self.on_hand - sum(getattr(part.source, "wip", 0.0) for part in self.parts)

    def order(self, row: int) -> None:
        """Review: order what the policy needs."""
        if self.stopped:
            self.missed = True
            return
        self.missed = False
        if self.aside:
            self.release(row)
        if self.by_source:
            self.order_by_source(row)
            return
        need = self.need(self, row) + self.again
        self.again = 0.0
        if need > EPSILON:
            need = self.rounded(need)
            if need > 0:
                self.place(row, need)

    def catch_up(self, row: int) -> None:
        """Make the review that an outage has blocked, now that it has lifted."""
        if self.missed and not self.stopped:
            self.order(row)

    def rounded(self, need: float) -> float:
        """Up to the next multiple, at most the order capacity."""
        multiple = self.multiple
        if multiple:
            need = ceil(need / multiple - EPSILON) * multiple
        if need > self.order_capacity:
            need = self.order_capacity
            if multiple:
                need = floor(need / multiple + EPSILON) * multiple
        return need

    def place(self, row: int, quantity: float) -> None:
        """Order a quantity from the sources."""
        part = self.only
        if part is not None and self.emergency is None and not self.extra_due:
            self.send(row, part, quantity)
        else:
            for part, amount in list(self.divided(row, quantity)):
                self.assign(row, part, amount)

    def divided(self, row: int, quantity: float) -> Iterator[tuple[Part, float]]:
        """Emergency first (unless it is blocked), then what is bound to one source, then the shares."""
        emergency = self.emergency
        if emergency is not None and not emergency.blocked and self.low(row):
            yield self.part(emergency.name), quantity
            return
        if self.extra_due and self.extra_source is not None:
            bound = min(self.extra_due, quantity)
            self.extra_due -= bound
            quantity -= bound
            yield self.part(self.extra_source.name), bound
        usual = [part for part in self.parts if part.source is not emergency or part.share]
        if self.plan.divert:
            usual = [part for part in usual if not part.source.blocked]
            if not any(part.share for part in usual):
                self.need_again(quantity)
                return
        if quantity > 0:
            yield from bounded(divide(usual, quantity, self.multiple))

    def low(self, row: int) -> bool:
        """Whether what is on hand, backlog served, is less than the cover below which the emergency source is used."""
        return self.on_hand - self.owed < self.plan.emergency_levels[row]

    def assign(self, row: int, part: Part, quantity: float) -> None:
        """Order from a source, or set the quantity aside while the source is blocked."""
        if part.source.blocked:
            part.aside += quantity
            self.aside += quantity
            self.only = None
        else:
            self.send(row, part, quantity)

    def send(self, row: int, part: Part, quantity: float) -> None:
        """The order itself."""
        self.ordered += quantity
        self.position += quantity
        part.source.order(row, quantity)

    def release(self, row: int) -> None:
        """Order what was set aside for sources that are open again."""
        for part in self.parts:
            if part.aside and not part.source.blocked:
                quantity, part.aside = part.aside, 0.0
                self.aside -= quantity
                self.send(row, part, quantity)
        if all(not part.aside for part in self.parts):
            self.aside = 0.0
            self.settle_parts()

    def forget_aside(self) -> None:
        """What was set aside is split again (the shares have changed).

        Policies that speak of particular sources have no shares.
        """
        if not self.by_source:
            self.need_again(self.aside)
            for part in self.parts:
                part.aside = 0.0
                part.carry = 0.0
            self.aside = 0.0
        self.settle_parts()

    def need_again(self, quantity: float) -> None:
        """Not ordered now, and needed at the next review; a policy that looks at the position sees that by itself."""
        if self.policy.kind in ("lot_for_lot", "every_review"):
            self.again += quantity

    def refused(self, quantity: float) -> None:
        """Something on order will not come; it is needed again."""
        self.position -= quantity
        self.requirement += quantity

    def order_by_source(self, row: int) -> None:
        """Policies that speak of particular sources: dual index, base-surge, listed quantities."""
        policy = self.policy
        if policy.kind == "listed":
            wants = [(name, rows[row] if row < len(rows) else 0.0) for name, rows in policy.listed]
        elif policy.kind == "base_surge":
            surge = max(0.0, policy.second_level - self.position - self.aside - policy.quantity)
            wants = [(policy.first, policy.quantity), (policy.second, surge)]
        else:
            regular, express = self.part(policy.second), self.part(policy.first)
            within = self.position - later(regular.source, row, reach(express.source)) + express.aside
            fast = max(0.0, policy.first_level - within)
            slow = max(0.0, policy.second_level - self.position - self.aside - fast)
            wants = [(policy.first, fast), (policy.second, slow)]
        for name, quantity in wants:
            if quantity > EPSILON:
                self.assign(row, self.part(name), self.rounded(quantity))

    def use_level(self, level: float) -> None:
        """Order up to this level from now on."""
        self.need, self.target = base_stock, level


def reach(source: Any) -> float:
    """Time from an order to its arrival that a source promises [days]."""
    return float(source.lead + getattr(source, "delay", 0))


def later(source: Any, row: int, days: float) -> float:
    """What is on order at a source and arrives later than *days* from now."""
    if hasattr(source, "beyond"):
        return float(source.beyond(row, days))
    return float(source.on_order) if source.lead > days else 0.0
