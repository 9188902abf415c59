"""Bridge stock against a changeover stepped through time in small steps."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsource.laws.bridge import ExponentialChangeover, attainable, build_days, last_time_buy, linear_ramp_need

STEP = 1e-3


def stepped(change: ExponentialChangeover, opening: float, days: float) -> tuple[np.ndarray, np.ndarray]:
    """Times and net stock, the rate integrated by the midpoint rule."""
    middles = np.arange(0, days, STEP) + STEP / 2
    rate = np.where(middles > change.dead, change.rate * -np.expm1(-(middles - change.dead) / change.tau), 0)
    return middles + STEP / 2, opening + np.cumsum(rate - change.demand) * STEP


@given(
    demand=st.floats(50, 120),
    surplus=st.floats(1.1, 2),
    tau=st.floats(2, 20),
    dead=st.floats(0, 10),
    part=st.floats(0.05, 0.95),
)
def test_gap_of_an_exponential_changeover(demand: float, surplus: float, tau: float, dead: float, part: float) -> None:
    change = ExponentialChangeover(demand, demand * surplus, tau, dead)
    opening = part * change.needed
    gap = change.gap(opening)
    assert gap is not None
    times, net = stepped(change, opening, gap.end + 5)
    short = times[net < 0]
    assert gap.start == pytest.approx(short[0], abs=0.01)
    assert gap.end == pytest.approx(short[-1], abs=0.01)
    assert gap.peak == pytest.approx(-net.min(), rel=1e-3)
    assert gap.unit_days == pytest.approx(-net[net < 0].sum() * STEP, rel=1e-2)
    assert change.made(gap.end) == pytest.approx(demand * gap.end - opening)


def test_the_needed_stock_is_just_enough() -> None:
    change = ExponentialChangeover(100, 130, 8, 4)
    assert change.gap(change.needed) is None
    assert change.gap(change.needed - 1e-3) is not None
    assert change.needed == pytest.approx(100 * 4 + 100 * 8 - 30 * 8 * math.log(130 / 30))


def test_a_plant_that_only_just_reaches_demand_needs_demand_times_tau() -> None:
    assert ExponentialChangeover(100, 100, 8, 0).needed == pytest.approx(800)
    assert ExponentialChangeover(100, 100 + 1e-9, 8, 0).needed == pytest.approx(800, rel=1e-6)
    gap = ExponentialChangeover(100, 100, 8, 2).gap(300)
    assert gap is not None
    assert gap.end == math.inf
    assert ExponentialChangeover(100, 90, 8).needed == math.inf


def test_linear_ramp_leaves_a_triangle_and_the_dead_time() -> None:
    assert linear_ramp_need(100, 20) == 1000
    assert linear_ramp_need(100, 20, dead=5) == 1500


def test_fifteen_percent_of_surge_builds_twenty_days_of_cover_in_133_days() -> None:
    assert build_days(20 * 100, 115, 100) == pytest.approx(133.33, abs=0.01)
    assert build_days(1, 100, 100) == math.inf
    assert build_days(0, 90, 100) == 0
    assert attainable(133, 115, 100) == pytest.approx(1995)
    assert attainable(133, 95, 100) == 0


@pytest.mark.parametrize(("mean", "left_over", "short"), [(120, 4, 36), (3.5, 1, 20), (40, 10, 2)])
def test_last_time_buy_is_the_cheapest_of_all(mean: float, left_over: float, short: float) -> None:
    demand = np.arange(int(mean * 3 + 60))
    chance = np.exp(demand * math.log(mean) - mean - np.array([math.lgamma(d + 1) for d in demand]))
    costs = [
        float(chance @ (left_over * np.maximum(bought - demand, 0) + short * np.maximum(demand - bought, 0)))
        for bought in demand
    ]
    best = last_time_buy(mean, left_over=left_over, short=short)
    assert best.quantity == int(np.argmin(costs))
    assert best.cost == pytest.approx(min(costs), rel=1e-9)
    assert best.short == pytest.approx(float(chance @ np.maximum(demand - best.quantity, 0)), rel=1e-7)


# ---- limits
@pytest.mark.parametrize("dead", [0.0, 3.0, 25.0])
def test_without_a_ramp_the_bank_is_the_demand_of_the_dead_time(dead: float) -> None:
    """Deterministic limit: at full rate from the first day on, what is missing is demand x dead time, and no more."""
    at_once = ExponentialChangeover(100, 130, 1e-9, dead)
    assert at_once.needed == pytest.approx(100 * dead, abs=1e-6)
    assert at_once.crossing == pytest.approx(dead, abs=1e-6)
    assert linear_ramp_need(100, 0, dead) == 100 * dead
    short = ExponentialChangeover(100, 130, 1e-9, 25).gap(1000)
    assert short is not None
    # empty on day 10, 1,500 short on day 25, worked off at 30 a day in 50 days: two triangles
    assert (short.start, short.end, short.peak) == pytest.approx((10, 75, 1500), abs=1e-5)
    assert short.unit_days == pytest.approx(15 * 1500 / 2 + 50 * 1500 / 2, rel=1e-6)


def test_a_plant_without_limit_needs_next_to_no_bank() -> None:
    """Of a very fast plant only the first tau demand / rate days are missing: D tau D / (2 K), to first order."""
    assert ExponentialChangeover(100, 1e6, 30).needed == pytest.approx(100 * 30 * 100 / 2e6, rel=1e-3)


@pytest.mark.parametrize(("left_over", "short"), [(1, 1), (1, 9), (4, 36), (1, 99), (9, 1)])
@pytest.mark.parametrize("mean", [2_500.0, 40_000.0])
def test_a_large_last_time_buy_is_that_of_the_normal_law(mean: float, left_over: float, short: float) -> None:
    """Mean + z root(mean), one unit at most from its first correction (z^2 - 1) / 6 (Cornish and Fisher 1938)."""
    best, z = last_time_buy(mean, left_over=left_over, short=short), NormalDist().inv_cdf(short / (short + left_over))
    assert best.quantity == pytest.approx(mean + z * math.sqrt(mean) + (z * z - 1) / 6, abs=1.01)
    loss = NormalDist().pdf(z) - z * (1 - NormalDist().cdf(z))
    assert best.short == pytest.approx(math.sqrt(mean) * loss, rel=0.05)
    assert best.cost == pytest.approx((left_over + short) * math.sqrt(mean) * NormalDist().pdf(z), rel=0.03)


def test_the_last_time_buy_of_a_sure_demand_is_that_demand() -> None:
    """Relative to its mean a large demand is sure: whatever the costs, the order goes to the mean."""
    for left_over, short in ((1, 99), (99, 1)):
        best = last_time_buy(1e6, left_over=left_over, short=short)
        assert best.quantity / 1e6 == pytest.approx(1, abs=0.003)
        assert best.short / 1e6 < 0.003


def test_dear_leftovers_and_dear_shortage_end_at_nothing_and_at_everything() -> None:
    assert last_time_buy(3.0, left_over=1e6, short=1e-3).quantity == 0
    assert last_time_buy(3.0, left_over=1e-9, short=1e3).quantity > 15
