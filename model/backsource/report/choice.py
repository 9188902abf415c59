"""Which measures a study shows, and its comparison from stored results."""

from collections.abc import Sequence
from dataclasses import replace

from backsource.config import Study
from backsource.measures import Measure, catalogue
from backsource.report.comparison import Comparison, compare
from backsource.results import Results

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
    remarks: Sequence[str] = (),
) -> Comparison:
    """The comparison of a study's stored runs, with what must be said of how they were made."""
    found = compare(results.runs, schedules, study.control, measures, study.matters, study.study)
    found = replace(found, remarks=tuple(remarks))
    return replace(found, twin="as the plan stands") if results.inputs.status else found


def _in_currency(measure: Measure, currency: str) -> Measure:
    unit = currency if measure.unit == "money" else measure.unit
    return Measure(measure.name, unit, measure.formula, measure.source, measure.goal)
