"""The interval of a mean, against print and by coverage."""

import numpy as np
import pytest

from backsource.inference import mean_interval
from backsource.streams import stream


def test_the_mean_interval_of_laws_ten_queues() -> None:
    # Law, chapter 9: mean 2.03, variance 0.31, 90 % interval [1.71, 2.35]
    found = mean_interval([1.53, 1.66, 1.24, 2.34, 2.00, 1.69, 2.69, 2.86, 1.70, 2.60], 0.90)
    assert (found.estimate, found.low, found.high) == pytest.approx((2.03, 1.71, 2.35), abs=5e-3)


def test_ninety_five_per_cent_intervals_cover_the_mean_of_normal_values() -> None:
    samples = stream(7, 0, "test").normal(10.0, 3.0, (4000, 8))
    covered = [found.low <= 10.0 <= found.high for found in map(mean_interval, samples)]
    assert np.mean(covered) == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 4000))


def test_values_that_are_missing_are_left_out() -> None:
    found = mean_interval([1.0, np.nan, 3.0])
    assert (found.estimate, found.count) == (2.0, 2)
    assert found.high == pytest.approx(2.0 + 12.706, abs=1e-3)  # t(1, 0.975)


def test_one_value_has_a_mean_and_no_limits() -> None:
    found = mean_interval([4.0])
    assert found.estimate == 4.0
    assert np.isnan([found.low, found.high]).all()
    assert np.isnan(mean_interval([]).estimate)


def test_equal_values_have_no_width() -> None:
    found = mean_interval([0.1, 0.1, 0.1])
    assert found.low == found.high == pytest.approx(0.1)


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="level is 95"):
        mean_interval([1.0, 2.0], 95)
