"""From the runs of a study to what a planner asks: which schedule, how sure, and what differs from the control."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from backsource.errors import StudyError
from backsource.inference import (
    Choice,
    Corners,
    Cvar,
    Judged,
    Paired,
    against_control,
    cvar,
    skewness_need,
    skewness_note,
    variance_ratio,
)
from backsource.inference.choice import State
from backsource.inference.rare import never_differs
from backsource.measures import Futures, Measure, futures
from backsource.report.leaving import LEVEL, Leaving, leaving_of, mean_of
from backsource.report.refusal import refused_pair
from backsource.report.samples import Values, padded, values_of
from backsource.report.trade_off import TradeOff

if TYPE_CHECKING:
    import pandas as pd

TAIL = 0.95
"""Where the tail of bad futures begins."""


@dataclass(frozen=True)
class Row:
    """One schedule in the table."""

    schedule: str
    count: int
    """Futures that it was run in."""
    means: Mapping[str, float]
    """Mean of each measure shown; nan where it has no value in any future."""
    known: Mapping[str, float]
    """Share of futures in which each measure has a value."""
    difference: Paired | None
    """Primary measure minus the control's, future by future; none for the control itself. Without limits below 5."""
    caused_short: float
    """Mean units short less those of the stay-external twin of the same future."""
    caused_in: Futures
    """In how many futures more, or less, is short than in the twin."""
    leaving: Leaving | None
    """None where no notice is given."""
    tail: Cvar
    """Mean of the primary measure over its worst twentieth of futures."""
    verdict: str
    """better, worse, not separable, same (differs by less than what matters), too few runs, control."""
    state: State | None
    """What the choice knows of it; none where there are too few futures to choose."""
    floors: tuple[Judged, ...]
    """How it keeps each floor, in their order."""


@dataclass(frozen=True)
class Held:
    """A floor in words."""

    name: str
    text: str
    """As `P(longest gap > 1 working days) <= 5 %`."""


@dataclass(frozen=True)
class Comparison:
    """The schedules of a study side by side."""

    study: str
    control: str
    primary: Measure
    shown: tuple[Measure, ...]
    """Measures in the table, the primary one first."""
    replications: int
    """Futures of the schedule that was run in most."""
    schedules: tuple[str, ...]
    """In the order of the choice's arms."""
    rows: tuple[Row, ...]
    """Best mean of the primary measure first, those that break a floor last."""
    choice: Choice | None
    """Which to pick; none where there are too few futures to say anything."""
    matters: float | None
    floors: tuple[Held, ...] = ()
    pairing: str = ""
    """What common random numbers bring to the difference between the best and what it is told against."""
    skewed: str = ""
    """Whose interval covers less than it says, since its differences are too skewed for so few futures."""
    trade_off: TradeOff | None = None
    """What the pick costs and gives up; none where there is nothing to weigh it against."""
    corners: Corners | None = None
    """Whether the choice holds wherever what is unsure may lie; none where that was not run."""
    shift: float = 0.0
    """The best minus what it is told against over all futures, less the same over the futures that corners meet."""
    remarks: tuple[str, ...] = ()
    """What must be said of how the runs were made."""
    looked: bool = False
    """Whether a rule looked at the runs to see how many it needs: intervals and verdicts then describe only."""
    twin: str = "without a changeover"
    """What a future is like beside which things count as caused."""

    @property
    def best(self) -> str:
        """The choice, or who looks best so far."""
        leader = None if self.choice is None else self.choice.leader
        return self.rows[0].schedule if leader is None else self.schedules[leader]

    @property
    def picked(self) -> str | None:
        """The choice; none where it is unresolved."""
        picked = None if self.choice is None else self.choice.picked
        return None if picked is None else self.schedules[picked]

    @property
    def rivals(self) -> tuple[str, ...]:
        """Schedules that keep the answer from being sure."""
        return () if self.choice is None else tuple(self.schedules[arm] for arm in self.choice.rivals)

    @property
    def beside_best(self) -> str | None:
        """What the best is told against: the control, or of the others the best one where it is the control itself."""
        if self.best != self.control:
            return self.control
        return next((row.schedule for row in self.rows if row.schedule != self.control), None)

    def against_best(self, schedule: str) -> Paired | None:
        """A schedule minus the best, with an interval that holds together with all others."""
        return None if self.choice is None else self.choice.arms[self.schedules.index(schedule)].against

    def row(self, schedule: str) -> Row:
        """The row of a schedule."""
        return next(row for row in self.rows if row.schedule == schedule)


