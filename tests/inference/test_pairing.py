"""What common random numbers bring and what a precision costs, against print."""

import numpy as np
import pytest

from backsource.inference import replications_needed, replications_of_each, variance_ratio
from backsource.streams import stream

QUEUES = [1.53, 1.66, 1.24, 2.34, 2.00, 1.69, 2.69, 2.86, 1.70, 2.60]
S20_40 = [126.97, 124.31, 126.68, 122.66, 127.23]
S20_80 = [118.21, 120.22, 122.45, 122.68, 119.40]


def test_laws_ten_queues_need_sixteen_for_a_quarter_of_a_minute() -> None:
    # Law, section 9.4.1: variance 0.31, 90 %: t(15) sqrt(0.31 / 16) = 0.244, with 15 it is 0.253
    assert replications_needed(QUEUES, 0.25, 0.90) == 16


def test_the_need_is_the_least_that_is_enough() -> None:
    from scipy.stats import t

    pilot = stream(1, 0, "test").normal(0.0, 30.0, 20)
    spread = pilot.std(ddof=1)
    for half in (8.0, 2.0, 0.3):
        found = replications_needed(pilot, half)
        assert t.ppf(0.975, found - 1) * spread / np.sqrt(found) <= half
        assert t.ppf(0.975, found - 2) * spread / np.sqrt(found - 1) > half


def test_a_pilot_that_is_precise_enough_needs_no_more() -> None:
    assert replications_needed(QUEUES, 5.0) == 10
    assert replications_needed([3.0, 3.0, 3.0], 0.001) == 3
    assert replications_needed([0.0, 1.0], 1e-9) == 10**9


def test_each_measure_has_its_own_need() -> None:
    pilots = {"delay": QUEUES, "number": [2.0 * one for one in QUEUES], "other": [1.0]}
    assert replications_of_each(pilots, {"delay": 0.25, "number": 0.5}, 0.90) == {"delay": 16, "number": 16}
    with pytest.raises(ValueError, match="no pilot of cost; one of delay, number, other would do"):
        replications_of_each(pilots, {"cost": 1.0})


def test_a_pilot_or_a_width_that_says_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="a pilot of 1 values"):
        replications_needed([1.0, np.nan], 0.1)
    with pytest.raises(ValueError, match="half-width is 0"):
        replications_needed(QUEUES, 0.0)


def test_laws_two_policies_were_run_apart_and_pairing_them_harms() -> None:
    # Law, section 10.2: variances 4.00 and 3.76, of the difference 5 x 2.44
    found = variance_ratio(S20_40, S20_80)
    assert found.ratio == pytest.approx((4.00 + 3.76) / 12.19, abs=2e-3)
    assert (
        found.words == "common random numbers raise the needed replications by 1.6x: independent runs would do better"
    )


def test_common_noise_of_three_times_the_spread_cuts_by_ten() -> None:
    """var X + var Y = 2 (9 + 1), var (X - Y) = 2."""
    rng = stream(2, 0, "test")
    common = 3.0 * rng.normal(size=20_000)
    found = variance_ratio(common + rng.normal(size=20_000), common + rng.normal(size=20_000))
    assert found.ratio == pytest.approx(10.0, rel=0.06)
    assert found.words == f"common random numbers cut the needed replications by {found.ratio:.1f}x"


def test_pairs_that_never_differ_have_no_bound() -> None:
    assert variance_ratio(QUEUES, QUEUES).ratio == np.inf
    assert np.isnan(variance_ratio([1.0, 1.0], [2.0, 2.0]).ratio)
    alone = variance_ratio([1.0, np.nan], [np.nan, 1.0])
    assert np.isnan(alone.ratio)
    assert "too few pairs" in alone.words
    with pytest.raises(ValueError, match=r"shape \(2,\) and \(1,\)"):
        variance_ratio([1.0, 2.0], [1.0])


def test_where_pairing_brings_nothing_it_is_not_called_harmful() -> None:
    """Without covariance the variance of a difference is the sum of the two."""
    found = variance_ratio([1.0, -1, 1, -1], [1.0, 1, -1, -1])
    assert found.ratio == pytest.approx(1.0)
    assert found.words == "common random numbers hardly change the needed replications"
