"""Variations of a study, each a design of points, run, and what it says: tornado, sweep, screening, indices."""

from collections.abc import Sequence

import numpy as np

from backsource.config.paths import bounds, is_outside
from backsource.errors import StudyError
from backsource.experiment.probing import Told
from backsource.experiment.vary.base import Base
from backsource.experiment.vary.inputs import Input
from backsource.experiment.vary.pair import Pair
from backsource.experiment.vary.points import Point, as_planned, points_of
from backsource.experiment.vary.running import values_at
from backsource.inference import (
    Decomposed,
    Screening,
    Sweep,
    Tornado,
    morris_walks,
    screened,
    sobol_indices,
    sobol_points,
    tipping,
)
from backsource.inference.interval import Floats
from backsource.streams import stream
from backsource.units import UnitError

LEVELS = 7
"""Levels of a sweep where nobody names them: evenly from the low to the high end."""
WALKS, POINTS = 10, 64


def tornado(base: Base, pair: Pair, *, futures: int, jobs: int = 1, on_progress: Told | None = None) -> Tornado:
    """All schedules with each input at its low and its high end and the others as planned."""
    plan, arms = as_planned(base), pair.first(base.arms)
    points = [Point(plan)] + [Point({**plan, one.path: end}) for one in base.inputs for end in (one.low, one.high)]
    values = values_at(base, points, arms, futures=futures, jobs=jobs, on_progress=on_progress)
    ends = tuple(one.ends for one in base.inputs)
    samples = values[1:].reshape(len(ends), 2, futures, len(arms))
    return Tornado(arms, pair.against, ends, values[0], samples, base.measure.goal, pair.barred)


def levels_of(base: Base, path: str, words: Sequence[str] = ()) -> tuple[Input, list[float]]:
    """An input and the levels that it is swept over, rising, the planned value among them. Raises StudyError."""
    one = base.input(path)
    try:
        numbers = [_number(base, one, word) for word in words]
    except UnitError as error:
        raise StudyError(f"{path}, a level: found {error.found}; {error.would_do} would do") from None
    if not numbers and one.low == one.high:
        raise StudyError(f"{path}: neither unsure nor a factor of the study; levels as `--levels '10, 20'` would do")
    numbers = sorted({*(numbers or np.linspace(one.low, one.high, LEVELS).tolist()), one.planned})
    if len(numbers) < 2:
        raise StudyError(f"{path}: one level, and that is the plan; a second one would do")
    return one, numbers


def _number(base: Base, one: Input, word: str) -> float:
    if is_outside(one.path):
        return _factor(word)
    return bounds(base.experiment.scenario, one.path, [word.strip(), word.strip()])[0]


def _factor(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise UnitError(word, "a factor on the times of tasks, as 1.2,") from None


def sweep(
    base: Base,
    pair: Pair,
    path: str,
    words: Sequence[str] = (),
    *,
    futures: int,
    jobs: int = 1,
    on_progress: Told | None = None,
) -> Sweep:
    """All schedules with one input at several levels, the others drawn as the scenario says, and where they cross."""
    one, numbers = levels_of(base, path, words)
    arms = pair.first(base.arms)
    values = values_at(base, points_of([one], [[n] for n in numbers]), arms, futures=futures, jobs=jobs,
                       on_progress=on_progress)  # fmt: skip
    size, unit = (100.0, "%") if one.is_share else (1.0, one.unit)
    levels, rng = size * np.array(numbers), stream(base.experiment.study.seed, 0, f"vary/tipping/{path}")
    tippings = tuple(tipping(levels, values[:, :, 0] - values[:, :, place], rng) for place in range(1, len(arms)))
    said = tuple(one.said(number) for number in numbers)
    planned, goal = size * one.planned, base.measure.goal
    return Sweep(
        one.ends, one.lead, unit, base.control, arms, levels, said, planned, values, tippings, goal, pair.barred
    )


def screen(
    base: Base, pair: Pair, *, walks: int = WALKS, futures: int, jobs: int = 1, on_progress: Told | None = None
) -> Screening:
    """Morris screening over the ends of all inputs. Raises StudyError without SALib, or where nothing varies."""
    _demand_inputs(base)
    points = morris_walks(len(base.inputs), walks, stream(base.experiment.study.seed, 0, "vary/morris"))
    rows = [[one.low + x * (one.high - one.low) for one, x in zip(base.inputs, row, strict=True)] for row in points]
    own, other = _both(base, pair, points_of(base.inputs, rows), futures, jobs, on_progress)
    ends = tuple(one.ends for one in base.inputs)
    return Screening(
        pair.choice, pair.against, ends, screened(points, own), screened(points, own - other), walks, futures
    )


def check_points(points: int) -> None:
    """Raise StudyError for a number of Sobol' points that is no power of 2."""
    if points < 2 or points & (points - 1):
        raise StudyError(f"{points} points of Sobol's sequence; a power of 2, as 64 or 256, would do")


def decompose(
    base: Base, pair: Pair, *, points: int = POINTS, futures: int, jobs: int = 1, on_progress: Told | None = None
) -> Decomposed:
    """Sobol' indices over the laws of all inputs. Raises StudyError for a number that is no power of 2."""
    _demand_inputs(base)
    check_points(points)
    count, rng = len(base.inputs), stream(base.experiment.study.seed, 0, "vary/sobol")
    rows = [
        [one.at(float(u)) for one, u in zip(base.inputs, row, strict=True)]
        for row in sobol_points(count, points, rng).rows
    ]
    own, other = _both(base, pair, points_of(base.inputs, rows), futures, jobs, on_progress)
    level, difference = (sobol_indices(values, count, rng) for values in (own, own - other))
    return Decomposed(pair.choice, pair.against, tuple(one.ends for one in base.inputs), level, difference)


def _both(
    base: Base, pair: Pair, points: Sequence[Point], futures: int, jobs: int, on_progress: Told | None
) -> tuple[Floats, Floats]:
    """The choice and the other at some points, each of shape (points, futures)."""
    arms = (pair.choice, pair.against)
    values = values_at(base, points, arms, futures=futures, jobs=jobs, on_progress=on_progress)
    return values[:, :, 0], values[:, :, 1]


def _demand_inputs(base: Base) -> None:
    if not base.inputs:
        study = base.experiment.study.study
        raise StudyError(f"study {study}: nothing is unsure; entries of `unsure` in its scenario would do")
