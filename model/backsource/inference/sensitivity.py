"""Sobol' indices: which share of the variance of an answer comes from which input, and how sure that is.

The inputs are independent, each a chance u in (0, 1) that its law turns into a value. The function is noisy: a run has
its inputs and its future. All points meet the same futures (common random numbers), so that for these futures the mean
is a function of the inputs alone and its indices are not swollen by noise; what other futures would have said is told
beside each index, by leaving one future out at a time.

Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola, Variance based sensitivity analysis of model output, Computer
Physics Communications 181 (2010) 259-270: (b) for the first index, (f, after Jansen) for the total one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backsource.inference.interval import Floats, Interval, check_level
from backsource.inference.mean import t_quantile
from backsource.inference.variance import components, mean_squares

RESAMPLES = 1000


@dataclass(frozen=True)
class SobolPoints:
    """Where to evaluate: the three kinds of points of Saltelli's design, chances in (0, 1)."""

    a: Floats
    """Shape (points, inputs)."""
    b: Floats
    """Shape (points, inputs), independent of a."""
    ab: Floats
    """For each input the points of a with its column from b, shape (inputs, points, inputs)."""

    @property
    def rows(self) -> Floats:
        """All points, one after the other, shape (points * (inputs + 2), inputs)."""
        return np.vstack([self.a, self.b, *self.ab])


@dataclass(frozen=True)
class Share:
    """One index: the share, its limits from the choice of points, and what the choice of futures adds."""

    value: float
    low: float
    """Limits of the bootstrap over points, percentiles."""
    high: float
    noise: float
    """Standard error from the futures (jackknife); nan with one future."""


@dataclass(frozen=True)
class Indices:
    """First and total index of each input, in the order of the inputs."""

    first: tuple[Share, ...]
    """What would go away on average if the input were known."""
    total: tuple[Share, ...]
    """What would be left on average if all others were known."""
    noise_share: float
    """Share of the variance of a single run that is the future's, not the inputs'; nan with one future."""
    points: int
    futures: int
    level: float


def sobol_points(inputs: int, points: int, rng: np.random.Generator) -> SobolPoints:
    """Scrambled Sobol' points. Raises ValueError unless *points* is a power of 2."""
    if points < 2 or points & (points - 1):
        raise ValueError(f"{points} points; a power of 2, as 64 or 1024, would do")
    from scipy.stats import qmc

    drawn = np.clip(qmc.Sobol(2 * inputs, seed=rng).random(points), 1e-9, 1.0 - 1e-9)
    a, b = drawn[:, :inputs], drawn[:, inputs:]
    ab = np.repeat(a[None], inputs, axis=0)
    for number in range(inputs):
        ab[number, :, number] = b[:, number]
    return SobolPoints(a, b, ab)


def sobol_indices(
    samples: Floats, inputs: int, rng: np.random.Generator, *, level: float = 0.95, resamples: int = RESAMPLES
) -> Indices:
    """Indices from values at `SobolPoints.rows`, shape (points * (inputs + 2), futures).

    Where nothing varies the indices are nan. Raises ValueError where the shape does not fit.
    """
    check_level(level)
    if samples.ndim != 2 or len(samples) % (inputs + 2):
        raise ValueError(f"values of shape {samples.shape}; (points * {inputs + 2}, futures) would do")
    parts = samples.reshape(inputs + 2, -1, samples.shape[1])
    points, futures = parts.shape[1:]
    means = parts.mean(axis=2)
    found = np.stack(_indices(means))
    drawn = np.stack([np.stack(_indices(means[:, rng.integers(points, size=points)])) for _ in range(resamples)])
    tail = 50.0 * (1.0 - level)
    low, high = np.nanpercentile(drawn, [tail, 100.0 - tail], axis=0) if np.isfinite(found).all() else (found, found)
    noise = jackknife(lambda kept: np.stack(_indices(parts[:, :, kept].mean(axis=2))), futures)
    shares = [
        tuple(Share(*map(float, each)) for each in zip(found[kind], low[kind], high[kind], noise[kind], strict=True))
        for kind in range(2)
    ]
    share = noise_share(np.vstack([parts[0], parts[1]]))
    return Indices(shares[0], shares[1], share, points, futures, level)


def _indices(values: Floats) -> tuple[Floats, Floats]:
    """First and total indices from means, shape (inputs + 2, points): a, b, then one row an input."""
    values = values - values[:2].mean()
    a, b, ab = values[0], values[1], values[2:]
    variance = values[:2].var()
    if variance <= 0:
        return (np.full(len(ab), np.nan),) * 2
    return (b * (ab - a)).mean(axis=1) / variance, ((a - ab) ** 2).mean(axis=1) / (2.0 * variance)


def jackknife(estimate: Callable[[list[int]], Floats], futures: int) -> Floats:
    """Standard error of an estimate from some futures, leaving out one at a time; nan with one future."""
    if futures < 2:
        return np.full_like(estimate([0]), np.nan)
    each = np.stack([estimate([one for one in range(futures) if one != left]) for left in range(futures)])
    return np.asarray(np.sqrt((futures - 1) * each.var(axis=0)))


def noise_share(samples: Floats) -> float:
    """Share of the variance of a single run that is its future's, shape (points, futures), futures common to all.

    Nan below two points or futures, and where nothing varies.
    """
    return np.nan if min(samples.shape) < 2 else 1.0 - components(samples, same_seeds=True).share.estimate


def crossed_mean(samples: Floats, level: float = 0.95) -> Interval:
    """The mean over points and futures, shape (points, futures), with what both leave open.

    Two-way layout: Var = (MS of points + MS of futures - MS of the rest) / (P R); Student's with the degrees of freedom
    of the smaller of the two.
    """
    points, futures = samples.shape
    mean = float(samples.mean())
    if min(points, futures) < 2:
        return Interval(mean, np.nan, np.nan, samples.size, check_level(level))
    between, common, rest = mean_squares(samples)
    variance = max(0.0, between + common - rest) / (points * futures)
    half = t_quantile(min(points, futures) - 1, (1.0 + check_level(level)) / 2.0) * float(np.sqrt(variance))
    return Interval(mean, mean - half, mean + half, samples.size, level)
