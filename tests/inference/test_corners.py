"""Corners: which combinations of two levels are looked at, and what is said of them."""

from itertools import combinations

import numpy as np
import pytest

from backsource.inference import CornerFloor, Corners, Ends, two_level

ENDS = (Ends("in.a", "a", "1", "3"), Ends("in.b", "b", "10", "30"))


def corners(costs: list[list[list[float]]], **changes: object) -> Corners:
    """Two inputs in their four corners."""
    return Corners(("x", "y"), ENDS, two_level(2), np.array(costs), **changes)  # type: ignore[arg-type]


def test_two_inputs_have_all_four_corners() -> None:
    assert two_level(2).tolist() == [[-1, -1], [-1, 1], [1, -1], [1, 1]]


@pytest.mark.parametrize(("inputs", "count"), [(1, 2), (3, 8), (4, 8), (5, 16), (8, 16), (9, 32), (16, 32)])
def test_so_many_corners_for_so_many_inputs(inputs: int, count: int) -> None:
    design = two_level(inputs)
    assert design.shape == (count, inputs)
    assert len({tuple(row) for row in design.tolist()}) == count


@pytest.mark.parametrize("inputs", [2, 4, 6, 8, 11, 16])
def test_no_main_effect_is_mixed_with_another_or_with_a_pair(inputs: int) -> None:
    """Resolution IV: every column is orthogonal to the mean, to the others and to all products of two others."""
    design = two_level(inputs)
    assert (design.sum(axis=0) == 0).all()
    assert (design.T @ design == len(design) * np.eye(inputs)).all()
    pairs = np.array([design[:, i] * design[:, j] for i, j in combinations(range(inputs), 2)])
    assert (pairs @ design == 0).all()


def test_a_choice_holds_in_so_many_corners_and_breaks_where_it_costs_more() -> None:
    """x costs 10, 10, 10, 16 and y 12, 12, 11, 12: x loses 4 where both inputs are high, and nowhere else."""
    found = corners([[[10, 12]] * 2, [[10, 12]] * 2, [[10, 11]] * 2, [[16, 12]] * 2])
    assert (found.holds, found.count, found.futures, found.picked) == (3, 4, 2, "x")
    assert found.losses.tolist() == [-2, -2, -1, 4]
    assert found.span == (10, 16)
    assert found.difference_span("y") == (-2, 4)
    assert found.words(3) == "a 3, b 30"
    assert [found.winner(corner) for corner in range(4)] == ["x", "x", "x", "y"]


def test_an_arm_that_breaks_a_floor_too_often_is_no_rival_and_not_the_best() -> None:
    """y is cheaper everywhere and breaks the floor in 3 of 8 futures, where 1 in 4 may; x breaks it in one corner."""
    broken = np.zeros((4, 2, 2))
    broken[3, 0, 0] = 1
    broken[:3, 1, 1] = 1
    floor = CornerFloor("stop", 0.25, broken)
    found = corners([[[10, 8]] * 2] * 4, floors=(floor,))
    assert (found.holds, found.best, found.winner(0), found.unclear) == (4, "x", "x", 0)
    assert (floor.shares.tolist(), floor.breaks(0).tolist(), floor.breaks(1).tolist()) == (
        [1 / 8, 3 / 8],
        [3],
        [0, 1, 2],
    )
    assert found.with_first("y").floors[0].shares.tolist() == [3 / 8, 1 / 8]
    assert corners([[[10, 8]] * 2] * 4).holds == 0


def test_effects_are_means_at_high_minus_means_at_low_and_the_largest_is_measured_first() -> None:
    """Losses -2, -2, -1, 4: a adds (-1 + 4)/2 - (-2 - 2)/2 = 3.5, b adds (-2 + 4)/2 - (-2 - 1)/2 = 2.5."""
    found = corners([[[10, 12]], [[10, 12]], [[10, 11]], [[16, 12]]])
    assert found.effects.tolist() == [3.5, 2.5]
    assert [one.name for one in found.first] == ["a", "b"]


def test_a_loss_that_does_not_matter_breaks_nothing() -> None:
    costs = [[[10, 12]], [[10, 12]], [[10, 11]], [[16, 12]]]
    assert corners(costs, matters=4.0).holds == 4
    assert corners(costs, matters=3.9).holds == 3


def test_of_a_measure_that_should_be_large_the_smaller_one_loses() -> None:
    found = corners([[[10, 12]], [[10, 12]], [[10, 11]], [[16, 12]]], goal="max")
    assert found.losses.tolist() == [2, 2, 1, -4]
    assert (found.holds, found.winner(0), found.best) == (1, "y", "y")


def test_the_inputs_that_tell_where_it_breaks_are_named_with_their_end() -> None:
    """It breaks in both corners where a is high: a tells all of it, b nothing."""
    found = corners([[[10, 12]], [[10, 12]], [[13, 12]], [[16, 12]]])
    assert [(one.name, end, there, breaks) for one, end, there, breaks in found.breaking] == [("a", "3", 2, 2)]


def test_a_corner_is_unclear_where_chance_could_have_decided() -> None:
    """Differences of -1, -1.1, -0.9 are far from 0 beside their spread of 0.1; those of -1, 4, -6 are not."""
    clear = [[10, 11], [10, 11.1], [10, 10.9]]
    noisy = [[10, 11], [14, 10], [10, 16]]
    assert corners([clear, clear, clear, noisy]).unclear == 1


def test_the_best_on_average_can_be_put_first() -> None:
    found = corners([[[10, 12]], [[10, 12]], [[10, 11]], [[30, 12]]])
    assert found.best == "y"
    assert found.with_first("y").difference_span("x") == (-18, 2)


def test_where_nothing_is_unsure_there_is_no_corner() -> None:
    found = Corners(("x", "y"), (), np.empty((0, 0), dtype=np.int64), np.empty((0, 4, 2)))
    assert (found.count, found.holds, found.futures, found.unclear) == (0, 0, 4, 0)
    assert np.isnan(found.span).all()


def test_a_corner_without_a_difference_in_any_future_is_too_close_to_call() -> None:
    """One schedule runs short by 400 in one future of twenty, the other never: four futures show nothing of it."""
    ends = (Ends("a.b", "b", "1", "2"),)
    samples = np.zeros((2, 4, 2))
    samples[1, :, 1] = [100.0, 101.0, 102.0, 103.0]
    found = Corners(("short", "never"), ends, two_level(1), samples, "min", 5.0)
    assert (found.holds, found.unclear) == (2, 1)
