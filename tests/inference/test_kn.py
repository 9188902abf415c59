"""Selection by Kim and Nelson: against a step-by-step program, at its edges, and by what it promises."""

import numpy as np
import numpy.typing as npt
import pytest

from backsource.inference import kn, kn_constants
from backsource.inference.race_choice import MEANS_OF
from backsource.streams import stream

Floats = npt.NDArray[np.float64]


def step_by_step(
    samples: Floats, delta: float, first: int, confidence: float, allowed: Floats, barred: Floats
) -> tuple[dict[int, int], set[int]]:
    """The procedure as printed, one replication after the other: when each arm left, and who is left.

    What a pair has once decided is remembered until the better one may win.
    """
    count, arms = samples.shape
    eta = ((2 * (1 - confidence) / (arms - 1)) ** (-2 / (first - 1)) - 1) / 2
    spread = {
        (i, j): np.var(samples[:first, i] - samples[:first, j], ddof=1) for i in range(arms) for j in range(i + 1, arms)
    }
    inside, out, won = set(range(arms)), {}, {}
    for r in range(first, count + 1):
        means = samples[:r].mean(axis=0)
        for (i, j), variance in spread.items():
            if {i, j} <= inside and (i, j) not in won:
                width = max(0.0, delta / (2 * r) * (2 * eta * (first - 1) * variance / delta**2 - r))
                if abs(means[i] - means[j]) > width:
                    won[i, j] = (i, j) if means[i] > means[j] else (j, i)
        for arm in [arm for arm in inside if barred[arm] <= r]:
            out[arm] = r
            inside.discard(arm)
        losers = {lost for best, lost in won.values() if {best, lost} <= inside and allowed[best] <= r}
        out |= dict.fromkeys(losers, r)
        inside -= losers
    return out, inside


@pytest.mark.parametrize("case", range(12))
def test_the_race_is_the_printed_procedure(case: int) -> None:
    luck = stream(11, case, "races")
    arms, count = int(luck.integers(2, 8)), 150
    samples = luck.normal(luck.normal(0, 0.6, arms), luck.uniform(0.5, 3, arms), (count, arms)) + luck.normal(
        size=(count, 1)
    )
    allowed, barred = np.zeros(arms), np.full(arms, np.inf)
    if case % 2:
        allowed = luck.choice([0.0, 25.0, 40.0, np.inf], arms)
        barred[allowed == np.inf] = luck.choice([20.0, 60.0, np.inf], int((allowed == np.inf).sum()))
    race = kn(samples, 0.5, first=12, allowed=allowed, barred=barred)
    out, left = step_by_step(samples, 0.5, 12, 0.95, allowed, barred)
    found = {one.arm: one.at for one in race.exits}
    assert found == {arm: at for arm, at in out.items() if at <= race.at}
    if not race.finished:
        assert (found, set(race.survivors)) == (out, left)
    for one in race.exits:
        if one.by is not None:
            assert samples[: one.at, one.by].mean() != samples[: one.at, one.arm].mean()
            assert allowed[one.by] <= one.at


def test_batches_change_no_decision() -> None:
    samples = stream(12, 0, "race").normal([0, 0.2, -0.4, -1], 2, (600, 4))
    whole = kn(samples, 0.5)
    assert whole.finished
    gone: dict[int, int] = {}
    for until in range(20, 601, 37):
        race = kn(np.where(np.arange(600)[:, None] < until, samples, np.nan)[:until], 0.5)
        assert [one for one in whole.exits if one.at <= until] == list(race.exits)
        gone |= {one.arm: one.at for one in race.exits}
        if race.finished:
            assert race == whole
    assert gone == {one.arm: one.at for one in whole.exits}


def test_arms_that_left_need_no_further_runs() -> None:
    samples = stream(13, 0, "race").normal([0, 0.2, -3, -5], 2, (600, 4))
    whole = kn(samples, 0.5)
    ragged = samples.copy()
    for one in whole.exits:
        ragged[one.at :, one.arm] = np.nan
    assert kn(ragged, 0.5) == whole


def test_less_is_better_where_the_goal_says_so() -> None:
    samples = stream(14, 0, "race").normal([0, 1, 2], 1, (200, 3))
    assert kn(samples, 0.5, goal="min").survivors == (0,)
    assert kn(samples, 0.5, goal="min") == kn(-samples, 0.5, goal="max")


def test_arms_that_never_differ_end_as_a_tie_at_the_first_stage() -> None:
    one = stream(15, 0, "race").normal(0, 1, 40)
    race = kn(np.column_stack((one, one, one - 9)), 0.5)
    assert race.finished
    assert (set(race.survivors), race.at, race.bound) == ({0, 1}, 20, 20)
    assert race.ties == race.survivors[1:]


def test_a_difference_that_never_varies_is_decided_at_once() -> None:
    one = stream(16, 0, "race").normal(0, 100, 40)
    race = kn(np.column_stack((one, one + 1e-3)), 50.0)
    assert (race.survivors, race.at) == ((1,), 20)


def test_what_rounding_makes_is_no_difference() -> None:
    one = stream(17, 0, "race").normal(1e6, 1e3, 40)
    race = kn(np.column_stack((one, (one / 3.0) * 3.0)), 1e-3)
    assert race.finished
    assert set(race.survivors) == {0, 1}


