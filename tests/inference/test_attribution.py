"""Shares of what players bring about: limits of ratios, what few futures can say, how often limits hold the truth."""

import numpy as np
import pytest

from backsource.inference import Attribution, all_coalitions, attribution, mean_ratio
from backsource.inference.mean import t_quantile
from backsource.inference.shapley import along
from backsource.streams import stream

HELPS = np.array([[0.0, 10.0, 4.0, 14.0]])
"""Two players who add 10 and 4."""


def told(worth: np.ndarray, players: tuple[str, ...] = ("a", "b")) -> Attribution:
    game = all_coalitions(len(players), len(worth))
    return attribution(game, players, ("all",), worth[:, :, None])


def test_fieller_is_where_students_interval_of_part_less_share_of_whole_holds_0() -> None:
    """At both limits the t statistic of part - R whole is the quantile."""
    rng = stream(4, 0, "test")
    whole = rng.gamma(4.0, 5.0, size=30)
    part = 0.3 * whole + rng.normal(0, 2, size=30)
    found = mean_ratio(part, whole, 0.9)
    for limit in (found.low, found.high):
        each = part - limit * whole
        t = each.mean() / (each.std(ddof=1) / np.sqrt(30))
        assert abs(t) == pytest.approx(t_quantile(29, 0.95))
    assert found.estimate == pytest.approx(part.mean() / whole.mean())
    assert found.low < found.estimate < found.high


def test_a_whole_that_is_not_told_from_0_has_no_shares() -> None:
    assert np.isnan(mean_ratio([1.0, -2.0, 1.5], [3.0, -4.0, 2.0]).estimate)
    assert np.isnan(mean_ratio([1.0], [2.0]).estimate)


def test_a_part_that_is_the_whole_is_all_of_it_without_doubt() -> None:
    found = mean_ratio([3.0, 4.0, 6.0, 5.0], [3.0, 4.0, 6.0, 5.0])
    assert (found.estimate, found.low, found.high) == pytest.approx((1, 1, 1))


@pytest.mark.parametrize("share", [0.0, 0.35, 1.0])
def test_limits_of_a_ratio_hold_it_as_often_as_they_say(share: float) -> None:
    """Normal pairs: Fieller's limits are exact where they are told; 4,000 experiments of 12, 95 % +- 4 errors."""
    rng = stream(1, 0, "test")
    whole = rng.normal(10.0, 3.0, size=(4000, 12))
    part = share * whole + rng.normal(0.0, 2.0, size=whole.shape)
    found = [mean_ratio(*pair) for pair in zip(part, whole, strict=True)]
    holds = np.mean([one.low <= share <= one.high for one in found])
    assert holds == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 4000))


def test_shares_add_up_and_a_player_who_helps_has_less_than_nothing() -> None:
    """Worth 0, 10, -4, 6 in every future, times a size of the future: 10/6 and -4/6 of what both bring about."""
    sizes = np.array([1.0, 2.0, 3.0, 2.0, 1.5, 2.5])[:, None]
    found = told(sizes * np.array([[0.0, 10.0, -4.0, 6.0]]))
    shares = [portion.share for portion in found.portions.values()]
    assert shares == pytest.approx([10 / 6, -4 / 6])


def test_what_few_futures_carry_is_not_shared_out() -> None:
    """3 of 40 futures bring about anything: limits of what all bring about hold 0, so there is no share."""
    worth = np.zeros((40, 4))
    worth[:3] = HELPS
    found = told(worth)
    assert not found.shared
    assert found.wanted > 40
    assert [one.carried for one in found.portions.values()] == [3, 3]
    assert all(np.isnan(one.share) for one in found.portions.values())


def test_where_nobody_brings_about_anything_nothing_is_wanted_either() -> None:
    found = told(np.full((20, 4), 80.0))
    assert found.alone.estimate == 80.0
    assert not found.shared
    assert found.wanted == 0


def test_parts_of_a_value_add_up_to_it() -> None:
    rng = stream(3, 0, "test")
    worth = rng.gamma(2.0, 1.0, size=(8, 8, 3))
    found = attribution(all_coalitions(3, 8), ("a", "b", "c"), ("x", "y", "z"), worth)
    assert found.values.sum(axis=2) == pytest.approx(all_coalitions(3, 8).values(worth.sum(axis=2)))
    assert found.nobody + found.values.sum(axis=1) == pytest.approx(worth[:, -1])


def test_sampled_limits_hold_the_exact_values_together_as_often_as_they_say() -> None:
    """2,000 experiments of 40 replications with 7 players whose worth is random by replication: at least 95 % of
    experiments hold all seven means at once (Bonferroni over ten limits), less 4 standard errors of 2,000."""
    rng = stream(9, 0, "test")
    base = rng.normal(0.0, 5.0, size=2**7)
    truth = all_coalitions(7, 1).values(base[None])[0]
    orders = rng.permuted(np.tile(np.arange(7), (40 * 2000, 1)), axis=1)
    walks = np.stack([orders, orders[:, ::-1]], axis=1)
    joined = np.concatenate([np.zeros((len(walks), 2, 1), dtype=int), np.cumsum(1 << walks, axis=2)], axis=2)
    worth = base[joined] * (1.0 + 0.3 * rng.normal(size=(len(walks), 1, 1)))
    values = along(worth, walks).reshape(2000, 40, 7)
    half = t_quantile(39, 1 - 0.05 / 10 / 2) * values.std(axis=1, ddof=1) / np.sqrt(40)
    holds = (np.abs(values.mean(axis=1) - truth) <= half).all(axis=1).mean()
    assert holds >= 0.95 - 4 * np.sqrt(0.95 * 0.05 / 2000)


def test_limits_of_players_hold_together() -> None:
    """3 players, all of them, the worth with and without them: Student's limits at 1 - 0.05 / 6."""
    worth = stream(2, 0, "test").gamma(2.0, 1.0, size=(30, 8))
    found = attribution(all_coalitions(3, 30), ("a", "b", "c"), ("all",), worth[:, :, None])
    own = all_coalitions(3, 30).values(worth)[:, 1]
    half = t_quantile(29, 1 - 0.05 / 6 / 2) * own.std(ddof=1) / np.sqrt(30)
    assert found.portions["b"].high - found.portions["b"].mean == pytest.approx(half)
