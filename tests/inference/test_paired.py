"""Paired differences, against print, by error rates and where differences are rare."""

import numpy as np
import numpy.typing as npt
import pytest

from backsource.inference import against_control, holm, paired, wilson
from backsource.streams import stream

S20_40 = [126.97, 124.31, 126.68, 122.66, 127.23]
S20_80 = [118.21, 120.22, 122.45, 122.68, 119.40]


def test_laws_paired_t_interval_of_two_inventory_policies() -> None:
    found = paired(S20_40, S20_80, level=0.90)
    assert found.mean == pytest.approx(4.98, abs=5e-3)
    assert (found.low, found.high) == pytest.approx((1.65, 8.31), abs=5e-3)
    assert found.verdict == "worse"
    assert (found.better, found.worse) == (0.2, 0.8)


def test_the_goal_says_which_way_is_better() -> None:
    assert paired(S20_40, S20_80, level=0.90, goal="max").verdict == "better"
    assert paired(S20_40, S20_80, level=0.90, goal="none").verdict == "more"
    assert paired(S20_80, S20_40, level=0.90, goal="none").verdict == "less"


def test_holm_of_a_textbook_row() -> None:
    # four p-values by hand: .005 x 4, .01 x 3, .03 x 2, .04 -> not below the one before
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    adjusted = holm([0.01, np.nan, 0.04])
    assert adjusted[0] == pytest.approx(0.02)
    assert np.isnan(adjusted[1])


def test_comparisons_are_adjusted_and_intervals_are_not() -> None:
    control = np.zeros(12)
    values = {"stay": control, "b": control + noise(1), "c": control + noise(2)}
    found = against_control(values, "stay")
    alone = {name: paired(values[name], control) for name in ("b", "c")}
    for name in ("b", "c"):
        assert (found[name].low, found[name].high) == (alone[name].low, alone[name].high)
        assert found[name].p_holm >= alone[name].p_value
    assert min(found[name].p_holm for name in found) == pytest.approx(2 * min(one.p_value for one in alone.values()))


def noise(seed: int) -> npt.NDArray[np.float64]:
    return stream(seed, 0, "test").normal(0.8, 1.0, 12)


def test_a_table_without_differences_rarely_claims_one() -> None:
    draws = stream(5, 0, "test").normal(0.0, 1.0, (1500, 4, 15))
    false = 0
    for sample in draws:
        found = against_control(dict(zip("abcd", sample, strict=True)), "a")
        false += any(one.verdict != "no difference seen" for one in found.values())
    assert false / 1500 <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / 1500)


def test_a_paired_interval_covers_the_difference_of_correlated_values() -> None:
    rng = stream(9, 0, "test")
    common = rng.normal(0, 5, (3000, 10))
    mine, other = common + rng.normal(1, 1, (3000, 10)), common + rng.normal(0, 1, (3000, 10))
    covered = [one.low <= 1 <= one.high for one in map(paired, mine, other)]
    assert np.mean(covered) == pytest.approx(0.95, abs=4 * np.sqrt(0.95 * 0.05 / 3000))


def test_no_difference_in_any_run_is_no_proof_of_none() -> None:
    found = paired(np.ones(600), np.ones(600))
    assert (found.mean, found.low, found.high, found.verdict) == (0.0, 0.0, 0.0, "no difference seen")
    assert found.note == "no difference seen in 600 runs: differs in fewer than 0.50% of futures (95 %)"
    assert wilson(0, 600).high == pytest.approx(0.0064, abs=1e-4)  # Wilson: z^2 / (n + z^2)


def test_a_difference_in_a_few_runs_says_so() -> None:
    values = np.zeros(500)
    values[[3, 77]] = 40.0
    found = paired(values, np.zeros(500))
    assert found.verdict == "no difference seen"
    assert found.note.startswith("differs in only 2 of 500 runs")


def test_the_same_difference_in_every_run_is_certain() -> None:
    found = paired(np.full(20, 3.0), np.ones(20))
    assert (found.mean, found.low, found.high, found.p_value, found.verdict) == (2.0, 2.0, 2.0, 0.0, "worse")
    assert found.note == ""


def test_pairs_without_a_value_are_left_out() -> None:
    found = paired([1.0, np.nan, 3.0, 4.0], [0.0, 1.0, np.nan, 1.0])
    assert (found.n, found.mean) == (2, 2.0)
    assert paired([np.nan, 1.0], [1.0, np.nan]).verdict == "too few runs"
    assert paired([np.nan], [1.0]).note == "no run has a value for both"


def test_samples_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(2,\) and \(3,\)"):
        paired([1.0, 2.0], [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="control 'stay' is none of a, b"):
        against_control({"a": [1.0], "b": [2.0]}, "stay")
