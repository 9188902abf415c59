"""What adaptors of statistics have in common: estimates with their errors, and how many macro-replications to make."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from backsource.verification.trials import Effort, Source, observations

Floats = npt.NDArray[np.float64]
Parameters = Mapping[str, Any]
Adaptor = Callable[[Parameters, Effort], Mapping[str, Any]]
"""Values by the name of the expected value; a `Sampled` where they come from Monte Carlo."""
SEED = 20_260_112
FULL = 20_000
"""Macro-replications at full precision."""
BLOCK = 200
"""Macro-replications of one run of a source."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A Monte Carlo estimate."""

    value: float
    error: float
    """Its standard error."""
    count: int
    """Macro-replications it rests on."""


def macro_replications(effort: Effort, full: int = FULL) -> int:
    """As many as make standard errors `effort.coarser` times as wide as those of *full*, at least 100."""
    return max(100, round(full / effort.coarser**2))


def mean_of(values: npt.ArrayLike) -> Sampled:
    """The mean of independent macro-replications."""
    found = np.asarray(values, dtype=np.float64)
    return Sampled(float(found.mean()), float(found.std(ddof=1) / np.sqrt(len(found))), len(found))


def share_of(hits: npt.ArrayLike) -> Sampled:
    """A share; its error is that of a share one hit away from none or all where it is none or all."""
    found = np.asarray(hits, dtype=np.float64)
    count, share = len(found), float(found.mean())
    inner = min(max(share, 1.0 / count), 1.0 - 1.0 / count)
    return Sampled(share, float(np.sqrt(inner * (1.0 - inner) / count)), count)


def block_columns(source: Source, effort: Effort, full: int = FULL) -> Iterable[Floats]:
    """The columns of a source whose runs make `BLOCK` macro-replications each, as many as *effort* asks."""
    runs = -(-macro_replications(effort, full) // BLOCK)
    return observations(source, 0, runs, effort.workers).T
