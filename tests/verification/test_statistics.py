"""Known numbers of statistics: all that come with the package, other parameters, tolerances, what is not covered."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backsource.verification import open_cases, read_cases, run
from backsource.verification.formats import Sampling, StatisticsCase
from backsource.verification.rows import Row
from backsource.verification.statistics import KINDS, statistics_rows
from backsource.verification.statistics.koenig_law import Inventory
from backsource.verification.statistics.sampled import Sampled, macro_replications, mean_of, share_of
from backsource.verification.trials import Effort

CASES = [case for case in read_cases(open_cases() / "statistics") if isinstance(case, StatisticsCase)]
TENTH, QUICK = 10**0.5, 5.0
"""Factors on standard errors that go with 2,000 macro-replications, and with 800."""
NORMAL = {"arms": 3, "means": "slippage", "deviation": 2, "delta": 1, "first": 10, "confidence": 0.9}


def of(kind: str, parameters: dict[str, Any], expected: dict[str, Any], tolerance: Any = "printed") -> list[Row]:
    case = StatisticsCase("any", kind, parameters, expected, tolerance)
    return list(statistics_rows(case, Effort(coarser=10.0)))


def verdicts(rows: list[Row]) -> dict[str, str]:
    return {row.name: row.verdict for row in rows}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_known_numbers_come_out(case: StatisticsCase) -> None:
    small = case.parameters.get("arms") == 4
    rows = list(statistics_rows(case, Effort(TENTH if small else QUICK)))
    assert rows
    assert [row for row in rows if row.verdict != "pass"] == []


@pytest.mark.prove
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_known_numbers_come_out_at_full_precision(case: StatisticsCase) -> None:
    assert [row for row in statistics_rows(case, Effort(workers=2)) if row.verdict != "pass"] == []


def test_every_kind_has_a_case_and_every_case_a_kind() -> None:
    assert {case.kind for case in CASES} == set(KINDS)


def test_other_parameters_give_other_numbers() -> None:
    """Two arms of one month with a demand of 1: P(0) = P(1) = 1/e; level 1 holds 1, 0, then owes 1, 2, ..."""
    (row,) = of("constants of Kim and Nelson", {"arms": 3, "first": 11, "confidence": 0.9}, {"eta": 0.29245}, 1e-3)
    assert row.verdict == "pass"  # (0.1^-0.2 - 1) / 2 = (1.58489 - 1) / 2
    system = Inventory(demand=1.0, fixed=0.0, unit=0.0, held=1.0, owed=0.0, months=1, policies=((0, 1),))
    assert system.expected_costs() == pytest.approx([0.36787944])
    races = of("Kim and Nelson among normal arms", NORMAL | {"correlation": 0.0}, {"right": 0.9})
    assert 0.8 < races[0].ours <= 1.0  # type: ignore[operator]


def test_wrong_numbers_miss_and_unknown_ones_too() -> None:
    found = of("constant of Rinott", {"arms": 4, "first": 20, "confidence": 0.95}, {"h": 3.2042, "g": 1.0})
    assert verdicts(found) == {"h": "miss", "g": "miss"}
    assert "no such value" in found[1].note


def test_parameters_that_make_no_experiment_miss_and_say_why() -> None:
    for parameters in ({}, {"arms": 1, "first": 20, "confidence": 0.95}, {"arms": "many", "first": 1}):
        (row,) = of("constant of Rinott", parameters, {"h": 1.0})
        assert row.verdict == "miss"
        assert "cannot be computed" in row.note


def test_a_kind_not_covered_is_skipped_and_a_miss_where_strict(tmp_path: Path) -> None:
    file = tmp_path / "some.json"
    case = {"id": "x", "kind": "tea leaves", "parameters": {}, "expected": {"luck": 1.0}}
    file.write_text(json.dumps({"statistics": [case]}))
    assert verdicts(run(file)) == {"luck": "skip"}
    assert verdicts(run(file, strict=True)) == {"luck": "miss"}


def test_tolerances_are_printed_digits_a_number_or_standard_errors() -> None:
    parameters = {"arms": 4, "first": 20, "confidence": 0.95}  # 3.20318
    assert verdicts(of("constant of Rinott", parameters, {"h": 3.2032})) == {"h": "pass"}
    assert verdicts(of("constant of Rinott", parameters, {"h": 3.204}, 1e-3)) == {"h": "pass"}
    assert verdicts(of("constant of Rinott", parameters, {"h": 3.205}, 1e-3)) == {"h": "miss"}
    wide, narrow = (
        of("Kim and Nelson among normal arms", NORMAL, {"right": 0.99}, Sampling(errors))[0] for errors in (30, 0.01)
    )
    assert (wide.verdict, narrow.verdict) == ("pass", "miss")
    assert wide.ours == narrow.ours


def test_published_experiments_have_errors_of_their_own() -> None:
    """As many macro-replications there as here: sqrt(2) as wide, beyond half a unit of the last digit."""
    alone, both = (
        of("Kim and Nelson among normal arms", NORMAL, {"right": 0.9}, Sampling(3, count))[0].tolerance
        for count in (None, 200)
    )
    assert alone is not None
    assert both is not None
    assert both - 0.05 == pytest.approx(2**0.5 * (alone - 0.05))


def test_macro_replications_follow_the_effort() -> None:
    assert [macro_replications(Effort(coarser)) for coarser in (1.0, 5.0, 100.0)] == [20_000, 800, 100]
    assert mean_of([1.0, 3.0]) == Sampled(2.0, 1.0, 2)
    assert share_of([1.0] * 100).error == pytest.approx((0.01 * 0.99 / 100) ** 0.5)


def test_a_name_changes_no_number() -> None:
    case = next(case for case in CASES if case.kind == "Rinott among normal arms")
    first, second = (list(statistics_rows(replace(case, id=name), Effort(QUICK))) for name in ("a", "b"))
    assert [row.ours for row in first] == [row.ours for row in second]


@pytest.mark.prove
def test_workers_change_no_number() -> None:
    case = next(case for case in CASES if case.kind == "Rinott among normal arms")
    alone, together = (list(statistics_rows(case, Effort(QUICK, workers))) for workers in (1, 2))
    assert alone == together
