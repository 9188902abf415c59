"""Tipping values: roots by hand, and limits that cover the truth."""

import numpy as np
import pytest

from backsource.inference import root_of, tipping
from backsource.streams import stream

LEVELS = np.array([0.0, 10.0, 20.0, 30.0])


def test_the_root_of_a_straight_line_is_found_by_hand() -> None:
    """d = 2 x - 30 passes through 0 at 15; the futures add 1, -1 and 0, so roots of resamples lie within 14.5..15.5."""
    samples = (2 * LEVELS - 30)[:, None] + np.array([1.0, -1.0, 0.0])[None]
    found = tipping(LEVELS, samples, stream(1, 0, "test/tipping"))
    assert found.value == pytest.approx(15)
    assert 14.5 <= found.low <= found.value <= found.high <= 15.5
    assert (found.sign, found.crossings, found.inside) == (-1, 1, 1.0)


@pytest.mark.parametrize(("shift", "sign"), [(-100.0, -1), (100.0, 1)])
def test_a_difference_that_never_changes_its_sign_has_no_root(shift: float, sign: int) -> None:
    found = tipping(LEVELS, (2 * LEVELS + shift)[:, None] + np.zeros((1, 4)), stream(1, 0, "x"))
    assert np.isnan(found.value)
    assert (found.sign, found.inside, found.crossings) == (sign, 0.0, 0)


def test_a_root_that_may_lie_beyond_the_range_has_a_limit_at_infinity() -> None:
    """d = 2 x - 58 passes through 0 at 29, just below the end; futures of -12 or 12 put many roots beyond 30."""
    samples = (2 * LEVELS - 58)[:, None] + np.array([-12.0, 12.0, -12.0, 12.0])[None]
    found = tipping(LEVELS, samples, stream(1, 0, "test/tipping"))
    assert found.value == pytest.approx(29)
    assert found.high == np.inf
    assert 23 <= found.low < 29


def test_no_difference_at_all_has_neither_root_nor_sign() -> None:
    found = tipping(LEVELS, np.zeros((4, 5)), stream(1, 0, "x"))
    assert (np.isnan(found.value), found.sign, found.inside) == (True, 0, 0.0)


def test_a_bend_is_told_by_the_number_of_crossings() -> None:
    found = tipping(LEVELS, np.array([-1.0, 3.0, -1.0, 5.0])[:, None] + np.zeros((1, 3)), stream(1, 0, "x"))
    assert found.crossings == 3


@pytest.mark.parametrize(
    ("values", "root"), [([-3, -1, 1, 3], 15.0), ([3, 1, -1, -3], 15.0), ([-1, 0, 0, 1], 15.0), ([0, 1, 2, 3], 0.0)]
)
def test_roots_of_joined_lines(values: list[float], root: float) -> None:
    assert root_of(LEVELS, np.array(values, dtype=float))[0] == pytest.approx(root)


def test_the_limits_cover_the_true_root_about_as_often_as_they_say() -> None:
    """d = x - 17 plus a common normal shift of sd 10 a future, 20 futures: percentile limits cover at least 0.88."""
    rng = stream(5, 0, "test/tipping")
    covered = 0
    for _ in range(200):
        samples = (LEVELS - 17)[:, None] + 10 * rng.standard_normal(20)[None]
        found = tipping(LEVELS, samples, rng, resamples=100)
        covered += found.low <= 17 <= found.high
    assert 0.86 <= covered / 200 <= 0.985


def test_levels_must_rise() -> None:
    with pytest.raises(ValueError, match="rising levels"):
        tipping(LEVELS[::-1], np.zeros((4, 2)), stream(1, 0, "x"))
