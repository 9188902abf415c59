"""Reorder policies against stationary Markov chains and exhaustive search."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backsource.laws.newsvendor import poisson_cost
from backsource.laws.reorder import (
    PoissonBaseStock,
    lot_best,
    lot_cost,
    min_max_best,
    min_max_cost,
)


def chain_cost(low: int, high: int, mean: float, fixed: float, holding: float, short: float) -> float:
    """Cost per period from the stationary chances of the position after ordering, low + 1 .. high."""
    positions = range(low + 1, high + 1)
    moves = np.zeros((len(positions), len(positions)))
    for i, position in enumerate(positions):
        for fallen in range(position - low):
            moves[i, position - fallen - low - 1] += math.exp(fallen * math.log(mean) - mean - math.lgamma(fallen + 1))
        moves[i, -1] += 1 - moves[i].sum()
    ordering = [
        1 - sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(p - low)) for p in positions
    ]
    balance = np.vstack([moves.T - np.eye(len(positions)), np.ones(len(positions))])
    steady = np.linalg.lstsq(balance, np.r_[np.zeros(len(positions)), 1], rcond=None)[0]
    costs = [
        poisson_cost(p, mean, holding, short) + fixed * chance for p, chance in zip(positions, ordering, strict=True)
    ]
    return float(steady @ costs)


@given(low=st.integers(0, 12), depth=st.integers(1, 15), mean=st.floats(1, 12), fixed=st.floats(0, 60))
@settings(max_examples=40)
def test_min_max_cost_is_that_of_its_markov_chain(low: int, depth: int, mean: float, fixed: float) -> None:
    ours = min_max_cost(low, low + depth, mean, fixed=fixed, holding=1, short=4)
    assert ours == pytest.approx(chain_cost(low, low + depth, mean, fixed, 1, 4), rel=1e-8)


@pytest.mark.parametrize(("mean", "fixed", "short"), [(6, 5, 4), (3, 20, 9), (10, 64, 9), (2, 1, 2)])
def test_best_min_max_is_the_best_of_all(mean: float, fixed: float, short: float) -> None:
    costs = {
        (low, high): min_max_cost(low, high, mean, fixed=fixed, holding=1, short=short)
        for low in range(-3, int(mean) + 6)
        for high in range(low + 1, int(mean) + 45)
    }
    best = min_max_best(mean, fixed=fixed, holding=1, short=short)
    assert costs[best] == pytest.approx(min(costs.values()), rel=1e-12)


@pytest.mark.parametrize(("rate", "lead", "fixed", "short"), [(1.5, 2, 100, 150), (4, 1, 10, 60), (0.5, 3, 300, 90)])
def test_best_point_and_lot_is_the_best_of_all(rate: float, lead: float, fixed: float, short: float) -> None:
    costs = {
        (point, lot): lot_cost(point, lot, rate, lead, fixed=fixed, holding=20, short=short)
        for point in range(-6, 15)
        for lot in range(1, 30)
    }
    best = lot_best(rate, lead, fixed=fixed, holding=20, short=short)
    assert costs[best] == pytest.approx(min(costs.values()), rel=1e-12)


@given(level=st.integers(0, 30), rate=st.floats(0.2, 5), lead=st.floats(0.2, 5))
def test_poisson_base_stock_by_enumeration(level: int, rate: float, lead: float) -> None:
    stock = PoissonBaseStock(level, rate, lead)
    mean = rate * lead
    chances = [math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(180)]
    assert stock.ready == pytest.approx(math.fsum(chances[:level]), abs=1e-12)
    assert stock.on_hand == pytest.approx(math.fsum(c * max(level - k, 0) for k, c in enumerate(chances)), abs=1e-9)
    assert stock.backorders == pytest.approx(math.fsum(c * max(k - level, 0) for k, c in enumerate(chances)), abs=1e-9)
    assert stock.wait * rate == pytest.approx(stock.backorders)
