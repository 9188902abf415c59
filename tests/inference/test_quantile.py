"""Quantile intervals by order statistics, against tables."""

import numpy as np
import pytest

from backsource.inference import quantile_interval, quantile_ranks
from backsource.streams import stream


@pytest.mark.parametrize(
    ("count", "share", "low", "high", "coverage"),
    [
        (30, 0.5, 10, 21, 0.9572),
        (100, 0.9, 84, 96, 0.9557),
        (200, 0.95, 184, 197, 0.9672),
        (1000, 0.99, 983, 997, 0.9761),
    ],
)
def test_ranks_and_their_exact_coverage(count: int, share: float, low: int, high: int, coverage: float) -> None:
    found = quantile_ranks(count, share)
    assert (found.low, found.high) == (low, high)
    assert found.coverage == pytest.approx(coverage, abs=5e-5)


def test_limits_are_order_statistics() -> None:
    values = stream(3, 0, "test").permutation(np.arange(1.0, 31.0))
    found = quantile_interval(values, 0.5)
    assert (found.estimate, found.low, found.high, found.count) == (15.0, 10.0, 21.0, 30)


def test_a_sample_too_small_for_its_quantile_has_no_limits() -> None:
    found = quantile_interval(np.arange(20.0), 0.95)
    assert found.estimate == 18.0
    assert np.isnan([found.low, found.high]).all()
    assert np.isnan(quantile_interval([], 0.5).estimate)


def test_intervals_cover_the_quantile_as_often_as_the_binomial_law_says() -> None:
    samples = stream(11, 0, "test").exponential(1.0, (3000, 100))
    truth, expected = -np.log(0.1), quantile_ranks(100, 0.9).coverage
    covered = [found.low <= truth <= found.high for found in (quantile_interval(sample, 0.9) for sample in samples)]
    assert np.mean(covered) == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / 3000))


def test_a_share_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="share is 1"):
        quantile_ranks(10, 1.0)
