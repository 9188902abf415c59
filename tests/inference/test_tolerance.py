"""How many runs hold a share of all futures, against Wilks's tables."""

import numpy as np
import pytest

from backsource.inference import tolerance_interval, wilks_size
from backsource.inference.tolerance import holds


def test_fifty_nine_and_ninety_three() -> None:
    assert (wilks_size(0.95, 0.95), wilks_size(0.95, 0.95, sides=2)) == (59, 93)
    assert (holds(59, 0.95, 1), holds(58, 0.95, 1)) == pytest.approx((0.9515, 0.9490), abs=5e-5)
    assert holds(93, 0.95, 2) == pytest.approx(0.9500, abs=5e-5)
    assert (wilks_size(0.90, 0.95), wilks_size(0.99, 0.99, sides=2)) == (29, 662)  # 0.9^n; print


def test_one_side_follows_from_a_power() -> None:
    for share, confidence in ((0.5, 0.9), (0.8, 0.99), (0.999, 0.95)):
        count = wilks_size(share, confidence)
        assert 1 - share**count >= confidence > 1 - share ** (count - 1)


def test_two_sides_follow_from_two_powers() -> None:
    for count in (2, 40, 93):
        assert holds(count, 0.95, 2) == pytest.approx(1 - 0.95**count - count * 0.05 * 0.95 ** (count - 1))
    assert holds(1, 0.95, 2) == 0.0


def test_limits_go_inwards_as_runs_allow() -> None:
    assert tolerance_interval(np.arange(93.0), 0.95).low == 0.0
    assert np.isnan(tolerance_interval(np.arange(92.0), 0.95).low)
    found = tolerance_interval(np.arange(400.0), 0.90)
    depth = int(found.low) + 1
    assert found.high == 400.0 - depth
    assert holds(400, 0.90, 2 * depth) >= 0.95 > holds(400, 0.90, 2 * depth + 2)
    assert np.isnan(tolerance_interval([], 0.95).estimate)


def test_a_share_of_everything_is_refused() -> None:
    with pytest.raises(ValueError, match="share is 1"):
        wilks_size(1.0)
    with pytest.raises(ValueError, match="share is 95"):
        tolerance_interval([1.0], 95)
