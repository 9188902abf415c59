"""What a law of a random quantity offers: its mean, and its quantile function."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Law(Protocol):
    """A distribution drawn by inversion: one uniform number in, one value out, larger in, not smaller out.

    Drawing by inversion gives every draw a fixed meaning: two worlds that share the uniforms meet the
    same good or bad luck, whatever the parameters of the law (Law, Simulation Modeling and Analysis,
    section 11.2.3).
    """

    @property
    def mean(self) -> float:
        """Expected value, in the unit of the values."""
        ...

    def quantile(self, u: Floats) -> Floats:
        """The smallest value that is exceeded with chance 1 - u at most; same shape as *u*, 0 < u < 1."""
        ...


def demand_positive(**numbers: float) -> None:
    """Raise ValueError unless every number is finite and above 0."""
    for name, number in numbers.items():
        if not 0 < number < float("inf"):
            raise ValueError(f"{name} must be a finite number above 0 (got {number!r})")


def demand_order(**numbers: float) -> None:
    """Raise ValueError unless the numbers are finite and do not fall from left to right."""
    values = list(numbers.values())
    if not all(abs(value) < float("inf") for value in values) or values != sorted(values):
        found = ", ".join(f"{name} {number!r}" for name, number in numbers.items())
        raise ValueError(f"{' <= '.join(numbers)} must hold (got {found})")
