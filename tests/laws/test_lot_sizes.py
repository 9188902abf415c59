"""Lot sizes against searches over their cost functions and over all plans."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import minimize_scalar

from backsource.laws.lot_sizes import (
    DisruptedLot,
    backorder_share,
    least_cost_plan,
    plan_cost,
    square_root,
    with_additive_yield,
    with_backorders,
    with_multiplied_yield,
)

cost = st.floats(0.5, 200)


@given(fixed=cost, holding=st.floats(0.05, 5), short=st.floats(0.1, 20), demand=st.floats(10, 5000))
def test_square_root_and_backorders_minimise_their_costs(
    fixed: float, holding: float, short: float, demand: float
) -> None:
    plain = square_root(fixed, holding, demand)
    assert plain.cost == pytest.approx(fixed * demand / plain.size + holding * plain.size / 2)
    assert fixed * demand / plain.size == pytest.approx(holding * plain.size / 2)
    waiting = with_backorders(fixed, holding, short, demand)
    x = backorder_share(holding, short)
    q = waiting.size
    assert waiting.cost == pytest.approx(fixed * demand / q + holding * q * (1 - x) ** 2 / 2 + short * q * x**2 / 2)
    assert waiting.cost <= plain.cost
    for size, part in product((0.97, 1.03), (0.9, 1.1)):
        other = (
            fixed * demand / (q * size)
            + holding * q * size * (1 - x * part) ** 2 / 2
            + short * q * size * (x * part) ** 2 / 2
        )
        assert other >= waiting.cost


def test_random_yield_minimises_the_renewal_reward_cost() -> None:
    def added(q: float) -> float:
        given_units = q - 40
        return (90 * 500 + 0.3 * (given_units**2 + 25**2) / 2) / given_units

    def multiplied(q: float) -> float:
        return (90 * 500 + 0.3 * q**2 * (0.8**2 + 0.15**2) / 2) / (0.8 * q)

    for lot, function in (
        (with_additive_yield(90, 0.3, 500, mean=-40, sd=25), added),
        (with_multiplied_yield(90, 0.3, 500, mean=0.8, sd=0.15), multiplied),
    ):
        searched = minimize_scalar(function, bounds=(100, 3000), method="bounded", options={"xatol": 1e-8})
        assert lot.size == pytest.approx(searched.x, rel=1e-5)
        assert lot.cost == pytest.approx(searched.fun)


@given(fails=st.floats(0.05, 5), recovers=st.floats(0.5, 30), short=st.floats(1, 20))
@settings(max_examples=40)
def test_disrupted_lot_minimises_its_cost(fails: float, recovers: float, short: float) -> None:
    lot = DisruptedLot(8, 0.225, short, 1300, fails, recovers)
    best = lot.best()
    grid = np.geomspace(best.size / 50, best.size * 50, 2001)
    assert best.cost <= min(lot.cost(size) for size in grid) * (1 + 1e-12)


def test_chance_of_an_off_supplier_solves_its_differential_equation() -> None:
    """Off chance grows by fails (1 - off) - recovers off while the lot lasts."""
    lot = DisruptedLot(8, 0.225, 5, 1300, 1.5, 14)
    lasting = 700 / 1300
    grown = quad(lambda t: 1.5 * (1 - lot.off(1300 * t)) - 14 * lot.off(1300 * t), 0, lasting)[0]
    assert lot.off(700) == pytest.approx(grown)


def test_a_supplier_that_hardly_fails_gives_the_square_root() -> None:
    assert DisruptedLot(8, 0.225, 5, 1300, 1e-9, 14).best().size == pytest.approx(
        square_root(8, 0.225, 1300).size, rel=1e-4
    )


@given(
    demand=st.lists(st.integers(0, 90), min_size=1, max_size=7), fixed=st.integers(0, 300), holding=st.floats(0.1, 5)
)
def test_the_plan_is_the_cheapest_of_all_that_order_at_zero_stock(
    demand: list[int], fixed: int, holding: float
) -> None:
    costs = []
    for ordering in product((False, True), repeat=len(demand)):
        orders, last = [0] * len(demand), -1
        for period, ordered in enumerate(ordering):
            last = period if ordered else last
            if last >= 0:
                orders[last] += demand[period]
        costs.append(plan_cost(fixed, holding, demand, orders))
    plan = least_cost_plan(fixed, holding, demand)
    assert plan.cost == pytest.approx(min(costs))
    assert plan_cost(fixed, holding, demand, plan.orders) == pytest.approx(plan.cost)
    assert sum(plan.orders) == sum(demand)


def test_a_plan_that_lets_demand_wait_costs_without_limit() -> None:
    assert plan_cost(10, 1, [5, 5], [4, 6]) == math.inf
