"""Concentration, bullwhip and yields by hand and by simulation-free sums."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsource.laws.concentration import (
    bullwhip_moving_average,
    bullwhip_smoothing,
    concentration,
    escapes,
    rolled_yield,
    starts,
)


def test_sixty_forty_counts_as_less_than_two_suppliers() -> None:
    found = concentration([60, 40])
    assert found.index == pytest.approx(0.52)
    assert found.effective == pytest.approx(1.923, abs=1e-3)
    assert concentration([0.25] * 4).entropy == pytest.approx(math.log(4))
    assert concentration([5, 0]).entropy == 0


@given(lead=st.integers(1, 8), periods=st.integers(2, 12))
def test_moving_average_bullwhip_from_the_weights_of_demand(lead: int, periods: int) -> None:
    """Order = demand + L (change of forecast): weights 1 + L/p on the newest, -L/p on the one that leaves."""
    weights = np.zeros(periods + 1)
    weights[0] += 1 + lead / periods
    weights[periods] -= lead / periods
    assert bullwhip_moving_average(lead, periods) == pytest.approx(float(weights @ weights))


@given(lead=st.integers(1, 8), weight=st.floats(0.05, 0.9))
def test_smoothing_bullwhip_from_the_weights_of_demand(lead: int, weight: float) -> None:
    """Forecast = sum a (1 - a)**k demand(t - k); the change of forecast is summed over a long past."""
    forecast = weight * (1 - weight) ** np.arange(800)
    change = np.r_[forecast, 0] - np.r_[0, forecast]
    orders = lead * change
    orders[0] += 1
    assert bullwhip_smoothing(lead, weight) == pytest.approx(float(orders @ orders))


def test_starts_for_good_units_are_negative_binomial() -> None:
    share = rolled_yield([0.9, 0.8])
    assert share == pytest.approx(0.72)
    trials = np.arange(5, 400)
    chances = np.array([math.comb(n - 1, 4) * share**5 * (1 - share) ** (n - 5) for n in trials.tolist()])
    needed = starts(5, share)
    assert needed.mean == pytest.approx(float(chances @ trials))
    assert needed.sd == pytest.approx(math.sqrt(float(chances @ (trials - needed.mean) ** 2)))


def test_escapes_are_counted_among_what_is_delivered() -> None:
    """Of 100 units 80 are good; half of the 20 bad ones get out: 10 of 90."""
    assert escapes(0.8, 0.5) == pytest.approx(10 / 90)
    assert escapes(0.8, 1.0) == 0