def compare(
    runs: "pd.DataFrame",
    schedules: Sequence[str],
    control: str,
    measures: Sequence[Measure],
    matters: float | None,
    study: str,
    choice: Choice | None = None,
    floors: Sequence[Held] = (),
) -> Comparison:
    """Lay *schedules* side by side by the first of *measures*, paired by replication, around a choice among them.

    *runs* has one row a run (schedule, replication, measures); the arms of *choice* are the schedules in their order.
    Raises `StudyError` where the first measure has no value in some schedule.
    """
    primary = measures[0]
    values = {name: values_of(runs, name, primary.name) for name in schedules}
    empty = [name for name, column in values.items() if np.isnan(column).all()]
    if empty:
        raise StudyError(f"primary measure {primary.name} has no value under {', '.join(empty)}; choose another one")
    longest = max(len(column) for column in values.values())
    paired = {name: padded(column, longest) for name, column in values.items()}
    against = against_control(paired, control, primary.goal, LEVEL)
    found = {name: refused_pair(one) for name, one in against.items()}
    sign = -1.0 if primary.goal == "max" else 1.0
    states = dict(zip(schedules, choice.arms, strict=True)) if choice else {}

    def place(name: str) -> tuple[bool, float, int]:
        broken = name in states and states[name].state == "breaks a floor"
        return broken, sign * float(np.nanmean(values[name])), schedules.index(name)

    laid = Comparison(
        study=study,
        control=control,
        primary=primary,
        shown=tuple(measures),
        replications=longest,
        schedules=tuple(schedules),
        rows=tuple(
            _row(runs, name, measures, found.get(name), matters, choice, schedules.index(name))
            for name in sorted(schedules, key=place)
        ),
        choice=choice,
        matters=matters,
        floors=tuple(floors),
        skewed=_skewed({name: paired[name] - paired[control] for name in found}),
    )
    other = laid.beside_best
    return laid if other is None else replace(laid, pairing=variance_ratio(paired[laid.best], paired[other]).words)


def _skewed(differences: Mapping[str, Values]) -> str:
    """The remark on the most skewed of some samples of differences, by schedule; empty where none is too skewed."""
    needs = {name: skewness_need(each) for name, each in differences.items()}
    most = max(needs, key=lambda name: needs[name], default="")
    return f"{most}: {skewness_note(differences[most])}" if most and needs[most] else ""


def _row(
    runs: "pd.DataFrame",
    name: str,
    measures: Sequence[Measure],
    found: Paired | None,
    matters: float | None,
    choice: Choice | None,
    arm: int,
) -> Row:
    values = {measure.name: values_of(runs, name, measure.name) for measure in measures}
    caused = values_of(runs, name, "attributable_units_short")
    primary = measures[0]
    return Row(
        schedule=name,
        count=len(caused),
        means={measure: mean_of(column) for measure, column in values.items()},
        known={measure: float(np.mean(~np.isnan(column))) for measure, column in values.items()},
        difference=found,
        caused_short=mean_of(caused),
        caused_in=futures(caused, np.zeros(len(caused))),
        leaving=leaving_of(runs, name),
        tail=cvar(values[primary.name], TAIL, "lower" if primary.goal == "max" else "upper"),
        verdict="control" if found is None else verdict(found, matters),
        state=choice.arms[arm].state if choice else None,
        floors=choice.arms[arm].floors if choice else (),
    )


def verdict(found: Paired, matters: float | None) -> str:
    """A difference in words: Holm's verdict, unless none was seen or the whole interval is below what matters."""
    if found.verdict == "too few runs":
        return found.verdict
    if never_differs(found):
        return "none seen"
    if matters is not None and max(abs(found.low), abs(found.high)) < matters:
        return "same"
    return "not separable" if found.verdict == "no difference seen" else found.verdict
