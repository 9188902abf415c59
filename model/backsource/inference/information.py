"""What it is worth to know an unsure input before choosing, and which of them makes the answer unsure.

Raiffa and Schlaifer, Applied Statistical Decision Theory (1961); from runs with drawn inputs by regression: Strong,
Oakley and Brennan, Estimating multiparameter partial expected value of perfect information from a probabilistic
sensitivity analysis sample, Medical Decision Making 34 (2014) 311-326.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backsource.inference.interval import Floats
from backsource.inference.paired import Goal

FEW_VALUES = 5
"""Distinct values up to which an input is a matter of cases, each with its own mean."""
MOST_BENDS = 3
"""Highest degree of the polynomials in the rank of an input."""
RESAMPLES = 200


@dataclass(frozen=True)
class Worth:
    """What knowing one input would be worth, in the unit of the values."""

    value: float
    """Expected gain from choosing after the input is known; never below 0, nor above what knowing all would show."""
    low: float
    """Limits at 95 % from the draws (bootstrap, percentiles)."""
    high: float


@dataclass(frozen=True)
class Information:
    """Values of information, from draws of all inputs."""

    inputs: tuple[Worth, ...]
    """Of knowing each input alone, in their order."""
    all_low: float
    """Of knowing all inputs, though not the future: between these. The lower chooses by one half of the futures and
    takes the other half's value, the upper chooses and takes by all, which flatters; nan with one future."""
    all_high: float
    everything: float
    """Of knowing the future too: the expected regret of the choice, which no measuring can save."""
    choice: int
    """The arm that is best on average."""


def information(
    drawn: Floats, samples: Floats, rng: np.random.Generator, *, goal: Goal = "min", resamples: int = RESAMPLES
) -> Information:
    """From draws of the inputs, shape (draws, inputs), and values of the arms, shape (draws, futures, arms)."""
    gains = -samples if goal == "min" else samples
    means = gains.mean(axis=1)
    most = perfect(means)
    worths = []
    for column in drawn.T:
        found = min(most, worth_of(column, means))
        again = [worth_of(column[rows], means[rows]) for rows in _resampled(len(means), resamples, rng)]
        low, high = np.percentile(again, [2.5, 97.5])
        worths.append(Worth(found, min(found, float(low)), max(found, float(high))))
    futures = samples.shape[1]
    return Information(
        tuple(worths), _split(gains) if futures > 1 else np.nan, most,
        perfect(gains.reshape(-1, gains.shape[2])), int(np.argmax(means.mean(axis=0))),
    )  # fmt: skip


def perfect(gains: Floats) -> float:
    """Mean of the best less the best of the means, shape (cases, arms), larger is better."""
    return max(0.0, float(gains.max(axis=1).mean() - gains.mean(axis=0).max()))


def worth_of(column: Floats, gains: Floats) -> float:
    """Worth of knowing one input before choosing: column (draws,), gains (draws, arms)."""
    best = int(np.argmax(gains.mean(axis=0)))
    fitted = conditional_mean(column, gains - gains[:, [best]])
    return perfect(fitted)


def _split(gains: Floats) -> float:
    """Choosing in each draw by the even futures and taking the odd ones, and the other way round."""
    even, odd = gains[:, ::2].mean(axis=1), gains[:, 1::2].mean(axis=1)
    rows, choice = np.arange(len(gains)), int(gains.mean(axis=(0, 1)).argmax())
    won = [(of[rows, by.argmax(axis=1)] - of[:, choice]).mean() for by, of in ((even, odd), (odd, even))]
    return max(0.0, float(np.mean(won)))


def variance_shares(drawn: Floats, values: Floats) -> Floats:
    """Share of the variance of *values*, shape (draws,), that goes with each input alone, shape (inputs,).

    The first index by regression: variance of the conditional mean over that of the values, less what chance alone
    would fit; between 0 and 1. Nan where the values do not vary.
    """
    spread = float(values.var(ddof=1))
    if spread <= 0:
        return np.full(drawn.shape[1], np.nan)
    return np.array([_explained(column, values) for column in drawn.T])


def moments_share(moments: Floats, values: Floats) -> float:
    """Share of the variance of *values*, shape (draws,), that goes with the mean and the variance of a resample.

    *moments* has shape (draws, 2). Song and Nelson's model of mean and variance (IIE Transactions 47, 2015), fitted by
    least squares, less what chance alone would fit; between 0 and 1. Nan where the values do not vary.
    """
    spread = float(values.var(ddof=1))
    if spread <= 0:
        return np.nan
    apart = moments - moments.mean(axis=0)
    scaled = apart / np.where(apart.std(axis=0) > 0, apart.std(axis=0), 1.0)
    basis = np.column_stack((np.ones(len(values)), scaled))
    fit, _, terms, _ = np.linalg.lstsq(basis, values, rcond=1e-9)
    left = float(((values - basis @ fit) ** 2).sum()) / max(1, len(values) - int(terms))
    return float(np.clip(1.0 - left / spread, 0.0, 1.0))


def _explained(column: Floats, values: Floats) -> float:
    """The adjusted share of variance."""
    draws = len(values)
    fitted, terms = _fit(column, values[:, None])
    left = float(((values[:, None] - fitted) ** 2).sum()) / max(1, draws - terms)
    return float(np.clip(1.0 - left / values.var(ddof=1), 0.0, 1.0))


def conditional_mean(column: Floats, values: Floats) -> Floats:
    """What the values are on average given one input, at each draw; values and result of shape (draws, arms).

    Means of cases where the input has few values, else the polynomial in its rank, up to the third degree, that would
    predict best (leaving out one draw at a time): none at all where the input says nothing.
    """
    return _fit(column, values)[0]


def _fit(column: Floats, values: Floats) -> tuple[Floats, int]:
    """Conditional means, and how many terms they cost."""
    cases, case = np.unique(column, return_inverse=True)
    if len(cases) <= FEW_VALUES:
        basis = (case[:, None] == np.arange(len(cases))[None]).astype(np.float64)
        return basis @ np.linalg.lstsq(basis, values, rcond=None)[0], len(cases)
    place = (np.argsort(np.argsort(column)) + 0.5) / len(column)
    fits = [_polynomial(place, values, degree) for degree in range(MOST_BENDS + 1)]
    fitted = np.empty_like(values)
    best = np.argmin(np.stack([error for _, error in fits]), axis=0)
    for number, degree in enumerate(best):
        fitted[:, number] = fits[degree][0][:, number]
    return fitted, int(best.max()) + 1


def _polynomial(place: Floats, values: Floats, degree: int) -> tuple[Floats, Floats]:
    """Fit of one degree, and its squared error at draws left out, by arm (with the hat matrix)."""
    basis, _ = np.linalg.qr(np.polynomial.legendre.legvander(2.0 * place - 1.0, degree))
    fitted = basis @ (basis.T @ values)
    hat = (basis**2).sum(axis=1)[:, None]
    return fitted, np.asarray((((values - fitted) / np.maximum(1.0 - hat, 1e-12)) ** 2).sum(axis=0))


def _resampled(count: int, resamples: int, rng: np.random.Generator) -> Sequence[np.ndarray]:
    return [rng.integers(count, size=count) for _ in range(resamples)]
