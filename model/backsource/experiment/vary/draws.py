"""Two levels: the inputs drawn many times, and in each draw the same futures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backsource.errors import StudyError
from backsource.experiment.probing import Told
from backsource.experiment.vary.base import Base
from backsource.experiment.vary.inputs import Source
from backsource.experiment.vary.pair import Pair
from backsource.experiment.vary.points import points_of
from backsource.experiment.vary.running import values_at
from backsource.inference import (
    Parted,
    Uncertainty,
    Worths,
    components,
    crossed_mean,
    information,
    moments_share,
    variance_shares,
)
from backsource.inference.interval import Floats
from backsource.streams import stream
from backsource.units import size

DRAWS, WORTH_DRAWS = 40, 100


@dataclass(frozen=True)
class Drawn:
    """Inputs by draw, and what came of them."""

    inputs: Floats
    """In the unit of the plan, shape (draws, inputs)."""
    moments: Floats
    """Mean and variance of the resample of each source of data, shape (draws, sources, 2)."""
    samples: Floats
    """Shape (draws, futures, arms)."""


def drawn(
    base: Base,
    arms: tuple[str, ...],
    draws: int,
    futures: int,
    jobs: int = 1,
    on_progress: Told | None = None,
    *,
    resampled: bool = False,
) -> Drawn:
    """All inputs drawn by their laws, independently; draw k is the same whatever the number of draws.

    With *resampled* each draw has observations of its own: as many as there are, drawn from them with replacement
    (Barton, Nelson and Xie, INFORMS Journal on Computing 26, 2014).
    """
    if not base.inputs and not (resampled and base.sources):
        study = base.experiment.study.study
        raise StudyError(f"study {study}: nothing is unsure; entries of `unsure` in its scenario would do")
    seed = base.experiment.study.seed
    rows = [
        [one.at(float(stream(seed, draw, f"vary/draw/{one.path}").uniform(1e-9, 1.0))) for one in base.inputs]
        for draw in range(draws)
    ]
    points = points_of(base.inputs, rows)
    sources = base.sources if resampled else ()
    samples = [[_again(source, seed, draw) for source in sources] for draw in range(draws)]
    points = [
        replace(point, samples={source.path: values for source, values in zip(sources, own, strict=True)})
        for point, own in zip(points, samples, strict=True)
    ]
    moments = np.array([[_moments(values) for values in own] for own in samples]).reshape(draws, len(sources), 2)
    values = values_at(base, points, arms, futures=futures, jobs=jobs, on_progress=on_progress)
    return Drawn(np.array(rows).reshape(draws, len(base.inputs)), moments, values)


def _again(source: Source, seed: int, draw: int) -> list[Any]:
    """One resample of the observations, in a stream of their name."""
    known = source.sample.values
    places = stream(seed, draw, f"vary/data/{source.path}").integers(len(known), size=len(known))
    return [known[place] for place in places]


def _moments(values: Sequence[Any]) -> tuple[float, float]:
    """Mean and variance."""
    numbers = np.array([size(value) for value in values])
    return float(numbers.mean()), float(numbers.var())


def uncertainty(
    base: Base, pair: Pair, *, draws: int = DRAWS, futures: int, jobs: int = 1, on_progress: Told | None = None
) -> Uncertainty:
    """How much of what is not known of the choice comes from its inputs and data, and how much from the future."""
    found = drawn(base, (pair.choice, pair.against), draws, futures, jobs, on_progress, resampled=True)
    ends = (*(one.ends for one in base.inputs), *(one.ends for one in base.sources))
    own, difference = found.samples[:, :, 0], found.samples[:, :, 0] - found.samples[:, :, 1]
    sign = -1.0 if base.measure.goal == "max" else 1.0
    ends = (*(one.ends for one in base.inputs), *(one.ends for one in base.sources))
    return Uncertainty(
        pair.choice, pair.against, ends, parted(found, own),
        parted(found, difference), draws, futures, float((sign * difference.mean(axis=1) <= 0).mean()),
        data=len(base.sources),
    )  # fmt: skip


def parted(found: Drawn, values: Floats) -> Parted:
    """Where the variance of values of shape (draws, futures) comes from."""
    means = values.mean(axis=1)
    parts = components(values, same_seeds=True, level=0.9)
    data = [moments_share(moments, means) for moments in np.moveaxis(found.moments, 1, 0)]
    shares = np.array([*variance_shares(found.inputs, means), *data])
    if parts.inputs <= 0:
        shares[:] = np.nan
    return Parted(
        mean=crossed_mean(values),
        spread=(float(np.sqrt(parts.inputs)), float(np.sqrt(parts.runs))),
        input_share=parts.share,
        shares=tuple(shares.tolist()),
        span=parts.outer,
    )


def worths(
    base: Base, pair: Pair, *, draws: int = WORTH_DRAWS, futures: int, jobs: int = 1, on_progress: Told | None = None
) -> Worths:
    """What knowing each input before the choice would be worth, over all schedules of the study that may be chosen."""
    arms = pair.open(base.arms)
    found = drawn(base, arms, draws, futures, jobs, on_progress)
    rng = stream(base.experiment.study.seed, 0, "vary/information")
    worth = information(found.inputs, found.samples, rng, goal=base.measure.goal)
    return Worths(arms, tuple(one.ends for one in base.inputs), worth, draws, futures)
