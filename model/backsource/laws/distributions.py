"""The laws a file may name, behind one door; `continuous`, `counts` and `samples` hold them."""

from backsource.laws.continuous import (
    burr,
    constant,
    exponential,
    gamma,
    lognormal,
    lognormal_through,
    normal,
    pert,
    triangular,
    uniform,
    weibull,
)
from backsource.laws.counts import binomial_quantile, geometric, poisson
from backsource.laws.law import Law
from backsource.laws.samples import Listed, discrete, empirical, listed, quantiles

__all__ = [
    "Law",
    "Listed",
    "binomial_quantile",
    "burr",
    "constant",
    "discrete",
    "empirical",
    "exponential",
    "gamma",
    "geometric",
    "listed",
    "lognormal",
    "lognormal_through",
    "normal",
    "pert",
    "poisson",
    "quantiles",
    "triangular",
    "uniform",
    "weibull",
]
