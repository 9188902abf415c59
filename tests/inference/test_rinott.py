"""Two-stage selection: constants against simulation and identities, sizes and weights by hand, the choice."""

import numpy as np
import pytest

from backsource.inference import (
    Floor,
    Naming,
    choose_by_rinott,
    dudewicz_dalal_h,
    dudewicz_dalal_means,
    dudewicz_dalal_sizes,
    dudewicz_dalal_weights,
    rinott_h,
    rinott_needs,
    rinott_sizes,
)
from backsource.inference.race_choice import Pace
from backsource.streams import stream

NAMING = Naming(("a", "b", "c"), "cost", "EUR")


def test_rinotts_constant_solves_its_equation() -> None:
    """P(all of Z_i <= h / sqrt(9 (1/X_i + 1/Y))) at h is 0.95, by simulation, with chi-square X and Y of 9."""
    luck, count, arms = stream(41, 0, "rinott"), 400_000, 4
    h = rinott_h(arms, 10, 0.95)
    mine, others = luck.chisquare(9, (count, 1)), luck.chisquare(9, (count, arms - 1))
    right = (luck.standard_normal((count, arms - 1)) <= h / np.sqrt(9 * (1 / others + 1 / mine))).all(axis=1)
    assert right.mean() == pytest.approx(0.95, abs=3 * np.sqrt(0.95 * 0.05 / count))


def test_the_constants_of_two_arms_tend_to_the_normal_one() -> None:
    """With known variances h is sqrt(2) times the normal quantile: sqrt(2) 1.644854."""
    for constant in (rinott_h, dudewicz_dalal_h):
        assert constant(2, 20_000, 0.95) == pytest.approx(np.sqrt(2) * 1.644854, abs=1e-3)


def test_constants_grow_with_arms_and_confidence_and_fall_with_the_first_stage() -> None:
    for constant in (rinott_h, dudewicz_dalal_h):
        assert constant(3, 20, 0.95) < constant(4, 20, 0.95) < constant(4, 20, 0.99) < constant(4, 10, 0.99)


def test_sizes_by_hand() -> None:
    """S^2 of 0, 2, 4, 6 is 20/3; (3 x / 2)^2 = 2.25 times that is 15; without variance the first stage does."""
    stage = np.array([[0.0, 5.0], [2.0, 5.0], [4.0, 5.0], [6.0, 5.0]])
    assert rinott_sizes(stage, 2.0, 3.0).tolist() == [15, 4]
    assert dudewicz_dalal_sizes([20 / 3, 0.0], 4, 2.0, 3.0).tolist() == [15, 5]


def test_dudewicz_and_dalals_weights_make_the_variance_what_they_promise() -> None:
    """W^2 / n0 + (1 - W)^2 / (N - n0) = (d / (h S))^2."""
    variances, first, delta, h = np.array([14.52, 7.96, 30.0]), 20, 1.0, 2.747
    sizes = dudewicz_dalal_sizes(variances, first, delta, h)
    weights = dudewicz_dalal_weights(variances, sizes, first, delta, h)
    promised = weights**2 / first + (1 - weights) ** 2 / (sizes - first)
    assert promised == pytest.approx((delta / h) ** 2 / variances)
    assert dudewicz_dalal_means([1.0, 2.0, 3.0], [3.0, 4.0, 5.0], [0.5, 0.25, 1.0]).tolist() == [2.0, 3.5, 3.0]
    assert dudewicz_dalal_weights([0.0], [21], 20, 1.0, 2.747).tolist() == [20 / 21]


@pytest.mark.parametrize(("arms", "first", "confidence"), [(1, 20, 0.95), (3, 2, 0.95), (4, 20, 0.25), (4, 20, 1.0)])
def test_what_makes_no_selection_is_refused(arms: int, first: int, confidence: float) -> None:
    with pytest.raises(ValueError, match="would do"):
        rinott_h(arms, first, confidence)


def test_arms_are_asked_for_their_second_stage_and_then_chosen() -> None:
    full = stream(42, 0, "choice").normal([10, 11, 14], [2, 1, 1], (400, 3))
    pace = Pace(first=20)
    assert rinott_needs(full[:10], pace, matters=0.5) == {0: 20, 1: 20, 2: 20}
    needs = rinott_needs(full[:20], pace, matters=0.5)
    h = rinott_h(3, 20, 0.95)
    assert needs[0] == max(20, int(np.ceil((h / 0.5) ** 2 * full[:20, 0].var(ddof=1))))
    early = choose_by_rinott(full[:20], [], pace, goal="min", matters=0.5, naming=NAMING)
    assert (early.guarantee.state, early.guarantee.words) == ("none", "none: the second stage is not complete")
    found = choose_by_rinott(full, [], pace, goal="min", matters=0.5, naming=NAMING)
    assert [arm.count for arm in found.arms] == list(needs.values())
    assert (found.picked, found.guarantee.state) == (0, "met")
    assert found.guarantee.words.endswith("with probability >= 95 % (Rinott, first stage 20)")
    capped = choose_by_rinott(full, [], Pace(first=20, most=40), goal="min", matters=0.5, naming=NAMING)
    assert (capped.picked, capped.guarantee.state) == (0, "capped")


def test_a_better_mean_with_an_unknown_floor_leaves_the_choice_open() -> None:
    full = stream(42, 1, "choice").normal([10, 11, 14], [2, 2, 1], (400, 3))
    share = np.zeros((400, 3))
    share[::5, 0] = 1
    found = choose_by_rinott(
        full, [Floor("stop", share, 0.2)], Pace(first=20), goal="min", matters=0.5, naming=NAMING
    )  # fmt: skip
    assert found.arms[0].state == "floor unresolved"
    assert (found.picked, found.leader) == (None, 1)
