"""Laws drawn by inversion: order, means and spreads, families by family."""

import math
import pickle
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsource.laws.distributions import (
    Law,
    burr,
    constant,
    discrete,
    empirical,
    exponential,
    gamma,
    geometric,
    listed,
    lognormal,
    normal,
    pert,
    poisson,
    quantiles,
    triangular,
    uniform,
    weibull,
)

GRID = (np.arange(100_000) + 0.5) / 100_000
positive = st.floats(0.05, 500)
spread = st.floats(0.1, 1.5)


@st.composite
def three_in_order(draw: st.DrawFn) -> tuple[float, float, float]:
    least = draw(st.floats(0, 100))
    mode = least + draw(st.floats(0, 50))
    return least, mode, mode + draw(st.floats(0.01, 50))


laws = st.one_of(
    st.builds(constant, positive),
    st.builds(exponential, positive),
    st.builds(gamma, positive, spread),
    st.builds(lognormal, positive, spread),
    st.builds(normal, positive, positive),
    st.builds(weibull, positive, st.floats(0.7, 8)),
    st.builds(burr, positive, st.floats(1, 6), st.floats(4, 30)),
    st.builds(lambda least, width: uniform(least, least + width), positive, positive),
    three_in_order().map(lambda ends: triangular(*ends)),
    three_in_order().map(lambda ends: pert(*ends)),
    st.builds(geometric, st.floats(1, 60)),
    st.builds(poisson, st.floats(0, 2000)),
    st.lists(positive, min_size=1, max_size=8).map(lambda values: discrete(values, [1 / len(values)] * len(values))),
    st.lists(positive, min_size=1, max_size=30).map(empirical),
    st.lists(positive, min_size=2, max_size=5).map(
        lambda values: quantiles(dict(zip((0, 0.2, 0.5, 0.9, 1), sorted(values), strict=False)))
    ),
)


@given(law=laws)
def test_quantiles_do_not_fall_and_average_to_the_mean(law: Law) -> None:
    drawn = law.quantile(GRID)
    assert drawn.shape == GRID.shape
    assert drawn.dtype == np.float64
    assert np.all(np.diff(drawn) >= 0)
    assert drawn.mean() == pytest.approx(law.mean, rel=5e-3, abs=1e-4)


@given(law=laws)
def test_laws_travel_between_processes_and_keep_their_draws(law: Law) -> None:
    again = pickle.loads(pickle.dumps(law))
    assert again == law
    assert np.array_equal(again.quantile(GRID[::1000]), law.quantile(GRID[::1000]))


@pytest.mark.parametrize("cv", [0.1, 0.5, 1.0, 1.5])
@pytest.mark.parametrize("family", [gamma, lognormal])
def test_the_coefficient_of_variation_is_the_one_asked_for(family: Callable[[float, float], Law], cv: float) -> None:
    drawn = family(12.0, cv).quantile(GRID)
    assert drawn.std() / drawn.mean() == pytest.approx(cv, rel=0.01)


def test_spreads_of_the_other_families() -> None:
    """Exponential 1; Weibull shape 2 sqrt(4 / pi - 1); geometric sqrt(1 - p); Poisson mean ** -0.5."""
    known = {
        exponential(7): 1.0,
        weibull(100, 2): math.sqrt(4 / math.pi - 1),
        geometric(4): math.sqrt(0.75),
        poisson(400): 0.05,
        uniform(0, 2): 1 / math.sqrt(3),
    }
    for law, cv in known.items():
        drawn = law.quantile(GRID)
        assert drawn.std() / drawn.mean() == pytest.approx(cv, rel=2e-3)


