"""The newsvendor against quadrature and enumeration."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from backsource.laws.newsvendor import normal_best, normal_cost, poisson_cost, poisson_level, poisson_short


@given(mean=st.floats(20, 100), sd=st.floats(1, 15), z=st.floats(-3, 3), short=st.floats(0.5, 20))
def test_cost_under_normal_demand_by_quadrature(mean: float, sd: float, z: float, short: float) -> None:
    level = mean + z * sd

    def cost(x: float) -> float:
        density = math.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * math.sqrt(2 * math.pi))
        return density * (2 * max(level - x, 0) + short * max(x - level, 0))

    low, high = mean - 9 * sd, mean + 9 * sd
    assert normal_cost(level, mean, sd, 2, short) == pytest.approx(quad(cost, low, high, points=[level], limit=200)[0])
    best = normal_best(mean, sd, 2, short)
    assert best.cost == pytest.approx(normal_cost(best.level, mean, sd, 2, short))
    assert best.cost <= normal_cost(level, mean, sd, 2, short) + 1e-12


@given(mean=st.floats(0.1, 80), short=st.floats(0.2, 50))
def test_poisson_level_is_the_cheapest(mean: float, short: float) -> None:
    best = poisson_level(mean, 1, short)
    costs = [poisson_cost(level, mean, 1, short) for level in range(200)]
    assert costs[best] == pytest.approx(min(costs), rel=1e-9)


@given(mean=st.floats(0.1, 40), level=st.floats(-5, 60))
def test_units_short_by_enumeration(mean: float, level: float) -> None:
    chances = [math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(200)]
    expected = math.fsum(chance * max(k - level, 0) for k, chance in enumerate(chances))
    assert poisson_short(level, mean) == pytest.approx(expected, abs=1e-9)
