"""Prices move as a factor: 1 on day 0, then drift, a walk, a walk that returns, or a list."""

import numpy as np
import pytest
from builders import Blocks, run, shop

from backsource.config import scenario_from
from backsource.simulation import prepare
from backsource.simulation.environment import Environment
from backsource.simulation.prices import paths

YEAR = 365.25


def factors(price: Blocks, **blocks: object) -> np.ndarray:
    """The path of one price."""
    content = shop({"base_stock": "9 pieces"}, [1], prices={"p": {"moves": ["in"], **price}}, **blocks)
    return run(content).prices["p"]


def logs_on(price: Blocks, day: int, replications: int = 2000) -> np.ndarray:
    """Logarithm of the factor on a day, over many replications."""
    content = shop({"base_stock": "9 pieces"}, [1], prices={"p": {"moves": ["in"], **price}}, horizon=f"{day + 1} days")
    plan = prepare(scenario_from(content))
    return np.log([paths(plan, Environment(plan, 1, replication))["p"][day] for replication in range(replications)])


def test_a_drift_is_compound_from_the_start_and_nothing_moves_before() -> None:
    path = factors({"drift": "10 %/year"}, warm_up="5 days")
    assert path[:6] == pytest.approx([1] * 6)
    assert path[15] == pytest.approx(1.1 ** (10 / YEAR))


def test_listed_factors_hold_from_their_dates_on() -> None:
    path = factors({"listed": {"2026-01-08": 1.5, "2026-01-15": 0.8}})
    assert path.tolist() == [1] * 3 + [1.5] * 7 + [0.8] * 10


def test_a_walk_spreads_with_the_root_of_time() -> None:
    seen = logs_on({"volatility": "30 %/year"}, 100)
    assert seen.std() == pytest.approx(0.3 * (100 / YEAR) ** 0.5, rel=0.05)  # standard error 1.6 %
    assert seen.mean() == pytest.approx(0, abs=4 * seen.std() / 2000**0.5)


def test_a_price_that_returns_has_a_spread_that_does_not_grow() -> None:
    rate = np.log(2) / 20  # a day; half-life 20 days
    expected = 0.3 / YEAR**0.5 * ((1 - np.exp(-2 * rate * 200)) / (2 * rate)) ** 0.5  # Ornstein-Uhlenbeck
    assert logs_on({"volatility": "30 %/year", "half_life": "20 days"}, 200).std() == pytest.approx(expected, rel=0.05)
