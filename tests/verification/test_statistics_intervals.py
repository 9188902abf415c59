"""Known numbers of intervals, and how often every kind of interval holds the truth."""

import pytest

from backsource.verification import open_cases, read_cases
from backsource.verification.formats import StatisticsCase
from backsource.verification.statistics import KINDS, coverage, coverage_of_several, intervals, statistics_rows
from backsource.verification.trials import Effort

CASES = [
    case
    for case in read_cases(open_cases() / "statistics" / "intervals.json")
    if isinstance(case, StatisticsCase)
]  # fmt: skip
EXACT = [case for case in CASES if case.kind in intervals.KINDS]
SAMPLED = [case for case in CASES if case.kind not in intervals.KINDS]
SHORT = Effort(coarser=10**0.5)
"""2,000 macro-replications where the case asks for 20,000."""


def misses(case: StatisticsCase, effort: Effort) -> list[str]:
    rows = list(statistics_rows(case, effort))
    assert len(rows) >= len(case.expected)
    return [
        f"{row.name}: {row.ours}, expected {row.expected} within {row.tolerance}"
        for row in rows
        if row.verdict != "pass"
    ]


@pytest.mark.parametrize("case", EXACT, ids=lambda case: case.id)
def test_known_numbers_come_out(case: StatisticsCase) -> None:
    assert misses(case, Effort()) == []


@pytest.mark.parametrize("case", SAMPLED, ids=lambda case: case.id)
def test_intervals_hold_the_truth_as_often_as_stated(case: StatisticsCase) -> None:
    assert misses(case, SHORT) == []


@pytest.mark.prove
@pytest.mark.parametrize("case", SAMPLED, ids=lambda case: case.id)
def test_intervals_hold_the_truth_as_often_as_stated_to_the_third_digit(case: StatisticsCase) -> None:
    assert misses(case, Effort()) == []


def test_every_kind_has_a_case() -> None:
    here = {*intervals.KINDS, *coverage.KINDS, *coverage_of_several.KINDS}
    assert here <= set(KINDS)
    assert {case.kind for case in CASES} == here


@pytest.mark.parametrize(
    "means", [[0.0, 0.0, 0.0, 0.0], [0.0, 0.1, 0.1, 0.1], [0.0, 0.2, 0.4, 0.6]], ids=["equal", "slippage", "steps"]
)
def test_several_alternatives_are_covered_at_least_as_stated(means: list[float]) -> None:
    """Bonferroni's share and the largest of resampled deviations err on the safe side; 3 standard errors of 2,000."""
    least = 0.95 - 3 * (0.95 * 0.05 / 2000) ** 0.5
    given = {"means": means, "count": 20, "correlation": 0.5, "macro_replications": 2000}
    best = KINDS["coverage of the best"](given, Effort())
    assert min(best["coverage"].value, best["best kept"].value) >= least
    regret = KINDS["coverage of regret"]({**given, "macro_replications": 500}, Effort())
    assert regret["least coverage"].value >= 0.95 - 3 * (0.95 * 0.05 / 500) ** 0.5


def test_the_share_of_bootstrap_samples_is_no_guarantee_among_several() -> None:
    """Of four equal alternatives each is thought to be best in fewer than 5 % of samples far more often than that."""
    given = {"means": [0.0] * 4, "count": 50, "correlation": 0.5, "macro_replications": 500}
    assert KINDS["coverage of regret"](given, Effort())["best dismissed"].value > 0.15


@pytest.mark.prove
@pytest.mark.parametrize("inputs", [0.1, 0.5, 2.0])
def test_same_seeds_cost_the_share_of_inputs_little_of_its_coverage(inputs: float) -> None:
    """McGraw and Wong's limits are approximate: with five runs under each input they cover 93 to 97 %."""
    given = {"outer": 20, "inner": 5, "inputs": inputs, "common": 1.0, "same_seeds": True}
    assert KINDS["coverage of the share of inputs"](given, Effort())["coverage"].value == pytest.approx(0.95, abs=0.03)
