"""Ramps: a share that grows from its start to 1, and an output that is its integral."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from backsource.laws.ramp import ExponentialRamp, LinearRamp, LogisticRamp, Ramp

start = st.floats(0, 1)
length = st.floats(0.5, 200)
ramps = st.one_of(
    st.builds(ExponentialRamp, length, start),
    st.builds(LogisticRamp, length, length, start),
    st.builds(LinearRamp, length, start),
)


@given(ramp=ramps, age=st.floats(0, 800))
def test_output_is_the_integral_of_the_share(ramp: Ramp, age: float) -> None:
    kink = [ramp.over] if isinstance(ramp, LinearRamp) and ramp.over < age else None
    assert ramp.output(age) == pytest.approx(quad(ramp.share, 0, age, points=kink, limit=200)[0], rel=1e-6, abs=1e-6)


@given(ramp=ramps, age=st.floats(0, 800), later=st.floats(0, 100))
def test_the_share_never_falls_and_never_passes_the_mature_rate(ramp: Ramp, age: float, later: float) -> None:
    assert 0 <= ramp.share(age) <= ramp.share(age + later) <= 1
    assert ramp.share(-1) == ramp.output(-1) == 0


def test_shares_at_landmark_ages() -> None:
    assert ExponentialRamp(8).share(8) == pytest.approx(1 - 1 / math.e)
    assert ExponentialRamp(8, 0.3).share(0) == pytest.approx(0.3)
    assert LinearRamp(20, 0.2).share(10) == pytest.approx(0.6)
    assert LinearRamp(20, 0.2).share(25) == 1
    assert LogisticRamp(5, 30, 0.2).share(30) == pytest.approx(0.6)


@pytest.mark.parametrize("bad", [-1.0, 0.0, math.nan, math.inf])
def test_a_ramp_without_a_length_is_refused(bad: float) -> None:
    for build in (ExponentialRamp, LinearRamp):
        with pytest.raises(ValueError, match="above 0"):
            build(bad)
    with pytest.raises(ValueError, match="share"):
        LogisticRamp(1, 1, 1.5)
