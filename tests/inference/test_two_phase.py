"""Two looks: laws that hold for every draw by lot, what they are of a plain sample, and how often limits hold."""

from itertools import combinations

import numpy as np
import pytest

from backsource.inference import (
    TwoPhase,
    all_coalitions,
    attribution,
    careful,
    looked_closer,
    mean_ratio,
    skewness_need,
    wilson,
)
from backsource.streams import stream

SEEN = np.array([True, False, True, False, False, True, False, True, False])
VALUES = np.array([7.0, 0.5, 12.0, -0.2, 0.0, 3.0, 0.1, 30.0, 1.0])


def test_over_all_draws_the_mean_is_that_of_all_and_its_variance_is_told_without_bias() -> None:
    """Two of four seen and three of five quiet, 6 x 10 draws: the variance of an unlimited population's mean is that of
    the first look, s^2 / 9, and that of the draws given it."""
    draws = [
        np.sort(np.array([*seen, *quiet]))
        for seen in combinations(np.flatnonzero(SEEN), 2)
        for quiet in combinations(np.flatnonzero(~SEEN), 3)
    ]
    found = [(TwoPhase.of(SEEN, draw), VALUES[draw]) for draw in draws]
    means = np.array([float(looks.mean(values)) for looks, values in found])
    told = np.array([looks.covariance(values, values) for looks, values in found])
    assert means.mean() == pytest.approx(VALUES.mean())
    assert told.mean() == pytest.approx(VALUES.var(ddof=1) / 9 + means.var())
    assert (told >= 0.0).all()


def test_the_variance_is_near_cochrans_where_the_first_look_is_large() -> None:
    """sum w_h^2 s_h^2 / n_h + (1/N) sum w_h (mean_h - mean)^2."""
    rng = stream(6, 0, "test")
    seen = np.arange(4000) < 1000
    values = np.where(seen, rng.gamma(2.0, 5.0, 4000), rng.normal(0.0, 1.0, 4000))
    draw = looked_closer(seen, rng.random(4000), 400)
    own, parts, weights = TwoPhase.of(seen, draw), seen[draw], np.array([0.25, 0.75])
    groups = [values[draw][parts], values[draw][~parts]]
    mean = sum(w * one.mean() for w, one in zip(weights, groups, strict=True))
    within = sum(w**2 * one.var(ddof=1) / len(one) for w, one in zip(weights, groups, strict=True))
    between = sum(w * (one.mean() - mean) ** 2 for w, one in zip(weights, groups, strict=True)) / 4000
    assert own.covariance(values[draw], values[draw]) == pytest.approx(within + between, rel=0.005)


@pytest.mark.parametrize("carried", [25, 4])
def test_where_all_are_looked_at_closely_it_is_a_plain_sample(carried: int) -> None:
    """Student's limits, the careful ones, Fieller's, and how many would do for so skewed values."""
    rng = stream(7, 0, "test")
    values, whole = rng.lognormal(0.0, 1.2, 40), 20.0 + rng.gamma(4.0, 5.0, 40)
    values[carried:] = 0.0
    looks = TwoPhase.of(values > 0.0, np.arange(40))
    own, plain = looks.interval(values, 0.99), careful(values, np.zeros(40), level=0.99, goal="none")
    assert (own.estimate, own.low, own.high) == pytest.approx((plain.mean, plain.low, plain.high))
    share, told = looks.ratio(values, whole, 0.99), mean_ratio(values, whole, 0.99)
    assert (share.estimate, share.low, share.high) == pytest.approx((told.estimate, told.low, told.high))
    assert looks.skewness_need(values) == pytest.approx(skewness_need(values), abs=1)
    assert looks.unseen_in == 40


def test_all_that_are_seen_are_looked_at_closely_and_the_rest_is_filled_up_with_quiet_ones() -> None:
    seen = np.zeros(200, dtype=bool)
    seen[[3, 50, 120]] = True
    taken = looked_closer(seen, stream(1, 0, "test").random(200), 20)
    assert len(taken) == 20
    assert {3, 50, 120} <= set(taken.tolist())
    assert len(looked_closer(seen, stream(1, 0, "test").random(200), 200)) == 200


def test_of_too_many_that_are_seen_some_are_drawn_and_some_quiet_ones_are_kept() -> None:
    """15 % of 20 are 3; each future has the same chance, so that over 2,000 draws it comes in 17/100 of them."""
    seen = np.arange(200) < 100
    rng = stream(2, 0, "test")
    draws = [looked_closer(seen, rng.random(200), 20) for _ in range(2000)]
    assert {int(seen[draw].sum()) for draw in draws} == {17}
    rates = np.bincount(np.concatenate(draws), minlength=200)[:100] / 2000
    assert rates == pytest.approx(0.17, abs=4.5 * np.sqrt(0.17 * 0.83 / 2000))


