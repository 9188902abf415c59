"""What every estimate has in common: a value, and between which limits the truth lies at a stated confidence."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """An estimate with its limits, both included; nan where a sample is too small to say."""

    estimate: float
    low: float
    high: float
    count: int
    """Observations it rests on."""
    level: float
    """Confidence, such as 0.95."""


def sample(values: npt.ArrayLike) -> Floats:
    """The values that are there, shape (n,): nan stands for a measure without a value and is left out."""
    found = np.asarray(values, dtype=np.float64).ravel()
    kept: Floats = found[~np.isnan(found)]
    return kept


def check_level(level: float) -> float:
    """The confidence level, or a ValueError where it is none."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"level is {level}; a share between 0 and 1, such as 0.95, would do")
    return level
