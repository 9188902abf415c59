"""Bands about a mean curve: what they are by hand, and that only one kind holds the curve."""

import numpy as np
import pytest

from backsource.inference import mean_interval, pointwise_band, simultaneous_band
from backsource.streams import stream

CURVES = stream(8, 0, "test").normal(size=(15, 4)) * [1.0, 2.0, 3.0, 4.0]


def test_a_pointwise_band_is_one_interval_a_point_and_says_so() -> None:
    band = pointwise_band(CURVES, 0.90)
    alone = [mean_interval(column, 0.90) for column in CURVES.T]
    assert band.kind == "pointwise"
    assert band.low == pytest.approx([one.low for one in alone])
    assert band.high == pytest.approx([one.high for one in alone])


def test_a_simultaneous_band_shares_the_error_among_its_points() -> None:
    band = simultaneous_band(CURVES, 0.90)
    alone = [mean_interval(column, 1 - 0.10 / 4) for column in CURVES.T]
    assert band.kind == "simultaneous"
    assert band.low == pytest.approx([one.low for one in alone])
    assert band.high == pytest.approx([one.high for one in alone])


def test_points_that_never_vary_take_no_part_of_the_error() -> None:
    still = np.column_stack((np.full(15, 0.1), CURVES, np.full(15, 3.0)))
    band, without = simultaneous_band(still), simultaneous_band(CURVES)
    assert band.low[1:-1] == pytest.approx(without.low)
    assert (band.low[0], band.high[0]) == pytest.approx((0.1, 0.1))
    assert band.high[0] - band.low[0] == 0.0


def test_points_without_values_have_no_limits() -> None:
    curves = CURVES.copy()
    curves[:, 0] = np.nan
    curves[1:, 1] = np.nan
    curves[0, 2] = np.nan
    band = simultaneous_band(curves)
    assert np.isnan(band.estimate[0])
    assert band.estimate[1] == CURVES[0, 1]
    assert np.isnan(band.low[:2]).all()
    assert np.isnan(band.high[:2]).all()
    assert band.low[2] == pytest.approx(mean_interval(curves[:, 2], 1 - 0.05 / 2).low)


def test_one_curve_alone_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(4,\)"):
        simultaneous_band(CURVES[0])
