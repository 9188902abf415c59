"""Value of making against cash flows written out year by year."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsource.laws.value import MakeOrBuy, annuity


@given(rate=st.floats(0, 0.5), years=st.integers(1, 40))
def test_annuity_is_the_sum_of_discounted_ones(rate: float, years: int) -> None:
    assert annuity(rate, years) == pytest.approx(math.fsum((1 + rate) ** -year for year in range(1, years + 1)))


def test_value_is_zero_at_the_break_even_volume() -> None:
    case = MakeOrBuy(outlay=5.4e6, fixed=8e5, make=31, buy=52, volume=120_000, rate=0.1, years=8)
    flows = [-5.4e6] + [21 * 120_000 - 8e5] * 8
    assert case.net_present_value == pytest.approx(sum(flow / 1.1**year for year, flow in enumerate(flows)))
    even = MakeOrBuy(outlay=5.4e6, fixed=8e5, make=31, buy=52, volume=case.break_even_volume, rate=0.1, years=8)
    assert even.net_present_value == pytest.approx(0, abs=1e-3)
    assert case.payback == pytest.approx(5.4e6 / 1.72e6)


def test_making_that_saves_nothing_never_pays_back() -> None:
    case = MakeOrBuy(outlay=1, fixed=1, make=5, buy=5, volume=100, rate=0.1, years=3)
    assert case.payback == math.inf
    assert case.break_even_volume == math.inf
