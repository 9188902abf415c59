"""Customers off the grid: at random, regular and listed instants, with seasons and scales."""

import numpy as np
import pytest
from builders import Blocks, book_bytes, run
from instants import counter, levels, pulled

PLENTY = {"base_stock": "100000 pieces"}


def shop(demand: Blocks, *, days: float = 10, **blocks: object) -> Blocks:
    """A shop that never runs out."""
    given = counter(PLENTY, {}, days=days, **blocks)
    given["markets"] = {"m": {"item": "x", "from": "shop", "demand": demand}}
    return given


def test_regular_customers_come_as_often_each_day_to_the_last_bit() -> None:
    for per, daily in (("0.1 days", 10), ("0.02 days", 50), ("0.125 days", 8), ("20 minutes", 72)):
        demand = run(shop({"per": per, "mean": "1 piece"}, days=60)).markets.of("m", "demand")
        assert np.array_equal(demand, np.full(60, daily)), per


def test_regular_customers_follow_the_season_in_their_pace() -> None:
    # from a Monday on, two customers a day at pace 1; four on Tuesday, none on Wednesday
    weekdays = [1, 2, 0, 1, 1, 1, 1]
    demand = run(shop({"per": "0.5 days", "mean": "3 pieces", "weekdays": weekdays}, days=7)).markets.of("m", "demand")
    levels(demand, 6, 12, 0, 6, 6, 6, 6)


def test_a_random_market_has_the_mean_and_the_spread_of_a_poisson_process_with_its_season() -> None:
    demand = run(shop({"every": "0.02 days", "mean": "1 piece", "weekdays": [1, 1, 1, 1, 1, 0.5, 0]}, days=700))
    days = demand.markets.of("m", "demand").reshape(-1, 7)
    assert abs(days[:, :5].mean() - 50) < 5 * np.sqrt(50 / 500)
    assert abs(days[:, 5].mean() - 25) < 5 * np.sqrt(25 / 100)
    assert not days[:, 6].any()
    assert abs(days[:, :5].var() / 50 - 1) < 0.35


def test_a_compound_poisson_market_asks_for_whole_sizes() -> None:
    sizes = {"values": ["1 piece", "4 pieces"], "chances": [0.75, 0.25]}
    demand = run(shop({"every": "0.1 days", "amount": sizes}, days=400)).markets.of("m", "demand")
    # ten customers a day of mean 1.75 and second moment 4.75
    assert abs(demand.mean() - 17.5) < 5 * np.sqrt(47.5 / 400)
    assert np.array_equal(demand, np.round(demand))


def test_listed_customers_come_at_their_very_instants_and_those_before_the_run_do_not() -> None:
    at = ["0 days", "0.1 days", "2.9999999 days", "3 days", "11 days"]
    log = run(shop({"listed": [f"{k} pieces" for k in (1, 2, 4, 8, 16)], "at": at}))
    levels(log.markets.of("m", "demand"), 3, 0, 4, 8, 0, 0, 0, 0, 0, 0)
    assert len(log.markets.of("m", "demand")) == 10


def test_customers_of_the_warm_up_fall_on_the_days_before_the_start() -> None:
    given = shop({"per": "0.25 days", "mean": "1 piece", "weekdays": [1, 1, 1, 1, 1, 0, 0]}, days=5) | {
        "warm_up": "4 days"
    }
    log = run(given)
    # days -4 to -1 are Thursday to Sunday
    assert log.first_day == -4
    levels(log.markets.of("m", "demand"), 4, 4, 0, 0, 4, 4, 4, 4, 4)


def test_a_scale_carries_the_fraction_of_a_whole_unit_to_the_next_customer(monkeypatch: pytest.MonkeyPatch) -> None:
    given = shop({"per": "0.1 days", "mean": "1 piece"})
    log = pulled(
        monkeypatch, given, {2: lambda levers: levers.market("m", 0.5), 5: lambda levers: levers.market("m", 1.3)}
    )
    levels(log.markets.of("m", "demand"), 10, 10, 5, 5, 5, 13, 13, 13)


def test_what_one_market_draws_is_not_moved_by_another() -> None:
    alone = shop({"every": "0.3 days", "mean": "1 piece"})
    both = shop({"every": "0.3 days", "mean": "1 piece"})
    both["markets"]["a"] = {"item": "x", "from": "shop", "demand": {"every": "0.2 days", "mean": "2 pieces"}}
    one, two = run(alone).markets.of("m", "demand"), run(both).markets.of("m", "demand")
    assert np.array_equal(one, two)


def test_the_same_run_twice_leaves_the_same_bytes() -> None:
    given = shop({"every": "0.3 days", "amount": {"family": "poisson", "mean": "3 pieces"}})
    assert book_bytes(run(given, seed=3)) == book_bytes(run(given, seed=3))
    assert book_bytes(run(given, seed=3)) != book_bytes(run(given, seed=3, replication=1))
