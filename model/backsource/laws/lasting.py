"""How long something lasts that has lasted for some time: its law, cut off below.

If X has the quantile function Q and F(a) is the chance that X <= a, then X given X > a has the quantile function
Q(F(a) + u (1 - F(a))) (inversion of a truncated law: Devroye 1986, Non-Uniform Random Variate Generation, II.2).
"""

import numpy as np

from backsource.laws.law import Law
from backsource.laws.samples import Listed

HALVINGS = 60
TOP = 1.0 - 2.0**-53
"""The largest number below 1."""


def is_certain(law: Law | Listed) -> bool:
    """Whether nothing is random: always the same value, or values one after the other."""
    if isinstance(law, Listed):
        return True
    low, high = law.quantile(np.array([1e-16, TOP])).tolist()
    return bool(low == high)


def chance_up_to(law: Law, value: float) -> float:
    """The chance that a law gives *value* or less, found by halving its quantile function."""
    low, high = 0.0, TOP
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if float(law.quantile(np.array([middle]))[0]) <= value:
            low = middle
        else:
            high = middle
    return low


def lasting(law: Law, uniform: float, elapsed: float) -> float:
    """The whole length of something that has lasted *elapsed* and goes on, in the unit of the law; never less.

    What should be over by now is over at once.
    """
    if elapsed <= 0:
        return float(law.quantile(np.array([uniform]))[0])
    passed = chance_up_to(law, elapsed)
    level = min(passed + uniform * (1.0 - passed), TOP)
    return max(elapsed, float(law.quantile(np.array([level]))[0]))
