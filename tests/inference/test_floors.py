"""Floors judged from counts: errors by exact recursion, shares of the error, looks."""

import numpy as np
import pytest
from scipy.stats import binom

from backsource.inference import judge, judge_in_looks, shared_error
from backsource.inference.floors import look_error, together


def wrong(chance: float, error: float, looks: list[int]) -> tuple[float, float]:
    """Exact chances to call a floor kept, and broken, where the event has exactly the chance allowed."""
    open_ones, before, kept, broken = np.array([1.0]), 0, 0.0, 0.0
    for number, count in enumerate(looks, start=1):
        open_ones = np.convolve(open_ones, binom.pmf(np.arange(count - before + 1), count - before, chance))
        before = count
        spent = error if len(looks) == 1 else look_error(error, number)
        for happened in np.flatnonzero(open_ones > 1e-14):
            standing = judge(int(happened), count, chance, spent).standing
            kept += open_ones[happened] * (standing == "kept")
            broken += open_ones[happened] * (standing == "broken")
            open_ones[happened] *= standing == "open"
    return kept, broken


@pytest.mark.parametrize("chance", [0.01, 0.05, 0.2, 0.5])
@pytest.mark.parametrize("error", [0.025, 0.003])
def test_a_verdict_is_wrong_no_more_often_than_it_may_be(chance: float, error: float) -> None:
    for count in (20, 60, 200, 500):
        assert max(wrong(chance, error, [count])) <= error
    assert max(wrong(chance, error, list(range(20, 401, 20)))) <= error


def test_all_looks_together_spend_the_error_and_no_more() -> None:
    assert sum(look_error(0.05, look) for look in range(1, 10_001)) == pytest.approx(0.05, abs=1e-5)


def test_half_of_the_error_goes_to_the_floors_where_there_are_any() -> None:
    assert shared_error(0.95, 4, 0).selection == pytest.approx(0.05)
    errors = shared_error(0.95, 4, 2)
    assert (errors.selection, errors.floor) == pytest.approx((0.025, 0.025 / 8))
    assert errors.selection + 8 * errors.floor == pytest.approx(0.05)


def test_counts_decide_and_too_few_leave_it_open() -> None:
    # never in n: Wilson's limit is z^2 / (n + z^2) with z^2 = 5.41, so 5 % from 103 on; 5 of 100 says nothing
    assert judge(0, 102, 0.05, 0.01).standing == "open"
    assert judge(0, 103, 0.05, 0.01).standing == "kept"
    assert judge(20, 100, 0.05, 0.01).standing == "broken"
    assert judge(5, 100, 0.05, 0.01).standing == "open"
    assert judge(0, 10, 0.05, 0.01).standing == "open"
    assert judge(0, 0, 0.05, 0.01).standing == "open"


def test_wilsons_limits_stand_beside_the_verdict_at_its_level() -> None:
    # Wilson 95 % of 9 of 10: 0.596 to 0.982
    share = judge(9, 10, 0.5, 0.025).share
    assert (share.low, share.high) == pytest.approx((0.596, 0.982), abs=5e-4)


def test_looks_fall_after_fixed_numbers_and_the_first_verdict_stands() -> None:
    happened = np.zeros(400)
    happened[320:] = 1
    found = judge_in_looks(happened, 0.05, 0.01, range(20, 401, 20))
    assert (found.standing, found.at < 320, found.at % 20) == ("kept", True, 0)
    for until in range(found.at, 401):
        assert judge_in_looks(happened[:until], 0.05, 0.01, range(20, 401, 20)) == found
    assert judge_in_looks(happened[: found.at - 1], 0.05, 0.01, range(20, 401, 20)).standing == "open"
    assert judge_in_looks(happened[:19], 0.05, 0.01, range(20, 401, 20)).at == 0
    with pytest.raises(ValueError, match="later ones"):
        judge_in_looks(happened, 0.05, 0.01, [20, 20])


def test_an_arm_breaks_where_one_floor_breaks_and_keeps_where_all_are_kept() -> None:
    kept, broken, unknown = judge(0, 500, 0.05, 0.01), judge(100, 500, 0.05, 0.01), judge(25, 500, 0.05, 0.01)
    assert together([]) == "kept"
    assert together([kept, kept]) == "kept"
    assert together([kept, unknown]) == "open"
    assert together([kept, unknown, broken]) == "broken"
