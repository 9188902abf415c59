"""Newcombe's interval for the difference of two chances, against print."""

from math import isnan

import numpy as np
import pytest

from backsource.inference import newcombe, wilson

# Newcombe (1998), Statistics in Medicine 17, 873-890, Table II, method 10: limits of the examples (a) to (h)
PRINTED = {
    (56, 70, 48, 80): (0.0524, 0.3339),
    (9, 10, 3, 10): (0.1705, 0.8090),
    (6, 7, 2, 7): (0.0582, 0.8062),
    (5, 56, 0, 29): (-0.0381, 0.1926),
    (0, 10, 0, 20): (-0.1611, 0.2775),
    (0, 10, 0, 10): (-0.2775, 0.2775),
    (10, 10, 0, 20): (0.6791, 1.0000),
    (10, 10, 0, 10): (0.6075, 1.0000),
}


@pytest.mark.parametrize("counts", PRINTED, ids=str)
def test_the_printed_examples_come_out(counts: tuple[int, int, int, int]) -> None:
    found = newcombe(*counts)
    assert found.estimate == pytest.approx(counts[0] / counts[1] - counts[2] / counts[3])
    assert (found.low, found.high) == pytest.approx(PRINTED[counts], abs=5e-5)


def test_the_other_way_round_is_the_same_with_the_other_sign() -> None:
    one, other = newcombe(9, 25, 3, 40), newcombe(3, 40, 9, 25)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


def test_where_one_chance_is_almost_known_it_is_the_interval_of_the_other() -> None:
    """Of 10^12 runs none: the limits of the other are those of Wilson, but for the square root of what is left."""
    found, alone = newcombe(30, 100, 0, 10**12), wilson(30, 100)
    assert (found.low, found.high) == pytest.approx((alone.low, alone.high), abs=1e-6)


def test_it_never_leaves_what_a_difference_can_be() -> None:
    limits = [newcombe(a, 4, b, 9, 0.99) for a in range(5) for b in range(10)]
    assert min(one.low for one in limits) >= -1.0
    assert max(one.high for one in limits) <= 1.0


def test_without_runs_on_one_side_everything_is_possible() -> None:
    found = newcombe(0, 0, 3, 9)
    assert isnan(found.estimate)
    assert (found.low, found.high) == (-1.0, 1.0)


def test_more_successes_than_runs_are_refused() -> None:
    with pytest.raises(ValueError, match="11 successes of 10"):
        newcombe(11, 10, 0, 5)


def test_it_covers_on_average_over_all_pairs_of_chances() -> None:
    """Exact coverage by the binomial law, 20 runs against 30: near its level, where Wald's falls below 0.9."""
    from scipy.special import comb

    shares = np.linspace(0.1, 0.9, 9)
    limits = np.array([[(one.low, one.high) for b in range(31) for one in [newcombe(a, 20, b, 30)]] for a in range(21)])

    def law(count: int, p: float) -> np.ndarray:
        k = np.arange(count + 1)
        return np.asarray(comb(count, k) * p**k * (1 - p) ** (count - k))

    covered = []
    for p in shares:
        for q in shares:
            inside = (limits[:, :, 0] <= p - q) & (p - q <= limits[:, :, 1])
            covered.append(float(law(20, p) @ inside @ law(30, q)))
    assert np.mean(covered) == pytest.approx(0.95, abs=0.01)
    assert min(covered) > 0.92
