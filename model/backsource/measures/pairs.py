"""Measures of two runs of the same future: what a bank has avoided, and how far a plan was from what came."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

GAPS = {"optimism_gap_cost": "total_cost", "optimism_gap_units": "units_short"}
"""Gap -> the measure of which it is planned minus simulated."""


def bank_effectiveness(short: npt.ArrayLike, attained: npt.ArrayLike, short_without: npt.ArrayLike) -> float:
    """Units of shortage avoided per unit of bank: (short without - short with) / attained, each the sum over futures.

    *short* and *attained* are `units_short` and `bank_attained` of the schedule with its bank, *short_without* is
    `units_short` of the same schedule without one, all of shape (replications,), paired by position. Futures in which
    any has no value are left out; nan where no bank was attained in any other.
    """
    columns = [np.asarray(one, dtype=np.float64) for one in (short, attained, short_without)]
    there = ~np.isnan(np.array(columns)).any(axis=0)
    after, bank, before = (float(column[there].sum()) for column in columns)
    return (before - after) / bank if bank > 0 else np.nan


def optimism_gap(plan: Mapping[str, float], run: Mapping[str, float]) -> dict[str, float]:
    """Planned minus simulated cost and units short; negative where the plan promised too much.

    *plan* is the wide row of a run in which everything goes as planned, *run* that of a future. The gap in days needs
    no such run: the timetable of the schedule has the planned days (`optimism_gap_days`).
    """
    return {gap: plan[name] - run[name] for gap, name in GAPS.items()}
