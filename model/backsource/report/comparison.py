"""From the runs of a study to what a planner asks: which schedule, how sure, and what differs from the control."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from backsource.errors import StudyError
from backsource.inference import Interval, Paired, against_control, paired, quantile_interval
from backsource.measures import Futures, Goal, Measure, futures

if TYPE_CHECKING:
    import pandas as pd

Values = npt.NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True)
class Leaving:
    """When a schedule leaves its supplier; a future in which it never does counts as infinitely late."""

    middle: Interval
    """P50 of the day of exit, between order statistics."""
    late: Interval
    """P90."""
    never: float
    """Share of futures in which the supplier is not left within the run."""
    on_schedule: float
    """Share of futures in which it is left on schedule; nan where none can tell."""


@dataclass(frozen=True)
class Row:
    """One schedule in the table."""

    schedule: str
    means: Mapping[str, float]
    """Mean of each measure shown; nan where it has no value in any future."""
    known: Mapping[str, float]
    """Share of futures in which each measure has a value."""
    difference: Paired | None
    """Primary measure minus the control's, future by future; none for the control itself."""
    caused_short: float
    """Mean units short less those of the stay-external twin of the same future."""
    caused_in: Futures
    """In how many futures more, or less, is short than in the twin."""
    leaving: Leaving | None
    """None where no notice is given."""
    verdict: str
    """better, worse, not separable, same (differs by less than what matters), too few runs, control."""


@dataclass(frozen=True)
class Comparison:
    """The schedules of a study side by side."""

    study: str
    control: str
    primary: Measure
    shown: tuple[Measure, ...]
    """Measures in the table, the primary one first."""
    replications: int
    rows: tuple[Row, ...]
    """Best mean of the primary measure first."""
    best: str
    rivals: tuple[str, ...]
    """Schedules that cannot be told from the best, by intervals that hold together at the 95 % level."""
    matters: float | None
    leads: Mapping[str, Paired]
    """Primary measure of every other schedule minus the best one's, with intervals that hold together."""
    remarks: tuple[str, ...] = ()
    """What must be said of how the runs were made."""
    twin: str = "without a changeover"
    """What a future is like beside which things count as caused."""


def compare(
    runs: "pd.DataFrame",
    schedules: Sequence[str],
    control: str,
    measures: Sequence[Measure],
    matters: float | None,
    study: str,
) -> Comparison:
    """Compare *schedules* by the first of *measures*, paired by replication.

    *runs* has one row a run (schedule, replication, measures). Raises `StudyError` where the first measure has no
    value in some schedule.
    """
    primary = measures[0]
    values = {name: values_of(runs, name, primary.name) for name in schedules}
    empty = [name for name, column in values.items() if np.isnan(column).all()]
    if empty:
        raise StudyError(f"primary measure {primary.name} has no value under {', '.join(empty)}; choose another one")
    sign = -1.0 if primary.goal == "max" else 1.0
    ranked = sorted(schedules, key=lambda name: (sign * float(np.nanmean(values[name])), schedules.index(name)))
    found = against_control(values, control, primary.goal, LEVEL)
    leads = _leads(values, ranked[0], primary.goal)
    return Comparison(
        study=study,
        control=control,
        primary=primary,
        shown=tuple(measures),
        replications=len(values[ranked[0]]),
        rows=tuple(_row(runs, name, measures, found.get(name), matters) for name in ranked),
        best=ranked[0],
        rivals=tuple(name for name, lead in leads.items() if not (lead.low > 0 if sign > 0 else lead.high < 0)),
        matters=matters,
        leads=leads,
    )


def values_of(runs: "pd.DataFrame", schedule: str, measure: str) -> Values:
    """One measure of one schedule, in the order of replications, shape (replications,); nan where it has none."""
    own = runs[runs["schedule"] == schedule].sort_values("replication")
    return own[measure].to_numpy(dtype=np.float64) if measure in own else np.full(len(own), np.nan)


def _row(
    runs: "pd.DataFrame", name: str, measures: Sequence[Measure], found: Paired | None, matters: float | None
) -> Row:
    values = {measure.name: values_of(runs, name, measure.name) for measure in measures}
    caused = values_of(runs, name, "attributable_units_short")
    return Row(
        schedule=name,
        means={measure: _mean(column) for measure, column in values.items()},
        known={measure: float(np.mean(~np.isnan(column))) for measure, column in values.items()},
        difference=found,
        caused_short=_mean(caused),
        caused_in=futures(caused, np.zeros(len(caused))),
        leaving=leaving_of(runs, name),
        verdict="control" if found is None else verdict(found, matters),
    )


def leaving_of(runs: "pd.DataFrame", name: str) -> Leaving | None:
    """Quantiles of the exit of one schedule, none of its futures left out."""
    if np.isnan(values_of(runs, name, "exit_planned")).all():
        return None
    days = values_of(runs, name, "exit_day")
    never = np.isnan(days)
    days = np.where(never, np.inf, days)
    return Leaving(
        middle=quantile_interval(days, 0.5, LEVEL),
        late=quantile_interval(days, 0.9, LEVEL),
        never=float(never.mean()),
        on_schedule=_mean(values_of(runs, name, "exit_on_schedule")),
    )


def verdict(found: Paired, matters: float | None) -> str:
    """A difference in words; Holm's verdict, unless the whole interval is smaller than what matters."""
    if matters is not None and max(abs(found.low), abs(found.high)) < matters:
        return "same"
    return "not separable" if found.verdict == "no difference seen" else found.verdict


def _leads(values: Mapping[str, Values], best: str, goal: Goal) -> dict[str, Paired]:
    """Every other schedule minus the best.

    The best was chosen by looking, so the level is that of all pairs together (Bonferroni): whichever had
    come out best, all statements about it hold with the stated probability.
    """
    level = 1 - (1 - LEVEL) / max(1, comb(len(values), 2))
    return {
        name: paired(column, values[best], level=level, goal=goal) for name, column in values.items() if name != best
    }


def _mean(values: Values) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")
