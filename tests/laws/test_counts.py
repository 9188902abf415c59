"""The scalar binomial quantile against the chances themselves."""

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from scipy.special import bdtr

from backsource.laws.distributions import binomial_quantile


def exact_quantile(u: float, n: int, share: Fraction) -> int:
    """Smallest k with P(X <= k) >= u in exact fractions."""
    reached = Fraction(0)
    for k in range(n + 1):
        reached += math.comb(n, k) * share**k * (1 - share) ** (n - k)
        if reached >= Fraction(u):
            return k
    return n


@given(u=st.floats(0.0005, 0.9995), n=st.integers(0, 60), percent=st.integers(0, 100))
def test_small_batches_agree_with_exact_fractions(u: float, n: int, percent: int) -> None:
    assert binomial_quantile(u, n, percent / 100) == exact_quantile(u, n, Fraction(percent, 100))


@given(u=st.floats(1e-6, 1 - 1e-6), n=st.integers(1, 200_000), p=st.floats(0.001, 0.999))
def test_large_batches_lie_where_the_distribution_function_crosses(u: float, n: int, p: float) -> None:
    good = binomial_quantile(u, n, p)
    assert 0 <= good <= n
    assert bdtr(good, n, p) >= u - 1e-10
    assert good == 0 or bdtr(good - 1, n, p) < u + 1e-10


@given(u=st.floats(0.01, 0.98), n=st.integers(1, 400), p=st.floats(0.01, 0.99))
def test_more_luck_more_units_and_higher_yield_never_give_fewer_good_ones(u: float, n: int, p: float) -> None:
    good = binomial_quantile(u, n, p)
    assert binomial_quantile(u + 0.01, n, p) >= good
    assert binomial_quantile(u, n + 1, p) >= good
    assert binomial_quantile(u, n, p + 0.005) >= good


def test_the_ends_of_the_uniform_give_the_ends_of_the_batch() -> None:
    assert binomial_quantile(0.0, 100, 0.5) == 0
    assert binomial_quantile(1.0, 1000, 0.5) == 1000
    assert binomial_quantile(0.7, 0, 0.5) == 0
    assert binomial_quantile(0.7, 9, 1.0) == 9
    assert binomial_quantile(0.7, 9, 0.0) == 0
