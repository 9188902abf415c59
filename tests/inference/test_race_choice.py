"""The constrained choice while runs come in: whom to run on, how it ends, how often it is right."""

import numpy as np
import numpy.typing as npt
import pytest

from backsource.inference import Choice, Floor, Naming, Pace, Raced, choose_by_race, race_within_floors, wanted
from backsource.streams import stream

Floats = npt.NDArray[np.float64]
NAMING = Naming(("a", "b", "c"), "cost", "EUR", "schedules")


def until_done(
    samples: Floats, happened: Floats | None, pace: Pace, *, matters: float, chance: float = 0.05
) -> tuple[Choice, Raced, list[int]]:
    """Run what is wanted, and only that, until nothing more is."""
    counts = np.full(samples.shape[1], 0)
    asked = dict.fromkeys(range(samples.shape[1]), pace.stage)
    looks = []
    while asked:
        counts = np.array([asked.get(arm, count) for arm, count in enumerate(counts)])
        there = np.arange(len(samples))[:, None] < counts
        floors = [] if happened is None else [Floor("stop", np.where(there, happened, np.nan), chance)]
        known = np.where(there, samples, np.nan)
        raced = race_within_floors(known, floors, pace, goal="min", matters=matters)
        looks.append(max(asked.values()))
        asked = dict(wanted(raced.race, pace, samples.shape[1]))
    found = choose_by_race(known, floors, pace, goal="min", matters=matters, naming=NAMING)
    return found, raced, looks


def test_arms_run_in_batches_until_the_race_ends_by_itself() -> None:
    samples = stream(51, 0, "race").normal([10, 10.4, 14], 1.5, (2000, 3))
    found, raced, looks = until_done(samples, None, Pace(first=20, batch=30), matters=0.4)
    assert looks == list(range(20, looks[-1] + 1, 30))
    assert (found.picked, found.guarantee.state, raced.race.finished) == (0, "met", True)
    assert found.guarantee.words == (
        "a has the lowest expected cost among the schedules, or is within 0.4 EUR of it, with probability >= 95 % "
        "(KN, first stage 20, ended by its own rule)"
    )
    assert found.arms[2].count < found.arms[0].count
    assert found.arms[2].state == "behind"


def test_a_race_that_is_stopped_says_who_is_left() -> None:
    samples = stream(52, 0, "race").normal([10, 10.01, 14], 3, (200, 3))
    found, raced, looks = until_done(samples, None, Pace(first=20, most=90), matters=0.01)
    assert (looks[-1], raced.race.finished) == (90, False)
    assert (found.picked, found.guarantee.state) == (None, "capped")
    assert found.guarantee.words.startswith("stopped at 90 replications before the end of the rule; unresolved: ")


def test_a_tie_names_both() -> None:
    samples = stream(53, 0, "race").normal([10, 10, 14], 1, (200, 3))
    samples[:, 1] = samples[:, 0]
    found, _, looks = until_done(samples, None, Pace(), matters=0.5)
    assert looks == [20]
    assert [arm.state for arm in found.arms] == ["picked", "same", "behind"]
    assert found.guarantee.words.startswith("a or b has the lowest")


def test_the_cheapest_that_breaks_its_floor_wins_nothing() -> None:
    luck = stream(54, 0, "race")
    samples, happened = luck.normal([9, 10, 12], 1, (2000, 3)), luck.random((2000, 3)) < [0.4, 0.0, 0.0]
    found, raced, _ = until_done(samples, happened.astype(float), Pace(), matters=0.5)
    assert (found.picked, found.arms[0].state) == (1, "breaks a floor")
    assert {one.arm: one.by for one in raced.race.exits} == {0: None, 2: 1}
    assert "among the schedules that keep the floors" in found.guarantee.words


def test_that_nobody_keeps_the_floors_ends_the_race() -> None:
    luck = stream(55, 0, "race")
    samples, happened = luck.normal([9, 10, 12], 1, (400, 3)), luck.random((400, 3)) < 0.5
    found, raced, _ = until_done(samples, happened.astype(float), Pace(), matters=0.5)
    assert (raced.race.finished, raced.race.survivors, found.picked) == (True, (), None)
    assert found.guarantee.words == "none of the schedules keeps the floors, with probability >= 95 %"


