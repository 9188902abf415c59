"""Which measures a study shows, and its comparison from stored results."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from backsource.config import Study
from backsource.config.study import Floor
from backsource.inference import Choice, Corners
from backsource.measures import Measure, catalogue
from backsource.report.comparison import Comparison, Held, compare
from backsource.report.samples import samples_of
from backsource.report.trade_off import TradeOff, weighed
from backsource.results import FIXED, Results

if TYPE_CHECKING:
    import pandas as pd

ALWAYS = ("units_short", "gap_days")
"""Shown beside the primary measure: how much, and how long."""


def chosen(study: Study, currency: str) -> list[Measure]:
    """Measures in the table: the primary one, those always shown, those the study adds; money in *currency*."""
    known = {measure.name: measure for measure in catalogue()}
    names = dict.fromkeys((study.primary, *ALWAYS, *study.measures))
    return [_in_currency(known[name], currency) for name in names]


def compare_results(
    results: Results,
    study: Study,
    schedules: Sequence[str],
    measures: Sequence[Measure],
    choice: Choice | None,
    remarks: Sequence[str] = (),
    corners: Corners | None = None,
) -> Comparison:
    """The comparison of a study's stored runs, with what must be said of how they were made.

    The arms of *choice* are the schedules in their order; *corners* are those of the choice, where they were run.
    """
    floors = [_held(name, floor) for name, floor in study.floors.items()]
    found = compare(results.runs, schedules, study.control, measures, study.matters, study.study, choice, floors)
    weights = None if choice is None else _weighed(results.runs, study, schedules, measures, choice)
    looked = not results.inputs.notes.get("rule", FIXED).startswith(FIXED)
    found = replace(found, remarks=tuple(remarks), corners=corners, trade_off=weights, looked=looked)
    found = replace(found, shift=_shift(results.runs, found))
    return replace(found, twin="as the plan stands") if results.inputs.status else found


def _shift(runs: "pd.DataFrame", found: Comparison) -> float:
    """What few futures leave out of the headline's difference: corners meet the first futures of the study.

    Their differences are moved by it, so that their range lies about the estimate from all futures.
    """
    against, corners = found.beside_best, found.corners
    if corners is None or not corners.count or against is None:
        return 0.0
    pair = samples_of(runs, (found.best, against), found.primary.name)
    apart = pair[:, 0] - pair[:, 1]
    return float(np.nanmean(apart) - np.nanmean(apart[: corners.futures]))


def _weighed(
    runs: "pd.DataFrame", study: Study, schedules: Sequence[str], measures: Sequence[Measure], choice: Choice
) -> TradeOff | None:
    """The schedules weighed by the primary measure and by those that the study adds."""
    own = [measure for measure in measures if measure.name in (study.primary, *study.measures)]
    return weighed([samples_of(runs, schedules, measure.name) for measure in own], own, choice, study.seed)


def _held(name: str, floor: Floor) -> Held:
    """A floor in words."""
    measure = next((one for one in catalogue() if one.name == floor.measure), None)
    unit = f" {measure.unit}" if measure and measure.unit not in ("share", "count") else ""
    beyond = f"> {floor.above:g}" if floor.above is not None else f"< {floor.below:g}"
    return Held(name, f"P({floor.measure.replace('_', ' ')} {beyond}{unit}) <= {100 * floor.chance:g} %")


def _in_currency(measure: Measure, currency: str) -> Measure:
    unit = currency if measure.unit == "money" else measure.unit
    return Measure(measure.name, unit, measure.formula, measure.source, measure.goal)
