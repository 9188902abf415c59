"""Counted curves: quantiles within 1 %, whatever the order, and in whatever parts they were counted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backsource.results.sketch import ERROR, Sketch, weekly_quantiles

VALUES = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-9) | st.just(np.nan)
CURVES = arrays(np.float64, st.tuples(st.integers(1, 12), st.just(3)), elements=VALUES)
AT = np.array([0.0, 0.05, 0.5, 0.9, 1.0])
NOTHING = Sketch.unpacked(b"")


@given(CURVES)
def test_every_order_statistic_is_within_one_percent(curves: np.ndarray) -> None:
    sketch = Sketch.of(curves)
    for week in range(3):
        exact = np.sort(curves[~np.isnan(curves[:, week]), week])
        values, counts = sketch.week(week)
        np.testing.assert_allclose(np.repeat(values, counts), exact, rtol=ERROR * (1 + 1e-9))


@given(CURVES, st.integers(0, 12))
def test_parts_add_up_to_the_whole(curves: np.ndarray, place: int) -> None:
    one, two = (Sketch.of(part) for part in (curves[:place], curves[place:]))
    whole = Sketch.of(curves)
    for found in (one.plus(two), two.plus(one), Sketch.unpacked(one.packed()).plus(Sketch.unpacked(two.packed()))):
        assert found.packed() == whole.packed()
    assert whole.plus(two, -1).packed() == one.packed()


def test_whole_curves_alone_have_the_quantiles_of_numpy() -> None:
    curves = np.random.Generator(np.random.PCG64(1)).normal(size=(7, 4))
    np.testing.assert_allclose(weekly_quantiles(curves, NOTHING, AT), np.quantile(curves, AT, axis=0))


def test_whole_and_counted_curves_are_one_sample() -> None:
    """Positive values: each quantile lies between two order statistics, both within 1 %."""
    curves = np.random.Generator(np.random.PCG64(2)).lognormal(3, 1, size=(400, 5))
    found = weekly_quantiles(curves[:60], Sketch.of(curves[60:]), AT)
    np.testing.assert_allclose(found, np.quantile(curves, AT, axis=0), rtol=ERROR * (1 + 1e-9))


def test_a_week_without_a_value_has_no_quantile() -> None:
    curves = np.array([[1.0, np.nan], [3.0, np.nan]])
    for whole, sketch in ((curves, NOTHING), (np.empty((0, 2)), Sketch.of(curves))):
        found = weekly_quantiles(whole, sketch, np.array([0.5]))
        assert found[0, 0] == pytest.approx(2, rel=ERROR)
    assert np.isnan(weekly_quantiles(curves, NOTHING, np.array([0.5]))[0, 1])


def test_bins_are_as_wide_as_the_sketch_says() -> None:
    """Masson, Rim and Lee (2019), section 2: gamma = (1 + a) / (1 - a), so 1000 and 1000 gamma^2 are two bins apart."""
    gamma = 1.01 / 0.99
    values, counts = Sketch.of(np.array([[1000.0], [1000 * gamma**2]])).week(0)
    assert counts.tolist() == [1, 1]
    assert values[1] / values[0] == pytest.approx(gamma**2)
