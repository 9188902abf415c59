"""Verdicts."""

import math

import pytest

from backsource.verification.rows import compare, near, printed_tolerance, same, skipped


def test_near_and_same_judge() -> None:
    assert near("c", "n", 10.0, 10.4, 0.5).verdict == "pass"
    assert near("c", "n", 10.0, 10.6, 0.5).verdict == "miss"
    assert near("c", "n", 10.0, math.nan, 0.5).verdict == "miss"
    assert near("c", "n", math.inf, math.inf, 0.0).verdict == "pass"
    assert same("c", "n", True, True).verdict == "pass"
    assert skipped("c", "n", 1, "why").note == "why"


@pytest.mark.parametrize(("number", "half_a_unit"), [(71.88, 0.005), (3820, 0.5), (134.5, 0.05), (38.0, 0.5)])
def test_published_numbers_count_to_their_last_digit(number: float, half_a_unit: float) -> None:
    assert printed_tolerance(number) == pytest.approx(half_a_unit)


def test_mappings_are_entered_and_lists_compared_element_by_element() -> None:
    expected = {"a": {"b": 1.0, "c": [1.0, 2.0]}, "d": ["x"], "e": True, "f": 7}
    ours = {"a": {"b": 1.0 + 1e-12, "c": [1.0, 2.1]}, "d": ["x"], "e": False}
    verdicts = {row.name: row.verdict for row in compare("case", expected, ours)}
    assert verdicts == {"a.b": "pass", "a.c": "miss", "d": "pass", "e": "miss"}
