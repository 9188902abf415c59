"""When there are enough replications for an asked precision of several measures.

Law, Simulation Modeling and Analysis (2015), section 9.4: stop when every half-width is small enough; a relative one is
held against gamma / (1 + gamma) of the mean, so that the error against the true mean stays within gamma. Hoad, Robinson
and Davies, Journal of the Operational Research Society 61 (2010) 1632-1644: stop only after the half-widths have stayed
small over some further replications, since they may become small by chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from backsource.inference.interval import check_level

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
LOOK_AHEAD = 5
"""Further replications over which precision must hold; of more than 100, as many per hundred."""


@dataclass(frozen=True)
class Precision:
    """The half-width asked of the mean of one measure."""

    half_width: float
    """In the unit of the measure, or as a share of the mean."""
    relative: bool = False


@dataclass(frozen=True)
class Precise:
    """Whether the precision is reached."""

    reached: int | None
    """The look, in replications, from which it held; none where it has not been reached."""
    needed: int
    """Replications to have before it can be told; once reached, those that it rests on."""
    half_widths: tuple[float, ...]
    """After all replications that are there; nan below two values."""


def fixed_precision(
    samples: npt.ArrayLike,
    asked: Sequence[Precision],
    *,
    level: float = 0.95,
    first: int = 20,
    batch: int = 20,
    look_ahead: int = LOOK_AHEAD,
) -> Precise:
    """Look after *first*, *first* + *batch*, ... replications of *samples*, shape (replications, measures).

    At a look n the precision is reached if all half-widths, each at its own *level*, are small enough after every
    number of replications from n to n + *look_ahead* (n/100 times as many beyond 100; with 0 this is Law's rule). A
    measure without a value in a replication (nan) is estimated from those that have one. What is decided depends on
    the order of replications only. Raises ValueError where nothing or not one precision a measure is asked.
    """
    values = np.asarray(samples, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] != len(asked) or not asked:
        raise ValueError(f"samples of shape {values.shape} and {len(asked)} precisions; one a measure would do")
    half, means = half_widths(values, level)
    inside = np.all([_small(half[:, one], means[:, one], want) for one, want in enumerate(asked)], axis=0)
    last = tuple(float(width) for width in half[-1]) if len(half) else (np.nan,) * len(asked)
    look = max(first, 2)
    while not inside[look - 1 : look + further(look, look_ahead)].all():
        look += batch
    needed = look + further(look, look_ahead)
    return Precise(look if needed <= len(values) else None, needed, last)


def further(look: int, look_ahead: int = LOOK_AHEAD) -> int:
    """Replications over which precision must hold after a look: *look_ahead*, in proportion beyond 100."""
    return look_ahead if look <= 100 else ceil(look_ahead * look / 100)


def half_widths(values: Floats, level: float) -> tuple[Floats, Floats]:
    """Half-widths of Student's interval and means after 1, 2, ... rows, both of the shape of *values*.

    Half-widths are infinite below two values.
    """
    there = ~np.isnan(values)
    count = np.cumsum(there, axis=0)
    centre = np.take_along_axis(values, there.argmax(axis=0)[None, :], axis=0) if len(values) else values
    centre = np.where(np.isnan(centre), 0.0, centre)
    moved = np.where(there, values - centre, 0.0)
    total, squares = np.cumsum(moved, axis=0), np.cumsum(moved**2, axis=0)
    number = np.maximum(count, 1)
    variance = np.maximum(squares - total**2 / number, 0.0) / np.maximum(count - 1, 1)
    t = stdtrit(np.maximum(count - 1, 1), (1.0 + check_level(level)) / 2.0)
    return np.where(count > 1, t * np.sqrt(variance / number), np.inf), total / number + centre


def _small(half: Floats, means: Floats, asked: Precision) -> Flags:
    share = asked.half_width / (1.0 + asked.half_width)
    return np.asarray(half <= (share * np.abs(means) if asked.relative else asked.half_width))
