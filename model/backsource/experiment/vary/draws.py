"""Two levels: the inputs drawn many times, and in each draw the same futures."""

from dataclasses import dataclass

import numpy as np

from backsource.errors import StudyError
from backsource.experiment.vary.base import Base
from backsource.experiment.vary.pair import Pair
from backsource.experiment.vary.points import points_of
from backsource.experiment.vary.running import Told, values_at
from backsource.inference import (
    Parted,
    Uncertainty,
    Worths,
    components,
    crossed_mean,
    information,
    variance_shares,
)
from backsource.inference.interval import Floats
from backsource.streams import stream

DRAWS, WORTH_DRAWS = 40, 100


@dataclass(frozen=True)
class Drawn:
    """Inputs by draw, and what came of them."""

    inputs: Floats
    """In the unit of the plan, shape (draws, inputs)."""
    samples: Floats
    """Shape (draws, futures, arms)."""


def drawn(
    base: Base, arms: tuple[str, ...], draws: int, futures: int, jobs: int = 1, on_progress: Told | None = None
) -> Drawn:
    """All inputs drawn by their laws, independently; draw k is the same whatever the number of draws."""
    if not base.inputs:
        study = base.experiment.study.study
        raise StudyError(f"study {study}: nothing is unsure; entries of `unsure` in its scenario would do")
    seed = base.experiment.study.seed
    rows = [
        [one.at(float(stream(seed, draw, f"vary/draw/{one.path}").uniform(1e-9, 1.0))) for one in base.inputs]
        for draw in range(draws)
    ]
    points = points_of(base.inputs, rows)
    return Drawn(np.array(rows), values_at(base, points, arms, futures=futures, jobs=jobs, on_progress=on_progress))


def uncertainty(
    base: Base, pair: Pair, *, draws: int = DRAWS, futures: int, jobs: int = 1, on_progress: Told | None = None
) -> Uncertainty:
    """How much of what is not known of the choice comes from its inputs, and how much from the future."""
    found = drawn(base, (pair.choice, pair.against), draws, futures, jobs, on_progress)
    own, difference = found.samples[:, :, 0], found.samples[:, :, 0] - found.samples[:, :, 1]
    sign = -1.0 if base.measure.goal == "max" else 1.0
    return Uncertainty(
        pair.choice, pair.against, tuple(one.ends for one in base.inputs), parted(found.inputs, own),
        parted(found.inputs, difference), draws, futures, float((sign * difference.mean(axis=1) <= 0).mean()),
    )  # fmt: skip


def parted(inputs: Floats, values: Floats) -> Parted:
    """Where the variance of values comes from: inputs of shape (draws, inputs), values of shape (draws, futures)."""
    means = values.mean(axis=1)
    parts = components(values, same_seeds=True, level=0.9)
    shares = variance_shares(inputs, means) if parts.inputs > 0 else np.full(inputs.shape[1], np.nan)
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
    """What knowing each input before the choice would be worth, over all schedules of the study."""
    arms = pair.first(base.arms)
    found = drawn(base, arms, draws, futures, jobs, on_progress)
    rng = stream(base.experiment.study.seed, 0, "vary/information")
    worth = information(found.inputs, found.samples, rng, goal=base.measure.goal)
    return Worths(arms, tuple(one.ends for one in base.inputs), worth, draws, futures)
