"""Bands, shares of weeks inside, and the joint test against a model's own futures."""

import numpy as np
import pytest

from backsource.inference import as_bad_by_chance, coverage, swing
from backsource.inference.coverage import TAIL, shares_among_others, within

RAMP = np.tile(np.arange(101.0)[:, None], (1, 4))
"""Futures 0 to 100 in each of four weeks: the quantiles 5, 50 and 95 % are 5, 50 and 95."""


def test_the_band_of_a_hundred_and_one_futures_is_read_off() -> None:
    found = coverage([5.0, 4.9, 95.0, np.nan], RAMP, unanimous=False)
    assert (found.low[0], found.middle[0], found.high[0]) == (5.0, 50.0, 95.0)
    assert found.inside.tolist() == [True, False, True, False]  # limits belong to the band
    assert found.known.tolist() == [True, True, True, False]
    assert (found.share.estimate, found.share.count) == (pytest.approx(2 / 3), 3)


def test_weeks_in_which_all_agree_count_only_when_asked() -> None:
    futures = RAMP.copy()
    futures[:, 1:] = 7.0
    path = [50.0, 7.0, 8.0, 7.0]
    assert coverage(path, futures, unanimous=False).known.tolist() == [True, False, True, False]
    found = coverage(path, futures, unanimous=True)
    assert found.known.all()
    assert found.inside.tolist() == [True, True, False, True]


def test_a_future_is_held_against_all_the_others() -> None:
    """The same as leaving each one out by hand, ties and all."""
    futures = np.random.Generator(np.random.PCG64(3)).normal(size=(47, 12)).round(1)
    by_hand = [
        within(own, *np.quantile(np.delete(futures, place, axis=0), (TAIL, 1 - TAIL), axis=0)).mean()
        for place, own in enumerate(futures)
    ]
    np.testing.assert_allclose(shares_among_others(futures), by_hand)


def test_few_futures_make_no_band() -> None:
    with pytest.raises(ValueError, match="39 futures; 40 or more would do"):
        coverage([1.0], np.ones((39, 1)), unanimous=True)


def test_swing_by_hand_and_one_for_all_together() -> None:
    """First week -1, 0, 1 (path 0): deviation sqrt(2/3), second 0, 3, 0 (path 3): mean 1, deviation sqrt 2.

    The path swings sqrt((0 + (2 / sqrt 2)^2) / 2) = 1; the others sqrt((1.5 + 0.5) / 2) = 1 too; a week in which all
    agree changes nothing.
    """
    own, others = swing([0.0, 3.0, 8.0], [[-1.0, 0.0, 8.0], [1.0, 0.0, 8.0]])
    assert own == pytest.approx(1.0)
    assert others.tolist() == pytest.approx([1.0, 1.0])
    noise = np.random.Generator(np.random.PCG64(3)).normal(size=(50, 9))
    own, others = swing(noise[0], noise[1:])
    assert np.mean(np.append(others, own) ** 2) == pytest.approx(1.0)


def test_a_demand_that_never_varies_has_no_swing() -> None:
    own, others = swing([1.0, 1.0], np.ones((40, 2)))
    assert np.isnan(own)
    assert np.isnan(others).all()
    assert swing([3.0, 4.0], np.ones((40, 2)))[0] == pytest.approx(
        np.sqrt(40.0)
    )  # one of 41, alone apart from the rest


def test_the_worst_of_all_has_the_least_chance_and_the_best_the_greatest() -> None:
    futures = np.arange(1.0, 100.0)
    assert as_bad_by_chance([0.0], [futures]) == [0.01]
    assert as_bad_by_chance([100.0], [futures]) == [1.0]
    assert as_bad_by_chance([0.0, np.nan], [futures, np.full(99, np.nan)]) == [0.01, 1.0]


def test_a_statistic_in_which_all_agree_speaks_against_nobody() -> None:
    assert as_bad_by_chance([1.0], [np.ones(99)]) == [1.0]
    assert as_bad_by_chance([0.9], [np.ones(99)]) == [0.01]


def test_a_path_of_the_model_fails_once_in_twenty_however_its_weeks_depend() -> None:
    """Five series of 52 weeks that depend on their last week by 0.9 and share half their noise.

    600 paths of the model, 59 futures each: failures are binomial (600, 3/60 = 0.05), so 30 with a standard deviation
    of 5.3; four of them are 21. Judged by Wilson's limit for independent weeks, seven of ten of these true paths fail.
    """
    draw = np.random.Generator(np.random.PCG64(11))
    failed = 0
    for _ in range(600):
        noise = draw.normal(size=(60, 5, 52)) + draw.normal(size=(60, 1, 52))
        paths = np.empty_like(noise)
        paths[..., 0] = noise[..., 0] / np.sqrt(1 - 0.81)
        for week in range(1, 52):
            paths[..., week] = 0.9 * paths[..., week - 1] + noise[..., week]
        covers = [coverage(paths[0, series], paths[1:, series], unanimous=False) for series in range(5)]
        chances = as_bad_by_chance([cover.share.estimate for cover in covers], [cover.futures for cover in covers])
        failed += min(chances) <= 0.05
    assert abs(failed - 30) < 21
