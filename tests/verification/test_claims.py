"""What may be allowed beyond standard errors, and which random numbers a trial gets."""

import pytest

from backsource.verification.claims import allowance, analytic_rows, doubt, first_run, numbers
from backsource.verification.formats import AnalyticCase
from backsource.verification.trials import Effort


def case(**given: object) -> AnalyticCase:
    return AnalyticCase("x", "dual sourcing, both down", {"alpha": [0.3], "beta": [0.5]}, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tolerance", "extra"),
    [
        ("Monte Carlo: accept |estimate-expected| <= 4 standard errors", 0.0),
        ("4 standard errors plus 0.02 for the textbook's discretisation", 0.02),
        ("4 standard errors plus 0.5%", 0.25),
    ],
)
def test_a_case_may_allow_more_than_standard_errors(tolerance: str, extra: float) -> None:
    assert allowance(case(expected={}, tolerance=tolerance), "cost", 50.0) == pytest.approx(extra)


def test_published_numbers_count_to_their_digits_and_estimates_with_their_error() -> None:
    assert allowance(case(expected={}), "10.published_cost", 35.02) == pytest.approx(0.005)
    assert doubt(case(expected={"mc_standard_error": 0.01}), "mean_cost") == 0.01
    assert doubt(case(expected={"a": {"published": 9.1, "published_half_width": 0.2}}), "a.published") == pytest.approx(
        0.1, rel=0.03
    )
    assert doubt(case(expected={"a": {"exact": 9.1, "published_half_width": 0.2}}), "a.exact") == 0.0


def test_expected_numbers_are_named_by_their_place() -> None:
    expected = {"a": 1, "b": {"c": 2.5, "d": "word"}, "e": [3, 4], "f": True}
    assert dict(numbers(expected)) == {"a": 1, "b.c": 2.5, "e.0": 3, "e.1": 4}


def test_the_luck_of_a_trial_hangs_on_the_system_not_on_its_name_or_numbers() -> None:
    one = case(expected={"both_down": 0.3})
    other = AnalyticCase("other", one.kind, one.parameters, {"both_down": 0.4})
    assert first_run(one, 0) == first_run(other, 0)
    assert first_run(one, 0) != first_run(one, 1)
    assert first_run(one, 0) != first_run(AnalyticCase("x", one.kind, {"alpha": [0.2], "beta": [0.5]}, {}), 0)


def test_values_that_are_not_simulated_come_from_formulas_or_are_skipped() -> None:
    given = {"h": 1, "p": 4, "mean": 3}
    poisson = AnalyticCase("x", "newsvendor, Poisson demand", given, {"S_opt": 4, "weather": 1.0})
    verdicts = {row.name: row.verdict for row in analytic_rows(poisson, Effort(5.0))}
    assert verdicts == {"S_opt": "pass", "weather": "skip"}
