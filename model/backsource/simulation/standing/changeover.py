"""What the desk of a changeover tells of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil, inf
from typing import Any

from backsource.config.fine import FineDays, FinePath, FineTask
from backsource.config.status import Running
from backsource.log import LINE, STOCK
from backsource.simulation.changeover.conditions import LAG
from backsource.simulation.changeover.desk import Desk
from backsource.simulation.programme import ConditionPlan, PartPlan
from backsource.simulation.standing.calendar import Dates

TINY = 1e-9


@dataclass
class Told:
    """Keys of a status, and what only a run knows."""

    keys: dict[str, Any]
    tasks: dict[str, FineTask]
    paths: dict[str, FinePath]
    returning: dict[str, float]
    taking_up: dict[str, float]
    line_days: FineDays = field(default_factory=FineDays)
    stock_days: FineDays = field(default_factory=FineDays)


def tell_changeover(desk: Desk, day: int, dates: Dates) -> Told:
    """Everything that is decided and done."""
    tasks = Tasks(desk, day, dates)
    contracts = {name: contract for name, contract in desk.programme.contracts.items() if contract.given < day}
    opened = {line: since for line, since in desk.opened_on.items() if desk.opened[line].triggered and since > -inf}
    parts = desk.programme.parts
    paid = (
        [payment for payment in desk.plan.changeover.pays if payment.date < dates.of(day)]
        if desk.plan.changeover
        else []
    )
    keys = {
        "done": tasks.done, "running": tasks.running,
        "notices": {name: dates.of(contract.given) for name, contract in contracts.items()},
        "extensions": {name: len(calls) for name, calls in desk.extended.items() if calls},
        "opens": {line: dates.of(since) for line, since in opened.items()}, "tools": dict(desk.tools.at),
        "shares": {part.stock: desk.shares[part.stock] for part in parts if adds_up(desk.shares[part.stock])},
        "wanted": {part.stock: desk.wanted[part.stock] for part in parts
                   if desk.wanted[part.stock] != desk.shares[part.stock] and adds_up(desk.wanted[part.stock])},
        "steps": {part.stock: desk.taken[part.stock] for part in parts},
        "last_step": {part.stock: dates.of(desk.taken_on[part.stock]) for part in parts
                      if desk.taken_on[part.stock] > -inf},
        "rolled_back": {stock: dates.of(when) for stock, when in desk.back_on.items()},
        "closed": sorted(desk.levers.closed), "paid": paid,
    }  # fmt: skip
    line_days, stock_days = Windows(desk).days()
    paths = {part.stock: path_of(desk, part) for part in parts}
    return Told(keys, tasks.fine, paths, dict(desk.returning), dict(desk.taking_up), line_days, stock_days)


def adds_up(shares: dict[str, float]) -> bool:
    """Whether shares add up to 1, as a status says them."""
    return abs(sum(shares.values()) - 1.0) <= TINY


class Tasks:
    """Tasks that are done or running."""

    def __init__(self, desk: Desk, day: int, dates: Dates) -> None:
        self.desk, self.day, self.dates = desk, day, dates
        self.done: dict[str, Any] = {}
        self.running: dict[str, Running] = {}
        self.fine: dict[str, FineTask] = {}
        for name in desk.programme.tasks:
            if desk.done[name].triggered:
                self.tell_done(name)
            elif desk.started[name].triggered:
                self.tell_running(name)

    def tell_done(self, name: str) -> None:
        """Its last day; the instants, where they are no mornings."""
        began, ended = self.desk.instants[name, "S"], self.desk.instants[name, "F"]
        last = ceil(ended) - 1
        self.done[name] = self.dates.of(last)
        self.fine[name] = FineTask(began=began if began > -inf else None, ended=ended if ended != last + 1 else None)

    def tell_running(self, name: str) -> None:
        """Since when it runs, and where a qualification stands."""
        desk, began = self.desk, self.desk.instants[name, "S"]
        stands, since = desk.stands.get(name, (None, began))
        self.running[name] = Running.model_validate({
            "began": self.dates.of(began), "failed": desk.failed.get(name, 0), "stands": stands,
            "since": self.dates.of(since) if stands is not None else None,
        })  # fmt: skip
        self.fine[name] = FineTask(
            began=began if began != int(began) else None, since=since if since != int(since) else None,
            idle=desk.own_end.get(name, inf) < self.day,
        )  # fmt: skip


def path_of(desk: Desk, part: PartPlan) -> FinePath:
    """The share path of one stock."""
    stock = part.stock
    last = desk.wait_ends.get(stock)
    return FinePath(
        expected=[row + desk.origin for row, _ in desk.outlook.shares[stock]],
        wait_ends=last if last is not None and last < inf else None,
        waited=last == inf and part.steps[desk.taken[stock]].wait is not None, stands=desk.stopped.get(stock),
        held=stock in desk.held,
        left=sorted(source for source, event in desk.leaving.items()
                    if event.triggered and part.last_buy is not None and source == part.last_buy.source),
    )  # fmt: skip


class Windows:
    """Rows of the books that conditions of the schedule may look back at."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.lines: dict[str, int] = {}
        self.stocks: dict[str, int] = {}
        for part in desk.programme.parts:
            for condition in conditions_of(part):
                self.look(part, condition)

    def look(self, part: PartPlan, condition: ConditionPlan) -> None:
        """How many of the last rows one condition may look at."""
        today = self.desk.row()
        for level in condition.levels:
            seen = list(part.calendar.last_rows(today - 1 - LAG, max(1, level.window)))
            count = today - min(seen, default=today - 1)
            if level.gauge in ("cover", "backlog"):
                self.stocks[part.stock] = max(count, self.stocks.get(part.stock, 0))
            elif level.gauge != "make_share":
                self.lines[condition.line] = max(count, self.lines.get(condition.line, 0))

    def days(self) -> tuple[FineDays, FineDays]:
        """Books of lines and of stocks."""
        return self.told("lines", LINE, self.lines), self.told("stocks", STOCK, self.stocks)

    def told(self, kind: str, columns: tuple[str, ...], counts: dict[str, int]) -> FineDays:
        """The last rows of some things, as far as they are known."""
        shelf, row = self.desk.levers.shelf, self.desk.levers.row()
        rows = {}
        for name, count in sorted(counts.items()):
            known = [past for past in range(row - count, row) if shelf.knows(kind, name, past)]
            if known:
                rows[name] = shelf.past(kind, name, known).tolist()
        return FineDays(columns=list(columns) if rows else [], rows=rows)


def conditions_of(part: PartPlan) -> Iterator[ConditionPlan]:
    """Everything that the schedule looks at for one stock."""
    yield from (step.gate for step in part.steps if step.gate is not None)
    if part.back.when is not None:
        yield part.back.when
    if part.clause is not None:
        yield part.clause.condition
    if part.extension is not None:
        yield part.extension.call_if
