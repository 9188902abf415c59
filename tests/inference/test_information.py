"""Value of information and shares of variance, by hand and on models with known parts."""

import numpy as np
import pytest

from backsource.inference import conditional_mean, information, moments_share, perfect, variance_shares
from backsource.streams import stream


def decision(draws: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Costs of two arms: the first 10 always; the second 4 where the first input is 0 and 20 where it is 1.

    The second input is a coin that changes nothing.
    """
    state = np.arange(draws) % 2
    coin = (np.arange(draws) // 2) % 2
    costs = np.stack([np.full(draws, 10.0), np.where(state == 0, 4.0, 20.0)], axis=1)
    return np.stack([state, coin], axis=1).astype(float), np.repeat(costs[:, None], 2, axis=1)


def test_perfect_information_of_a_decision_with_two_states_by_hand() -> None:
    """Without knowing: arm one for 10 (the other costs 12 on average). Knowing: (4 + 10) / 2 = 7. Worth 3."""
    drawn, samples = decision()
    found = information(drawn, samples, stream(1, 0, "x"))
    assert found.choice == 0
    assert [worth.value for worth in found.inputs] == pytest.approx([3, 0])
    assert (found.all_low, found.all_high, found.everything) == pytest.approx((3, 3, 3))
    assert found.inputs[0].low <= 3 <= found.inputs[0].high


def test_of_a_measure_that_should_be_large_the_worth_is_what_is_won() -> None:
    """Gains of 10 or of 4 and 20: arm two for 12; knowing (10 + 20) / 2 = 15: worth 3."""
    drawn, samples = decision()
    found = information(drawn, samples, stream(1, 0, "x"), goal="max")
    assert (found.choice, found.inputs[0].value, found.inputs[1].value) == pytest.approx((1, 3, 0))


def test_what_cannot_change_the_choice_is_worth_nothing() -> None:
    """The input moves the cost of both arms by thousands, and the difference by nothing."""
    x = np.linspace(0, 1, 50)
    samples = np.stack([1000 * x, 1000 * x + 1], axis=1)[:, None]
    assert information(x[:, None], samples, stream(1, 0, "x")).inputs[0].value == 0


def test_the_regression_finds_the_worth_of_one_of_two_normal_inputs() -> None:
    """Arm two costs x + z more, both standard normal: worth of x is E max(0, x) = 0.3989, of both 0.3989 sqrt 2."""
    rng = stream(2, 0, "test/information")
    drawn = rng.standard_normal((4000, 2))
    samples = np.stack([np.zeros(4000), drawn.sum(axis=1)], axis=1)[:, None]
    found = information(drawn, samples, rng, resamples=20)
    assert [worth.value for worth in found.inputs] == pytest.approx([0.3989, 0.3989], abs=0.04)
    assert found.everything == pytest.approx(0.5642, abs=0.04)


def test_knowing_the_inputs_lies_between_what_is_shown_and_what_the_future_would_add() -> None:
    """Inputs say nothing, futures everything: knowing all inputs is worth little, knowing the future 0.5642."""
    rng = stream(3, 0, "test/information")
    samples = rng.standard_normal((2000, 10, 2))
    found = information(rng.random((2000, 1)), samples, rng, resamples=10)
    assert found.everything == pytest.approx(0.5642, abs=0.02)
    assert found.all_low <= 0.02
    assert found.all_low <= found.all_high < found.everything


def test_perfect_information_is_never_below_nothing() -> None:
    assert perfect(np.array([[1.0, 0.0], [1.0, 0.0]])) == 0


def test_shares_of_variance_of_a_sum_are_those_of_its_parts() -> None:
    """y = 2 a + b + e with normal parts of variance 1: shares 4/6, 1/6, and 0 of an input that is not in it."""
    rng = stream(4, 0, "test/shares")
    drawn = rng.standard_normal((4000, 3))
    values = 2 * drawn[:, 0] + drawn[:, 1] + rng.standard_normal(4000)
    assert variance_shares(drawn, values).tolist() == pytest.approx([4 / 6, 1 / 6, 0], abs=0.03)


def test_a_mean_given_few_cases_is_the_mean_of_each_case() -> None:
    fitted = conditional_mean(np.array([0.0, 1, 0, 1]), np.array([[1.0], [5], [3], [7]]))
    assert fitted[:, 0].tolist() == pytest.approx([2, 6, 2, 6])


def test_an_input_that_bends_an_answer_is_followed() -> None:
    """A parabola in an evenly spread input has no slope on average, and is followed all the same."""
    x = np.linspace(-1, 1, 201)
    assert conditional_mean(x, x[:, None] ** 2)[:, 0] == pytest.approx(x**2, abs=1e-3)


def test_the_share_of_a_resample_is_what_its_mean_and_variance_explain() -> None:
    """Values 3 m + v + e with variances 1, 1 and 10: (9 + 1) / 20. A variance that never moves takes nothing away."""
    rng = stream(1, 0, "test/moments")
    moments, noise = rng.normal(size=(20_000, 2)), rng.normal(0.0, np.sqrt(10.0), 20_000)
    assert moments_share(moments, moments @ [3.0, 1.0] + noise) == pytest.approx(0.5, abs=0.02)
    still = moments * [1.0, 0.0]
    assert moments_share(still, 3.0 * still[:, 0] + noise) == pytest.approx(9 / 19, abs=0.02)


def test_the_share_of_a_resample_that_moves_nothing_is_near_0_with_few_draws() -> None:
    """Two moments fit 2 / 39 of 40 values by chance; that is taken off, so on average over many looks 0 is left, but
    for the half that is cut at 0."""
    rng = stream(2, 0, "test/moments")
    found = [moments_share(rng.normal(size=(40, 2)), rng.normal(size=40)) for _ in range(400)]
    assert np.mean(found) < 0.03
    assert np.isnan(moments_share(rng.normal(size=(40, 2)), np.ones(40)))
