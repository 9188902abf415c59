"""Where the next runs go: the printed ratios, edges, exact sums."""

import numpy as np
import pytest

from backsource.inference import ocba_next, ocba_shares
from backsource.streams import stream


def test_shares_have_the_printed_ratios() -> None:
    """N_1 : N_2 = (s_1 / 2)^2 : (s_2 / 1)^2 and N_best = s_best sqrt(N_1^2 / s_1^2 + N_2^2 / s_2^2)."""
    shares = ocba_shares([1.0, 2.0, 3.0], [4.0, 9.0, 1.0], "max")
    assert shares.sum() == pytest.approx(1.0)
    assert shares[0] / shares[1] == pytest.approx((2 / 2) ** 2 / (3 / 1) ** 2)
    assert shares[2] == pytest.approx(1.0 * np.sqrt(shares[0] ** 2 / 4 + shares[1] ** 2 / 9))


def test_two_arms_are_run_by_their_deviations() -> None:
    assert ocba_shares([1.0, 2.0], [1.0, 9.0], "max") == pytest.approx([0.25, 0.75])
    assert ocba_shares([1.0, 2.0], [1.0, 9.0], "min") == pytest.approx([0.25, 0.75])


def test_less_is_better_where_the_goal_says_so() -> None:
    means, variances = np.array([3.0, 1.0, 2.5]), np.array([4.0, 9.0, 1.0])
    assert ocba_shares(means, variances, "min") == pytest.approx(ocba_shares(-means, variances, "max"))


def test_what_does_not_vary_needs_nothing() -> None:
    assert ocba_shares([1.0, 2.0], [0.0, 4.0], "max").tolist() == [0.0, 1.0]
    assert ocba_shares([1.0, 2.0], [4.0, 0.0], "max").tolist() == [1.0, 0.0]
    assert ocba_shares([1.0, 2.0, 3.0], [0.0, 0.0, 0.0], "max") == pytest.approx([1 / 3] * 3)
    assert ocba_shares([2.0, 2.0, 1.0], [1.0, 1.0, 1.0], "max") == pytest.approx([0.5, 0.5, 0.0])


def test_steps_are_spent_whole_and_make_up_what_is_lacking() -> None:
    luck = stream(61, 0, "ocba")
    for step in (1, 7, 20):
        more = ocba_next(luck.normal(size=(50, 6)), luck.random((50, 6)), luck.integers(5, 40, (50, 6)), step, "max")
        assert (more.sum(axis=-1) == step).all()
        assert (more >= 0).all()
    assert ocba_next([1.0, 2.0], [1.0, 1.0], [40, 10], 20, "max").tolist() == [0, 20]


def test_each_row_is_as_alone() -> None:
    luck = stream(62, 0, "ocba")
    means, variances, counts = luck.normal(size=(30, 4)), luck.random((30, 4)), np.full((30, 4), 10)
    variances[0], variances[1, 2] = 0.0, 0.0
    together = ocba_next(means, variances, counts, 11, "max")
    alone = [ocba_next(*row, 11, "max").tolist() for row in zip(means, variances, counts, strict=True)]
    assert together.tolist() == alone
