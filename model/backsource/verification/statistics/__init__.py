"""What `inference` has to say to known numbers of statistics: constants, arithmetic, Monte Carlo experiments.

An adaptor computes the values of one kind of case from its parameters; it knows no case by name.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from backsource.verification.formats import Sampling, StatisticsCase
from backsource.verification.rows import Row, compare, near, printed_tolerance, skipped, ten_digits
from backsource.verification.statistics import coverage, coverage_of_several, games, intervals, selection, sensitivity
from backsource.verification.statistics.sampled import Adaptor, Sampled
from backsource.verification.trials import Effort

KINDS: Mapping[str, Adaptor] = {
    **selection.KINDS,
    **intervals.KINDS,
    **coverage.KINDS,
    **coverage_of_several.KINDS,
    **sensitivity.KINDS,
    **games.KINDS,
}
"""Adaptors by kind."""
NOT_COVERED = "kind not covered"
ROUNDING = 1e-9
"""Relative difference that rounding may make at the edge of a tolerance."""


def statistics_rows(case: StatisticsCase, effort: Effort) -> Iterator[Row]:
    """A row for each expected value; skipped where the kind is unknown, a miss where it cannot be computed."""
    adaptor = KINDS.get(case.kind)
    if adaptor is None:
        yield from (skipped(case.id, name, value, NOT_COVERED) for name, value in case.expected.items())
        return
    try:
        ours = adaptor(case.parameters, effort)
    except (LookupError, AttributeError, TypeError, ValueError, ArithmeticError) as error:
        yield Row(case.id, "", None, None, None, "miss", f"cannot be computed: {error!r}")
        return
    yield from _rows(case, "", case.expected, ours)


def _rows(case: StatisticsCase, prefix: str, expected: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[Row]:
    """Rows of values, those of mappings by dotted names."""
    for name, value in expected.items():
        full, found = f"{prefix}{name}", ours.get(name)
        if name not in ours:
            yield Row(case.id, full, value, None, None, "miss", f"kind {case.kind!r} has no such value")
        elif isinstance(found, Mapping) and isinstance(value, Mapping):
            yield from _rows(case, f"{full}.", value, found)
        elif isinstance(found, Sampled):
            yield _sampled(case, full, value, found)
        else:
            yield from compare(case.id, {full: value}, {full: found}, lambda _, number: _allowed(case, number))


def _allowed(case: StatisticsCase, expected: float) -> float:
    """Difference allowed to a number that is not sampled."""
    if case.tolerance == "printed":
        return printed_tolerance(expected) + ROUNDING * abs(expected)
    return case.tolerance if isinstance(case.tolerance, float) else ten_digits("", expected)


def _sampled(case: StatisticsCase, name: str, expected: Any, ours: Sampled) -> Row:
    """A Monte Carlo estimate; the expected value has an error of its own where it was sampled too."""
    if not isinstance(case.tolerance, Sampling):
        stated = case.tolerance if isinstance(case.tolerance, float) else printed_tolerance(expected)
        return near(case.id, name, expected, ours.value, stated)
    theirs = ours.count / case.tolerance.replications if case.tolerance.replications else 0.0
    allowed = case.tolerance.standard_errors * ours.error * (1.0 + theirs) ** 0.5 + printed_tolerance(expected)
    return near(case.id, name, expected, ours.value, allowed, f"{ours.count:,} macro-replications")
