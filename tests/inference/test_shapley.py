"""Shapley values of games worked out by hand, the laws that define them, and what sampling adds."""

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsource.inference import all_coalitions, exact, sampled_coalitions
from backsource.inference.shapley import along
from backsource.streams import stream

Worth = Callable[[frozenset[int]], float]


def game(players: int, worth: Worth) -> np.ndarray:
    """Worth of all coalitions of one replication, from a function of the set of those who take part."""
    sets = [frozenset(i for i in range(players) if number >> i & 1) for number in range(2**players)]
    return np.array([[float(worth(one)) for one in sets]])


def by_orders(worth: np.ndarray, players: int) -> np.ndarray:
    """The definition: mean of what a player adds, over all orders in which players may join."""
    found = np.zeros(players)
    orders = list(permutations(range(players)))
    for order in orders:
        inside = 0
        for player in order:
            found[player] += worth[0, inside | 1 << player] - worth[0, inside]
            inside |= 1 << player
    return found / len(orders)


def tables(players: int) -> st.SearchStrategy[np.ndarray]:
    numbers = st.lists(st.floats(-1e3, 1e3), min_size=2**players, max_size=2**players)
    return numbers.map(lambda row: np.array([row]))


GAMES = st.integers(1, 5).flatmap(tables)


def players_of(worth: np.ndarray) -> int:
    return int(worth.shape[1]).bit_length() - 1


def test_who_has_the_only_right_glove_gets_two_thirds() -> None:
    """Players 0 and 1 have a left glove, 2 a right one, a pair is worth 1: 2 joins after one in 4 of 6 orders."""
    worth = game(3, lambda on: 2 in on and len(on) > 1)
    assert exact(worth)[0] == pytest.approx([1 / 6, 1 / 6, 2 / 3])


def test_where_all_have_to_be_there_all_get_the_same() -> None:
    """Unanimity of 4 players and a worth of 100: 25 each; with one player who is not needed 0 for that one."""
    assert exact(game(4, lambda on: 100 * (len(on) == 4)))[0] == pytest.approx([25.0] * 4)
    needed = frozenset({0, 1, 3})
    assert exact(game(4, lambda on: 90 * (needed <= on)))[0] == pytest.approx([30, 30, 0, 30])


def test_airlines_share_each_stretch_of_the_runway_with_those_who_need_it() -> None:
    """Littlechild and Owen (1973): runways of 12, 20 and 30 cost 12/3, 12/3 + 8/2, 12/3 + 8/2 + 10."""
    lengths = (12, 20, 30)
    worth = game(3, lambda on: max((lengths[i] for i in on), default=0))
    assert exact(worth)[0] == pytest.approx([4, 8, 18])


def test_in_a_vote_of_weights_2_1_1_the_large_one_decides_four_orders_of_six() -> None:
    """Quota 3: the large one turns the vote in places 2 and 3, so in 4 of 6 orders, the others in one each."""
    weights = (2, 1, 1)
    worth = game(3, lambda on: sum(weights[i] for i in on) >= 3)
    assert exact(worth)[0] == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_who_adds_the_same_to_all_is_worth_that() -> None:
    own = (5.0, -2.0, 0.0, 11.0)
    assert exact(game(4, lambda on: 7 + sum(own[i] for i in on)))[0] == pytest.approx(own)


def test_where_only_the_number_counts_all_get_an_equal_part() -> None:
    """Worth size squared, 5 players: 25 in all, 5 each."""
    assert exact(game(5, lambda on: len(on) ** 2))[0] == pytest.approx([5.0] * 5)


def test_without_players_there_is_no_value() -> None:
    assert all_coalitions(0, 3).values(np.ones((3, 1))).shape == (3, 0)


@given(GAMES)
def test_values_are_the_means_over_all_orders(worth: np.ndarray) -> None:
    assert exact(worth)[0] == pytest.approx(by_orders(worth, players_of(worth)), abs=1e-9)


