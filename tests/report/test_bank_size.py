"""The answer to how large the bank must be."""

from datetime import date

import numpy as np
import pytest

from backsource.report.bank_size import bank_size, bank_text, had_text

NEEDED = np.arange(1.0, 201.0) * 100  # 100, 200 .. 20 000
START = date(2026, 1, 5)


def test_the_bank_is_a_quantile_of_the_need_beside_what_can_be_built() -> None:
    """15 % on top of 1200 a day are 180: 19 000, 18 000 and 16 000 take 106, 100 and 89 days before day 120."""
    answer = bank_size(
        NEEDED, demand=1200.0, can_build=18000.0, latest_start=lambda units: 120 - int(np.ceil(units / 180)), wanted=5e3
    )
    assert [size.units.estimate for size in answer.sizes] == [19000.0, 18000.0, 16000.0]
    assert [size.days.estimate for size in answer.sizes] == pytest.approx([19000 / 1200, 15.0, 16000 / 1200])
    assert [size.build_from for size in answer.sizes] == [14.0, 20.0, 31.0]
    assert all(size.units.low < size.units.estimate < size.units.high for size in answer.sizes)
    assert {size.bound for size in answer.sizes} == {"exact"}
    text = bank_text(answer, START)
    assert text[1].split()[-1] == "2026-01-19"  # day 14
    assert had_text(answer, "buy") == (
        "buy can put aside 18,000 (15.0 days of demand) in the window of the schedule; wanted 5,000."
    )
    assert max(map(len, text)) <= 80


def test_the_limits_are_order_statistics_that_cover_the_quantile() -> None:
    # of 200 futures the ranks 183 and 196 enclose the 95 % quantile with at least 95 % confidence (Conover)
    size = bank_size(NEEDED, demand=100.0, risks=(0.05,)).sizes[0]
    assert 18000 <= size.units.low <= 18500
    assert 19500 <= size.units.high <= 19800


def test_what_cannot_be_built_in_time_is_too_late() -> None:
    answer = bank_size(NEEDED, demand=100.0, latest_start=lambda units: 3 if units < 18500 else None)
    assert np.isnan(answer.sizes[0].build_from)
    assert bank_text(answer, START)[1].endswith("too late")
    assert bank_text(answer, START)[2].endswith("2026-01-08")


def test_a_bank_that_was_there_makes_the_need_an_upper_bound() -> None:
    answer = bank_size(NEEDED, demand=1000.0, attained=np.full(200, 5000.0), wanted=6000.0)
    assert [size.bound for size in answer.sizes] == ["at most"] * 3
    assert (answer.attained, answer.wanted) == (5000.0, 6000.0)
    assert "<= 19,000" in bank_text(answer, START)[1]


def test_a_need_that_still_grows_is_a_lower_bound_and_none_where_a_bank_was_there() -> None:
    growing = np.zeros(100)
    growing[:8] = 1.0
    answer = bank_size(np.arange(100.0), demand=10.0, growing=growing)
    assert [size.bound for size in answer.sizes] == ["at least", "exact", "exact"]
    answer = bank_size(np.arange(100.0), demand=10.0, growing=growing, attained=np.full(100, 5.0))
    assert [size.bound for size in answer.sizes] == ["open", "at most", "at most"]


def test_too_few_futures_have_no_limits() -> None:
    answer = bank_size(NEEDED[:20], demand=100.0)
    assert "1,900 [too few futures]" in bank_text(answer, START)[1]
