"""Experiments with fixed precision: how often the interval at the stop covers, and when one stops."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backsource.inference import Precision, fixed_precision, mean_interval
from backsource.streams import stream
from backsource.verification.statistics.sampled import BLOCK, SEED

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PrecisionTrials:
    """Law's rule looked at after every replication of a normal measure; columns: covered, replications."""

    mean: float
    deviation: float
    relative: float
    first: int
    confidence: float
    runs: int = 1

    def sample(self, run: int) -> Floats:
        """One block."""
        luck = stream(SEED, run, "relative precision")
        return np.array([self._stop(luck) for _ in range(BLOCK)])

    def _stop(self, luck: np.random.Generator) -> tuple[float, float]:
        asked = [Precision(self.relative, relative=True)]
        drawn = np.empty((0, 1))
        while True:
            drawn = np.concatenate((drawn, luck.normal(self.mean, self.deviation, (300, 1))))
            stop = fixed_precision(
                drawn, asked, level=self.confidence, first=self.first, batch=1, look_ahead=0
            )  # fmt: skip
            if stop.reached is not None:
                found = mean_interval(drawn[: stop.reached, 0], self.confidence)
                return float(found.low <= self.mean <= found.high), float(stop.reached)
