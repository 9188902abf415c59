"""Costs of first periods against print and against every path of demand."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backsource.laws.first_periods import dual_index_over, min_max_over, poisson_chances, rounded_normal_chances

FEW = np.array([0.2, 0.5, 0.0, 0.3])


@pytest.mark.parametrize(
    ("low", "high", "printed"),
    [(20, 40, 114.176), (20, 80, 112.742), (40, 60, 130.550), (40, 100, 130.699), (60, 100, 147.382)],
)
def test_the_five_policies_of_koenig_and_law_cost_what_they_print(low: int, high: int, printed: float) -> None:
    costs = {"opening": high, "fixed": 32, "unit": 3, "holding": 1, "short": 5}
    assert min_max_over(low, high, 30, poisson_chances(25), **costs) == pytest.approx(printed, abs=0.0005)


def paths(periods: int) -> list[tuple[float, tuple[int, ...]]]:
    """Chance and demands of every path."""
    every = product(range(len(FEW)), repeat=periods)
    return [(float(np.prod([FEW[units] for units in path])), path) for path in every]


@given(low=st.integers(-2, 4), depth=st.integers(1, 5), opening=st.integers(-1, 7), periods=st.integers(1, 4))
@settings(max_examples=30)
def test_the_cost_of_reordering_is_the_mean_over_all_paths(low: int, depth: int, opening: int, periods: int) -> None:
    def cost(path: Sequence[int]) -> float:
        level, total = opening, 0.0
        for units in path:
            if level < low:
                total += 7 + 2 * (low + depth - level)
                level = low + depth
            level -= units
            total += max(level, 0) * 1.5 + max(-level, 0) * 4
        return total / periods

    expected = sum(chance * cost(path) for chance, path in paths(periods))
    costs = {"opening": opening, "fixed": 7, "unit": 2, "holding": 1.5, "short": 4}
    assert min_max_over(low, low + depth, periods, FEW, **costs) == pytest.approx(expected)


@given(
    express_to=st.integers(0, 5), more=st.integers(0, 6), express=st.integers(0, 1), apart=st.integers(1, 3),
    opening=st.integers(-1, 9), periods=st.integers(1, 4),
)  # fmt: skip
@settings(max_examples=40)
def test_the_cost_of_two_indices_is_the_mean_over_all_paths(
    express_to: int, more: int, express: int, apart: int, opening: int, periods: int
) -> None:
    regular_to, leads = express_to + more, (express, express + apart)

    def cost(path: Sequence[int]) -> float:
        level, total = opening, 0.0
        due = [0] * (periods + leads[1] + 1)
        for period, units in enumerate(path):
            fast = max(0, express_to - level - sum(due[period : period + express + 1]))
            due[period + express] += fast
            slow = max(0, regular_to - level - sum(due[period:]))
            due[period + leads[1]] += slow
            level += due[period] - units
            due[period] = 0
            total += 9 * fast + 8 * slow + max(level, 0) * 1.5 + max(-level, 0) * 4
        return total / periods

    expected = sum(chance * cost(path) for chance, path in paths(periods))
    costs = {"opening": opening, "express": 9, "regular": 8, "holding": 1.5, "short": 4}
    assert dual_index_over(express_to, regular_to, leads, periods, FEW, **costs) == pytest.approx(expected)


def test_far_periods_cost_what_the_ones_before_them_do() -> None:
    costs = {"opening": 4, "express": 9, "regular": 8, "holding": 1.5, "short": 4}
    totals = [periods * dual_index_over(3, 6, (0, 2), periods, FEW, **costs) for periods in (300, 301, 1000)]
    assert totals[2] - totals[1] == pytest.approx(699 * (totals[1] - totals[0]))


def test_chances_add_up_and_have_the_mean_of_their_law() -> None:
    """Rounding a normal law far from 0 keeps its mean; cut at 0, Z has mean 1 / sqrt(2 pi), and P(0) = P(Z < 0.5)."""
    for chances, mean in ((poisson_chances(25), 25), (rounded_normal_chances(30, 3), 30), (poisson_chances(0.3), 0.3)):
        assert chances.sum() == pytest.approx(1, abs=1e-14)
        assert chances @ np.arange(len(chances)) == pytest.approx(mean, abs=1e-9)
    assert rounded_normal_chances(0, 1)[0] == pytest.approx(0.6914624613)


@pytest.mark.parametrize("leads", [(2, 2), (3, 1), (-1, 2)])
def test_the_express_source_is_the_faster_one(leads: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="express lead time"):
        dual_index_over(3, 6, leads, 5, FEW, opening=3, express=9, regular=8, holding=1, short=4)
