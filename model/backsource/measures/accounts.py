"""Accounts: money computed afterwards from the facts of a log, day by day and category by category.

Amounts are in the reporting currency, not discounted, positive where we pay. Nothing is netted: what is left at the end
(goods, the salvage of new lines) is valued apart.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.errors import InvariantError
from backsource.log import Book, Floats, Kind, Log
from backsource.measures.diary import Diary, Event
from backsource.measures.frame import YEAR, Frame
from backsource.measures.opening import Opening
from backsource.measures.tariff import CATEGORIES, LUMPS, RUNNING, Charge, Tariff

_ROW = {category: row for row, category in enumerate(CATEGORIES)}
_LUMPS = len(RUNNING)

POSTED = {Kind.TOOL_ORDERED: "tools", Kind.TOOL_PULLED: "moves", Kind.PAYMENT: "payments"}
"""Journal entries that cost money at once, and where it is booked."""


@dataclass(frozen=True)
class Ledger:
    """Money of one log by category (rows, as `CATEGORIES`) and day, shape (14, days)."""

    money: Floats
    frame: Frame

    def of(self, category: str) -> Floats:
        """One category by day, shape (days,)."""
        one: Floats = self.money[_ROW[category]]
        return one

    def totals(self, rows: slice) -> dict[str, float]:
        """Sum of each category over some rows."""
        return dict(zip(CATEGORIES, self.money[:, rows].sum(axis=1).tolist(), strict=True))

    def window(self) -> dict[str, float]:
        """Sum of each category over the measured window.

        Lump sums count from day 0 to the end of the window: a window that begins after the cheque must not hide it.
        """
        frame = self.frame
        running = self.money[:_LUMPS, frame.window].sum(axis=1).tolist()
        lumps = self.money[_LUMPS:, frame.zero : frame.window.stop].sum(axis=1).tolist()
        return dict(zip(CATEGORIES, running + lumps, strict=True))

    def weekly(self) -> Floats:
        """Money of each week by category, shape (14, weeks).

        Raises `InvariantError` where weeks and categories do not add up to the same sum.
        """
        weeks = np.add.reduceat(self.money, self.frame.weeks(), axis=1)
        by_week, by_category = weeks.sum(), sum(self.totals(slice(self.frame.zero, None)).values())
        if abs(by_week - by_category) > 1e-9 * max(1.0, np.abs(weeks).sum()):
            raise InvariantError("weeks of the ledger = its categories", {"weeks": by_week, "categories": by_category})
        return weeks


class Accountant:
    """Keeps the books of one scenario and schedule; everything but the quantities is known beforehand."""

    def __init__(
        self, tariff: Tariff, frame: Frame, schedule: Schedule | None, log: Log, running: Sequence[Event] = ()
    ) -> None:
        """*log* is any log of the scenario: only the order of its names is used."""
        self.tariff, self.frame = tariff, frame
        charges = tariff.charges()
        self._steady = _matrices([charge for charge in charges if charge.steady], log)
        self._moving = [charge for charge in charges if not charge.steady]
        self._share = {name: tariff.roles.share[tariff.scenario.lines[name].site] for name in tariff.roles.lines}
        self._fixed = {name: tariff.fixed(name) for name in tariff.roles.lines}
        self._capex = {name: tariff.capex(name) for name in tariff.roles.lines}
        self._schedule = schedule
        self._standby = {name: tariff.standby(name) + np.zeros(frame.days) for name in tariff.scenario.contracts}
        self._running = running  # extensions that were called before the run
        under = {*extended(schedule, tariff.scenario), *(entry.subject for entry in running)}
        self._under = {name: tariff.prices_under(name) for name in sorted(under)}

    def ledger(self, log: Log, diary: Diary, openings: dict[str, Opening]) -> Ledger:
        """All money of a log. Raises `InvariantError` where the journal lacks a payment that the schedule makes."""
        money = np.zeros((len(CATEGORIES), self.frame.days))
        for book, column, rows, prices in self._steady:
            paid = prices @ _book(log, book)[column]
            for row, amounts in zip(rows, paid, strict=True):
                money[row] += amounts
        for charge in self._moving:
            units = _book(log, charge.book).of(charge.name, charge.column)
            money[_ROW[charge.category]] += charge.amount(log, units)
        self._open(money, openings)
        self._post(money, diary)
        self._extend(money, log, diary)
        return Ledger(money, self.frame)

    def salvage(self, openings: dict[str, Opening]) -> float:
        """What the new lines that were installed bring back at the end of the value horizon."""
        lines = self.tariff.scenario.lines
        return sum(
            self._capex[name] * lines[name].cost.salvage
            for name, opening in openings.items()
            if opening.new and opening.paid < self.frame.days
        )

    def rent(self, line: str, opening: Opening) -> Floats:
        """Fixed cost of a line by day, shape (days,)."""
        rent = np.full(self.frame.days, self._fixed[line]) * self._share[line]
        rent[: opening.paid] = 0.0
        return rent

    def _open(self, money: Floats, openings: dict[str, Opening]) -> None:
        for name, opening in openings.items():
            if opening.paid >= self.frame.days:
                continue
            money[_ROW["fixed"]] += self.rent(name, opening)
            if opening.new and not opening.sunk:
                money[_ROW["capex"], opening.paid] += self._capex[name]

    def _post(self, money: Floats, diary: Diary) -> None:
        due = lumps_due(self._schedule, diary, self.frame)
        for kind, category in POSTED.items():
            entries = diary.of(kind)
            if len(entries) < due[category]:
                raise InvariantError(
                    f"{category} of the schedule are in the journal",
                    {"schedule": due[category], "journal": len(entries)},
                )
            for entry in entries:
                money[_ROW[category], self.frame.row(entry.time)] += self._lump(kind, entry)

    def _lump(self, kind: Kind, entry: Event) -> float:
        if kind == Kind.PAYMENT:
            return entry.quantity
        if kind == Kind.TOOL_ORDERED:
            return self.tariff.tool_price(entry.subject)
        return self.tariff.move_cost(entry.subject)

    def _extend(self, money: Floats, log: Log, diary: Diary) -> None:
        """Between the old end of a contract and the new one: the step of the price on goods, the price of standby."""
        for entry in [*self._running, *diary.of(Kind.EXTENDED)]:
            step = self.tariff.step_up(entry.subject)
            rows = slice(self.frame.row(entry.detail), self.frame.row(entry.detail + entry.quantity))
            money[_ROW["standby"], rows] += self._standby[entry.subject][rows]
            for charge in self._under.get(entry.subject, ()):
                paid = charge.amount(log, log.lanes.of(charge.name, charge.column))
                money[_ROW["extensions"], rows] += step * paid[rows]


def _matrices(charges: Sequence[Charge], log: Log) -> list[tuple[str, str, list[int], Floats]]:
    """Book, column, ledger rows and prices (rows x things) of charges that are one number for all days."""
    grouped: dict[tuple[str, str], list[Charge]] = defaultdict(list)
    for charge in charges:
        grouped[charge.book, charge.column].append(charge)
    found = []
    for (book, column), group in grouped.items():
        names = _book(log, book).names
        place = {name: thing for thing, name in enumerate(names)}
        rows = sorted({_ROW[charge.category] for charge in group})
        prices = np.zeros((len(rows), len(names)))
        for charge in group:
            assert isinstance(charge.part, float)
            prices[rows.index(_ROW[charge.category]), place[charge.name]] += charge.price * charge.part
        found.append((book, column, rows, prices))
    return found


def _book(log: Log, name: str) -> Book:
    book: Book = getattr(log, name)
    return book


def extended(schedule: Schedule | None, scenario: Scenario) -> list[str]:
    """Contracts that a schedule may extend."""
    parts = schedule.parts.values() if schedule else ()
    return sorted({part.extension.contract for part in parts if part.extension} & set(scenario.contracts))


def lumps_due(schedule: Schedule | None, diary: Diary, frame: Frame) -> dict[str, int]:
    """How many lump sums of each kind have to be in the journal: dated payments, and those of the tasks that began."""
    if schedule is None:
        return dict.fromkeys(LUMPS, 0)
    begun = [task for name, task in schedule.tasks.items() if diary.first(Kind.TASK_STARTED, f"task/{name}")]
    paid = [task for task in begun if task.cost and task.cost.number]
    days = [(payment.date - frame.scenario.start).days for payment in schedule.pays]
    return {
        "tools": sum(len(task.brings) for task in begun),
        "moves": sum(len(task.moves) for task in begun),
        "payments": sum(max(0, frame.first_day) <= day <= frame.last for day in days) + len(paid),
    }


def value_weights(frame: Frame) -> tuple[Floats, Floats, float]:
    """Present value at day 0 of one unit of money a day: (running, lumps, at the end of the value horizon).

    The discount rate r gives (1 + r)^(-t/365). Running money of the last simulated year (365 days, or what there is)
    stands for every later year until `value_until`, that day included; lump sums are not repeated. Without a value
    horizon the end is that of the log.
    """
    scenario, days = frame.scenario, np.arange(frame.days) + frame.first_day
    end = frame.last + 1
    if scenario.value_until is not None:
        end = (scenario.value_until - scenario.start).days + 1
    lumps = np.where((days >= 0) & (days < end), (1.0 + scenario.discount) ** (-days / YEAR), 0.0)
    running = lumps.copy()
    later = np.arange(frame.last + 1, end)
    length = min(int(YEAR), frame.days - frame.zero)
    repeated = frame.days - length + (later - frame.last - 1) % length
    np.add.at(running, repeated, (1.0 + scenario.discount) ** (-later / YEAR))
    return running, lumps, float((1.0 + scenario.discount) ** (-end / YEAR))
