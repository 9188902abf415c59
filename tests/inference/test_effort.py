"""What an answer would cost, foretold from a pilot: against formulas worked out by hand."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import norm, t

from backsource.inference import Pace, fixed_effort, floor_effort, proposed, race_effort, two_stage_effort
from backsource.inference.pairing import MOST
from backsource.inference.rinott import rinott_h

Floats = npt.NDArray[np.float64]
PACE = Pace(first=20)
COMMON = np.linspace(-900.0, 900.0, 20)
"""What all arms of a future share."""


def pilot(*swings: tuple[float, float]) -> Floats:
    """20 futures of arms: in each what they share, a mean, plus and minus a swing in turn (variance by^2 20/19)."""
    signs = np.tile([1.0, -1.0], 10)
    return np.column_stack([COMMON + mean + by * signs for mean, by in swings])


def test_a_fixed_number_makes_the_interval_of_every_pair_as_narrow_as_what_matters() -> None:
    """Two arms, S^2 = 16 x 20/19 of the difference: the least n with t(n - 1, 97.5 %) S / sqrt(n) <= 0.5."""
    needed = fixed_effort(pilot((10, 0), (12, 4)), 0.5)
    spread = 4 * np.sqrt(20 / 19)
    least = next(n for n in range(20, 9999) if t.ppf(0.975, n - 1) * spread / np.sqrt(n) <= 0.5)
    assert (needed.each, needed.most, needed.runs) == ({0: least, 1: least}, least, 2 * least)


def test_more_pairs_and_floors_share_the_error() -> None:
    """Three arms are three pairs, with floors at half of the error: 97.5 % becomes 1 - 0.05 / 2 / 3 / 2."""
    arms = pilot((10, 0), (12, 4), (12, 4))
    spread = 4 * np.sqrt(20 / 19)
    for floors, error in ((0, 0.05 / 3), (2, 0.025 / 3)):
        least = next(n for n in range(20, 9999) if t.isf(error / 2, n - 1) * spread / np.sqrt(n) <= 0.5)
        assert fixed_effort(arms, 0.5, floors=floors).most == least


def test_a_race_drops_an_arm_where_its_path_crosses_the_triangle() -> None:
    """h^2 = 2 eta (n0 - 1), eta = ((2 a / (k - 1))^(-2 / (n0 - 1)) - 1) / 2, W = h^2 S^2 / (2 delta).

    With k = 2, n0 = 20: eta = (0.1^(-2/19) - 1) / 2 = 0.13713, h^2 = 5.2109. S^2 = 16.842, delta = 0.5: W = 87.76.
    A path that climbs by 2 leaves at W / (2 + 0.25) = 39.01; the triangle ends at 2 W / delta = 351.05.
    """
    found = race_effort(pilot((10, 0), (12, 4)), 0.5, PACE, goal="min")
    assert (found.each, found.most) == ({0: 40, 1: 40}, 352)
    assert race_effort(-pilot((10, 0), (12, 4)), 0.5, PACE, goal="max") == found
    near = race_effort(pilot((10, 0), (10, 4)), 0.5, PACE, goal="min")
    assert near.each == {0: near.most, 1: near.most} == {0: 352, 1: 352}


def test_the_best_stays_in_a_race_until_the_last_other_is_out_and_none_leaves_before_the_first_stage() -> None:
    """k = 3: eta = (0.05^(-2/19) - 1) / 2 = 0.18536, h^2 = 7.0437, W = 118.63: out at 118.63 / 2.25 = 52.7."""
    found = race_effort(pilot((10, 0), (12, 4), (500, 4)), 0.5, PACE, goal="min")
    assert found.each == {0: 53, 1: 53, 2: 20}


def test_rinott_takes_the_variance_of_each_arm_and_knows_nothing_of_pairs() -> None:
    """N = (h S / delta)^2, where what the futures share counts in full."""
    arms = pilot((10, 0), (12, 4))
    found = two_stage_effort(arms, 50.0, PACE)
    h = rinott_h(2, 20, 0.95)
    assert found.each == {
        arm: max(20, int(np.ceil((h / 50.0) ** 2 * arms[:, arm].var(ddof=1)))) for arm in range(2)
    }  # fmt: skip
    assert found.most == max(found.each.values()) > 500
    assert found.most > race_effort(arms, 50.0, PACE, goal="min").most


def test_a_longer_pilot_is_used_in_whole_and_the_first_stage_is_that_of_the_rule() -> None:
    arms = np.tile(pilot((10, 0), (12, 4)), (5, 1))
    assert two_stage_effort(arms, 50.0, PACE).each[0] == int(
        np.ceil((rinott_h(2, 20, 0.95) / 50.0) ** 2 * arms[:, 0].var(ddof=1))
    )


def test_means_of_25_runs_have_a_25th_of_the_variance() -> None:
    """W of the race above is 87.76 / 25 = 3.510 in means; 3.510 / 2.25 = 1.56 of them are fewer than the first stage.

    With 0.1 that matters: W = 5.2109 x 16.842 / 25 / 0.2 = 17.55, and 17.55 / (0 + 0.05) = 351.05 means, 352 x 25 runs.
    """
    pace = Pace(first=20, means_of=25)
    assert race_effort(pilot((10, 0), (12, 4)), 0.5, pace, goal="min").each == {0: 500, 1: 500}
    assert race_effort(pilot((10, 0), (10, 4)), 0.1, pace, goal="min").most == 352 * 25
    arms = pilot((10, 0), (12, 4))
    needed = np.ceil(rinott_h(2, 20, 0.95) ** 2 * arms[:, 1].var(ddof=1) / 25 / 50.0**2)
    assert two_stage_effort(arms, 50.0, pace).each[1] == max(500, 25 * int(needed))


def test_arms_that_never_differ_take_the_first_stage() -> None:
    same = pilot((10, 0), (10, 0))
    assert race_effort(same, 0.5, PACE, goal="min").each == {0: 20, 1: 20}
    assert fixed_effort(same, 0.5).most == 20


def test_one_arm_takes_what_there_is() -> None:
    alone = pilot((10, 4))
    assert fixed_effort(alone, 0.5).each == {0: 20}
    assert race_effort(alone, 0.5, PACE, goal="min").each == two_stage_effort(alone, 0.5, PACE).each == {0: 20}


def test_what_nobody_could_run_is_told_as_the_most_there_is() -> None:
    arms = pilot((10, 0), (10, 4))
    for found in (fixed_effort(arms, 1e-9), race_effort(arms, 1e-9, PACE, goal="min")):
        assert found.most == MOST
    assert two_stage_effort(arms, 1e-9, PACE).most == MOST


def test_a_floor_that_never_breaks_is_judged_where_wilson_says() -> None:
    """n >= z^2 (1 - p) / p; no fewer than the pilot, found within a tenth."""
    error = 0.025 / 4
    needed = 19 * norm.isf(error) ** 2
    assert needed <= floor_effort(np.zeros(20), 0.05, error) <= 1.1 * needed + 1
    assert floor_effort(np.zeros(400), 0.05, error) == 400
    assert floor_effort(np.ones(20), 0.05, error) == 20


def test_a_floor_at_its_limit_is_never_judged() -> None:
    assert floor_effort([1.0] + [0.0] * 19, 0.05, 0.01) == MOST


@pytest.mark.parametrize(
    ("control", "spread", "says"),
    [
        (1_000_000.0, 0.0, 10_000.0),  # 1 % of the control
        (1_030_000.0, 0.0, 20_000.0),
        (2_040_000.0, 0.0, 25_000.0),
        (2_600_000.0, 0.0, 50_000.0),
        (-5_100_000.0, 0.0, 100_000.0),
        (0.3, 0.0, 0.005),
        (1.0, 10.0, 1.0),  # 2 x 10 sqrt(20/19) / sqrt(1000) = 0.649
    ],
)
def test_what_may_matter_is_a_round_share_of_the_control_or_what_1000_runs_part(
    control: float, spread: float, says: float
) -> None:
    swings = spread * np.tile([1.0, -1.0], 10)
    arms = np.column_stack([np.full(20, control), control + swings])
    assert proposed(arms, 0) == pytest.approx(says)


def test_nothing_can_be_proposed_where_all_is_0() -> None:
    assert proposed(np.zeros((20, 3)), 1) == 0.0
