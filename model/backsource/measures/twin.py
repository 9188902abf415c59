"""What a schedule is to blame for: its value less that of the stay-external twin of the same seed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backsource.errors import StudyError
from backsource.measures.catalogue import Goal


@dataclass(frozen=True)
class Futures:
    """How often an arm does worse or better than its twin; shares of the futures in which both have a value."""

    worse: float
    better: float
    same: float
    count: int
    """Futures in which both have a value."""


def check_twins(arm: str, twin: str) -> None:
    """Raise `StudyError` unless two runs met the same environment (given as its hash)."""
    if arm != twin:
        raise StudyError(
            f"environment {arm or 'without a hash'} differs from its twin's {twin or 'without a hash'}: "
            "their difference would mix the schedule with chance"
        )


def attributable(
    arm: Mapping[str, float], twin: Mapping[str, float], *, environments: tuple[str, str]
) -> dict[str, float]:
    """Value of the arm less value of its twin for every measure of both; nan where either has none.

    Raises `StudyError` where the two runs did not meet the same environment.
    """
    check_twins(*environments)
    return {name: value - twin[name] for name, value in arm.items() if name in twin}


def futures(arm: npt.ArrayLike, twin: npt.ArrayLike, goal: Goal = "min") -> Futures:
    """In which share of replications an arm is worse or better than its twin, both of shape (replications,).

    With goal `none`, *worse* means more.
    """
    difference = np.asarray(arm, dtype=np.float64) - np.asarray(twin, dtype=np.float64)
    difference = difference[~np.isnan(difference)]
    if not len(difference):
        return Futures(np.nan, np.nan, np.nan, 0)
    more, less = float(np.mean(difference > 0)), float(np.mean(difference < 0))
    worse, better = (less, more) if goal == "max" else (more, less)
    return Futures(worse, better, 1.0 - worse - better, len(difference))
