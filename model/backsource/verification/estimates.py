"""Values and their standard errors from independent samples.

A sample is a row of numbers, one a column. A value is a smooth function of the means of the columns, whose
standard error follows from the covariance of the means by linearisation (the delta method: Asmussen and
Glynn, Stochastic Simulation, III.3), or a quantile.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from backsource.log import Floats

RARE = 1e-3
"""A chance below it is judged by its count."""
SMALL = 0.05
"""A share below it is asked for no more precisely than a second moment."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its standard error."""

    value: float
    error: float


class Statistic(Protocol):
    """How a value follows from samples."""

    def of(self, samples: Sequence[Floats]) -> Estimate:
        """The estimate from the samples of each source, arrays of shape (samples, columns)."""


@dataclass(frozen=True, slots=True)
class OfMeans:
    """A smooth function of the means of the columns."""

    function: Callable[[Floats], float]

    def of(self, samples: Sequence[Floats]) -> Estimate:
        """Value at the means; error by linearisation, the gradient taken over one standard error of each mean."""
        means = np.sum([each.mean(axis=0) for each in samples], axis=0)
        spread = np.sum([np.atleast_2d(np.cov(each, rowvar=False)) / len(each) for each in samples], axis=0)
        gradient = np.zeros(len(means))
        for column, step in enumerate(np.sqrt(np.diag(spread))):
            if step > 0:
                aside = np.zeros(len(means))
                aside[column] = step
                gradient[column] = (self.function(means + aside) - self.function(means - aside)) / (2 * step)
        return Estimate(float(self.function(means)), math.sqrt(max(0.0, float(gradient @ spread @ gradient))))


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile of one column; its error from the order statistics one standard error of the share away."""

    column: int
    share: float

    def of(self, samples: Sequence[Floats]) -> Estimate:
        """Estimate from the first source."""
        column = samples[0][:, self.column]
        aside = math.sqrt(self.share * (1 - self.share) / len(column))
        low, value, high = np.quantile(column, np.clip([self.share - aside, self.share, self.share + aside], 0, 1))
        return Estimate(float(value), float(high - low) / 2)


def column(number: int) -> OfMeans:
    """The mean of one column."""
    return OfMeans(lambda means: float(means[number]))


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a system: how it follows from samples, and how precisely it is wanted."""

    statistic: Statistic
    kind: Literal["mean", "moment", "share", "chance", "quantile"] = "mean"
    """`moment` is of second order, `share` a share of time, `chance` the mean of one column of 0 and 1."""

    def asked(self, expected: float) -> tuple[float, float]:
        """Relative standard errors: wanted where it is within reach, and at least."""
        rough = self.kind == "moment" or (self.kind in ("share", "chance") and abs(expected) < SMALL)
        if rough:
            return 0.01, 0.01
        return (0.005, 0.005) if self.kind == "quantile" else (0.001, 0.005)

    def is_counted(self, expected: float, periods: float, cap: float) -> bool:
        """Whether the value is a chance judged by its count, a sample of which takes *periods* of at most *cap*.

        So is a rare one, and one too small to be known to 1 % within the cap.
        """
        if self.kind != "chance" or not 0 <= expected < SMALL:
            return False
        return expected < RARE or (1 - expected) / expected / self.asked(expected)[1] ** 2 * periods > cap