def test_parts_of_weighted_games_add_up() -> None:
    """Three players; each value weighted alike, so that they add up to all less nobody in the estimates, too."""
    worth = stream(3, 0, "test").gamma(2.0, 1.0, size=(5, 8, 1))
    worth[:, -1] += 40.0
    looks = TwoPhase.of(SEEN, np.array([0, 1, 2, 4, 7]))
    found = attribution(all_coalitions(3, 5), ("a", "b", "c"), ("all",), worth, phases=looks)
    assert sum(one.mean for one in found.portions.values()) == pytest.approx(found.all_together.mean)
    assert found.whole.estimate - found.alone.estimate == pytest.approx(found.all_together.mean)
    assert sum(one.share for one in found.portions.values()) == pytest.approx(1.0)
    assert (found.replications, found.played) == (9, 5)


def test_values_of_a_difference_are_differences_of_values() -> None:
    """Linearity: the game of own less other worth, played by itself, has the same values."""
    rng = stream(4, 0, "test")
    own, other = rng.gamma(2.0, 1.0, size=(2, 12, 8, 2))
    game, players, parts = all_coalitions(3, 12), ("a", "b", "c"), ("x", "y")
    less = attribution(game, players, parts, own).less(attribution(game, players, parts, other))
    itself = attribution(game, players, parts, own - other)
    assert less.values == pytest.approx(itself.values)
    assert less.portions["b"].low == pytest.approx(itself.portions["b"].low)
    with pytest.raises(ValueError, match="two of the same would do"):
        less.less(attribution(all_coalitions(3, 5), players, parts, own[:5]))


def test_what_few_futures_carry_is_limited_by_the_largest_value_of_its_kind() -> None:
    """Four of ten seen ones carry -8 each, all of 100 in the quiet ones are 0: at most Wilson's limit of none in 100
    plain ones times 8 above 0, however few of the quiet ones had a second look."""
    seen = np.arange(100) < 10
    values = np.where(np.arange(100) < 4, -8.0, 0.0)
    taken = looked_closer(seen, stream(5, 0, "test").random(100), 14)
    found = TwoPhase.of(seen, taken).interval(values[taken])
    assert found.estimate == pytest.approx(-0.32)
    assert found.high == pytest.approx(8.0 * wilson(0, 100).high)
    assert found.low <= -8.0 * wilson(4, 100).high


LAWS = [  # part of futures with a loss, noise in the others, documented coverage
    (0.05, 0.0, 0.95), (0.2, 0.0, 0.90), (0.6, 0.0, 0.88), (0.05, 0.05, 0.87), (0.2, 0.05, 0.90), (0.6, 0.05, 0.88),
]  # fmt: skip


@pytest.mark.parametrize(("part", "noise", "covers"), LAWS)
def test_limits_hold_skewed_losses_as_often_as_is_written_and_are_closer_than_one_look_for_as_many_runs(
    part: float, noise: float, covers: float
) -> None:
    """2,000 experiments of 38 games in 200 futures, against games in 49: a look costs an eighteenth of a game.

    Lognormal losses (0, 1), of mean exp(1/2); coverage as in docs/explanation/what-an-interval-means.md less four
    errors of 2,000. The mean over experiments is the truth within four of its errors.
    """
    truth = part * np.exp(0.5)
    rng = stream(8, 0, f"test/{part}/{noise}")
    two, one = [], []
    for _ in range(2000):
        seen = rng.random(249) < part
        each = np.where(seen, rng.lognormal(0.0, 1.0, 249), noise * rng.normal(size=249))
        taken = looked_closer(seen[:200], rng.random(200), 38)
        two.append(TwoPhase.of(seen[:200], taken).interval(each[taken]))
        one.append(TwoPhase.whole(49).interval(each[200:]))
    held = np.mean([found.low <= truth <= found.high for found in two])
    assert held >= covers - 4 * np.sqrt(covers * (1 - covers) / 2000)
    means = np.array([found.estimate for found in two])
    assert means.mean() == pytest.approx(truth, abs=4 * means.std(ddof=1) / np.sqrt(2000))
    widths = [np.mean([found.high - found.low for found in looks]) for looks in (two, one)]
    assert widths[0] < widths[1]


@pytest.mark.parametrize("part", [0.05, 0.2, 0.6])
def test_limits_hold_losses_that_are_not_skewed_as_often_as_they_say(part: float) -> None:
    """Normal losses (10, 3) and small noise in the others, 2,000 experiments: at least 95 % less four errors."""
    rng = stream(9, 0, f"test/{part}")
    held = []
    for _ in range(2000):
        seen = rng.random(200) < part
        each = np.where(seen, rng.normal(10.0, 3.0, 200), 0.05 * rng.normal(size=200))
        taken = looked_closer(seen, rng.random(200), 38)
        found = TwoPhase.of(seen, taken).interval(each[taken])
        held.append(found.low <= 10.0 * part <= found.high)
    assert np.mean(held) >= 0.95 - 4 * np.sqrt(0.95 * 0.05 / 2000)
