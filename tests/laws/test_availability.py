"""Availability against generators of Markov chains and quadrature."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.linalg import expm

from backsource.laws.availability import (
    ExponentialUptime,
    RepairShop,
    chance_of_few_repairs,
    chance_of_no_failure,
    long_run,
)


@given(mtbf=st.floats(5, 200), mttr=st.floats(1, 50), horizon=st.floats(1, 500))
def test_chance_to_be_up_follows_the_generator(mtbf: float, mttr: float, horizon: float) -> None:
    generator = np.array([[-1 / mtbf, 1 / mtbf], [1 / mttr, -1 / mttr]])
    machine = ExponentialUptime(mtbf, mttr, horizon)
    assert machine.at_end == pytest.approx(expm(generator * horizon)[0, 0])
    integral = quad(lambda t: ExponentialUptime(mtbf, mttr, t).at_end, 0, horizon, limit=200)[0]
    assert machine.mean_uptime == pytest.approx(integral, rel=1e-6)
    assert machine.mean_failures == pytest.approx(machine.mean_uptime / mtbf)


@given(
    wanted=st.integers(1, 8),
    spares=st.integers(0, 3),
    repairers=st.integers(1, 4),
    mtbf=st.floats(20, 200),
    mttr=st.floats(1, 20),
)
def test_repair_shop_balances_its_generator(wanted: int, spares: int, repairers: int, mtbf: float, mttr: float) -> None:
    machines = wanted + spares
    generator = np.zeros((machines + 1, machines + 1))
    for down in range(machines):
        generator[down, down + 1] = min(wanted, machines - down) / mtbf
        generator[down + 1, down] = min(down + 1, repairers) / mttr
    generator -= np.diag(generator.sum(axis=1))
    shop = RepairShop(wanted, spares, repairers, mtbf, mttr)
    assert np.allclose(np.array(shop.failed()) @ generator, 0, atol=1e-12)
    assert sum(shop.failed()) == pytest.approx(1)
    mending = sum(chance * min(down, repairers) for down, chance in enumerate(shop.failed()))
    assert shop.repairer_busy == pytest.approx(mending / repairers)


def test_one_machine_without_spares_is_the_alternating_renewal_process() -> None:
    shop = RepairShop(1, 0, 1, 90, 10)
    assert shop.mean_running == pytest.approx(long_run(90, 10))
    assert shop.all_running == pytest.approx(0.9)
    assert shop.mean_failed == pytest.approx(0.1)


def test_few_repairs_is_a_poisson_count_in_the_time_left() -> None:
    """No failure in 400 h of time up, or exactly one in the 395 h that one repair of 5 h leaves."""
    assert chance_of_few_repairs(50, 5, 400, 0) == pytest.approx(chance_of_no_failure(50, 400))
    time_up = 395 / 50
    assert chance_of_few_repairs(50, 5, 400, 1) == pytest.approx(math.exp(-time_up) * (1 + time_up))
    assert chance_of_few_repairs(50, 5, 10, 2) == 1
