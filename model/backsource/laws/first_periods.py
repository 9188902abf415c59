"""Expected cost of a stock over its first periods, by exact recursion from a known start.

Whole units, periodic review, goods without lead time unless a function says otherwise. A period is: order,
receive, demand, cost on the closing stock (`holding` a unit on hand, `short` a unit owed). `chances[k]` is the
chance that k units are asked for in a period.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import numpy as np

from backsource.laws.law import Floats

State = tuple[int, ...]
Review = tuple[float, int, float, int, State]
REST = 1e-15
"""Chance of a demand so large that it is left out."""
STILL = 1e-13
"""Change of the chances of all states in a period below which they no longer change."""


def poisson_chances(mean: float) -> Floats:
    """Chances of 0, 1, 2, ... units of a Poisson law, to the last that matters."""
    from scipy.special import pdtr, pdtrc

    most = int(mean)
    while pdtrc(most, mean) > REST:
        most += 1
    return np.diff(pdtr(np.arange(most + 1), mean), prepend=0.0)


def rounded_normal_chances(mean: float, sd: float) -> Floats:
    """Chances of 0, 1, 2, ... units of a normal law that is cut at 0 and rounded to whole units."""
    from scipy.special import ndtr

    most = max(0, math.ceil(mean + 9 * sd))
    reached = ndtr((np.arange(most + 1) + 0.5 - mean) / sd)
    reached[-1] = 1.0
    return np.diff(reached, prepend=0.0)


def min_max_over(
    low: int, high: int, periods: int, chances: Floats, *,
    opening: int, fixed: float, unit: float, holding: float, short: float,
) -> float:  # fmt: skip
    """Mean cost a period over the first *periods* of (s,S) = (*low*, *high*), ordered *below* s.

    `fixed` per order and `unit` per unit ordered. The chances of all levels are carried from period to period:
    the problem of Koenig and Law, Communications in Statistics B 14 (1985), which selection procedures are
    tried on since. An opening below s orders at once, like any level below it.
    """
    top = max(high, opening)
    levels = top - np.arange(top - min(low, opening) + len(chances))
    closing = np.maximum(levels, 0) * holding - np.minimum(levels, 0) * short
    ordering = np.where(levels < low, fixed + unit * (high - levels), 0.0)
    begin = np.zeros(len(levels))
    begin[top - opening] = 1.0
    total = 0.0
    for _ in range(periods):
        total += float(begin @ ordering)
        ordered = begin[levels < low].sum()
        stocked = begin[: top - low + 1].copy()
        stocked[top - high] += ordered
        begin = np.zeros(len(levels))
        begin[: len(stocked) + len(chances) - 1] = np.convolve(stocked, chances)
        total += float(begin @ closing)
    return total / periods


def dual_index_over(
    express_to: int, regular_to: int, leads: tuple[int, int], periods: int, chances: Floats, *,
    opening: int, express: float, regular: float, holding: float, short: float,
) -> float:  # fmt: skip
    """Mean cost a period over the first *periods* of a dual-index policy, nothing on order at the start.

    *leads* are those of the express and the regular source [periods], the first below the second; `express` and
    `regular` their prices a unit, paid with the order. The express order lifts what is there or due within
    the express lead time to `express_to`, the regular one the whole position to `regular_to` (Veeraraghavan and
    Scheller-Wolf, Operations Research 56, 2008). A state is what will be within reach of the express source before
    the demand of the period, then the regular orders due later, one by one.
    """
    reach, apart = leads[0], leads[1] - leads[0]
    if reach < 0 or apart < 1:
        raise ValueError(f"the express lead time must be at least 0 and below the regular one (got {leads!r})")
    within = [_closing_cost(chances, count, holding, short) for count in range(1, reach + 2)]
    total = sum(within[period](opening) for period in range(min(reach, periods)))
    known, asked = {(opening, *[0] * (apart - 1)): 1.0}, np.ones(1)
    for period in range(periods):
        following: dict[State, float] = {}
        paid = kept = 0.0
        for state, chance in known.items():
            for share, stocked, fast, slow, after in _reviews(state, asked, express_to, regular_to):
                following[after] = following.get(after, 0.0) + chance * share
                paid += chance * share * (express * fast + regular * slow)
                kept += chance * share * within[reach](stocked)
        left = 1 if period == 0 or _moved(known, following) > STILL else periods - period
        total += paid * left + kept * min(left, max(0, periods - reach - period))
        if left > 1:
            break
        known, asked = following, chances
    return total / periods


def _reviews(state: State, asked: Floats, express_to: int, regular_to: int) -> Iterator[Review]:
    """What a review finds and does after each demand: its chance, stock within reach, both orders, the state to come.

    All demands that leave the stock at the express level or below lead to one state; their express order is a mean.
    """
    here, *later = state
    spare = min(max(0, here - express_to), len(asked) - 1)
    beyond = asked[spare:]
    chance = float(beyond.sum())
    mean = max(0, express_to - here) + float(beyond @ np.arange(len(beyond))) / chance if chance else 0.0
    fasts = [(float(asked[units]), units, 0.0) for units in range(spare)] + [(chance, spare, mean)]
    for share, units, fast in fasts:
        stocked = max(express_to, here - units)
        slow = max(0, regular_to - stocked - sum(later))
        coming, *rest = [*later, slow]
        yield share, stocked, fast, slow, (stocked + coming, *rest)


def _moved(before: Mapping[State, float], after: Mapping[State, float]) -> float:
    return max(abs(after.get(state, 0.0) - before.get(state, 0.0)) for state in before.keys() | after.keys())


def _closing_cost(chances: Floats, periods: int, holding: float, short: float) -> Callable[[int], float]:
    """Expected cost at the close, from the units there or due, of the last of *periods* periods of demand."""
    asked = chances
    for _ in range(periods - 1):
        asked = np.convolve(asked, chances)
    units = np.arange(len(asked))

    @cache
    def cost(level: int) -> float:
        left = level - units
        return float(asked @ np.where(left > 0, holding * left, -short * left))

    return cost
