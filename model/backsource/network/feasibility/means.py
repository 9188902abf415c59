"""Means of what varies, and lengths of time in days."""

from collections.abc import Callable
from math import hypot
from typing import Any

import numpy as np

from backsource.config.random import Random
from backsource.laws import distributions
from backsource.units import Amount, Span, parse_share

HOURS = 24.0


def days_of(span: Span | None) -> float:
    """A length of time in days of its own clock: calendar or working days, operating hours as days of 24."""
    if span is None:
        return 0.0
    return span.amount / HOURS if span.clock == "operating" else span.amount


def mean_days(random: Random[Span] | None) -> float:
    """Mean of a time that varies [days of its own clock]; 0 without one."""
    return 0.0 if random is None else mean_of(random, days_of)


def mean_amount(random: Random[Amount]) -> float:
    """Mean of a quantity that varies [units]."""
    return mean_of(random, lambda amount: amount.number)


def mean_of(random: Random[Any], number: Callable[[Any], float]) -> float:
    """Mean of a law as a file gives it; that of a normal law cut at 0 is a little above its own."""
    match random.family:
        case "uniform":
            return (number(random.least) + number(random.most)) / 2
        case "triangular":
            return (number(random.least) + number(random.mode) + number(random.most)) / 3
        case "pert":
            return (number(random.least) + 4 * number(random.mode) + number(random.most)) / 6
        case "discrete":
            return float(np.average([number(value) for value in random.values or []], weights=random.chances))
        case "listed":
            return float(np.mean([number(value) for value in random.listed or [0.0]]))
        case "quantiles":
            points = {parse_share(share): number(value) for share, value in (random.quantiles or {}).items()}
            return distributions.quantiles(points).mean
        case "normal":
            mean = number(random.mean)
            sd = number(random.sd) if random.sd is not None else (random.cv or 0.0) * mean
            return distributions.normal(mean, sd).mean
        case _:
            by_median = random.median is not None  # of a lognormal law: median * exp(sigma ** 2 / 2)
            return number(random.median) * hypot(1.0, random.cv or 0.0) if by_median else number(random.mean)
