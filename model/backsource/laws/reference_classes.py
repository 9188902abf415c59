"""Reference classes: by what factor plans of a kind came out longer or dearer than planned.

Equipment, buildings and outsourcing are the upper and lower bounds of Mott MacDonald, Review of Large Public
Procurement in the UK (2002, for HM Treasury): the excess seen where nobody worked against it, and where somebody did.
The lower bound is taken as the median and the upper as the 90 % quantile of a lognormal factor; that reading is ours.
Manufacturing: as often too low as too high, with 18 % of the plans exceeded by more than half.
IT: Flyvbjerg and Budzier, Harvard Business Review 89 (2011), and later work of theirs: of ten projects eight miss their
first estimate by more than a tenth; 18 % overrun it by more than half, and those by 447 % on average. Below one and a
half the factor is that of manufacturing, above it a Pareto law of that mean, cut off at ten.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backsource.laws.continuous import NORMAL_90, lognormal_through
from backsource.laws.law import Floats, Law

SIGMA = 0.44
"""Standard deviation of the logarithm in manufacturing: P(factor > 1.5) = 18 %."""


@dataclass(frozen=True)
class BodyAndTail:
    """Lognormal of median 1 below `turn`, and from there on, with chance `share`, a Pareto law that ends at `most`."""

    sigma: float
    turn: float
    share: float
    tail_mean: float
    """Mean of the tail if it did not end."""
    most: float

    @property
    def alpha(self) -> float:
        """Exponent of the tail: mean = turn alpha / (alpha - 1)."""
        return self.tail_mean / (self.tail_mean - self.turn)

    @cached_property
    def _below(self) -> float:
        """Chance that the lognormal law stays below the turn."""
        return 0.5 * math.erfc(-math.log(self.turn) / self.sigma / math.sqrt(2))

    @property
    def _inside(self) -> float:
        """Chance that the Pareto law stays below its end."""
        return 1.0 - math.pow(self.turn / self.most, self.alpha)

    @property
    def mean(self) -> float:
        """Both parts by their chances; a truncated lognormal and a truncated Pareto law have closed means."""
        reach = 0.5 * math.erfc((self.sigma**2 - math.log(self.turn)) / self.sigma / math.sqrt(2))
        body = math.exp(self.sigma**2 / 2) * reach / self._below
        tail = self.tail_mean * (1.0 - math.pow(self.turn / self.most, self.alpha - 1.0)) / self._inside
        return (1.0 - self.share) * body + self.share * tail

    def quantile(self, u: Floats) -> Floats:
        """By inversion of each part."""
        from scipy.special import ndtri

        body = np.exp(self.sigma * ndtri(np.minimum(u / (1.0 - self.share), 1.0) * self._below))
        over = np.maximum(u - 1.0 + self.share, 0.0) / self.share
        tail = self.turn * (1.0 - over * self._inside) ** (-1.0 / self.alpha)
        return np.asarray(np.where(u < 1.0 - self.share, body, tail))


def _everything(law: Law) -> dict[str, Law]:
    return {"duration": law, "investment": law, "running cost": law}


REFERENCE_CLASSES: dict[str, dict[str, Law]] = {
    "equipment": {"duration": lognormal_through(1.10, 1.54), "investment": lognormal_through(1.10, 3.00)},
    "non-standard buildings": {"duration": lognormal_through(1.02, 1.39), "investment": lognormal_through(1.04, 1.51)},
    "standard buildings": {"duration": lognormal_through(1.01, 1.04), "investment": lognormal_through(1.02, 1.24)},
    "outsourcing": {"running cost": lognormal_through(1.00, 1.41)},
    "manufacturing": _everything(lognormal_through(1.0, math.exp(SIGMA * NORMAL_90))),
    "IT": _everything(BodyAndTail(sigma=SIGMA, turn=1.5, share=0.18, tail_mean=5.47, most=10.0)),
}
"""Law of the factor by class, for those kinds of figures that the class knows."""