@given(GAMES)
def test_values_add_up_to_what_all_bring_about(worth: np.ndarray) -> None:
    assert exact(worth).sum() == pytest.approx(worth[0, -1] - worth[0, 0], abs=1e-9)


@given(GAMES)
def test_the_sum_of_two_games_has_the_sum_of_their_values(worth: np.ndarray) -> None:
    other = np.roll(worth, 1)
    assert exact(worth + 3 * other) == pytest.approx(exact(worth) + 3 * exact(other), abs=1e-8)


@given(GAMES)
def test_a_player_who_adds_nothing_gets_nothing(worth: np.ndarray) -> None:
    """One player more that changes no coalition: bit players is ignored by the worth."""
    found = exact(np.hstack([worth, worth]))[0]
    assert found[-1] == pytest.approx(0, abs=1e-9)
    assert found[:-1] == pytest.approx(exact(worth)[0], abs=1e-9)


@given(st.integers(2, 5).flatmap(tables))
def test_players_who_may_be_exchanged_get_the_same(worth: np.ndarray) -> None:
    """The game and its mirror in players 0 and 1 together."""
    numbers = np.arange(worth.shape[1])
    mirrored = (numbers & ~3) | (numbers & 1) << 1 | (numbers & 2) >> 1
    found = exact(worth + worth[:, mirrored])[0]
    assert found[0] == pytest.approx(found[1], abs=1e-8)


@given(GAMES, st.integers(0, 2**31))
def test_sampled_values_add_up_in_every_replication(worth: np.ndarray, seed: int) -> None:
    found = sampled_coalitions(players_of(worth), range(4), seed)
    values = found.values(worth[0, found.coalitions])
    assert values.sum(axis=1) == pytest.approx([worth[0, -1] - worth[0, 0]] * 4, abs=1e-9)


@pytest.mark.parametrize("players", [2, 3, 4])
def test_the_mean_over_all_orders_and_their_reverses_is_exact(players: int) -> None:
    """So a random order with its reverse is an estimate without bias."""
    worth = stream(players, 0, "test").normal(size=(1, 2**players))
    orders = np.array(list(permutations(range(players))))
    walks = np.stack([orders, orders[:, ::-1]], axis=1)
    joined = np.concatenate([np.zeros((*walks.shape[:2], 1), dtype=int), np.cumsum(1 << walks, axis=2)], axis=2)
    assert along(worth[0, joined], walks).mean(axis=0) == pytest.approx(exact(worth)[0])


def test_an_order_belongs_to_its_replication_whatever_else_is_asked() -> None:
    many, few = sampled_coalitions(7, range(30), 5), sampled_coalitions(7, [3, 29], 5)
    assert (many.coalitions[[3, 29]] == few.coalitions).all()
    assert (many.coalitions != sampled_coalitions(7, range(30), 6).coalitions).any()


def test_all_orders_come_equally_often() -> None:
    """6 orders of 3 players in 3,000 replications: chi-squared of 5 degrees of freedom below 20.5 (0.1 %)."""
    found = sampled_coalitions(3, range(3000), 1).walks
    assert found is not None
    _, counts = np.unique(found[:, 0] @ np.array([100, 10, 1]), return_counts=True)
    assert len(counts) == 6
    assert ((counts - 500) ** 2 / 500).sum() < 20.5


def test_antithetic_orders_are_exact_where_only_the_number_counts_up_to_its_square() -> None:
    """What a player adds is then linear in its place, and an order and its reverse have the mean place."""
    worth = game(6, lambda on: len(on) ** 2)
    found = sampled_coalitions(6, range(5), 2)
    assert found.values(worth[0, found.coalitions]) == pytest.approx(np.full((5, 6), 6.0))


def test_worth_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(2, 8\) would do"):
        all_coalitions(3, 2).values(np.zeros((2, 7)))
    with pytest.raises(ValueError, match="2\\*\\*players"):
        exact(np.zeros((1, 6)))
