"""Schedules against the control, future by future: both met the same world, so only the difference counts.

The interval of a difference is Student's at the stated level, for each comparison by itself; the verdict is Holm's over
all comparisons of a table, so that the chance of any wrong claim in it stays below 1 - level.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from backsource.inference.holm import holm
from backsource.inference.interval import sample
from backsource.inference.mean import mean_interval, standard_error, t_two_sided
from backsource.inference.proportion import unseen_below, wilson

Goal = Literal["min", "max", "none"]
Verdict = Literal["better", "worse", "more", "less", "no difference seen", "too few runs"]

FEW = 10
"""Differing futures below which a t interval rests on too little."""


@dataclass(frozen=True)
class Paired:
    """One schedule minus the control, future by future."""

    mean: float
    """Mean difference."""
    low: float
    """Limits of Student's interval for the mean, both included."""
    high: float
    n: int
    """Futures in which both have a value."""
    better: float
    """Share of futures that are better than the control's (with goal `none`: larger)."""
    worse: float
    """Share of futures that are worse (with goal `none`: smaller)."""
    level: float = 0.95
    """Confidence of every interval here."""
    p_value: float = np.nan
    """Two-sided, of no mean difference; nan below two pairs."""
    p_holm: float = np.nan
    """The same, adjusted for the number of comparisons."""
    verdict: Verdict = "too few runs"
    """What Holm's p-value says; with goal `none`: more or less instead of better or worse."""
    note: str = ""
    """What must be said beside the numbers; empty where nothing must."""


def against_control(
    values: Mapping[str, npt.ArrayLike], control: str, goal: Goal = "min", level: float = 0.95
) -> dict[str, Paired]:
    """Every other schedule minus the control; each value is a sample of shape (replications,), paired by position.

    Pairs in which either has no value (nan) are left out. Raises ValueError where samples differ in length or the
    control is missing.
    """
    if control not in values:
        raise ValueError(f"control {control!r} is none of {', '.join(values)}")
    base = values[control]
    alone = {name: paired(own, base, level=level, goal=goal) for name, own in values.items() if name != control}
    adjusted = holm([found.p_value for found in alone.values()])
    return {
        name: replace(found, p_holm=p, verdict=_verdict(found.mean, p, goal, level))
        for (name, found), p in zip(alone.items(), adjusted, strict=True)
    }


def paired(values: npt.ArrayLike, control: npt.ArrayLike, *, level: float = 0.95, goal: Goal = "min") -> Paired:
    """One comparison by itself; both of shape (replications,), paired by position; nan in either leaves a pair out.

    Raises ValueError where the samples differ in length.
    """
    mine, other = np.asarray(values, dtype=np.float64), np.asarray(control, dtype=np.float64)
    if mine.shape != other.shape or mine.ndim != 1:
        raise ValueError(f"samples of shape {mine.shape} and {other.shape}; two of one length would do")
    each = sample(mine - other)
    mean = mean_interval(each, level)
    p_value = _p_value(each)
    more, less = int(np.count_nonzero(each > 0)), int(np.count_nonzero(each < 0))
    better, worse = (less, more) if goal == "min" else (more, less)
    return Paired(
        mean=mean.estimate,
        low=mean.low,
        high=mean.high,
        n=mean.count,
        better=better / len(each) if len(each) else np.nan,
        worse=worse / len(each) if len(each) else np.nan,
        level=level,
        p_value=p_value,
        p_holm=p_value,
        verdict=_verdict(mean.estimate, p_value, goal, level),
        note=note(more + less, len(each)),
    )


def note(differs: int, count: int) -> str:
    """What honesty asks to say of a difference that shows in few futures; empty where it shows in enough."""
    if count == 0:
        return "no run has a value for both"
    if differs == 0:
        return f"no difference seen in {count} runs: differs in fewer than {unseen_below(count):.2%} of futures (95 %)"
    if differs < min(FEW, count):
        share = wilson(differs, count)
        return (
            f"differs in only {differs} of {count} runs ({share.low:.2%} to {share.high:.2%} of futures): "
            "the interval of the mean rests on these few"
        )
    return ""


def _p_value(each: npt.NDArray[np.float64]) -> float:
    """Two-sided p-value of a mean of 0: 1 for differences that are all 0, 0 for any other that never vary."""
    if len(each) < 2:
        return np.nan
    error = standard_error(each)
    if error == 0.0:
        return 1.0 if each[0] == 0.0 else 0.0
    return t_two_sided(float(each.mean()) / error, len(each) - 1)


def _verdict(mean: float, p_value: float, goal: Goal, level: float) -> Verdict:
    if np.isnan(p_value):
        return "too few runs"
    if p_value >= 1.0 - level:
        return "no difference seen"
    if goal == "none":
        return "more" if mean > 0 else "less"
    return "better" if (mean > 0) == (goal == "max") else "worse"
