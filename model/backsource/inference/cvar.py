"""CVaR, the mean of the worst futures: what a bad year costs on average, not how rarely it is exceeded.

It rests on the few observations of the tail, so its interval is Student's with as many degrees of freedom as that tail
has observations, less one. It still covers less than it says where they are few (measured for 95 % and a tail of 5 %:
91 % at 100 replications of an exponential value, 93 % at 400; normal limits cover 84 % and 91 %, the percentile
bootstrap 77 % at 100), and the warning says so.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from backsource.inference.interval import Interval, check_level, sample
from backsource.inference.mean import standard_error, t_quantile

Tail = Literal["upper", "lower"]
ROUGH = 20
"""Observations in the tail below which its interval is rough: 400 replications for a tail of 5 %."""
VERY_ROUGH = 5
"""Observations in the tail below which it says next to nothing: 100 replications for a tail of 5 %."""


@dataclass(frozen=True)
class Cvar:
    """The mean of a tail."""

    interval: Interval
    """The mean of the tail with its limits."""
    quantile: float
    """Where the tail begins."""
    beyond: int
    """Observations that make it up."""
    error: float
    """Standard error of the mean of the tail."""
    warning: str
    """What must stand beside the numbers; empty where the sample is large enough."""


def cvar(values: npt.ArrayLike, share: float = 0.95, tail: Tail = "upper", level: float = 0.95) -> Cvar:
    """Mean of the worst 1 - *share* of futures: q + E(X - q)+ / (1 - share), q the *share*-quantile.

    With tail `lower` the worst are the smallest (as for a service level), else the largest (as for cost). The standard
    error is that of the sample of q + (X - q)+ / (1 - share), since the derivative by q vanishes (Rockafellar and
    Uryasev 2000; Trindade, Uryasev, Shapiro and Zrazhevsky 2007). Limits are nan where the tail has fewer than two
    observations. Raises ValueError where share is not between 0 and 1.
    """
    if not 0.0 < share < 1.0:
        raise ValueError(f"share is {share}; more than 0 and less than 1, such as 0.95, would do")
    sign = 1.0 if tail == "upper" else -1.0
    found = np.sort(sign * sample(values))
    count = len(found)
    if count == 0:
        return Cvar(Interval(np.nan, np.nan, np.nan, 0, check_level(level)), np.nan, 0, np.nan, caution(0, share))
    rank = max(int(np.ceil(count * share - 1e-9)), 1)
    quantile = float(found[rank - 1])
    each = quantile + np.maximum(found - quantile, 0.0) / (1.0 - share)
    estimate, error = float(each.mean()), standard_error(each)
    half = t_quantile(count - rank - 1, (1.0 + check_level(level)) / 2.0) * error
    middle = sign * estimate
    interval = Interval(middle, middle - half, middle + half, count, level)
    return Cvar(interval, sign * quantile, count - rank, error, caution(count, share))


def caution(count: int, share: float = 0.95) -> str:
    """What is said beside a CVaR of *count* replications: nothing from 400 on (for 0.95), more below 100."""
    rough, very_rough = (round(least / (1.0 - share)) for least in (ROUGH, VERY_ROUGH))
    if count >= rough:
        return ""
    if count >= very_rough:
        return f"CVaR of {count} runs is rough: its interval covers less than it says below {rough} runs"
    return (
        f"CVaR of {count} runs rests on fewer than {VERY_ROUGH} bad futures and is no basis for a decision: "
        f"{rough} runs would do"
    )
