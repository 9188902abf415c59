"""What a wrong pick costs: by hand where nothing varies, by theory where it does."""

import numpy as np
import pytest

from backsource.inference import beaten, hindsight, non_dominated, regret
from backsource.inference.trade_off import undominated
from backsource.streams import stream


def test_who_is_dominated_by_hand() -> None:
    means = np.array([[1.0, 9.0], [2.0, 9.0], [5.0, 2.0], [1.0, 9.0], [6.0, 3.0]])
    assert undominated(means).tolist() == [True, False, True, True, False]  # equal ones leave each other alone
    assert undominated(np.array([means, means[::-1]])).tolist() == [
        [True, False, True, True, False],
        [False, True, True, False, True],
    ]


def test_goals_say_which_way_dominates() -> None:
    noise = stream(1, 0, "test").normal(size=(40, 1, 2))
    samples = np.array([[10.0, 90.0], [12.0, 95.0], [13.0, 94.0]]) + noise
    assert non_dominated(samples, ("min", "max"), seed=1).tolist() == [1.0, 1.0, 0.0]
    assert non_dominated(samples, ("max", "min"), seed=1).tolist() == [1.0, 0.0, 1.0]


def test_of_two_a_standard_error_apart_the_worse_is_best_in_a_sixth_of_samples() -> None:
    """Normal theory: P(Z > 1) = 0.159; the sample is scaled to have that mean and spread."""
    difference = stream(2, 0, "test").normal(size=400)
    difference = (difference - difference.mean()) / difference.std() + 1.0 / np.sqrt(400)
    samples = np.column_stack((np.zeros(400), difference))
    first, second = regret(samples, "min", seed=3)
    assert second.best == pytest.approx(0.159, abs=4 * np.sqrt(0.159 * 0.841 / 2000))
    assert first.best + second.best == pytest.approx(1.0)
    # E max(0, Z + 1) = phi(1) + Phi(1) = 1.0833 standard errors, of which each is 1 / 20
    assert second.expected.estimate == pytest.approx(1.0833 / 20, rel=0.06)
    assert first.expected.estimate == pytest.approx(0.0833 / 20, rel=0.25)
    chances = non_dominated(samples[:, :, None], ("min",), seed=3)
    assert chances == pytest.approx([first.best, second.best], abs=0.05)


def test_regret_without_chance_is_the_difference() -> None:
    samples = np.array([4.0, 1.0, 9.0]) + stream(3, 0, "test").normal(size=(30, 1))
    found = regret(samples, "min", seed=1)
    assert [one.expected.estimate for one in found] == pytest.approx([3.0, 0.0, 8.0])
    assert [one.best for one in found] == [0.0, 1.0, 0.0]
    assert (found[2].expected.low, found[2].expected.high) == pytest.approx((8.0, 8.0))
    assert [one.best for one in regret(samples, "max", seed=1)] == [0.0, 0.0, 1.0]


def test_the_same_seed_gives_the_same_answer() -> None:
    samples = stream(4, 0, "test").normal(size=(25, 4))
    assert regret(samples, "min", seed=9) == regret(samples, "min", seed=9)
    assert regret(samples, "min", seed=9) != regret(samples, "min", seed=10)


def test_many_replications_are_drawn_in_parts_that_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = stream(4, 0, "test").normal(size=(50, 3, 2))
    whole = non_dominated(samples, ("min", "min"), seed=1, draws=600)
    monkeypatch.setattr("backsource.inference.trade_off.CHUNK", 7 * 50)
    assert non_dominated(samples, ("min", "min"), seed=1, draws=600).tolist() == whole.tolist()


def test_who_is_beaten_how_often_and_by_how_much() -> None:
    found = beaten([5.0, 7.0, 9.0, 4.0, np.nan], [5.0, 4.0, 8.0, 6.0, 1.0], "min")
    assert (found.share.estimate, found.share.count) == (0.5, 4)
    assert (found.by.estimate, found.by.count) == (2.0, 2)  # by 3 and by 1
    assert beaten([5.0, 7.0], [5.0, 8.0], "max").by.estimate == 1.0
    never = beaten([1.0, 1.0], [2.0, 2.0], "min")
    assert never.share.estimate == 0.0
    assert np.isnan(never.by.estimate)


def test_hindsight_looks_at_each_future() -> None:
    first, second = hindsight([[1.0, 3.0], [4.0, 2.0], [1.0, 1.0]], "min")
    assert (first.estimate, second.estimate) == pytest.approx((2 / 3, 2 / 3))
    assert hindsight([[1.0, 3.0], [4.0, 2.0]], "max")[0].estimate == 1.0


def test_samples_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="3 axes, replications first"):
        non_dominated(np.ones((4, 2)), ("min",), seed=1)
    with pytest.raises(ValueError, match="1 whole replications"):
        regret([[1.0, 2.0], [np.nan, 1.0]], "min", seed=1)
