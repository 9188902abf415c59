"""How long something lasts that has lasted for some time."""

import pytest

from backsource.laws import distributions as laws
from backsource.laws.lasting import chance_up_to, is_certain, lasting

LEVELS = (0.01, 0.3, 0.5, 0.9, 0.999)


@pytest.mark.parametrize("u", LEVELS)
def test_what_is_equally_likely_up_to_an_end_is_so_from_now_on(u: float) -> None:
    """Uniform on 0 to 10 days, given more than 4: uniform on 4 to 10."""
    assert lasting(laws.uniform(0.0, 10.0), u, 4.0) == pytest.approx(4 + 6 * u)


@pytest.mark.parametrize("u", LEVELS)
def test_the_exponential_law_has_no_memory(u: float) -> None:
    law = laws.exponential(7.0)
    assert lasting(law, u, 30.0) - 30.0 == pytest.approx(lasting(law, u, 0.0))


def test_values_with_chances_keep_their_proportions() -> None:
    """Of 2, 5 and 9 days with 50, 30 and 20 %, the last two are left after 2 days: 60 and 40 %."""
    law = laws.discrete([2, 5, 9], [0.5, 0.3, 0.2])
    assert [lasting(law, u, 2.0) for u in (0.01, 0.59, 0.61, 0.99)] == [5, 5, 9, 9]
    assert chance_up_to(law, 5.0) == pytest.approx(0.8)


def test_a_constant_stays_what_it_is_and_what_should_be_over_is_over() -> None:
    assert lasting(laws.constant(6.3), 0.4, 2.1) == 6.3
    assert lasting(laws.constant(6.3), 0.4, 6.5) == 6.5
    assert lasting(laws.uniform(0.0, 10.0), 0.4, 12.0) == 12.0


def test_it_is_never_over_before_what_has_passed_whatever_the_law() -> None:
    for law in (laws.gamma(5.0, 1.5), laws.lognormal(5.0, 2.0), laws.weibull(5.0, 0.6), laws.normal(5.0, 3.0)):
        for elapsed in (0.1, 4.0, 60.0, 4000.0):
            assert all(lasting(law, u, elapsed) >= elapsed for u in LEVELS)


def test_what_is_certain_is_known() -> None:
    assert is_certain(laws.constant(3.0))
    assert is_certain(laws.listed([3.0, 4.0]))
    assert is_certain(laws.discrete([3.0], [1.0]))
    assert not is_certain(laws.exponential(3.0))
