"""How large the bank must be: a quantile of what the futures would have needed, beside what can be had.

In a future the bank needed is the largest cumulative deficit (`measures.bank`). With a risk of r of being caught short,
the bank must be its (1 - r)-quantile: the mean would be too small in about half of the futures, as the distribution is
skewed to the right.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isinf, isnan, nan
from typing import Literal

import numpy as np
import numpy.typing as npt

from backsource.inference import Interval, quantile_interval
from backsource.report.numbers import dated, figure, percent

RISKS = (0.05, 0.10, 0.20)
Bound = Literal["exact", "at most", "at least", "open"]

SIGN: dict[Bound, str] = {"exact": "", "at most": "<= ", "at least": ">= ", "open": "? "}
WHY: dict[Bound, str] = {
    "exact": "exact: no bank was there to hide the need, and it had stopped growing.",
    "at most": "<=: a bank was there, and while it is used up nothing else is ordered, which counts as need.",
    "at least": ">=: in more futures than the risk the need still grows at the end of the window.",
    "open": "?: a bank was there and counts as need, yet in more futures than the risk the need still grows.",
}


@dataclass(frozen=True)
class BankSize:
    """The bank for one chosen risk."""

    risk: float
    units: Interval
    """Quantile with limits at order statistics [units]."""
    days: Interval
    """The same in working days of demand."""
    build_from: float
    """Last day on which building it can begin; nan where day 0 is too late."""
    bound: Bound
    """exact; at most (a bank was there, and what is ordered less while it is used up counts as need); at least (the
    deficit still grew in more futures than the risk); open (both)."""


@dataclass(frozen=True)
class BankAnswer:
    """The answer to how large the bank of a stock must be."""

    sizes: tuple[BankSize, ...]
    can_build: float
    """What the source can build in the window of the schedule [units]; nan without a window."""
    attained: float
    """Mean of what was attained; nan without a bank."""
    wanted: float
    """What the schedule wants; nan without a bank."""
    demand: float
    """Units a working day."""


def bank_size(
    needed: npt.ArrayLike,
    *,
    demand: float,
    can_build: float = nan,
    latest_start: Callable[[float], int | None] = lambda _: None,
    attained: npt.ArrayLike = (),
    wanted: float = nan,
    growing: npt.ArrayLike = (),
    risks: Sequence[float] = RISKS,
    level: float = 0.95,
) -> BankAnswer:
    """The bank for each risk, from what each future needed, shape (replications,).

    Parameters
    ----------
    attained, growing
        What was attained in each future, and whether the need still grew at the end; both may be empty.
    demand
        Mean demand [units a working day].
    can_build, latest_start
        What the source that builds the bank can put aside in its window [units], and the last day on which it can begin
        to build so many units.
    """
    had = np.asarray(attained, dtype=np.float64)
    mean_had = float(np.nanmean(had)) if len(had) and not np.isnan(had).all() else nan
    grows = float(np.mean(np.asarray(growing, dtype=np.float64))) if len(np.atleast_1d(growing)) else 0.0
    sizes = []
    for risk in risks:
        units = quantile_interval(needed, 1.0 - risk, level)
        days = Interval(units.estimate / demand, units.low / demand, units.high / demand, units.count, level)
        start = latest_start(units.estimate)
        sizes.append(BankSize(risk, units, days, nan if start is None else float(start), bound(mean_had, grows, risk)))
    return BankAnswer(tuple(sizes), can_build, mean_had, wanted, demand)


def bound(attained: float, growing: float, risk: float) -> Bound:
    """What a quantile of the need says about the true one."""
    if growing > risk:
        return "open" if attained > 0 else "at least"
    return "at most" if attained > 0 else "exact"


def bank_text(answer: BankAnswer, start: date) -> list[str]:
    """The table as lines of text; *start* is the day with number 0."""
    lines = [f"risk  {'bank needed [95 %]':32}  {'days of demand':>14}  build from"]
    for size in answer.sizes:
        begin = "too late" if isnan(size.build_from) else dated(size.build_from, start)
        lines.append(f"{percent(size.risk):>4}  {sized(size):32}  {size.days.estimate:14.1f}  {begin}")
    return lines


def sized(size: BankSize) -> str:
    """A size with its limits and the sign of its bound."""
    units = size.units
    limits = "too few futures" if isnan(units.low) else f"{figure(units.low)}, {figure(units.high)}"
    return f"{SIGN[size.bound]}{figure(units.estimate)} [{limits}]"


def had_text(answer: BankAnswer, source: str) -> str:
    """What was wanted, what can be built and what was attained, in a sentence; empty without a bank."""
    if isnan(answer.can_build):
        return ""
    days = answer.can_build / answer.demand
    can = "without limit" if isinf(answer.can_build) else f"{figure(answer.can_build)} ({days:.1f} days of demand)"
    said = f"{source} can put aside {can} in the window of the schedule"
    said += "" if isnan(answer.wanted) else f"; wanted {figure(answer.wanted)}"
    return said + ("" if isnan(answer.attained) else f", attained {figure(answer.attained)} on average") + "."
