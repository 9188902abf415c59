"""When a schedule leaves its supplier, none of its futures left out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backsource.inference import Interval, kaplan_meier
from backsource.inference.kaplan_meier import watched
from backsource.report.samples import Values, values_of

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.95


@dataclass(frozen=True)
class Leaving:
    """When a schedule leaves its supplier; a future in which it never does was watched to the end without it."""

    middle: Interval
    """P50 of the day of exit, with limits (Brookmeyer and Crowley); inf: later than was watched."""
    late: Interval
    """P90."""
    never: float
    """Share of futures in which the supplier is not left within the run."""
    on_schedule: float
    """Share of futures in which it is left on schedule; nan where none can tell."""


def leaving_of(runs: "pd.DataFrame", name: str) -> Leaving | None:
    """Quantiles of the exit of one schedule, none of its futures left out (Kaplan and Meier)."""
    if np.isnan(values_of(runs, name, "exit_planned")).all():
        return None
    days = values_of(runs, name, "exit_day")
    last = float(np.max(days[~np.isnan(days)], initial=0.0))
    curve = kaplan_meier(*watched(days, last), LEVEL)
    return Leaving(
        middle=curve.quantile(0.5),
        late=curve.quantile(0.9),
        never=float(np.isnan(days).mean()),
        on_schedule=mean_of(values_of(runs, name, "exit_on_schedule")),
    )


def mean_of(values: Values) -> float:
    """Mean of the values that are there; nan where none is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")
