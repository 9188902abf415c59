"""Two means from runs that share nothing, and means of batches, against Law's arithmetic."""

import numpy as np
import pytest

from backsource.inference import batch_means, skewness_note, welch_freedom, welch_interval
from backsource.streams import stream
from backsource.verification.statistics.laws import reliability

S20_40 = [126.97, 124.31, 126.68, 122.66, 127.23]
S20_80 = [118.21, 120.22, 122.45, 122.68, 119.40]


def test_laws_welch_interval_of_two_inventory_policies() -> None:
    assert welch_freedom(S20_40, S20_80) == pytest.approx(7.99, abs=5e-3)
    found = welch_interval(S20_40, S20_80, 0.90)
    assert (found.estimate, found.low, found.high) == pytest.approx((4.98, 2.66, 7.30), abs=5e-3)


def test_it_is_the_test_of_scipy_for_samples_of_different_lengths() -> None:
    from scipy.stats import ttest_ind

    rng = stream(1, 0, "test")
    mine, other = rng.normal(0.0, 1.0, 7), rng.normal(1.0, 4.0, 30)
    limits = ttest_ind(mine, other, equal_var=False).confidence_interval(0.95)
    found = welch_interval(mine, other)
    assert (found.low, found.high, found.count) == pytest.approx((limits.low, limits.high, 37))


def test_samples_without_spread_or_without_values() -> None:
    same = welch_interval([2.0, 2.0], [1.0, 1.0, 1.0])
    assert (same.low, same.estimate, same.high) == (1.0, 1.0, 1.0)
    assert np.isnan(welch_interval([2.0], [1.0, 3.0]).low)
    assert np.isnan(welch_interval([], [1.0]).estimate)


def test_batches_take_equal_parts_and_leave_the_rest() -> None:
    assert batch_means(np.arange(11.0), 2).tolist() == [2.0, 7.0]
    assert batch_means([4.0, 6.0], 2).tolist() == [4.0, 6.0]
    with pytest.raises(ValueError, match="3 batches of 2 values"):
        batch_means([1.0, 2.0], 3)


def test_very_skewed_lives_are_warned_of_and_normal_values_rarely() -> None:
    rng = stream(3, 0, "test")
    skewed, even = reliability(rng, (300, 20)), rng.normal(size=(300, 20))
    assert np.mean([skewness_note(each) != "" for each in skewed]) > 0.75
    assert np.mean([skewness_note(each) != "" for each in even]) < 0.08
    assert "20 runs are few" in next(filter(None, map(skewness_note, skewed)))


def test_cochrans_rule_by_hand() -> None:
    """Nine zeros and a one: G = (1 - 2p) / sqrt(p q) = 0.8 / 0.3 = 2.667, so 25 G^2 = 178."""
    once = np.repeat([0.0, 1.0], [9, 1])
    assert skewness_note(once).endswith("about 178 would do")
    assert skewness_note(np.tile(once, 17)).endswith("about 178 would do")
    assert skewness_note(np.tile(once, 18)) == ""
    assert skewness_note([1.0, 1.0, 1.0, 1.0]) == ""