def test_medians_of_the_families_that_have_them_in_closed_form() -> None:
    half = np.array([0.5])
    assert exponential(10).quantile(half)[0] == pytest.approx(10 * math.log(2))
    assert weibull(100, 2).quantile(half)[0] == pytest.approx(112.8379167 * math.sqrt(math.log(2)))
    assert burr(3, 2, 20).quantile(half)[0] == pytest.approx(burr(3, 2, 20).scale * math.sqrt(2**0.05 - 1))
    assert lognormal(5, 2).quantile(half)[0] == pytest.approx(5 / math.sqrt(5))
    assert normal(50, 8).quantile(half)[0] == pytest.approx(50)
    assert triangular(0, 2, 4).quantile(half)[0] == pytest.approx(2)
    assert pert(0, 2, 4).quantile(half)[0] == pytest.approx(2)


def test_a_burr_law_with_a_long_second_shape_is_a_weibull() -> None:
    assert burr(7, 1.5, 1e7).quantile(GRID[::1000]) == pytest.approx(weibull(7, 1.5).quantile(GRID[::1000]), rel=1e-5)


def test_a_normal_law_is_cut_at_zero_and_its_mean_says_so() -> None:
    """E max(0, Z) of a standard normal is 1 / sqrt(2 pi)."""
    law = normal(0, 1)
    assert law.mean == pytest.approx(1 / math.sqrt(2 * math.pi))
    assert law.quantile(np.array([0.01, 0.4])).tolist() == [0.0, 0.0]


def test_counts_step_where_their_chances_do() -> None:
    """Geometric with p = 1/4: P(X <= 2) = 0.4375; Poisson(2): P(X <= 1) = 3 exp(-2) = 0.40601."""
    assert geometric(4).quantile(np.array([0.2499, 0.2501, 0.4374, 0.4376])).tolist() == [1, 2, 2, 3]
    assert poisson(2).quantile(np.array([0.1353, 0.1354, 0.40600, 0.40602])).tolist() == [0, 1, 1, 2]


def test_samples_give_back_what_was_observed() -> None:
    law = empirical([30, 10, 20])
    assert law.quantile(np.array([0.1, 1 / 3, 0.34, 0.7, 0.99])).tolist() == [10, 10, 20, 30, 30]


def test_discrete_values_come_with_their_chances_in_any_order() -> None:
    law = discrete([4, 1, 2, 3], [1 / 6, 1 / 6, 1 / 3, 1 / 3])
    assert law.mean == pytest.approx(2.5)
    assert law.quantile(np.array([0.16, 0.17, 0.49, 0.51, 0.84])).tolist() == [1, 2, 2, 3, 4]


def test_quantiles_are_joined_by_straight_lines() -> None:
    """Mean by hand: 0.5 * 2 + 0.5 * (4 + 12) / 2 over the pieces 0..4 and 4..12."""
    law = quantiles({0: 0, 0.5: 4, 1: 12})
    assert law.mean == pytest.approx(0.5 * 2 + 0.5 * 8)
    assert law.quantile(np.array([0.25, 0.75])).tolist() == [2, 8]


def test_listed_values_keep_their_order() -> None:
    assert listed([3, 1, 2]).values == (3, 1, 2)
    assert listed([3, 1, 2]).mean == 2


@pytest.mark.parametrize(
    ("build", "arguments"),
    [
        (exponential, (0,)),
        (gamma, (-1, 0.5)),
        (lognormal, (5, math.nan)),
        (weibull, (5, 0)),
        (burr, (5, 0.5, 2)),
        (uniform, (3, 1)),
        (triangular, (1, 5, 4)),
        (pert, (1, math.inf, math.inf)),
        (geometric, (0.5,)),
        (poisson, (-2,)),
        (discrete, ([1, 2], [0.5, 0.6])),
        (discrete, ([1], [0.5, 0.5])),
        (quantiles, ({0: 5, 1: 2},)),
        (quantiles, ({0: 1, 2: 2},)),
        (empirical, ([],)),
        (listed, ([1, math.nan],)),
    ],
)
def test_impossible_parameters_are_refused(build: Callable[..., object], arguments: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="got"):
        build(*arguments)
