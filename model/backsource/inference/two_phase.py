"""Double sampling for stratification: a cheap look at many replications, a dear one at some of each stratum it told.

Cochran (1977), Sampling Techniques, 3rd ed., section 12.2, with an unlimited number of replications to draw from.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from backsource.inference.interval import Floats, Interval, check_level
from backsource.inference.mean import t_quantile
from backsource.inference.paired import FEW
from backsource.inference.proportion import wilson
from backsource.inference.ratio import fieller
from backsource.inference.skewness import asks_for

Ints = npt.NDArray[np.int64]
QUIET_SHARE = 0.15
"""Part of the dear looks that is kept for replications in which the cheap one saw nothing, where they may run out."""


def looked_closer(seen: npt.ArrayLike, lots: npt.ArrayLike, most: int) -> Ints:
    """Replications, in rising order, that get the second look; *seen*, shape (n,): the first look saw something.

    All with something seen and, of the quiet ones, as many as come to *most*, but no fewer than `QUIET_SHARE` of it
    where there are so many: of a stratum that is too large those with the smallest *lots*, shape (n,), uniform.
    """
    bad, lot = np.asarray(seen, dtype=bool), np.asarray(lots, dtype=np.float64)
    count = int(bad.sum())
    quiet = min(len(bad) - count, max(most - count, int(np.ceil(QUIET_SHARE * most))))
    order = np.argsort(lot, kind="stable")
    taken = [order[bad[order]][: max(0, most - quiet)], order[~bad[order]][:quiet]]
    return np.sort(np.concatenate(taken)).astype(np.int64)


@dataclass(frozen=True, eq=False)
class TwoPhase:
    """Of which stratum each replication with a second look is, and how many the first look found of each."""

    sizes: Ints
    """Replications of the first look, shape (strata,)."""
    stratum: Ints
    """Of each second look, from 0 on, shape (n,)."""

    @classmethod
    def of(cls, seen: npt.ArrayLike, closer: npt.ArrayLike) -> "TwoPhase":
        """Two strata, seen and quiet; one where all of them had the second look, since nothing was drawn by lot."""
        bad, taken = np.asarray(seen, dtype=bool), np.asarray(closer, dtype=np.int64)
        if len(taken) == len(bad):
            return cls.whole(len(bad))
        sizes, stratum = np.array([bad.sum(), (~bad).sum()]), np.where(bad[taken], 0, 1)
        there = np.flatnonzero(sizes)
        return cls(sizes[there], np.searchsorted(there, stratum))

    @classmethod
    def whole(cls, count: int) -> "TwoPhase":
        """One look at all of them; everything below is then what it is of a plain sample."""
        return cls(np.array([count]), np.zeros(count, dtype=np.int64))

    @property
    def total(self) -> int:
        """Replications of the first look."""
        return int(self.sizes.sum())

    @cached_property
    def closer(self) -> Ints:
        """Second looks by stratum."""
        return np.bincount(self.stratum, minlength=len(self.sizes))

    @cached_property
    def weights(self) -> Floats:
        """What each second look stands for, shape (n,); they add up to 1."""
        return np.asarray((self.sizes / self.closer)[self.stratum] / self.total)

    @property
    def unseen_in(self) -> int:
        """Plain replications that would say as much of what no second look has seen: rule of three by stratum."""
        return int((self.closer * self.total / self.sizes).min())

    def mean(self, values: Floats) -> Floats:
        """Stratified mean of values of shape (n, ...)."""
        return np.asarray(np.tensordot(self.weights, values, axes=1))

    def terms(self, one: Floats, other: Floats) -> tuple[Floats, float]:
        """What the covariance of two means is made of: the part within each stratum, and that between them.

        sum w_h^2 s_h^2 / n_h + (1/N) sum w_h (mean_h - mean)^2, of which the second part is estimated without bias:
        s^2 / N of a plain sample where all had the second look (Cochran's 12.32, Rao 1973). Never negative together.
        """
        n, size, total = self.closer, self.sizes, self.total
        share, left = size / total, 1.0 / n - 1.0 / size
        means = [np.bincount(self.stratum, values) / n for values in (one, other)]
        away = (one - means[0][self.stratum]) * (other - means[1][self.stratum])
        spread = np.bincount(self.stratum, away) / np.maximum(1, n - 1)
        both = (means[0] - share @ means[0]) * (means[1] - share @ means[1])
        pairs = total * (total - 1.0)
        within = spread * ((size - 1.0) / pairs + left * (share**2 - size * (1.0 - share) / pairs))
        return np.asarray(within), float(size @ both / pairs)

    def covariance(self, one: Floats, other: Floats) -> float:
        """Of two stratified means; the variance of one of them where both are the same."""
        within, between = self.terms(one, other)
        return float(within.sum() + between)

    def freedom(self, values: Floats) -> float:
        """Degrees of freedom by Welch and Satterthwaite, with those of the fewest second looks for what lies between.

        The part between strata rests on their means, so it is known no better than they are.
        """
        within, between = self.terms(values, values)
        varies = within > 0.0
        own = self.closer[varies] - 1.0
        parts = float((within[varies] ** 2 / np.maximum(1.0, own)).sum())
        fewest = max(1.0, float(min(self.closer[self.closer > 1] - 1.0, default=1.0)))
        parts += between**2 / fewest
        return (within.sum() + between) ** 2 / parts if parts > 0.0 else float(len(values) - 1)

    def interval(self, values: Floats, level: float = 0.95) -> Interval:
        """Stratified mean with Student's limits; as in `careful`, wider where fewer than 10 second looks are not 0.

        Those limits hold 0: the sum over strata of the largest value seen in each times the upper limit (Wilson) of the
        share of all replications that have one of that sign there. They take the largest seen for the largest there is.
        """
        found = float(self.mean(values))
        half = t_quantile(self.freedom(values), (1.0 + check_level(level)) / 2.0) * self.error(values)
        low, high = found - half, found + half
        if 0 < np.count_nonzero(values) < min(FEW, len(values)):
            less, more = (self._at_most(values, side, level) for side in (values < 0.0, values > 0.0))
            low, high = min(float(np.nan_to_num(low)), -less), max(float(np.nan_to_num(high)), more)
        return Interval(found, low, high, len(values), level)

    def error(self, values: Floats) -> float:
        """Standard error of the mean; nan below two second looks."""
        return float(np.sqrt(self.covariance(values, values))) if len(values) > 1 else np.nan

    def _at_most(self, values: Floats, sign: npt.NDArray[np.bool_], level: float) -> float:
        """How large the mean of the values of one sign may be; each stratum counts as so many plain replications."""
        found = 0.0
        for place, plain in enumerate(self.closer * self.total / self.sizes):
            own = self.stratum == place
            largest = float(np.abs(values[own]).max(initial=0.0))
            found += largest * wilson(int(np.count_nonzero(sign & own)), round(plain), level).high
        return found

    def ratio(self, part: Floats, whole: Floats, level: float = 0.95) -> Interval:
        """Mean of *part* / mean of *whole* with Fieller's limits; nan where that of *whole* is not told from 0."""
        top, bottom = float(self.mean(part)), float(self.mean(whole))
        none = Interval(np.nan, np.nan, np.nan, len(part), check_level(level))
        if len(part) < 2 or bottom == 0.0:
            return none
        freedom = min(self.freedom(whole), self.freedom(part - top / bottom * whole))
        squared = t_quantile(freedom, (1.0 + level) / 2.0) ** 2
        variances = (self.covariance(*pair) * squared for pair in ((part, part), (part, whole), (whole, whole)))
        limits = fieller(top, bottom, *variances)
        return Interval(top / bottom, *limits, len(part), level) if limits else none

    def skewness_need(self, values: Floats) -> int:
        """Replications of the first look that would do for values so skewed, as in `inference.skewness_need`; else 0.

        Student's limits ask for 25 G^2 plain replications; the two looks are worth some number of them, and that
        number grows as they do.
        """
        variance = self.covariance(values, values) if len(values) > 2 else 0.0
        if not variance > 0.0:
            return 0
        away = values - self.mean(values)
        square = float(self.mean(away**2))
        worth = min(self.total, square / variance + 1.0)
        needed = asks_for(float(self.mean(away**3)) / square**1.5, worth)
        return int(np.ceil(self.total * needed / worth)) if needed else 0
