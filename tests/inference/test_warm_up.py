"""Where a series settles: against the definition, and where it cannot be said."""

import numpy as np
import pytest

from backsource.inference import warm_up
from backsource.inference.warm_up import KEPT, marginal_errors
from backsource.streams import stream


def test_a_step_is_cut_where_it_ends() -> None:
    series = np.concatenate((np.full(40, 100.0), np.tile([0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0], 30)))
    found = warm_up(series)
    assert (found.cut, found.count, found.usable) == (40, 340, True)
    assert found.words == "settled after 40 of 340 values"


def test_the_statistic_is_that_of_its_definition() -> None:
    values = stream(3, 0, "test").normal(1e6, 1.0, 60)
    by_hand = [((values[cut:] - values[cut:].mean()) ** 2).sum() / (60 - cut) ** 2 for cut in range(60)]
    np.testing.assert_allclose(marginal_errors(values), by_hand, rtol=1e-6, atol=1e-9)


def test_the_cut_is_the_least_of_the_definition_over_batches_of_five() -> None:
    days = np.arange(500)
    series = 5.0 * np.exp(-days / 30.0) + stream(4, 0, "test").normal(size=500)
    means = series.reshape(100, 5).mean(axis=1)
    errors = [((means[cut:] - means[cut:].mean()) ** 2).sum() / (100 - cut) ** 2 for cut in range(100 - KEPT + 1)]
    assert warm_up(series).cut == 5 * int(np.argmin(errors))


def test_it_takes_most_of_the_bias_away() -> None:
    """5 exp(-t / 30) over 500 days leaves a bias of 0.3; the mean of what is kept has a standard error of 0.05."""
    days, noise = np.arange(500), stream(5, 0, "test").normal(size=(200, 500))
    kept = [series[warm_up(series).cut :].mean() for series in 5.0 * np.exp(-days / 30.0) + noise]
    assert np.mean(5.0 * np.exp(-days / 30.0)) == pytest.approx(0.305, abs=5e-3)
    assert abs(np.mean(kept)) < 0.05


def test_several_replications_are_looked_at_by_their_mean() -> None:
    noise = stream(6, 0, "test").normal(size=(10, 300))
    assert warm_up(noise) == warm_up(noise.mean(axis=0))


def test_a_series_that_never_varies_needs_no_cut() -> None:
    assert (warm_up(np.full(100, 0.1)).cut, warm_up(np.full(100, 0.1)).usable) == (0, True)


def test_a_series_that_keeps_climbing_has_not_settled() -> None:
    found = warm_up(np.arange(300.0))
    assert not found.usable
    assert found.words == "not settled after 275 of 300 values: a longer series would do"


def test_few_values_are_not_judged() -> None:
    found = warm_up(np.ones(49))
    assert (found.cut, found.usable) == (0, False)
    assert found.words == "49 values are too few to find a warm-up; 50 or more would do"
    with pytest.raises(ValueError, match="a value each day"):
        warm_up([1.0, np.nan])