def test_a_floor_that_stays_open_is_capped() -> None:
    luck = stream(56, 0, "race")
    happened = np.zeros((400, 3))
    happened[::20, 0] = 1
    found, _, looks = until_done(luck.normal([9, 10, 12], 1, (400, 3)), happened, Pace(most=400), matters=0.5)
    assert (looks[-1], found.guarantee.state) == (400, "capped")
    assert found.arms[0].state == "floor unresolved"


def test_means_of_runs_are_looked_at_whole() -> None:
    pace = Pace(first=20, batch=30, means_of=25)
    assert (pace.stage, pace.step, pace.looks(600)) == (500, 50, [500, 550, 600])
    samples = stream(57, 0, "race").normal([9, 10, 12], 1, (2000, 3))
    found, raced, looks = until_done(samples, None, pace, matters=0.5)
    assert (looks, raced.race.at, found.picked) == ([500], 500, 0)
    assert "first stage 500 on means of 25 runs" in found.guarantee.words


def test_gaps_and_too_few_runs_are_refused() -> None:
    samples = stream(59, 0, "race").normal(size=(30, 3))
    gap = np.zeros((30, 3))
    gap[4, 1] = np.nan
    with pytest.raises(ValueError, match="0 or 1 for each run"):
        choose_by_race(samples, [Floor("stop", gap, 0.05)], Pace(), goal="min", matters=1.0, naming=NAMING)
    with pytest.raises(ValueError, match="4 values of an arm"):
        choose_by_race(samples[:4], [], Pace(), goal="min", matters=1.0, naming=NAMING)


@pytest.mark.parametrize("cheapest_keeps", [True, False])
def test_choices_within_floors_are_wrong_in_at_most_5_percent_of_cases(cheapest_keeps: bool) -> None:
    """Three arms a step of what matters apart; the cheapest keeps its floor barely, or breaks it clearly."""
    count, wrong, matters = 150, 0, 0.5
    shares = [0.01 if cheapest_keeps else 0.15, 0.0, 0.0]
    for case in range(count):
        luck = stream(58, case, "claims")
        samples = luck.normal(0, 2, (2000, 1)) + luck.normal([9.0, 9.5, 10.0], 1.0, (2000, 3))
        happened = (luck.random((2000, 3)) < shares).astype(np.float64)
        found, _, _ = until_done(samples, happened, Pace(batch=60), matters=matters)
        wrong += found.guarantee.state == "met" and found.picked != (0 if cheapest_keeps else 1)
    assert wrong / count <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / count)


def test_of_who_is_left_where_a_race_was_stopped_the_intervals_tell_what_is_known() -> None:
    """12 - 10 with a deviation of the difference of about 2 in 60 runs: surely more, but the race for 0.01 goes on."""
    samples = stream(60, 0, "race").normal([10, 10, 12], 1.4, (60, 3))
    found, raced, _ = until_done(samples, None, Pace(first=20, most=60), matters=0.01)
    assert raced.race.survivors == (found.leader, 1 - (found.leader or 0), 2)
    assert [arm.state for arm in found.arms if arm.against] == ["unresolved", "behind"]
    clear, _, _ = until_done(samples[:, [0, 2]], None, Pace(first=20, most=60), matters=0.01)
    assert (clear.picked, clear.guarantee.state) == (0, "capped")
    assert clear.guarantee.words == (
        "stopped at 60 replications before the end of the rule; a has the lowest mean cost among the schedules"
    )


def test_a_cap_in_the_middle_of_a_mean_is_one_before_it() -> None:
    samples = stream(61, 0, "race").normal([10, 10.001], 1.4, (600, 2))
    found, raced, looks = until_done(samples, None, Pace(first=20, batch=25, most=560, means_of=25), matters=1e-6)
    assert looks == [500, 525, 550]
    assert (raced.race.finished, found.guarantee.state) == (False, "capped")
    assert found.guarantee.words.startswith("stopped at 550 replications")


def test_a_first_stage_is_run_whatever_the_cap_is() -> None:
    samples = stream(62, 0, "race").normal([10, 10.001], 1.4, (600, 2))
    found, _, looks = until_done(samples, None, Pace(first=20, most=7), matters=1e-6)
    assert looks == [20]
    assert found.guarantee.words.startswith("stopped at 20 replications")
