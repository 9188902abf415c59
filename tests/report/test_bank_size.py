"""The answer to how large the bank must be."""

import numpy as np
import pytest

from backsource.report.bank_size import bank_size, bank_text

NEEDED = np.arange(1.0, 201.0) * 100  # 100, 200 .. 20 000


def test_the_bank_is_a_quantile_of_the_need_beside_what_can_be_built() -> None:
    # 15 % on top of 1200 a day for 100 working days: 18 000
    answer = bank_size(NEEDED, demand=1200.0, capacity=1380.0, build_days=100.0)
    assert answer.can_build == pytest.approx(18000.0)
    assert [size.units.estimate for size in answer.sizes] == [19000.0, 18000.0, 16000.0]
    assert [size.days.estimate for size in answer.sizes] == pytest.approx([19000 / 1200, 15.0, 16000 / 1200])
    assert [size.within_reach for size in answer.sizes] == [False, True, True]
    assert all(size.units.low < size.units.estimate < size.units.high for size in answer.sizes)
    assert {size.bound for size in answer.sizes} == {"exact"}


def test_the_limits_are_order_statistics_that_cover_the_quantile() -> None:
    # of 200 futures the ranks 183 and 196 enclose the 95 % quantile with at least 95 % confidence (Conover)
    size = bank_size(NEEDED, demand=100.0, capacity=100.0, build_days=10.0, risks=(0.05,)).sizes[0]
    assert 18000 <= size.units.low <= 18500
    assert 19500 <= size.units.high <= 19800
    assert not size.within_reach  # nothing to spare, nothing to build


def test_a_bank_that_was_there_hides_a_smaller_need() -> None:
    needed = np.full(100, 5000.0)
    needed[:15] = 8000.0
    answer = bank_size(
        needed, demand=1000.0, capacity=1100.0, build_days=60.0, attained=np.full(100, 5000.0), wanted=6000.0
    )
    assert [size.bound for size in answer.sizes] == ["exact", "exact", "at most"]
    assert (answer.attained, answer.wanted) == (5000.0, 6000.0)
    text = bank_text(answer)
    assert "<= 5,000" in text[3]
    assert text[-1] == "the supplier can build 6,000 (6.0 working days); wanted 6,000; attained 5,000 on average."


def test_a_need_that_still_grows_is_a_lower_bound() -> None:
    growing = np.zeros(100)
    growing[:8] = 1.0
    answer = bank_size(np.arange(100.0), demand=10.0, capacity=20.0, build_days=5.0, growing=growing)
    assert [size.bound for size in answer.sizes] == ["at least", "exact", "exact"]
