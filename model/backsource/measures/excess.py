"""When more was asked than usual: swings that come and go do not count, only what goes beyond them."""

from collections.abc import Sequence


def surged(above: Sequence[float]) -> list[float]:
    """Units of each day by which demand is further above its plan than before, since it was last on plan.

    What one day asks too much and another too little is no surge. *above*: demand less its plan, by day.
    """
    total = highest = 0.0
    found = []
    for units in above:
        total = max(0.0, total + units)
        if not total:
            highest = 0.0
        found.append(max(0.0, total - highest))
        highest = max(highest, total)
    return found


def overloaded(ordered: Sequence[float], able: Sequence[float], wanting: Sequence[float]) -> list[float]:
    """How much of what is wanting on each day a line that works as it should cannot make: at most *wanting*.

    *ordered*: units ordered from it; *able*: units that it makes in a day with everything up. Orders in lumps pile
    up and are worked off again; charged is what piles up higher than it ever did, while it has not been worked off.
    """
    total = highest = fresh = 0.0
    found = []
    for units, rate, missing in zip(ordered, able, wanting, strict=True):
        total = max(0.0, total + units - rate)
        fresh = min(fresh + max(0.0, total - highest), total)
        highest = max(highest, total)
        charge = min(missing, fresh)
        fresh -= charge
        found.append(charge)
    return found
