"""Continuous laws of times and quantities, each drawn by inversion.

Densities, means and inverses: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions,
volumes 1 and 2 (1994, 1995), unless a function names another source.
"""

import math
from dataclasses import dataclass

import numpy as np

from backsource.laws.law import Floats, Law, demand_order, demand_positive

NORMAL_90 = 1.2815515655446004
"""90 % quantile of the standard normal law."""


@dataclass(frozen=True, slots=True)
class Constant:
    """Always the same value."""

    mean: float

    def quantile(self, u: Floats) -> Floats:
        """The value, for every u."""
        return np.full(np.shape(u), self.mean)


@dataclass(frozen=True, slots=True)
class Weibull:
    """Survival exp(-(x / scale) ** shape); shape 1 is the exponential."""

    mean: float
    shape: float
    scale: float

    def quantile(self, u: Floats) -> Floats:
        """scale (-ln(1 - u)) ** (1 / shape)."""
        hazard = -np.log1p(-u)
        return self.scale * (hazard if self.shape == 1 else hazard ** (1 / self.shape))


@dataclass(frozen=True, slots=True)
class Burr:
    """Survival (1 + (x / scale) ** shape) ** -tail: a Weibull in the middle, a power law far out."""

    mean: float
    shape: float
    tail: float
    scale: float

    def quantile(self, u: Floats) -> Floats:
        """scale ((1 - u) ** (-1 / tail) - 1) ** (1 / shape)."""
        return np.asarray(self.scale * np.expm1(-np.log1p(-u) / self.tail) ** (1 / self.shape))


