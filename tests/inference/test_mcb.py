"""Each alternative against the best of the others: by hand, and what follows from its definition."""

import numpy as np
import pytest

from backsource.inference import with_best
from backsource.streams import stream

POLICIES = np.array([[126.97, 124.31, 126.68, 122.66, 127.23], [118.21, 120.22, 122.45, 122.68, 119.40]]).T


def test_two_of_laws_policies_one_sided() -> None:
    """One difference, so t(4, 0.95) as in Law's two-sided 90 % interval [1.65, 8.31]: it excludes 0."""
    found = with_best(POLICIES, "min", 0.95)
    costly, cheap = found.intervals
    assert found.possible == (1,)
    assert (costly.estimate, costly.low, costly.high) == pytest.approx((4.98, 0.0, 8.31), abs=5e-3)
    assert (cheap.estimate, cheap.low, cheap.high) == pytest.approx((-4.98, -8.31, 0.0), abs=5e-3)


def test_a_goal_of_more_mirrors_a_goal_of_less() -> None:
    least, most = with_best(POLICIES, "min"), with_best(-POLICIES, "max")
    assert least.possible == most.possible
    for one, other in zip(least.intervals, most.intervals, strict=True):
        assert (one.low, one.high) == (-other.high, -other.low)


def test_what_cannot_be_told_apart_may_all_be_best() -> None:
    values = stream(4, 0, "test").normal(size=(12, 3))
    found = with_best(values - values.mean(axis=0))
    assert found.possible == (0, 1, 2)
    assert all(one.low < 0.0 < one.high for one in found.intervals)


def test_alternatives_that_never_differ_tie() -> None:
    same = stream(4, 0, "test").normal(size=(12, 1)) * np.ones(3)
    same[:, 2] += 5.0
    found = with_best(same)
    assert found.possible == (0, 1)
    assert [(one.low, one.high) for one in found.intervals] == [(0.0, 0.0), (0.0, 0.0), (0.0, 5.0)]


def test_the_sharper_pairing_gives_the_shorter_interval() -> None:
    """Independent alternatives would need sqrt(2) s; pairs with common noise of ten times the spread need no more."""
    rng = stream(6, 0, "test")
    own = rng.normal([0.0, 1.0, 2.0], size=(40, 3))
    alone, common = with_best(own), with_best(own + 10 * rng.normal(size=(40, 1)))
    for one, other in zip(alone.intervals, common.intervals, strict=True):
        assert (one.low, one.high) == pytest.approx((other.low, other.high))


def test_missing_values_take_their_replication_with_them() -> None:
    found = with_best([[1.0, 2.0], [np.nan, 0.0], [1.5, 3.0]])
    assert found.intervals[0].count == 2


def test_one_alternative_or_one_replication_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(3, 1\)"):
        with_best(np.ones((3, 1)))
    with pytest.raises(ValueError, match="1 whole replications"):
        with_best([[1.0, 2.0]])
