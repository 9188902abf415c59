"""Disruptions against matrices, enumeration of all histories, and sums."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backsource.laws.disruption import SupplyGaps, base_stock_cost, redundancy, time_to_survive, up_share

chance = st.floats(0.02, 0.95)


@given(fails=chance, recovers=chance, cover=st.integers(1, 5), periods=st.integers(1, 12))
@settings(max_examples=30)
def test_gaps_by_all_histories_of_the_supplier(fails: float, recovers: float, cover: int, periods: int) -> None:
    incidents = short = down_periods = untouched = 0.0
    for history in product((True, False), repeat=periods - 1):
        up, weight, down, opened = True, 1.0, 0, 0
        seen_short = seen_down = 0
        for now in history:
            weight *= ((1 - fails) if now else fails) if up else (recovers if now else 1 - recovers)
            up, down = now, 0 if now else down + 1
            opened += down == cover
            seen_short += down >= cover
            seen_down += not now
        incidents += weight * opened
        short += weight * seen_short
        down_periods += weight * seen_down
        untouched += weight * (opened == 0)
    gaps = SupplyGaps(cover, fails, recovers, periods)
    assert gaps.incidents == pytest.approx(incidents, abs=1e-12)
    assert gaps.gap_periods == pytest.approx(short, abs=1e-12)
    assert gaps.down_periods == pytest.approx(down_periods, abs=1e-12)
    assert gaps.no_incident == pytest.approx(untouched, abs=1e-12)


def test_gaps_of_a_long_watch_approach_the_long_run() -> None:
    gaps = SupplyGaps(3, 0.05, 0.25, 1_000_000)
    assert gaps.incidents / gaps.periods == pytest.approx(gaps.rate, rel=1e-4)
    assert gaps.gap_periods / gaps.periods == pytest.approx(gaps.gap_share, rel=1e-4)
    assert gaps.gap_share / gaps.rate == pytest.approx(1 / 0.25)


@given(fails=chance, recovers=chance, cover=st.integers(1, 8))
def test_base_stock_cost_from_the_stationary_chain(fails: float, recovers: float, cover: int) -> None:
    longest = 400 if recovers > 0.06 else 1800
    moves = np.zeros((longest, longest))
    moves[0, 0], moves[0, 1] = 1 - fails, fails
    for down in range(1, longest):
        moves[down, 0] = recovers
        moves[down, min(down + 1, longest - 1)] += 1 - recovers
    steady = np.full(longest, 0.0)
    steady[0] = up_share(fails, recovers)
    for down in range(1, longest):
        steady[down] = steady[down - 1] * moves[down - 1, down] if down < longest - 1 else 1 - steady[:down].sum()
    assert np.allclose(steady @ moves, steady, atol=1e-9)
    closing = cover * 10 - 10 * (np.arange(longest) + 1)
    costs = 0.5 * np.maximum(closing, 0) + 3 * np.maximum(-closing, 0)
    ours = base_stock_cost(cover * 10, 10, holding=0.5, short=3, fails=fails, recovers=recovers)
    assert ours.mean == pytest.approx(float(steady @ costs), rel=1e-6)
    assert ours.variance == pytest.approx(float(steady @ (costs - steady @ costs) ** 2), rel=1e-5)
    assert ours.short_share == pytest.approx(float(steady[closing < 0].sum()), abs=1e-9)


def test_a_supplier_that_always_recovers_is_down_one_period_at_a_time() -> None:
    """Half the periods that follow an up one are down: chances 2/3 and 1/3."""
    cost = base_stock_cost(10, 10, holding=1, short=3, fails=0.5, recovers=1.0)
    assert cost.mean == pytest.approx(10 * 3 / 3)
    assert cost.short_share == pytest.approx(1 / 3)


def test_redundancy_by_all_states_of_three_suppliers() -> None:
    fails, recovers = [0.05, 0.02, 0.1], [0.25, 0.1, 0.3]
    shares = redundancy(fails, recovers)
    none, one = 0.0, 0.0
    for state in product((True, False), repeat=3):
        weight = math.prod(1 - q if up else q for up, q in zip(state, shares.down, strict=True))
        none += weight * (sum(state) == 0)
        one += weight * (sum(state) == 2)
    assert shares.all_down == pytest.approx(none)
    assert shares.one_down == pytest.approx(one)
    assert shares.down == pytest.approx((1 / 6, 1 / 6, 1 / 4))


def test_another_source_of_the_rate_of_demand_survives_for_ever() -> None:
    assert time_to_survive(600, 100, 40) == 10
    assert time_to_survive(600, 100, 100) == math.inf
