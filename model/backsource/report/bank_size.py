"""How large the bank must be: a quantile of what the futures would have needed, beside what can be had.

In a future the bank needed is the largest cumulative deficit (`measures.bank`). With a risk of r of being caught short,
the bank must be its (1 - r)-quantile: the mean would be too small in about half of the futures, as the distribution is
skewed to the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backsource.inference import Interval, quantile_interval
from backsource.laws.bridge import attainable
from backsource.report.numbers import figure

RISKS = (0.05, 0.10, 0.20)
SAME = 0.01
"""A need within this share of the bank that was there may be that bank, not the need."""


@dataclass(frozen=True)
class BankSize:
    """The bank for one chosen risk."""

    risk: float
    units: Interval
    """Quantile with limits at order statistics [units]."""
    days: Interval
    """The same in working days of demand."""
    within_reach: bool
    """Whether the supplier can build it in the time there is."""
    bound: str
    """`exact`, `at most` (a bank at least as large was there and hid the need), `at least` (the deficit still grew)."""


@dataclass(frozen=True)
class BankAnswer:
    """The answer to how large the bank must be."""

    sizes: tuple[BankSize, ...]
    can_build: float
    """What the supplier can build in its window beside demand [units]."""
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
    capacity: float,
    build_days: float,
    attained: npt.ArrayLike = (),
    wanted: float = np.nan,
    growing: npt.ArrayLike = (),
    risks: Sequence[float] = RISKS,
    level: float = 0.95,
) -> BankAnswer:
    """The bank for each risk, from `bank_needed` of the runs, shape (replications,).

    Parameters
    ----------
    needed, attained, growing
        `bank_needed`, `bank_attained` and `bank_censored` of the runs; the last two may be empty.
    demand, capacity
        Mean demand, and what the source that builds the bank can deliver [units a working day].
    build_days
        Time to build it [working days].
    """
    had = np.asarray(attained, dtype=np.float64)
    mean_had = float(np.nanmean(had)) if len(had) and not np.isnan(had).all() else np.nan
    can_build = attainable(build_days, capacity, demand)
    grows = float(np.mean(np.nan_to_num(growing))) if len(np.atleast_1d(growing)) else 0.0
    sizes = [_size(needed, risk, demand, can_build, mean_had, grows, level) for risk in risks]
    return BankAnswer(tuple(sizes), can_build, mean_had, wanted, demand)


def _size(
    needed: npt.ArrayLike, risk: float, demand: float, can_build: float, had: float, grows: float, level: float
) -> BankSize:
    units = quantile_interval(needed, 1.0 - risk, level)
    days = Interval(units.estimate / demand, units.low / demand, units.high / demand, units.count, level)
    bound = "exact"
    if grows > risk:
        bound = "at least"
    elif units.estimate <= had * (1.0 + SAME):
        bound = "at most"
    return BankSize(risk, units, days, bool(units.estimate <= can_build), bound)


def bank_text(answer: BankAnswer) -> list[str]:
    """The answer as lines of text."""
    lines = ["risk  bank needed [95 %]              working days  can be built"]
    for size in answer.sizes:
        units = f"{figure(size.units.estimate)} [{figure(size.units.low)}, {figure(size.units.high)}]"
        word = {"exact": "", "at least": ">= ", "at most": "<= "}[size.bound]
        reach = "yes" if size.within_reach else "no"
        lines.append(f"{size.risk:4.0%}  {word + units:32}  {size.days.estimate:12.1f}  {reach}")
    rest = [f"the supplier can build {figure(answer.can_build)} ({answer.can_build / answer.demand:.1f} working days)"]
    rest += [] if np.isnan(answer.wanted) else [f"wanted {figure(answer.wanted)}"]
    rest += [] if np.isnan(answer.attained) else [f"attained {figure(answer.attained)} on average"]
    return [*lines, "; ".join(rest) + "."]
