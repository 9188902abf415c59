"""Laws whose truth is known, to draw experiments from: what intervals are held against.

Every function draws from a generator and puts experiments first; nothing here knows of intervals.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, ...]], Floats]


def quantile_of(law: str, share: Floats) -> Floats:
    """Exact quantiles of a law."""
    from scipy.special import ndtri

    forms: dict[str, Callable[[Floats], Floats]] = {
        "normal": ndtri,
        "exponential": lambda at: -np.log1p(-at),
        "lognormal": lambda at: np.exp(ndtri(at)),
        "uniform": lambda at: at,
    }
    return np.asarray(forms[law](share))


def reliability(generator: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Life min(G1, max(G2, G3)) of a system of three parts with Weibull(1/2) lives (Law 2015, section 9.4.1).

    P(G > t) = 2 exp(-2 sqrt t) - exp(-3 sqrt t), so the mean is 1 - 2/9 = 7/9.
    """
    lives = generator.weibull(0.5, (*shape, 3))
    return np.asarray(np.minimum(lives[..., 0], np.maximum(lives[..., 1], lives[..., 2])))


LAWS: dict[str, Draw] = {
    "normal": lambda generator, shape: generator.standard_normal(shape),
    "exponential": lambda generator, shape: generator.standard_exponential(shape),
    "lognormal": lambda generator, shape: np.exp(generator.standard_normal(shape)),
    "uniform": lambda generator, shape: generator.random(shape),
    "reliability": reliability,
}
"""Independent values by name of their law, each with scale 1."""


def queue_delays(gaps: Floats, services: Floats) -> Floats:
    """Delays in queue of customers who come to one server that is empty at first; customers last (Lindley 1952)."""
    delays = np.zeros_like(gaps)
    for customer in range(1, gaps.shape[-1]):
        freed = delays[..., customer - 1] + services[..., customer - 1]
        delays[..., customer] = np.maximum(freed - gaps[..., customer], 0.0)
    return delays


def mm1_delays(generator: np.random.Generator, shape: tuple[int, ...], load: float) -> Floats:
    """Delays in an M/M/1 queue of arrival rate 1 and mean service *load*, from empty; customers last."""
    return queue_delays(generator.standard_exponential(shape), load * generator.standard_exponential(shape))


def mm1_pair(generator: np.random.Generator, shape: tuple[int, ...], loads: tuple[float, float]) -> Floats:
    """The same customers before two servers: arrivals and work are common, speed is not; shape (2, *shape)."""
    gaps, work = generator.standard_exponential(shape), generator.standard_exponential(shape)
    return np.stack([queue_delays(gaps, load * work) for load in loads])


def autoregressive(generator: np.random.Generator, shape: tuple[int, ...], carry: float) -> Floats:
    """Stationary normal series of mean 0 in which each value carries *carry* of the one before; time last."""
    values = generator.standard_normal(shape)
    values[..., 0] /= np.sqrt(1.0 - carry**2)
    for week in range(1, shape[-1]):
        values[..., week] += carry * values[..., week - 1]
    return values


def with_common(generator: np.random.Generator, shape: tuple[int, int, int], correlation: float) -> Floats:
    """Normal values of variance 1, (experiments, replications, alternatives), that share part of each replication."""
    own = generator.standard_normal(shape)
    common = generator.standard_normal((*shape[:2], 1))
    return np.asarray(np.sqrt(correlation) * common + np.sqrt(1.0 - correlation) * own)
