"""Measures of stored runs as arrays, by schedule and replication."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Values = npt.NDArray[np.float64]


def values_of(runs: "pd.DataFrame", schedule: str, measure: str) -> Values:
    """One measure of one schedule, in the order of replications, shape (replications,); nan where it has none."""
    own = runs[runs["schedule"] == schedule].sort_values("replication")
    return own[measure].to_numpy(dtype=np.float64) if measure in own else np.full(len(own), np.nan)


def samples_of(runs: "pd.DataFrame", schedules: Sequence[str], measure: str) -> Values:
    """One measure of all schedules, shape (replications, schedules); nan where one was not run or has none."""
    columns = [values_of(runs, name, measure) for name in schedules]
    longest = max(len(column) for column in columns)
    return np.column_stack([padded(column, longest) for column in columns])


def padded(column: Values, count: int) -> Values:
    """A column with nan for the futures that a schedule was not run in."""
    return np.concatenate([column, np.full(count - len(column), np.nan)])
