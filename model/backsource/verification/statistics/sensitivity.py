"""Known numbers of sensitivity: functions whose indices are integrals."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from backsource import inference
from backsource.streams import stream
from backsource.verification.statistics.sampled import Adaptor, Parameters
from backsource.verification.trials import Effort

Floats = npt.NDArray[np.float64]


def _ishigami(a: float, b: float) -> Callable[[Floats], Floats]:
    """Ishigami and Homma's function of three inputs, uniform from -pi to pi; from chances, shape (points, 3)."""

    def value(chances: Floats) -> Floats:
        x, y, z = (np.pi * (2.0 * chances - 1.0)).T
        return np.asarray(np.sin(x) + a * np.sin(y) ** 2 + b * z**4 * np.sin(x))

    return value


def _sobol(given: Parameters, _: Effort) -> Mapping[str, Any]:
    """First and total indices of Ishigami's function from Saltelli's points."""
    rng = stream(given["seed"], 0, "verification/sobol")
    design = inference.sobol_points(3, given["points"], rng)
    values = _ishigami(given["a"], given["b"])(design.rows)[:, None]
    found = inference.sobol_indices(values, 3, rng, resamples=2)
    return {
        "first": [share.value for share in found.first],
        "total": [share.value for share in found.total],
    }


KINDS: Mapping[str, Adaptor] = {"Sobol' indices of Ishigami": _sobol}
"""Adaptors by kind."""
