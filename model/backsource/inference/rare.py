"""Pairs of arms that differ in few futures, where a t interval rests on too little: wider limits instead.

Measures that are mostly zero (units short) give such pairs. Two arms that have not differed yet are no proof of a tie,
and a handful of differing futures is no proof of a victory.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from backsource.inference.interval import sample
from backsource.inference.paired import FEW, Goal, Paired, paired
from backsource.inference.proportion import wilson
from backsource.inference.skewness import skewness_note


def careful(values: npt.ArrayLike, other: npt.ArrayLike, *, level: float, goal: Goal) -> Paired:
    """`paired`, but where at least one future differs and fewer than 10 do, with limits that hold 0 between them.

    They are the largest difference seen times the upper limit (Wilson) of the share of futures with one of that sign,
    where that is wider than Student's. They take the largest difference seen for the largest there is. Where Student's
    limits stand, the note says so if the differences are so skewed that few bad futures of the other arm may turn them.
    """
    found = paired(values, other, level=level, goal=goal)
    each = sample(np.asarray(values, dtype=np.float64) - np.asarray(other, dtype=np.float64))
    differs = int(np.count_nonzero(each))
    if not 0 < differs < min(FEW, len(each)):
        return replace(found, note=found.note or _doubt(each, goal))
    largest = float(np.abs(each).max())
    less, more = (wilson(int(np.count_nonzero(side)), len(each), level).high * largest for side in (each < 0, each > 0))
    low, high = (float(np.nan_to_num(limit, nan=0.0)) for limit in (found.low, found.high))
    return replace(found, low=min(low, -less), high=max(high, more))


def _doubt(each: npt.NDArray[np.float64], goal: Goal) -> str:
    """What is said of differences to an arm that few bad futures of it may turn; empty where nothing must."""
    if len(each) < 3:
        return ""
    tail = float(((each - each.mean()) ** 3).mean())
    return skewness_note(each) if (tail > 0.0) == (goal == "max") else ""


def never_differs(found: Paired | None) -> bool:
    """Whether two arms were the same in every future in which both have a value, and there is such a future."""
    return found is not None and found.n > 0 and found.better == found.worse == 0.0
