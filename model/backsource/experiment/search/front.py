"""Which points of a search for two measures go on: those that no other one beats on both, spread along the front."""

from collections.abc import Sequence

import numpy as np

from backsource.inference.trade_off import undominated
from backsource.results.search_record import Seen


def spread(seen: Sequence[Seen], goals: Sequence[str], most: int) -> list[Seen]:
    """At most *most* of the points whose means no other one beats, evenly along the first measure, ends included."""
    means = np.array([one.means for one in seen], dtype=np.float64) * [-1.0 if goal == "max" else 1.0 for goal in goals]
    free = np.flatnonzero(undominated(means))
    along = free[np.argsort(means[free, 0], kind="stable")]
    places = np.unique(np.linspace(0, len(along) - 1, min(most, len(along))).round().astype(int))
    return [seen[along[place]] for place in places]
