"""What practice does: yield that grows and hours that fall with the units made."""

import math


def learnt(made: float, *, first: float, mature: float, over: float) -> float:
    """A share (yield, faulty share) after *made* units: mature - (mature - first) exp(-made / over).

    All but 1/e of the gap is closed after *over* units, in the unit of *made*. Exponential approach to a
    limit: Levy, Management Science 11 (1965); Terwiesch and Bohn (2001) use it for yield.
    """
    return mature - (mature - first) * math.exp(-made / over)


def unit_time(first: float, progress: float, unit: float) -> float:
    """Time of the n-th unit, first * n ** log2(progress): each doubling multiplies it by *progress*.

    Wright, Journal of the Aeronautical Sciences 3 (1936), in Crawford's unit form (1944). The unit of
    *first* is kept.
    """
    return first * math.pow(unit, math.log2(progress))


def total_time(first: float, progress: float, units: int) -> float:
    """Time of the units 1 to *units* together: the sum of `unit_time`."""
    slope = math.log2(progress)
    return first * math.fsum(math.pow(unit, slope) for unit in range(1, units + 1))
