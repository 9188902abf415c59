"""Total cost and units short of a log in parts, week by week, that add up to the wide row.

Money: every line of the ledger, tasks apart from other payments, and what the change of the stock took off. Running
money counts in the measured window, lump sums from day 0 on, each in its week; so weeks before the window hold lump
sums only. Units short: those of incidents on the day on which they became short, by the family of their cause.

Shortage cost is split over the families, too: what falls into an incident (by day and market: late cost x units late +
late cost a day x backlog over time) as the units of that incident are, the rest is `OUTSIDE`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backsource.errors import InvariantError
from backsource.log import Floats, Kind
from backsource.measures.explained import BY_FAMILY, Explained
from backsource.measures.proximate import RESIDUAL
from backsource.measures.reading import Reading
from backsource.measures.tariff import CATEGORIES, RUNNING

TASKS = "tasks"
"""Payments that tasks cost when they begin."""
STOCK_CHANGE = "stock_change"
"""What goods were worth more at the end of the window than before it, with a minus: it is no cost."""
LINES = (*CATEGORIES[: CATEGORIES.index("payments")], TASKS, *CATEGORIES[CATEGORIES.index("payments") :], STOCK_CHANGE)
"""Parts of `total_cost`, in the order of the ledger."""
OUTSIDE = "outside"
"""Shortage cost of days that belong to no incident: backlog that is younger than the tolerance, or too small."""
SHORTAGE = (*BY_FAMILY, OUTSIDE)
"""Parts of the shortage cost."""
EXACT = 1e-9
"""Difference between the sum of the parts and the whole, as a share of the sum of their sizes, that is rounding."""


@dataclass(frozen=True)
class WeeklyParts:
    """Parts of one log, or of several: arrays then have one axis more, the replications, before that of the weeks."""

    day: Floats
    """First day of each week, from day 0 (of a later run: its first day) to the end of the window, shape (weeks,)."""
    cost: Mapping[str, Floats]
    """Money by line, keys as `LINES`, each of shape (..., weeks)."""
    short: Mapping[str, Floats]
    """Units short by family, the residual last, each of shape (..., weeks)."""
    shortage: Mapping[str, Floats]
    """Shortage cost of all weeks by family, keys as `SHORTAGE`, each of shape (...)."""

    def check(self, row: Mapping[str, float]) -> None:
        """Raise `InvariantError` where the parts of one log do not add up to its wide row."""
        paid = [float(weeks.sum()) for weeks in self.cost.values()]
        _check("lines of the ledger, week by week, = total cost", paid, row["total_cost"])
        short = [float(weeks.sum()) for weeks in self.short.values()]
        _check("units short by cause and week = units short", short, row["units_short"])
        late = [float(money) for money in self.shortage.values()]
        _check("shortage cost by cause = shortage cost", late, row["shortage_cost"])


def _check(law: str, parts: list[float], whole: float) -> None:
    if abs(sum(parts) - whole) > EXACT * max(1.0, abs(whole), sum(map(abs, parts))):
        raise InvariantError(law, {"parts": sum(parts), "whole": whole})


def weekly_parts(reading: Reading) -> WeeklyParts:
    """The parts of one log."""
    frame = reading.frame
    weeks = frame.weeks()
    weeks = weeks[weeks < frame.window.stop]
    money = np.add.reduceat(_money(reading), weeks, axis=1)
    cost = dict(zip(LINES[:-1], money, strict=True))
    cost[STOCK_CHANGE] = -_stock_change(reading, weeks)
    by_day = _short(reading)
    short = {family: np.add.reduceat(units[: frame.window.stop], weeks) for family, units in by_day.items()}
    return WeeklyParts((weeks + frame.first_day).astype(np.float64), cost, short, _shortage(reading))


def _money(reading: Reading) -> Floats:
    """Money that counts by line and day up to the end of the window, shape (lines without the last, days)."""
    frame, ledger = reading.frame, reading.ledger.money
    money = ledger[:, : frame.window.stop].copy()
    money[: len(RUNNING), : frame.window.start] = 0.0
    tasks = np.zeros(frame.days)
    for entry in reading.diary.of(Kind.PAYMENT):
        if entry.subject.startswith("task/"):
            tasks[frame.row(entry.time)] += entry.quantity
    payments = CATEGORIES.index("payments")
    money[payments] -= tasks[: frame.window.stop]
    return np.insert(money, payments, tasks[: frame.window.stop], axis=0)


def _stock_change(reading: Reading, weeks: np.typing.NDArray[np.int64]) -> Floats:
    """By how much goods were worth more at the end of each week, as far as it lies in the window."""
    window = reading.frame.window
    edges = np.clip(np.append(weeks, window.stop), window.start, window.stop)
    worth = {edge: reading.pricing.worth.at(reading.log, edge - 1) for edge in dict.fromkeys(edges.tolist())}
    return np.diff([worth[edge] for edge in edges.tolist()])


def _short(reading: Reading) -> dict[str, Floats]:
    """Units short in incidents by family and day, each of shape (days,)."""
    found = {family: np.zeros(reading.frame.days) for family in BY_FAMILY}
    for one in reading.gaps:
        rows = _rows(reading, one)
        market = reading.frame.scenario.markets[one.incident.market]
        short = reading.log.markets.of(one.incident.market, "short")[rows]
        shares = reading.trace.shares(f"{market.origin}/{market.item}")
        rest = short.copy()
        for cause in one.causes:
            if cause.family != RESIDUAL:
                units = short * shares[cause][rows]
                found[cause.family][rows] += units
                rest -= units
        if any(cause.family == RESIDUAL for cause in one.causes):
            found[RESIDUAL][rows] += rest
    return found


def _shortage(reading: Reading) -> dict[str, Floats]:
    """Shortage cost in the window by family."""
    frame = reading.frame
    late = {name: np.zeros(frame.days) for name in reading.log.markets.names}
    for charge in reading.pricing.tariff.charges():
        if charge.category == "shortage":
            late[charge.name] += charge.amount(reading.log, reading.log.markets.of(charge.name, charge.column))
    found = dict.fromkeys(SHORTAGE, 0.0)
    for one in reading.gaps:
        rows = _rows(reading, one)
        money, families = float(late[one.incident.market][rows].sum()), one.families
        late[one.incident.market][rows] = 0.0
        whole = sum(families.values())
        for family, units in families.items():
            found[family] += money * units / whole if whole > 0 else 0.0
        found[RESIDUAL] += money if whole <= 0 else 0.0
    found[OUTSIDE] = sum(float(days[frame.window].sum()) for days in late.values())
    return {name: np.array(money) for name, money in found.items()}


def _rows(reading: Reading, one: Explained) -> slice:
    first = reading.log.first_day
    return slice(one.incident.start - first, one.incident.end - first)
