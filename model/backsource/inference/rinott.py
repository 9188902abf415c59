"""Two-stage selection: a first sample says how many more each arm needs, then the best mean is chosen.

Rinott, Communications in Statistics A7 (1978) 799-811; Dudewicz and Dalal, Sankhya B37 (1975) 28-78, which weights the
means of both stages. Both are proven for arms that are independent and normal; they suit runs that are sent off in
one go.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri, gammaincinv, gammaln, ndtr, stdtr, stdtrit

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
NODES = 128
"""Points of each quadrature; at 64 the constants agree to nine digits."""
TAIL = 1e-13
"""Probability left out at either end."""
FAR = 8.0
"""Standard deviations out to which normal quantiles are taken."""


@lru_cache(maxsize=256)
def rinott_h(arms: int, first: int, confidence: float) -> float:
    """The h for which E[(E[Phi(h / sqrt(v (1/X + 1/Y))) | Y])^(arms - 1)] is *confidence*.

    X and Y are independent chi-square variables with v = first - 1 degrees of freedom. Raises ValueError below two
    arms or two observations, and where *confidence* is not above 1/arms.
    """
    _check(arms, first, confidence)
    freedom = first - 1
    points, weights = _chi_square(freedom)
    scale = 1.0 / np.sqrt(freedom * (1.0 / points[:, None] + 1.0 / points[None, :]))
    return _solve(lambda h: float(weights @ (ndtr(h * scale) @ weights) ** (arms - 1)), confidence)


@lru_cache(maxsize=256)
def dudewicz_dalal_h(arms: int, first: int, confidence: float) -> float:
    """The h for which E[F(T + h)^(arms - 1)] is *confidence*.

    T is Student's with first - 1 degrees of freedom, F its distribution function. Raises ValueError as `rinott_h`.
    """
    _check(arms, first, confidence)
    nodes, weights = np.polynomial.legendre.leggauss(2 * NODES)
    normal = FAR * nodes
    mass = weights * np.exp(-(normal**2) / 2.0)
    mass /= mass.sum()
    points = -stdtrit(first - 1, ndtr(-normal))
    return _solve(lambda h: float(mass @ stdtr(first - 1, points + h) ** (arms - 1)), confidence)


def rinott_sizes(stage: npt.ArrayLike, delta: float, h: float) -> Whole:
    """Observations that each arm needs in all, max(n0, ceil((h S / delta)^2)), from a first stage (n0, arms)."""
    first = np.asarray(stage, dtype=np.float64)
    return _sizes(first.var(axis=0, ddof=1), len(first), delta, h)


def dudewicz_dalal_sizes(variances: npt.ArrayLike, first: int, delta: float, h: float) -> Whole:
    """Observations that each arm needs in all, max(n0 + 1, ceil((h S / delta)^2)), from variances of n0 each."""
    return _sizes(np.asarray(variances, dtype=np.float64), first + 1, delta, h)


def dudewicz_dalal_weights(
    variances: npt.ArrayLike, sizes: npt.ArrayLike, first: int, delta: float, h: float
) -> Floats:
    """Weights of the first-stage means, shape (arms,); the second-stage means have what is left to 1.

    W = n0/N (1 + sqrt(1 - N/n0 (1 - (N - n0) / (h S / delta)^2))); an arm without variance has the plain mean.
    """
    spread = np.asarray(variances, dtype=np.float64) * (h / delta) ** 2
    total = np.asarray(sizes, dtype=np.float64)
    share = first / total
    varies = spread > 0.0
    inside = 1.0 - (1.0 - (total - first) / np.where(varies, spread, 1.0)) / share
    return np.asarray(np.where(varies, share * (1.0 + np.sqrt(np.maximum(inside, 0.0))), share))


def dudewicz_dalal_means(first_means: npt.ArrayLike, second_means: npt.ArrayLike, weights: npt.ArrayLike) -> Floats:
    """Weighted means of both stages, shape (arms,)."""
    share = np.asarray(weights, dtype=np.float64)
    return np.asarray(share * np.asarray(first_means) + (1.0 - share) * np.asarray(second_means))


def _check(arms: int, first: int, confidence: float) -> None:
    if arms < 2 or first < 3:
        raise ValueError(f"{arms} arms with {first} observations each; 2 arms with 3 or more would do")
    if not 1.0 / arms < confidence < 1.0:
        raise ValueError(
            f"confidence is {confidence}; more than 1/{arms}, which guessing gives, and less than 1 would do"
        )


def _sizes(variances: Floats, least: int, delta: float, h: float) -> Whole:
    if not delta > 0.0:
        raise ValueError(f"the smallest difference that matters is {delta}; more than 0 would do")
    return np.maximum(least, np.ceil(variances * (h / delta) ** 2)).astype(np.int64)


def _chi_square(freedom: int) -> tuple[Floats, Floats]:
    """Points and weights that integrate over a chi-square variable: Gauss-Legendre in its logarithm."""
    low, high = np.log(2.0 * gammaincinv(freedom / 2.0, TAIL)), np.log(chdtri(freedom, TAIL))
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    log = low + (high - low) * (nodes + 1.0) / 2.0
    half = freedom / 2.0
    density = np.exp(half * log - np.exp(log) / 2.0 - half * np.log(2.0) - gammaln(half))
    found = weights * density
    return np.exp(log), np.asarray(found / found.sum())


def _solve(probability: Callable[[float], float], confidence: float) -> float:
    """Where a growing function reaches *confidence*."""
    from scipy.optimize import brentq

    high = 4.0
    while probability(high) < confidence:
        high *= 2.0
    return float(brentq(lambda h: probability(h) - confidence, 0.0, high, xtol=1e-12))
