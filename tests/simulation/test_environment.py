"""Draws by name: the same for a day, an outage or a turn whatever else is drawn."""

import numpy as np
import pytest
from builders import Blocks, chain, run

from backsource.config import scenario_from
from backsource.laws import distributions as laws
from backsource.simulation import prepare
from backsource.simulation.environment import BLOCK, TURNS, Environment, LeadTimes, Rolls, Turns


def environment(seed: int = 1, replication: int = 0, **blocks: object) -> Environment:
    """The environment of the chain."""
    return Environment(prepare(scenario_from(chain(**blocks))), seed, replication)


def test_the_uniform_of_a_day_does_not_depend_on_where_one_begins_to_look() -> None:
    world = environment()
    whole = world.days("demand/m", -40, 3 * BLOCK)
    assert np.array_equal(whole[40:50], world.days("demand/m", 0, 10))
    assert np.array_equal(whole[40 + BLOCK - 5 : 40 + BLOCK + 5], world.days("demand/m", BLOCK - 5, 10))
    assert 0 < whole.min() < whole.max() < 1


def test_rolls_are_the_uniforms_of_their_days() -> None:
    world = environment(warm_up="40 days")
    rolls = Rolls(world, "yield/make")
    days = world.days("yield/make", -40, 2000)
    assert [rolls.of(row) for row in (0, 39, 40, 1999, 3)] == [days[row] for row in (0, 39, 40, 1999, 3)]


def test_turns_go_on_from_block_to_block_and_two_of_one_name_see_the_same() -> None:
    world = environment()
    one, two = (Turns(world, "turn/a", laws.exponential(2.0)) for _ in range(2))
    first = [one.next() for _ in range(TURNS + BLOCK + 10)]
    assert first == [two.next() for _ in range(TURNS + BLOCK + 10)]
    assert len(set(first)) == len(first)
    assert np.mean(first) == pytest.approx(2.0, abs=6 * 2.0 / np.sqrt(len(first)))


def test_listed_turns_begin_again_after_the_last() -> None:
    turns = Turns(environment(), "turn/a", laws.listed([1.0, 2.0, 3.0]))
    assert [turns.next() for _ in range(7)] == [1, 2, 3, 1, 2, 3, 1]


def test_a_lead_time_belongs_to_its_day_and_number_in_whatever_order_one_asks() -> None:
    def times() -> LeadTimes:
        return LeadTimes(environment(), "lead/in", 0.0, laws.exponential(3.0), 0.0, None)

    asked = [(5, 0), (5, 1), (5, 9), (5, 50), (7, 0), (2000, 3), (2000, 12)]
    forwards, backwards = times(), times()
    found = {key: forwards.of(*key) for key in asked}
    assert {key: backwards.of(*key) for key in reversed(asked)} == found
    assert len(set(found.values())) == len(asked)


def test_lateness_comes_with_its_chance_on_top_of_the_promise() -> None:
    times = LeadTimes(environment(), "lead/in", 4.0, None, 0.25, laws.uniform(1.0, 3.0))
    drawn = np.array([times.of(row, number) for row in range(500) for number in range(12)])
    late = drawn > 4.0
    assert late.mean() == pytest.approx(0.25, abs=6 * np.sqrt(0.25 * 0.75 / len(drawn)))
    assert drawn[late].min() >= 5.0
    assert drawn.max() <= 7.0
    assert drawn[late].mean() == pytest.approx(6.0, abs=6 * 0.58 / np.sqrt(late.sum()))


def test_the_hash_tells_replications_and_seeds_apart_and_nothing_else() -> None:
    hashes = {environment(seed, replication).hash for seed in (1, 2) for replication in (0, 1)}
    assert len(hashes) == 4
    assert environment(2, 1, warm_up="9 days").hash in hashes


def test_what_a_policy_orders_does_not_shift_the_demand() -> None:
    plain: Blocks = chain()
    other = chain()
    other["stocks"]["store/x"]["base_stock"] = "80 pieces"
    one, two = run(plain), run(other)
    assert one.environment == two.environment
    assert np.array_equal(one.markets.of("m", "demand"), two.markets.of("m", "demand"))
    assert not np.array_equal(one.stocks.data, two.stocks.data)
