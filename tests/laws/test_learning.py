"""Learning: yields that close their gap, hours that fall with every doubling."""

import math

import pytest

from backsource.laws.learning import learnt, total_time, unit_time


def test_yield_closes_all_but_one_part_in_e_of_its_gap() -> None:
    assert learnt(0, first=0.8, mature=0.95, over=5000) == pytest.approx(0.8)
    assert learnt(5000, first=0.8, mature=0.95, over=5000) == pytest.approx(0.95 - 0.15 / math.e)
    assert learnt(1e9, first=0.08, mature=0.01, over=5000) == pytest.approx(0.01)


@pytest.mark.parametrize("progress", [0.7, 0.8, 0.95, 1.0])
def test_each_doubling_multiplies_the_time_of_a_unit(progress: float) -> None:
    for unit in (1, 3, 50):
        assert unit_time(100, progress, 2 * unit) == pytest.approx(progress * unit_time(100, progress, unit))


def test_an_eighty_percent_curve_takes_six_point_three_times_the_first_unit_for_ten() -> None:
    """Tables of learning curves in textbooks of operations: cumulative 6.315 at n = 10."""
    assert total_time(1, 0.8, 10) == pytest.approx(6.315, abs=5e-4)
