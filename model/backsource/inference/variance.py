"""How much of the spread comes from inputs nobody knows, how much from chance: two loops, and their variances.

The outer loop draws inputs, the inner one runs futures under them: values of shape (outer, inner).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import fdtri

from backsource.inference.interval import Interval, check_level

Floats = npt.NDArray[np.float64]
ROUNDING = 1e-12
"""Differences, relative to the largest, that rounding may leave where values are equal."""


@dataclass(frozen=True)
class Components:
    """Variance of one run, taken apart."""

    mean: float
    inputs: float
    """Variance between inputs, never below 0."""
    runs: float
    """Variance between runs under the same inputs."""
    share: Interval
    """Share of inputs in the variance of one run, with its interval."""
    outer: tuple[float, float]
    """Between which values the mean under the true inputs lies for the middle of the drawn inputs (*level* of them),
    with the noise of the runs taken out: a span of assumptions, no confidence interval."""


def components(values: npt.ArrayLike, *, same_seeds: bool, level: float = 0.95) -> Components:
    """Variance components of values of shape (outer B, inner R), B and R two or more, none missing.

    Between inputs: max(0, (MSb - MSw) / R) (Song and Nelson 2015). That rests on runs that are independent from one
    set of inputs to the next. With *same_seeds* the r-th run of every set meets the same future; what these have in
    common is in MSw and not in MSb, so the mean square of what is left of both takes its place: two-way components.
    Interval of the share: from F where runs are independent, exact for normal values (Searle 1971, section 9.9);
    McGraw and Wong's (1996) for two-way. Raises ValueError for other shapes.
    """
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 2 or min(found.shape) < 2 or np.isnan(found).any():
        raise ValueError(f"values of shape {found.shape}; (outer, inner), two or more of each, all there, would do")
    check_level(level)
    between, common, rest = mean_squares(found)
    outer, inner = found.shape
    if same_seeds:
        noise = rest
        runs = rest + max(0.0, (common - rest) / outer)
        limits = _two_way(between, common, rest, found.shape, level)
    else:
        noise = runs = (common * (inner - 1) + rest * (outer - 1) * (inner - 1)) / (outer * (inner - 1))
        limits = _one_way(between, noise, found.shape, level)
    inputs = max(0.0, (between - noise) / inner)
    share = inputs / (inputs + runs) if inputs + runs > 0.0 else np.nan
    span = _span(found.mean(axis=1), inputs, noise / inner, level)
    return Components(float(found.mean()), inputs, runs, Interval(share, *limits, found.size, level), span)


def mean_squares(values: Floats) -> tuple[float, float, float]:
    """Mean squares between rows, between columns, and of what is left; exactly 0 where rounding alone is left."""
    outer, inner = values.shape
    values = values - values[0, 0]
    mean, least = values.mean(), (ROUNDING * float(np.abs(values).max())) ** 2
    rows, columns = values.mean(axis=1) - mean, values.mean(axis=0) - mean
    rest = values - mean - rows[:, None] - columns
    squares = (
        inner * float((rows**2).sum()) / (outer - 1),
        outer * float((columns**2).sum()) / (inner - 1),
        float((rest**2).sum()) / ((outer - 1) * (inner - 1)),
    )
    between, common, left = (one if one > least else 0.0 for one in squares)
    return between, common, left


def share_of_mean(part: Components, runs: int) -> float:
    """Share of inputs in the uncertainty of a mean of *runs* independent runs: more runs never take it away."""
    total = part.inputs + part.runs / runs
    return part.inputs / total if total > 0.0 else np.nan


def _one_way(between: float, within: float, shape: tuple[int, ...], level: float) -> tuple[float, float]:
    """Exact limits of the share where values are normal, cut at 0."""
    outer, inner = shape
    if within == 0.0:
        return _alone(between, 0.0)
    tail = (1.0 - level) / 2.0
    ratios = (between / within / _f(outer - 1, outer * (inner - 1), one) for one in (1.0 - tail, tail))
    low, high = (max(0.0, (ratio - 1.0) / (ratio + inner - 1.0)) for ratio in ratios)
    return low, high


def _two_way(between: float, common: float, rest: float, shape: tuple[int, ...], level: float) -> tuple[float, float]:
    """McGraw and Wong's limits of the share (their ICC(A,1)), cut at 0."""
    outer, inner = shape
    total = between + (inner - 1) * rest + inner / outer * (common - rest)
    if rest == 0.0 and (between == 0.0 or common == 0.0):
        return _alone(between, common)
    if total <= 0.0:
        return (np.nan, np.nan)
    share = (between - rest) / total
    a = inner * share / (outer * (1.0 - share))
    b = 1.0 + inner * share * (outer - 1) / (outer * (1.0 - share))
    freedom = (a * common + b * rest) ** 2 / (
        (a * common) ** 2 / (inner - 1) + (b * rest) ** 2 / ((outer - 1) * (inner - 1))
    )
    one, other = _f(outer - 1, freedom, (1.0 + level) / 2.0), _f(freedom, outer - 1, (1.0 + level) / 2.0)
    noise = inner * common + (inner * outer - inner - outer) * rest
    low = outer * (between - one * rest) / (one * noise + outer * between)
    high = outer * (other * between - rest) / (noise + outer * other * between)
    return max(0.0, low), max(0.0, high)


def _alone(between: float, common: float) -> tuple[float, float]:
    """Limits where there is no noise: all of it, none of it, or nothing to share."""
    if between > 0.0:
        return (1.0, 1.0)
    return (0.0, 0.0) if common > 0.0 else (np.nan, np.nan)


def _f(first: float, second: float, probability: float) -> float:
    return float(fdtri(first, second, probability))


def _span(means: Floats, inputs: float, noise: float, level: float) -> tuple[float, float]:
    """Quantiles of the outer means, drawn together so that their variance is that of the inputs alone."""
    if inputs == 0.0:
        return float(means.mean()), float(means.mean())
    drawn = means.mean() + (means - means.mean()) * np.sqrt(inputs / (inputs + noise))
    low, high = np.quantile(drawn, ((1.0 - level) / 2.0, (1.0 + level) / 2.0))
    return float(low), float(high)
