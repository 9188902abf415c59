"""What an answer would cost: forecasts from pilots held against races that are really run."""

import numpy as np
import numpy.typing as npt
import pytest

from backsource.inference import Floor, Pace, race_within_floors, shared_error, wanted
from backsource.inference.effort import floor_effort, race_effort, two_stage_effort
from backsource.inference.two_stage_choice import rinott_needs
from backsource.streams import stream

Floats = npt.NDArray[np.float64]
MEANS = (0.0, 0.5, 1.0, 2.0)


def arms(name: str, study: int, count: int, spread: float = 3.0) -> Floats:
    return stream(37, study, name).normal(MEANS, spread, (count, len(MEANS)))


def run(samples: Floats, pace: Pace, floors: bool = False) -> dict[int, int]:
    """Replications of each arm in a race that is given what it asks for; no arm ever breaks a floor."""
    counts: dict[int, int] = dict.fromkeys(range(samples.shape[1]), 0)
    more = dict(counts)
    while more := more and {arm: max(count, pace.stage) for arm, count in more.items()}:
        counts |= more
        there = np.arange(len(samples))[:, None] < np.array(list(counts.values()))
        never = [Floor("stop", np.where(there, 0.0, np.nan), 0.05)] if floors else []
        found = race_within_floors(np.where(there, samples, np.nan), never, pace, goal="min", matters=1.0)
        more = dict(wanted(found.race, pace, samples.shape[1]))
    return counts


@pytest.mark.parametrize(("means_of", "off"), [(1, 0.2), (10, 0.4)])
def test_a_race_takes_about_as_many_runs_as_a_pilot_foretells(means_of: int, off: float) -> None:
    """On average over 60 pilots of 20 futures, also where the race averages ten and a pilot has two such means.

    There the schedules seem further apart in a pilot than they are, so that it foretells a third too few.
    """
    pace, spread = Pace(most=10_000, means_of=means_of), 3.0 * means_of**0.5
    foretold = [
        race_effort(arms("pilot", study, 20, spread), 1.0, pace, goal="min").runs / means_of for study in range(60)
    ]
    needed = [sum(run(arms("race", study, 4000, spread), pace).values()) / means_of for study in range(20)]
    assert np.mean(foretold) == pytest.approx(np.mean(needed), rel=off)


def test_the_floors_of_a_race_are_judged_in_looks_and_foretold_so() -> None:
    """What never happens is known to do so in at most 5 % of futures after some 320 futures, not 120."""
    pace, error = Pace(), shared_error(0.95, len(MEANS), 1).floor
    once, in_looks = (floor_effort(np.zeros(20), 0.05, error, one) for one in (None, pace))
    assert once == pytest.approx(120, rel=0.1)
    really = run(arms("floors", 0, 1000) + 10 * np.arange(4), pace, floors=True)
    assert in_looks == pytest.approx(max(really.values()), rel=0.1)


def test_rinott_needs_what_a_pilot_as_long_as_its_first_stage_says() -> None:
    samples = arms("stage", 0, 20)
    assert dict(two_stage_effort(samples, 1.0, Pace()).each) == dict(rinott_needs(samples, Pace(), matters=1.0))


def test_a_short_pilot_still_tells_a_noisy_measure_from_a_quiet_one() -> None:
    pace = Pace(means_of=25)
    quiet, noisy = (race_effort(arms("noise", 0, 20, spread), 1.0, pace, goal="min").most for spread in (1.0, 60.0))
    assert quiet == pace.stage < noisy
