"""How long something lasts that has lasted for some time: its law, cut off below.

If X has the quantile function Q and F(a) is the chance that X <= a, then X given X > a has the quantile function
Q(F(a) + u (1 - F(a))) (inversion of a truncated law: Devroye 1986, Non-Uniform Random Variate Generation, II.2).
"""

import numpy as np

from backsource.laws.law import Law

HALVINGS = 60


def chance_up_to(law: Law, value: float) -> float:
    """The chance that a law gives *value* or less, found by halving its quantile function."""
    low, high = 0.0, 1.0
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
    level = min(passed + uniform * (1.0 - passed), 1.0 - 1e-16)
    return max(elapsed, float(law.quantile(np.array([level]))[0]))
