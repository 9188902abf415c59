"""What a unit made costs against a unit bought, and whether making gets cheaper.

Internal: (material used at its landed price + variable + fixed cost, scrap being material and work without good units)
/ good units made. Landed price of a raw material: all that its lanes were paid in the window / units received; its
planned worth where nothing was received. External: (price + freight + order cost) / units received in the reference
window, before anything changed. The third basis adds the yearly charge of the investment, an annuity over the years
from the first opening to the end of the value horizon: (I - S/(1+r)^n) r / (1 - (1+r)^-n).
"""

from dataclasses import dataclass

import numpy as np

from backsource.log import Floats, Log
from backsource.measures.frame import YEAR, Frame, Ints, sums
from backsource.measures.opening import Opening
from backsource.measures.tariff import Tariff, unit_values

LEAST_MONTHS = 3
"""Months below which there is no trend."""


@dataclass(frozen=True)
class Making:
    """The plant by day, each of shape (days,)."""

    good: Floats
    variable: Floats
    """Material and variable cost."""
    fixed: Floats

    def unit_cost(self, rows: slice, further: float = 0.0, *, full: bool = True) -> float:
        """Cost of a good unit made in some rows, with *further* money on top; nan where none was made."""
        good = float(self.good[rows].sum())
        cost = float(self.variable[rows].sum()) + (float(self.fixed[rows].sum()) if full else 0.0) + further
        return cost / good if good > 0 else np.nan


class Calculator:
    """Computes unit costs of logs of one scenario."""

    def __init__(self, tariff: Tariff, frame: Frame) -> None:
        self.tariff, self.frame, self.roles = tariff, frame, tariff.roles
        self._values = unit_values(tariff)
        self._lanes = {name: tariff.lane(name) for stock in self.roles.raw for name in self.roles.feeds.get(stock, ())}
        self._outside = {name: tariff.lane(name) for name in self.roles.outside}
        self._variable = {name: tariff.line(name) for name in self.roles.lines}
        self._month_starts, self._month_stops = _whole_months(frame)

    def external(self, log: Log) -> float:
        """Unit cost of buying in the reference window; nan where nothing was received."""
        rows = self.frame.reference
        paid = units = 0.0
        for name, charges in self._outside.items():
            units += float(log.lanes.of(name, "received")[rows].sum())
            for charge in charges:
                paid += float(charge.amount(log, log.lanes.of(name, charge.column))[rows].sum())
        return paid / units if units > 0 else np.nan

    def making(self, log: Log, fixed: Floats) -> Making:
        """The plant's costs by day; *fixed* is the fixed cost of its lines by day."""
        good, variable = np.zeros(self.frame.days), np.zeros(self.frame.days)
        landed = {stock: self._landed(log, stock) for stock in self.roles.raw}
        for name in self.roles.lines:
            line, charge = self.tariff.scenario.lines[name], self._variable[name]
            made = log.lines.of(name, "good")
            good += made
            material = sum(amount.number * landed[f"{line.site}/{item}"] for item, amount in line.bom.items())
            variable += log.lines.of(name, "started") * material
            if charge is not None:
                variable += charge.amount(log, made)
        return Making(good, variable, fixed)

    def capital_charge(self, lumps: float, salvage: float, openings: dict[str, Opening]) -> float:
        """Yearly annuity of the investment over its life; nan without an installed line, or a life of no length.

        Also nan where it was paid before the run began: a log then shows only a part of it.
        """
        scenario, frame = self.tariff.scenario, self.frame
        if any(opening.sunk for opening in openings.values()):
            return np.nan
        first = min((opening.row for opening in openings.values()), default=frame.days)
        end = (scenario.value_until - scenario.start).days if scenario.value_until else frame.last
        years = (end + 1 - (first + frame.first_day)) / YEAR
        if first >= frame.days or years <= 0:
            return np.nan
        return annuity(lumps, salvage, scenario.discount, years)

    def trend(self, making: Making, opened: int) -> float:
        """Change of the unit cost a month: slope of its logarithm over whole calendar months from row *opened* on.

        Least squares; nan with fewer than three months of production.
        """
        if opened >= self.frame.days:
            return np.nan
        later = self._month_starts >= opened
        starts, stops = self._month_starts[later], self._month_stops[later]
        good = sums(making.good)
        cost = sums(making.variable + making.fixed)
        made, paid = good[stops] - good[starts], cost[stops] - cost[starts]
        used = np.flatnonzero((made > 0) & (paid > 0))
        if len(used) < LEAST_MONTHS:
            return np.nan
        log_cost, month = np.log(paid[used] / made[used]), used - used.mean()
        return float((month @ log_cost) / (month @ month))

    def _landed(self, log: Log, stock: str) -> float:
        rows = slice(self.frame.zero, self.frame.window.stop)
        paid = units = 0.0
        for name in self.roles.feeds.get(stock, ()):
            units += float(log.lanes.of(name, "received")[rows].sum())
            for charge in self._lanes[name]:
                paid += float(charge.amount(log, log.lanes.of(name, charge.column))[rows].sum())
        return paid / units if units > 0 else self._values.get(stock, 0.0)


def annuity(invested: float, salvage: float, rate: float, years: float) -> float:
    """The yearly payment that is worth *invested* less the present value of *salvage*; straight line at rate 0."""
    if rate == 0.0:
        return (invested - salvage) / years
    discount: float = (1.0 + rate) ** -years
    return (invested - salvage * discount) * rate / (1.0 - discount)


def _whole_months(frame: Frame) -> tuple[Ints, Ints]:
    """First row, and row after the last, of each calendar month that lies whole between day 0 and the window's end."""
    months = frame.months()
    starts = np.flatnonzero(np.diff(months, prepend=months[0] - 1))
    stops = np.append(starts[1:], frame.days)
    first = months[starts].astype("datetime64[M]")
    length = ((first + np.timedelta64(1, "M")).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
    whole = (stops - starts == length) & (starts >= frame.zero) & (stops <= frame.window.stop)
    return starts[whole], stops[whole]
