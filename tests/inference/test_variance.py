"""Variance by inputs and by chance: against print, and by what it is made of."""

import numpy as np
import pytest

from backsource.inference import components, share_of_mean
from backsource.streams import stream

JUDGES = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
"""Six targets, four judges (Shrout and Fleiss 1979, table 2)."""


def test_shrout_and_fleiss_with_judges_of_their_own() -> None:
    found = components(JUDGES, same_seeds=False)
    assert found.share.estimate == pytest.approx(0.17, abs=5e-3)  # ICC(1,1), printed interval -.133 to .723
    assert (found.share.low, found.share.high) == pytest.approx((0.0, 0.723), abs=5e-4)


def test_shrout_and_fleiss_with_the_same_judges() -> None:
    found = components(JUDGES, same_seeds=True)
    assert found.share.estimate == pytest.approx(0.29, abs=5e-3)  # ICC(2,1)
    assert (found.share.low, found.share.high) == pytest.approx((0.019, 0.761), abs=5e-4)


def test_components_by_hand() -> None:
    """Means 1 and 5: MSb = 2 x 8 = 16; within (2 + 2) / 2 = 2; (16 - 2) / 2 = 7."""
    found = components([[0.0, 2.0], [4.0, 6.0]], same_seeds=False)
    assert (found.mean, found.inputs, found.runs) == pytest.approx((3.0, 7.0, 2.0))
    assert found.share.estimate == pytest.approx(7 / 9)
    assert share_of_mean(found, 10) == pytest.approx(7 / 7.2)


def test_the_same_seeds_take_what_runs_have_in_common_out_of_the_inputs() -> None:
    """Inputs of variance 1 beside a common part of 25 and own noise of 1, in 400 x 5 values.

    Taken as independent runs, the common part hides the inputs: their variance comes out as 1 - 25 / 5 < 0.
    """
    rng = stream(1, 0, "test")
    common = rng.normal(size=5)
    common *= 5.0 / common.std(ddof=1)
    values = rng.normal(size=(400, 1)) + common + rng.normal(size=(400, 5))
    found, mistaken = components(values, same_seeds=True), components(values, same_seeds=False)
    assert found.inputs == pytest.approx(1.0, abs=0.25)
    assert found.runs == pytest.approx(26.0, abs=1.0)
    assert mistaken.inputs == 0.0


def test_the_span_of_inputs_leaves_the_noise_of_runs_out() -> None:
    """Inputs of deviation 2, runs of deviation 6, four each: outer means spread by sqrt(4 + 9), inputs by 2."""
    rng = stream(2, 0, "test")
    values = 2.0 * rng.normal(size=(4000, 1)) + 6.0 * rng.normal(size=(4000, 4))
    found = components(values, same_seeds=False)
    assert found.outer == pytest.approx((-3.92, 3.92), abs=0.4)


def test_without_spread_there_is_no_share() -> None:
    still = components(np.full((3, 3), 0.1), same_seeds=False)
    assert np.isnan([still.share.estimate, still.share.low, share_of_mean(still, 5)]).all()
    assert still.outer == pytest.approx((0.1, 0.1))
    assert np.isnan(components(np.full((3, 3), 0.1), same_seeds=True).share.low)
    assert np.isnan(components([[1.0, 0.0], [0.0, 1.0]], same_seeds=True).share.low)


def test_runs_that_differ_alike_under_all_inputs_leave_nothing_to_the_inputs() -> None:
    found = components([[1.0, 2.0, 7.0]] * 4, same_seeds=True)
    assert (found.share.estimate, found.share.low, found.share.high) == (0.0, 0.0, 0.0)
    assert found.runs == pytest.approx(np.var([1.0, 2.0, 7.0], ddof=1))


def test_inputs_alone_take_all_of_it() -> None:
    for same in (False, True):
        found = components([[1.0, 1.0], [2.0, 2.0], [5.0, 5.0]], same_seeds=same)
        assert found.share.estimate == 1.0
        assert (found.share.low, found.share.high) == (1.0, 1.0)


def test_one_run_an_input_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(3, 1\)"):
        components(np.ones((3, 1)), same_seeds=False)
