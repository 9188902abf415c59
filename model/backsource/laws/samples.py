"""Laws read off numbers: chances given one by one, quantiles, observations, and plain lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backsource.laws.law import Floats, Law

ROUNDING = 1e-6
"""How far chances given with few digits may add up off 1."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Takes values[i] while u lies above cumulative[i - 1] and up to cumulative[i]."""

    mean: float
    values: tuple[float, ...]
    cumulative: tuple[float, ...]

    def quantile(self, u: Floats) -> Floats:
        """The inverse of a step function."""
        return np.asarray(self.values)[np.searchsorted(self.cumulative, u)]


@dataclass(frozen=True, slots=True)
class Empirical:
    """A sample of observations, each as likely as the next; `values` are sorted."""

    mean: float
    values: tuple[float, ...]

    def quantile(self, u: Floats) -> Floats:
        """The ceil(n u)-th smallest observation: definition 1 of Hyndman and Fan, American Statistician 50 (1996)."""
        place = np.ceil(np.asarray(u) * len(self.values)).astype(np.intp) - 1
        return np.asarray(self.values)[np.clip(place, 0, len(self.values) - 1)]


@dataclass(frozen=True, slots=True)
class Quantiles:
    """A quantile function of straight pieces, level outside the outermost shares given."""

    mean: float
    shares: tuple[float, ...]
    values: tuple[float, ...]

    def quantile(self, u: Floats) -> Floats:
        """Straight line between the neighbours of u."""
        return np.asarray(np.interp(u, self.shares, self.values), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Listed:
    """The values themselves, in the order of use: the k-th draw is the k-th value. It has no quantiles."""

    mean: float
    values: tuple[float, ...]


def discrete(values: Sequence[float], chances: Sequence[float]) -> Law:
    """Takes each of *values* with its chance; chances add up to 1."""
    if len(values) != len(chances) or not values:
        raise ValueError(f"as many chances as values are needed (got {len(chances)} for {len(values)})")
    if min(chances) < 0 or abs(sum(chances) - 1) > ROUNDING:
        raise ValueError(f"chances must be at least 0 and add up to 1 (got {list(chances)!r})")
    order = sorted((float(value), chance) for value, chance in zip(values, chances, strict=True) if chance > 0)
    total = sum(chance for _, chance in order)
    cumulative = np.cumsum([chance / total for _, chance in order])
    cumulative[-1] = 1.0
    mean = sum(value * chance for value, chance in order) / total
    return Steps(mean, tuple(value for value, _ in order), tuple(cumulative.tolist()))


def quantiles(points: Mapping[float, float]) -> Law:
    """Quantile function through *points* (share 0 to 1: value), straight in between, level outside them."""
    shares = tuple(sorted(points))
    values = tuple(float(points[share]) for share in shares)
    if not shares or shares[0] < 0 or shares[-1] > 1:
        raise ValueError(f"quantiles need shares from 0 to 1 (got {list(points)!r})")
    if list(values) != sorted(values):
        raise ValueError(f"values of quantiles must not fall with the share (got {dict(points)!r})")
    widths, middles = np.diff(shares), (np.asarray(values[1:]) + np.asarray(values[:-1])) / 2
    mean = float(widths @ middles) + shares[0] * values[0] + (1 - shares[-1]) * values[-1]
    return Quantiles(mean, shares, values)


def empirical(values: Sequence[float]) -> Law:
    """The law of a sample: every observation with chance 1 / n."""
    ordered = _finite(values)
    return Empirical(float(np.mean(ordered)), tuple(sorted(ordered)))


def listed(values: Sequence[float]) -> Listed:
    """Values used one after the other."""
    kept = _finite(values)
    return Listed(float(np.mean(kept)), kept)


def _finite(values: Sequence[float]) -> tuple[float, ...]:
    kept = tuple(float(value) for value in values)
    if not kept or not np.all(np.isfinite(kept)):
        raise ValueError(f"at least one value is needed, and only finite ones (got {len(kept)} values)")
    return kept
