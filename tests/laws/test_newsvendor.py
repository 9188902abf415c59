"""The newsvendor against quadrature and enumeration."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from backsource.laws.continuous import burr
from backsource.laws.newsvendor import (
    burr_profit,
    burr_sold,
    normal_best,
    normal_cost,
    poisson_cost,
    poisson_level,
    poisson_short,
    profit_level,
)


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


@given(shape=st.floats(0.8, 4), tail=st.floats(2, 30), level=st.floats(0, 60))
def test_units_sold_against_burr_demand_by_quadrature(shape: float, tail: float, level: float) -> None:
    law = burr(20, shape, tail)
    survival = quad(lambda x: (1 + (x / law.scale) ** shape) ** -tail, 0, level, limit=200)[0]
    assert burr_sold(level, law) == pytest.approx(survival, rel=1e-6, abs=1e-9)


def test_the_newsvendor_of_simopt_orders_and_earns_as_theory_says() -> None:
    """Scale 1, shapes 2 and 20, price 9, cost 5, salvage 1: half the demands lie below sqrt(2 ** (1 / 20) - 1)."""
    law = burr(math.gamma(19.5) * math.gamma(1.5) / math.gamma(20), 2, 20)
    level = profit_level(law, 9, 5, 1)
    assert level == pytest.approx(math.sqrt(2 ** (1 / 20) - 1))
    assert burr_profit(level, law, 9, 5, 1) == pytest.approx(0.463943, abs=5e-7)
    assert all(burr_profit(level, law, 9, 5, 1) > burr_profit(other * level, law, 9, 5, 1) for other in (0.98, 1.02))
