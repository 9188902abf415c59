"""Fixed precision: half-widths, Law's rule, the look-ahead, and looks that depend on the order of runs only."""

import numpy as np
import pytest

from backsource.inference import Precision, fixed_precision, mean_interval
from backsource.inference.stopping import further, half_widths
from backsource.streams import stream


def test_half_widths_are_those_of_students_interval() -> None:
    values = stream(71, 0, "values").normal(1e6, 3, (40, 2))
    values[5:9, 1] = np.nan
    half, means = half_widths(values, 0.9)
    for count in (2, 7, 40):
        for measure in range(2):
            found = mean_interval(values[:count, measure], 0.9)
            assert half[count - 1, measure] == pytest.approx((found.high - found.low) / 2)
            assert means[count - 1, measure] == pytest.approx(found.estimate)
    assert np.isinf(half[0]).all()


def test_one_stops_at_the_first_look_with_all_half_widths_small() -> None:
    values = stream(72, 0, "values").normal([10, 50], [1, 8], (500, 2))
    asked = [Precision(0.2), Precision(1.0)]
    found = fixed_precision(values, asked, first=20, batch=20, look_ahead=0)
    half, _ = half_widths(values, 0.95)
    inside = (half <= [0.2, 1.0]).all(axis=1)
    assert found.reached == next(look for look in range(20, 501, 20) if inside[look - 1])
    assert found.needed == found.reached


def test_a_relative_precision_is_held_against_the_true_mean() -> None:
    """5 % of 100: half-width at most 5/1.05 = 4.762, not 5."""
    values = np.tile([90.0, 110.0], 100)[:, None]
    found = fixed_precision(values, [Precision(0.05, relative=True)], first=2, batch=2, look_ahead=0)
    half, _ = half_widths(values, 0.95)
    assert found.reached is not None
    assert half[found.reached - 1, 0] <= 100 * 0.05 / 1.05 < half[found.reached - 3, 0]


def test_precision_by_chance_does_not_stop() -> None:
    """Three equal values have no width; the fourth does, so the look at 3 fails its five further replications."""
    values = np.array([5.0, 5.0, 5.0, 9.0, 1.0, 5.0, 7.0, 3.0, 5.0, 5.0])[:, None]
    assert fixed_precision(values, [Precision(0.1)], first=3, batch=1, look_ahead=0).reached == 3
    assert fixed_precision(values, [Precision(0.1)], first=3, batch=1).reached is None
    calm = fixed_precision(np.full((8, 1), 5.0), [Precision(0.1)], first=3, batch=1)
    assert (calm.reached, calm.needed) == (3, 8)


def test_the_look_ahead_grows_in_proportion_beyond_100() -> None:
    assert [further(look) for look in (20, 100, 101, 200, 1000)] == [5, 5, 6, 10, 50]


def test_batches_and_order_of_arrival_change_nothing() -> None:
    values = stream(73, 0, "values").normal(10, 3, (400, 1))
    asked = [Precision(0.05, relative=True)]
    whole = fixed_precision(values, asked)
    assert whole.reached is not None
    count, steps = 25, 0
    while (found := fixed_precision(values[:count], asked)).reached is None:
        assert found.needed > count
        count, steps = found.needed, steps + 1
    assert (found.reached, count) == (whole.reached, whole.needed)
    assert steps > 3


def test_nothing_there_asks_for_the_first_look() -> None:
    found = fixed_precision(np.empty((0, 1)), [Precision(1.0)])
    assert (found.reached, found.needed) == (None, 25)
    with pytest.raises(ValueError, match="one a measure"):
        fixed_precision(np.zeros((5, 2)), [Precision(1.0)])
