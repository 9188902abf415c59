"""Standard errors of functions of means and of quantiles."""

import numpy as np
import pytest

from backsource.streams import stream
from backsource.verification.estimates import OfMeans, Quantile, Value, column


def test_the_error_of_a_mean_is_that_of_the_textbook() -> None:
    samples = np.array([[1.0], [2.0], [6.0], [3.0]])
    found = column(0).of([samples])
    assert found.value == pytest.approx(3.0)
    assert found.error == pytest.approx(np.std([1, 2, 6, 3], ddof=1) / 2)


def test_the_error_of_a_ratio_follows_from_the_covariance() -> None:
    draws = stream(1, 0, "ratio").normal(size=(4000, 2))
    samples = np.column_stack([10 + draws[:, 0], 5 + 0.5 * draws[:, 0] + 0.1 * draws[:, 1]])
    found = OfMeans(lambda means: float(means[0] / means[1])).of([samples])
    ratio = samples[:, 0].mean() / samples[:, 1].mean()
    rest = (samples[:, 0] - ratio * samples[:, 1]) / samples[:, 1].mean()
    assert found.value == pytest.approx(ratio)
    assert found.error == pytest.approx(rest.std(ddof=1) / np.sqrt(4000), rel=1e-4)


def test_sources_add_up_and_so_do_their_variances() -> None:
    first, second = stream(1, 0, "first").normal(3, 2, (500, 1)), stream(1, 0, "second").normal(-1, 5, (900, 1))
    found = column(0).of([first, second])
    assert found.value == pytest.approx(first.mean() + second.mean())
    assert found.error == pytest.approx(np.sqrt(first.var(ddof=1) / 500 + second.var(ddof=1) / 900))


def test_a_column_that_never_varies_has_no_error() -> None:
    assert column(0).of([np.full((20, 2), 7.0)]).error == 0.0


def test_quantiles_cover_the_truth_as_often_as_their_error_says() -> None:
    # Two standard errors around the estimated median of exponentials, 95 % of the time.
    runs = [Quantile(0, 0.5).of([stream(1, run, "median").exponential(size=(400, 1))]) for run in range(400)]
    hits = sum(abs(found.value - np.log(2)) <= 2 * found.error for found in runs)
    assert 0.92 <= hits / 400 <= 0.98


def test_small_shares_are_asked_for_as_second_moments_are() -> None:
    assert Value(column(0), "share").asked(0.9) == (0.001, 0.005)
    assert Value(column(0), "share").asked(0.049) == (0.01, 0.01)
    assert Value(column(0), "moment").asked(1e6) == (0.01, 0.01)
    assert Value(column(0), "quantile").asked(40.0) == (0.005, 0.005)


def test_only_small_chances_are_counted() -> None:
    assert Value(column(0), "chance").is_counted(0.0009, 1.0, 1e9)
    assert not Value(column(0), "chance").is_counted(0.0011, 1.0, 1e9)
    assert not Value(column(0), "share").is_counted(0.0009, 1.0, 1e9)


def test_a_chance_that_would_take_too_long_is_counted() -> None:
    # 1 % of a chance of 1 % takes 990,000 runs.
    assert not Value(column(0), "chance").is_counted(0.01, 60.0, 6e7)
    assert Value(column(0), "chance").is_counted(0.01, 61.0, 6e7)