@dataclass(frozen=True, slots=True)
class Gamma:
    """Density proportional to x ** (shape - 1) exp(-x shape / mean)."""

    mean: float
    shape: float

    def quantile(self, u: Floats) -> Floats:
        """Inverse of the regularised lower incomplete gamma function, scaled to the mean."""
        from scipy.special import gammaincinv

        return np.asarray(gammaincinv(self.shape, u) * (self.mean / self.shape))


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Its logarithm is normal with mean `location` and standard deviation `sigma`."""

    mean: float
    location: float
    sigma: float

    def quantile(self, u: Floats) -> Floats:
        """exp(location + sigma z(u)), z the standard normal quantile."""
        from scipy.special import ndtri

        return np.exp(self.location + self.sigma * ndtri(u))


@dataclass(frozen=True, slots=True)
class CutNormal:
    """max(0, X) with X normal of mean `location` and standard deviation `sd`; `mean` is that of the cut law."""

    mean: float
    location: float
    sd: float

    def quantile(self, u: Floats) -> Floats:
        """max(0, location + sd z(u)), z the standard normal quantile."""
        from scipy.special import ndtri

        return np.maximum(0.0, self.location + self.sd * ndtri(u))


@dataclass(frozen=True, slots=True)
class Uniform:
    """Equally likely everywhere from `least` to `most`."""

    mean: float
    least: float
    most: float

    def quantile(self, u: Floats) -> Floats:
        """least + u (most - least)."""
        return np.asarray(self.least + u * (self.most - self.least))


@dataclass(frozen=True, slots=True)
class Triangular:
    """Density rises in a straight line from `least` to `mode` and falls to `most`."""

    mean: float
    least: float
    mode: float
    most: float

    def quantile(self, u: Floats) -> Floats:
        """Square-root inverse on either side of the mode."""
        width, rise, fall = self.most - self.least, self.mode - self.least, self.most - self.mode
        left = self.least + np.sqrt(u * (width * rise))
        right = self.most - np.sqrt((1 - u) * (width * fall))
        return np.where(u * width < rise, left, right)


@dataclass(frozen=True, slots=True)
class ScaledBeta:
    """A beta law with exponents `rise` and `fall`, stretched over `least` to `most`."""

    mean: float
    least: float
    most: float
    rise: float
    fall: float

    def quantile(self, u: Floats) -> Floats:
        """Inverse of the regularised incomplete beta function, stretched."""
        from scipy.special import betaincinv

        return np.asarray(self.least + (self.most - self.least) * betaincinv(self.rise, self.fall, u))


def constant(value: float) -> Constant:
    """Always *value*."""
    return Constant(float(value))


def exponential(mean: float) -> Law:
    """Exponential with this mean > 0."""
    return weibull(mean, 1.0)


def weibull(mean: float, shape: float) -> Law:
    """Weibull with this mean > 0 and shape > 0; scale = mean / Gamma(1 + 1 / shape)."""
    demand_positive(mean=mean, shape=shape)
    return Weibull(float(mean), float(shape), mean / math.gamma(1 + 1 / shape))


def burr(mean: float, shape: float, tail: float) -> Burr:
    """Burr's type XII with this mean > 0, shape > 0 and tail > 1 / shape, below which it has no mean.

    scale = mean / (tail B(tail - 1 / shape, 1 + 1 / shape)), B the beta function: Burr, Annals of Mathematical
    Statistics 13 (1942); Tadikamalla, International Statistical Review 48 (1980).
    """
    demand_positive(mean=mean, shape=shape, tail=tail)
    if shape * tail <= 1:
        raise ValueError(f"shape times tail must be above 1 for a mean (got {shape!r} times {tail!r})")
    parts = math.lgamma(tail - 1 / shape) + math.lgamma(1 + 1 / shape) - math.lgamma(tail)
    return Burr(float(mean), float(shape), float(tail), mean / math.exp(parts))


def gamma(mean: float, cv: float) -> Law:
    """Gamma with this mean > 0 and coefficient of variation; shape = cv ** -2. A cv of 0 is a constant."""
    if cv == 0:
        return constant(mean)
    demand_positive(mean=mean, cv=cv)
    return Gamma(float(mean), cv**-2.0)


def lognormal(mean: float, cv: float) -> Law:
    """Lognormal with this mean > 0 and coefficient of variation; sigma ** 2 = ln(1 + cv ** 2)."""
    if cv == 0:
        return constant(mean)
    demand_positive(mean=mean, cv=cv)
    variance = math.log1p(cv * cv)
    return Lognormal(float(mean), math.log(mean) - variance / 2, math.sqrt(variance))


def lognormal_through(median: float, p90: float) -> Law:
    """Lognormal with this median > 0 and this 90 % quantile; constant where they are equal."""
    sigma = math.log(p90 / median) / NORMAL_90
    if sigma == 0:
        return constant(median)
    mean = median * np.exp(sigma * sigma / 2)
    return lognormal(float(mean), float(np.sqrt(np.exp(sigma * sigma) - 1)))


def normal(mean: float, sd: float) -> Law:
    """Normal, cut at 0: values below 0 become 0, and the law's `mean` says what that adds.

    E max(0, X) = m Phi(m / s) + s phi(m / s): Tobin, Econometrica 26 (1958), for the censored normal.
    """
    if sd == 0:
        return constant(max(0.0, mean))
    demand_positive(sd=sd)
    ratio = mean / sd
    below = math.erfc(-ratio / math.sqrt(2)) / 2
    density = math.exp(-ratio * ratio / 2) / math.sqrt(2 * math.pi)
    return CutNormal(mean * below + sd * density, float(mean), float(sd))


def uniform(least: float, most: float) -> Law:
    """Uniform from *least* to *most*."""
    demand_order(least=least, most=most)
    return Uniform((least + most) / 2, float(least), float(most))


def triangular(least: float, mode: float, most: float) -> Law:
    """Triangular; the mode may coincide with an end."""
    demand_order(least=least, mode=mode, most=most)
    if least == most:
        return constant(least)
    return Triangular((least + mode + most) / 3, float(least), float(mode), float(most))


def pert(least: float, mode: float, most: float) -> Law:
    """Beta-PERT: mean (least + 4 mode + most) / 6.

    Exponents 1 + 4 (mode - least) / width and 1 + 4 (most - mode) / width: Malcolm, Roseboom, Clark and
    Fazar, Operations Research 7 (1959); Vose, Risk Analysis (2008).
    """
    demand_order(least=least, mode=mode, most=most)
    if least == most:
        return constant(least)
    width = most - least
    rise, fall = 1 + 4 * (mode - least) / width, 1 + 4 * (most - mode) / width
    return ScaledBeta((least + 4 * mode + most) / 6, float(least), float(most), rise, fall)
