"""Where samples come from: plans that are simulated again and again, in several processes.

Replications are independent. One of them may hold several independent copies of a system, and then gives
several samples. The samples of several sources add up, each with columns of its own part (two-level Monte
Carlo: Giles, Acta Numerica 24, 2015).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

import numpy as np

from backsource.log import Floats, Log
from backsource.simulation import simulate
from backsource.simulation.plan import Plan
from backsource.verification.estimates import Value

SEED = 20_260_105


class Source(Protocol):
    """Where samples come from; it goes to the workers, so it can be pickled."""

    @property
    def runs(self) -> int:
        """Runs that make one round."""
        ...

    def sample(self, run: int) -> Floats:
        """Independent samples of one run, shape (samples, columns)."""
        ...


@dataclass(frozen=True, slots=True)
class Runs:
    """A plan, and what is observed of the log of each run of it."""

    plan: Plan
    observe: Callable[[Log], Floats]
    runs: int
    seed: int = SEED

    def sample(self, run: int) -> Floats:
        """Simulate one replication and observe it."""
        return self.observe(simulate(self.plan, self.seed, run))


@dataclass(frozen=True, slots=True)
class Trial:
    """Sources of samples, and the values that follow from them, by the name of the expected value."""

    sources: tuple[Source, ...]
    values: Mapping[str, Value]
    periods: float
    """Periods (days, customers, cycles) of one round."""
    note: str = ""
    first: int = 0
    """Number of the first run, so that trials need not share their random numbers."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try."""

    coarser: float = 1.0
    """Factor on the standard errors asked for."""
    workers: int = 1


@dataclass(slots=True)
class Samples:
    """What has been observed of each source so far."""

    trial: Trial
    effort: Effort
    rounds: int = 0
    parts: list[list[Floats]] = field(default_factory=list)

    def more(self, rounds: int) -> None:
        """Run further rounds."""
        self.parts = self.parts or [[] for _ in self.trial.sources]
        for part, source in zip(self.parts, self.trial.sources, strict=True):
            first = self.trial.first + self.rounds * source.runs
            part.append(observations(source, first, rounds * source.runs, self.effort.workers))
        self.rounds += rounds

    def arrays(self) -> list[Floats]:
        """All samples of each source."""
        return [np.concatenate(part) for part in self.parts]


def observations(source: Source, first: int, count: int, workers: int) -> Floats:
    """Samples of the runs first .. first + count - 1, in their order."""
    if workers == 1:
        return observe(source, first, count)
    from joblib import Parallel, delayed

    number = min(count, 4 * workers)
    bounds = [first + count * piece // number for piece in range(number + 1)]
    chunks = Parallel(n_jobs=workers)(delayed(observe)(source, low, high - low) for low, high in pairwise(bounds))
    return np.concatenate(chunks)


def observe(source: Source, first: int, count: int) -> Floats:
    """Simulate and observe some runs."""
    return np.concatenate([source.sample(run) for run in range(first, first + count)])
