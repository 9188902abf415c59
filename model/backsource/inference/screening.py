"""Morris screening: which inputs move an answer at all, at a small price.

Morris, Factorial sampling plans for preliminary computational experiments, Technometrics 33 (1991) 161-174; mu* from
Campolongo, Cariboni and Saltelli, Environmental Modelling & Software 22 (2007) 1509-1518. The walks are SALib's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from backsource.errors import StudyError
from backsource.inference.interval import Floats
from backsource.inference.mean import mean_interval
from backsource.inference.sensitivity import jackknife

LEVELS = 4


@dataclass(frozen=True)
class Screened:
    """One input: how far the answer moves when it goes from its low end to its high one."""

    mean: float
    """Mean of the elementary effects, mu."""
    size: float
    """Mean of their absolute values, mu*."""
    low: float
    """Limits of mu* at 95 % from the choice of walks, Student's."""
    high: float
    spread: float
    """Their standard deviation, sigma: large beside mu* where the effect bends or depends on other inputs."""
    noise: float
    """Standard error of mu* from the futures (jackknife); nan with one future."""


def morris_walks(inputs: int, walks: int, rng: np.random.Generator) -> Floats:
    """Points of the walks one after the other, each of inputs + 1 points in [0, 1]; shape (points, inputs).

    Raises StudyError where SALib is not installed.
    """
    try:
        from SALib.sample import morris
    except ImportError:
        needed = "Morris screening needs SALib, which is not installed"
        raise StudyError(f"{needed}; installing the extra backsource[sensitivity] would do") from None
    names = [f"x{number}" for number in range(inputs)]
    problem: dict[str, Any] = {"num_vars": inputs, "names": names, "bounds": [[0.0, 1.0]] * inputs}
    return np.asarray(morris.sample(problem, walks, num_levels=LEVELS, seed=rng), dtype=np.float64)


def screened(points: Floats, samples: Floats) -> tuple[Screened, ...]:
    """Each input, from values at the points of `morris_walks`, shape (walks * (inputs + 1), futures)."""
    effects = elementary_effects(points, samples.mean(axis=1))
    noise = jackknife(
        lambda kept: np.asarray(np.abs(elementary_effects(points, samples[:, kept].mean(axis=1))).mean(axis=0)),
        samples.shape[1],
    )
    return tuple(_screened(effects[:, number], float(noise[number])) for number in range(points.shape[1]))


def _screened(effects: Sequence[float] | Floats, noise: float) -> Screened:
    each = np.asarray(effects)
    size = mean_interval(np.abs(each))
    spread = float(each.std(ddof=1)) if len(each) > 1 else np.nan
    return Screened(float(each.mean()), size.estimate, max(0.0, size.low), size.high, spread, noise)


def elementary_effects(points: Floats, values: Floats) -> Floats:
    """Change of the value over change of the input, at each step of each walk, shape (walks, inputs)."""
    inputs = points.shape[1]
    walks = points.reshape(-1, inputs + 1, inputs)
    steps, rises = np.diff(walks, axis=1), np.diff(values.reshape(-1, inputs + 1), axis=1)
    moved = np.argmax(np.abs(steps), axis=2)
    found = np.empty((len(walks), inputs))
    walk = np.arange(len(walks))[:, None]
    found[walk, moved] = rises / np.take_along_axis(steps, moved[:, :, None], axis=2)[:, :, 0]
    return found
