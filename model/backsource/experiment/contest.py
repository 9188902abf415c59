"""What a study asks of the arms of one setting: the best by the primary measure among those that keep the floors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from backsource import inference
from backsource.config import Scenario, Study
from backsource.config.study import Floor
from backsource.errors import StudyError
from backsource.inference import Naming
from backsource.measures import Measure, catalogue

if TYPE_CHECKING:
    from backsource.experiment.arms import Experiment
    from backsource.experiment.rules.rule import Known
    from backsource.experiment.settings import Setting

Floats = npt.NDArray[np.float64]
EXITS = ("exit_day", "exit_slip")
"""Measures that have no value where the exit does not come within the run."""


@dataclass(frozen=True)
class Contest:
    """The arms of one setting, and by what one of them is chosen."""

    study: str
    arms: tuple[str, ...]
    measure: Measure
    """The primary one, money in the currency of the scenario."""
    floors: tuple[tuple[str, Floor], ...]
    matters: float | None
    """Smallest difference that does; none where nobody has said."""
    confidence: float
    money: bool
    """Whether it is money in which late units cost nothing, so that no rare future decides alone."""

    @property
    def goal(self) -> Literal["min", "max"]:
        """Which way is better."""
        return "max" if self.measure.goal == "max" else "min"

    @property
    def naming(self) -> Naming:
        """How the answer calls things."""
        return Naming(self.arms, self.measure.name.replace("_", " "), self.measure.unit, "schedules")

    def samples(self, known: "Known") -> Floats:
        """The primary measure, shape (replications, arms); nan below what an arm was run.

        Raises `StudyError` where an arm has no value in any of its runs.
        """
        columns = [known.values(arm, self.measure.name) for arm in self.arms]
        empty = [arm for arm, column in zip(self.arms, columns, strict=True) if len(column) and np.isnan(column).all()]
        if empty:
            raise StudyError(
                f"study {self.study}: primary measure {self.measure.name} has no value under {', '.join(empty)}; "
                "another one would do"
            )
        return padded(columns)

    def whole_samples(self, known: "Known") -> Floats:
        """The same for rules that need a value of every run. Raises `StudyError` where one is missing."""
        for arm in self.arms:
            missing = np.flatnonzero(np.isnan(known.values(arm, self.measure.name)))
            if len(missing):
                raise StudyError(
                    f"study {self.study}: {self.measure.name} has no value in replication {missing[0]} of {arm}, and "
                    "its rule needs one of every run; another primary measure, or `replications`, would do"
                )
        return self.samples(known)

    def events(self, known: "Known") -> list[inference.Floor]:
        """Each floor with the futures that broke it; a future in which its measure has no value breaks none.

        But an exit that was planned and never comes is later than any day that a floor may name.
        """
        return [
            inference.Floor(name, padded([broken(floor, _lasting(known, arm, floor.measure)) for arm in self.arms]),
                            floor.chance)
            for name, floor in self.floors
        ]  # fmt: skip

    def missing(self, known: "Known") -> str:
        """In how many futures of the first such schedule the primary measure has no value; empty where in none."""
        for arm in self.arms:
            values = known.values(arm, self.measure.name)
            lacks = int(np.isnan(values).sum())
            if lacks:
                name = self.measure.name.replace("_", " ")
                return (
                    f"{name} has no value in {lacks:,} of {len(values):,} futures of {arm}, which its mean leaves out"
                )
        return ""


def contest_of(study: Study, arms: Sequence[str], currency: str, *, late: bool = False) -> Contest:
    """The contest among the arms of a setting; *late*: late units cost money in it.

    Raises `StudyError` for a primary measure without a goal.
    """
    measure = measure_of(study.primary, currency)
    if measure is None or measure.goal == "none":
        what = "no measure" if measure is None else "a measure of which neither more nor less is better"
        raise StudyError(f"study {study.study}: primary is {study.primary!r}, {what}; one with a goal would do")
    return Contest(
        study=study.study,
        arms=tuple(arms),
        measure=measure,
        floors=tuple(study.floors.items()),
        matters=study.matters,
        confidence=study.confidence,
        money=_is_money(measure.name) and not late,
    )


def measure_of(name: str, currency: str) -> Measure | None:
    """The measure of that name, money in *currency*; None where there is none."""
    found = next((measure for measure in catalogue() if measure.name == name), None)
    return replace(found, unit=currency) if found is not None and _is_money(name) else found


def _is_money(name: str) -> bool:
    return any(measure.name == name and measure.unit == "money" for measure in catalogue())


def contests_of(experiment: "Experiment") -> list[tuple["Setting", Contest]]:
    """One contest a setting, in the order of the study, among its schedules but those that are run beside them."""
    late = any(late_units_cost(setting.scenario) for setting in experiment.settings)
    return [
        (setting, contest_of(experiment.study, _among(experiment, setting), setting.scenario.currency, late=late))
        for setting in experiment.settings
    ]


def late_units_cost(scenario: Scenario) -> bool:
    """Whether money is paid for late units, so that few futures, those with a gap, decide on costs."""
    return any(market.late_cost or market.late_cost_daily for market in scenario.markets.values())


def _lasting(known: "Known", arm: str, measure: str) -> Floats:
    """A measure of an arm, infinite where it tells of a planned exit that never came."""
    values = known.values(arm, measure)
    if measure not in EXITS:
        return values
    return np.where(np.isnan(values) & ~np.isnan(known.values(arm, "exit_planned")), np.inf, values)


def _among(experiment: "Experiment", setting: "Setting") -> list[str]:
    return [name for name in setting.schedules if name not in experiment.beside]


def broken(floor: Floor, values: Floats) -> Floats:
    """1 where a floor was broken, 0 where not, in the shape of *values*; a measure without a value breaks none."""
    with np.errstate(invalid="ignore"):
        over = np.zeros(values.shape, dtype=bool) if floor.above is None else values > floor.above
        found = over if floor.below is None else over | (values < floor.below)
    return np.asarray(found, dtype=np.float64)


def padded(columns: Sequence[Floats]) -> Floats:
    """Columns of unlike length side by side, nan below the shorter ones."""
    found = np.full((max((len(column) for column in columns), default=0), len(columns)), np.nan)
    for place, column in enumerate(columns):
        found[: len(column), place] = column
    return found
