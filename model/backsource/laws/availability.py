"""Up and down: machines that fail and are repaired, one at a time or by the dozen.

Times in any one unit. Barlow and Proschan, Mathematical Theory of Reliability (1965), chapter 3, for the
alternating renewal process; Taylor and Jackson, Operational Research Quarterly 5 (1954), for spares.
"""

import math
from dataclasses import dataclass

import numpy as np


def long_run(up: float, down: float) -> float:
    """Share of time up in the long run, mean up time over mean cycle; the shapes of the laws do not matter."""
    return up / (up + down)


@dataclass(frozen=True, slots=True)
class ExponentialUptime:
    """Exponential times up (mean `mtbf`) and down (mean `mttr`), up at time 0, watched for `horizon`."""

    mtbf: float
    mttr: float
    horizon: float

    @property
    def at_end(self) -> float:
        """Chance to be up at the horizon: a + (1 - a) exp(-(1/mtbf + 1/mttr) horizon), a the long-run share."""
        share = long_run(self.mtbf, self.mttr)
        return share + (1 - share) * math.exp(-self.horizon * (1 / self.mtbf + 1 / self.mttr))

    @property
    def mean_uptime(self) -> float:
        """Expected time up: the integral of the chance to be up."""
        share = long_run(self.mtbf, self.mttr)
        speed = 1 / self.mtbf + 1 / self.mttr
        return share * self.horizon - (1 - share) * math.expm1(-speed * self.horizon) / speed

    @property
    def mean_failures(self) -> float:
        """Expected number of failures: one per mean time up, in the time up."""
        return self.mean_uptime / self.mtbf


def chance_of_no_failure(mtbf: float, horizon: float) -> float:
    """Chance of exponential time to failure to outlast the horizon: exp(-horizon / mtbf)."""
    return math.exp(-horizon / mtbf)


def chance_of_few_repairs(mtbf: float, repair: float, horizon: float, repairs: int) -> float:
    """Chance that constant repairs of length *repair* take at most *repairs* of them out of the horizon.

    At most n failures in horizon - n repair units of time up: a Poisson sum (Takacs, Acta Mathematica
    Academiae Scientiarum Hungaricae 8, 1957).
    """
    from scipy.special import pdtr

    left = horizon - repairs * repair
    return 1.0 if left <= 0 else float(pdtr(repairs, left / mtbf))


@dataclass(frozen=True, slots=True)
class RepairShop:
    """`wanted` machines run, cold `spares` step in, `repairers` mend one machine each; all times exponential."""

    wanted: int
    spares: int
    repairers: int
    mtbf: float
    mttr: float

    def failed(self) -> list[float]:
        """Chance of 0, 1, ... failed machines in the long run: a birth and death process."""
        machines = self.wanted + self.spares
        weights = [1.0]
        for down in range(machines):
            failing = min(self.wanted, machines - down) / self.mtbf
            mending = min(down + 1, self.repairers) / self.mttr
            weights.append(weights[-1] * failing / mending)
        total = math.fsum(weights)
        return [weight / total for weight in weights]

    @property
    def mean_failed(self) -> float:
        """Expected number of failed machines."""
        return float(np.dot(self.failed(), range(self.wanted + self.spares + 1)))

    @property
    def mean_running(self) -> float:
        """Expected number of machines that run; each of them fails at the rate 1 / mtbf."""
        machines = self.wanted + self.spares
        return float(np.dot(self.failed(), [min(self.wanted, machines - down) for down in range(machines + 1)]))

    @property
    def all_running(self) -> float:
        """Chance that all wanted machines run."""
        return math.fsum(self.failed()[: self.spares + 1])

    @property
    def repairer_busy(self) -> float:
        """Share of the repairers at work: what fails is mended."""
        return self.mean_running / self.mtbf * self.mttr / self.repairers
