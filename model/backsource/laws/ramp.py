"""How the rate of a line grows after it opens: the share of the mature rate, and what it adds up to.

Exponential and logistic start-up curves: Terwiesch and Bohn, International Journal of Production
Economics 70 (2001); Baloff, Journal of Industrial Engineering 17 (1966). Ages are in days since
opening, output in days of the mature rate; before opening both are 0.
"""

import math
from dataclasses import dataclass
from typing import Protocol

from backsource.laws.law import demand_positive


class Ramp(Protocol):
    """A start-up curve."""

    def share(self, age: float) -> float:
        """Rate at this age, as a share of the mature rate."""
        ...

    def output(self, age: float) -> float:
        """Output from opening to this age [days of the mature rate]: the integral of `share`."""
        ...


@dataclass(frozen=True, slots=True)
class ExponentialRamp:
    """The gap to the mature rate closes by the factor 1/e in each `tau` days, from the share `start`."""

    tau: float
    start: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a time constant that is not above 0, and a start share outside 0 to 1."""
        demand_positive(tau=self.tau)
        _demand_share(self.start)

    def share(self, age: float) -> float:
        """1 - (1 - start) exp(-age / tau)."""
        return 0.0 if age < 0 else 1 - (1 - self.start) * math.exp(-age / self.tau)

    def output(self, age: float) -> float:
        """Age - (1 - start) tau (1 - exp(-age / tau))."""
        return 0.0 if age < 0 else age + (1 - self.start) * self.tau * math.expm1(-age / self.tau)


@dataclass(frozen=True, slots=True)
class LogisticRamp:
    """S-curve of scale `tau` that is half way between `start` and the mature rate at age `middle`.

    At opening it stands above `start` by what the left tail of the curve holds, 1 / (1 + exp(middle / tau)).
    """

    tau: float
    middle: float
    start: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a scale that is not above 0, and a start share outside 0 to 1."""
        demand_positive(tau=self.tau)
        _demand_share(self.start)

    def share(self, age: float) -> float:
        """Start + (1 - start) / (1 + exp(-(age - middle) / tau))."""
        if age < 0:
            return 0.0
        return self.start + (1 - self.start) * (1 + math.tanh((age - self.middle) / (2 * self.tau))) / 2

    def output(self, age: float) -> float:
        """Start age + (1 - start) tau ln[(1 + exp((age - middle) / tau)) / (1 + exp(-middle / tau))]."""
        if age < 0:
            return 0.0
        grown = _log_one_plus_exp((age - self.middle) / self.tau) - _log_one_plus_exp(-self.middle / self.tau)
        return self.start * age + (1 - self.start) * self.tau * grown


@dataclass(frozen=True, slots=True)
class LinearRamp:
    """A straight line from the share `start` at opening to the mature rate after `over` days."""

    over: float
    start: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a length that is not above 0, and a start share outside 0 to 1."""
        demand_positive(over=self.over)
        _demand_share(self.start)

    def share(self, age: float) -> float:
        """Start + (1 - start) min(1, age / over)."""
        return 0.0 if age < 0 else self.start + (1 - self.start) * min(1.0, age / self.over)

    def output(self, age: float) -> float:
        """Triangle and rectangle under the line."""
        if age < 0:
            return 0.0
        climbing = min(age, self.over)
        return self.start * age + (1 - self.start) * (climbing * climbing / (2 * self.over) + age - climbing)


def _log_one_plus_exp(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _demand_share(start: float) -> None:
    if not 0 <= start <= 1:
        raise ValueError(f"start of a ramp is a share from 0 to 1 of the mature rate (got {start!r})")
