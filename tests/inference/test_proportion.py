"""Wilson's interval against print."""

import numpy as np
import pytest

from backsource.inference import chance, unseen_below, wilson


def test_nine_of_ten_and_ten_of_ten() -> None:
    nine, ten = wilson(9, 10), wilson(10, 10)
    assert (nine.low, nine.high) == pytest.approx((0.596, 0.982), abs=5e-4)
    assert (nine.low + nine.high) / 2 == pytest.approx(0.789, abs=5e-4)
    assert (ten.low, ten.high) == pytest.approx((0.722, 1.0), abs=5e-4)
    assert ten.high == 1.0


def test_none_of_ten_mirrors_ten_of_ten() -> None:
    none, ten = wilson(0, 10), wilson(10, 10)
    assert (none.low, none.high) == pytest.approx((1 - ten.high, 1 - ten.low))


def test_without_observations_everything_is_possible() -> None:
    found = wilson(0, 0)
    assert (found.low, found.high) == (0.0, 1.0)
    assert np.isnan(found.estimate)


def test_it_covers_on_average_over_all_chances() -> None:
    # exact coverage by the binomial law, averaged over 0.05 .. 0.95: near its level, where Wald's falls to 0.9
    from scipy.special import comb

    count, shares = 30, np.linspace(0.05, 0.95, 19)
    limits = [(wilson(k, count).low, wilson(k, count).high) for k in range(count + 1)]
    coverage = [
        sum(comb(count, k) * p**k * (1 - p) ** (count - k) for k, (low, high) in enumerate(limits) if low <= p <= high)
        for p in shares
    ]
    assert np.mean(coverage) == pytest.approx(0.95, abs=0.01)
    assert min(coverage) > 0.92


def test_the_chance_of_exceeding_a_threshold() -> None:
    found = chance([0.0, 2.0, np.nan, 1.0, 5.0], above=1.0)
    assert (found.estimate, found.count) == (0.5, 4)


def test_what_was_never_seen_follows_the_rule_of_three() -> None:
    assert unseen_below(1000) == 0.003
    assert (1 - unseen_below(1000)) ** 1000 < 0.05
    assert unseen_below(2) == unseen_below(0) == 1.0


def test_more_successes_than_trials_are_refused() -> None:
    with pytest.raises(ValueError, match="11 successes of 10"):
        wilson(11, 10)