def test_a_pair_leaves_the_triangle_where_the_formula_says() -> None:
    """Sums of +-1 are 1 after odd counts; S^2 = 20/19, so out at the first odd r with 1 > h^2 S^2 / 2d - d r / 2."""
    pair = np.column_stack((np.tile([1.0, -1.0], 200), np.zeros(400)))
    squared = kn_constants(2, 20, 0.95)[1] * 20 / 19
    race = kn(pair, 0.4)
    assert (race.at, race.survivors) == (next(r for r in range(21, 400, 2) if squared / 0.8 - 0.2 * r < 1), (0,))
    assert kn(pair[:20], 0.4).bound == int(squared / 0.4**2) + 1


def test_a_pair_that_is_equal_when_it_must_be_parted_is_a_tie() -> None:
    pair = np.column_stack((np.tile([1.0, -1.0], 10), np.zeros(20)))
    race = kn(np.concatenate((pair, np.zeros((400, 2)))), 0.4)
    assert (race.finished, len(race.survivors), race.at) == (True, 2, kn(pair, 0.4).bound)


def test_a_race_waits_for_its_first_stage_and_for_runs() -> None:
    samples = stream(18, 0, "race").normal(0, 5, (30, 3))
    assert (kn(samples[:19], 0.5).at, kn(samples[:19], 0.5).finished) == (0, False)
    race = kn(samples, 0.5)
    assert (race.at, race.finished, len(race.survivors)) == (30, False, 3)
    assert race.bound > 30


def test_one_arm_alone_wins_and_nobody_wins_where_all_are_barred() -> None:
    assert kn(np.zeros((25, 1)), 1.0).survivors == (0,)
    race = kn(stream(19, 0, "race").normal(size=(40, 2)), 1.0, allowed=[np.inf] * 2, barred=[20.0, 40.0])
    assert (race.survivors, race.finished) == ((), True)


def test_who_is_not_known_to_keep_the_floors_throws_nobody_out_until_then() -> None:
    samples = stream(20, 0, "race").normal([5, 0, -5], 1, (100, 3))
    never = kn(samples, 1.0, allowed=[np.inf, 0.0, 0.0])
    assert {one.arm: one.by for one in never.exits} == {2: 1}
    assert set(never.survivors) == {0, 1}
    assert not never.finished
    later = kn(samples, 1.0, allowed=[60.0, 0.0, 0.0])
    assert [(one.arm, one.at, one.by) for one in later.exits] == [(2, 20, 1), (1, 60, 0)]
    assert later.finished
    barred = kn(samples, 1.0, allowed=[np.inf, 0.0, 0.0], barred=[60.0, np.inf, np.inf])
    assert [(one.arm, one.at, one.by) for one in barred.exits] == [(2, 20, 1), (0, 60, None)]
    assert barred.survivors == (1,)


def test_means_of_runs_count_in_runs() -> None:
    samples = stream(21, 0, "race").normal([0, 5], 1, (405, 2))
    race = kn(samples, 1.0, means_of=10)
    grouped = kn(samples[:400].reshape(40, 10, 2).mean(axis=1), 1.0)
    assert (race.at, race.survivors) == (10 * grouped.at, grouped.survivors)


@pytest.mark.parametrize(
    ("samples", "delta", "first", "said"),
    [
        (np.zeros((20, 2)), 1.0, 9, "first stage of 9"),
        (np.zeros((20, 2)), 0.0, 10, "more than 0"),
        (np.zeros(20), 1.0, 10, "shape"),
        (np.array([[1.0, np.nan], [1.0, 1.0]]), 1.0, 10, "arm 1 has values after"),
    ],
)
def test_what_makes_no_race_is_refused(samples: Floats, delta: float, first: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        kn(samples, delta, first=first)


def rare(luck: np.random.Generator, arms: int, chance: float) -> Floats:
    """Shortages: 0 in most futures; the first arm has one in *chance* of them, the others in twice as many."""
    happens = luck.random((8000, arms)) < np.array([chance] + [2 * chance] * (arms - 1))
    return np.asarray(happens * luck.exponential(1.0, (8000, arms)))


@pytest.mark.prove
@pytest.mark.parametrize("arms", [2, 5])
def test_means_of_runs_keep_the_promise_where_a_measure_is_mostly_zero(arms: int) -> None:
    """A wrong choice in at most 5 % of cases, within 3 standard errors, where arms differ in 3 % and 6 % of futures."""
    luck, count, wrong = stream(22, arms, "rare"), 1000, 0
    for _ in range(count):
        race = kn(rare(luck, arms, 0.03), 0.03, goal="min", means_of=MEANS_OF)
        assert race.finished
        wrong += 0 not in race.survivors
    assert wrong / count <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / count)


def test_means_of_runs_keep_the_promise_where_a_few_dear_futures_decide() -> None:
    """The second arm saves 1 in all futures and loses 60 on average in one of twenty: on average it is dearer by 2.

    Single runs of a first stage of 20 often hold no such future (0.95^20 = 36 %), and then the race ends with the
    wrong arm at once, whatever it promises.
    """
    luck, count, wrong = stream(22, 0, "dear futures"), 200, {1: 0, MEANS_OF: 0}
    for _ in range(count):
        worse = luck.normal(-1.0, 0.3, 4000) + (luck.random(4000) < 0.05) * luck.exponential(60.0, 4000)
        for means_of in wrong:
            race = kn(np.column_stack((np.zeros(4000), worse)), 1.0, goal="min", means_of=means_of)
            assert race.finished
            wrong[means_of] += race.survivors[0] != 0
    assert wrong[MEANS_OF] <= 0.05 * count
    assert wrong[1] > 0.30 * count
