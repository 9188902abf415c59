"""Selection of the best: the constants of the procedures."""

from collections.abc import Mapping
from typing import Any

from backsource.inference import kn_constants
from backsource.verification.statistics.sampled import Adaptor, Parameters
from backsource.verification.trials import Effort


def _kn_constants(parameters: Parameters, _: Effort) -> Mapping[str, Any]:
    eta, squared = kn_constants(parameters["arms"], parameters["first"], parameters["confidence"])
    return {"eta": eta, "h_squared": squared}


KINDS: Mapping[str, Adaptor] = {"constants of Kim and Nelson": _kn_constants}
