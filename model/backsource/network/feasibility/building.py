"""Putting a bank aside: what a source gives above what is asked of it, and when it has to begin.

As everywhere in these checks lead times are not offset: goods that are weeks on the road are ordered weeks earlier.
"""

from dataclasses import dataclass
from math import inf, nan

import numpy as np

from backsource.network.feasibility.ability import UNLIMITED, able, kept
from backsource.network.feasibility.outlook import Outlook


@dataclass(frozen=True, slots=True)
class BuildUp:
    """The source that builds the bank of a stock, up to the day on which the bank is needed."""

    outlook: Outlook
    source: str
    first: int | None
    """First day of the window that the schedule gives it; none without a bank in the schedule."""
    end: int
    """Day on which the bank is first used or, without one, of the first step."""

    @property
    def attainable(self) -> float:
        """Units that can be put aside in the window, what lies ready included; nan without a window."""
        if self.first is None:
            return nan
        above = able(self.outlook, self.source) - self.outlook.need[self.source]
        can = float(above[self.first : self.end].sum())
        if can >= UNLIMITED:
            return inf
        return max(0.0, can) + kept(self.outlook, self.source, self.first)

    def latest_start(self, units: float) -> int | None:
        """Last day on which building so many units can begin; none where a start on day 0 is too late."""
        return latest_start(self.outlook, self.source, self.end, units - kept(self.outlook, self.source, self.end - 1))


def build_up(outlook: Outlook, stock: str) -> BuildUp:
    """How the bank of a stock is built: by the source that the schedule names, else by the largest as it is."""
    bridge, as_is = outlook.schedule.part(stock).bridge, outlook.as_is(stock)
    source = max(sorted(as_is), key=lambda name: as_is[name])
    if bridge is None:
        return BuildUp(outlook, source, None, min(*outlook.steps_of(stock), outlook.days))
    first, end = (min(max(0, outlook.day(day)), outlook.days) for day in (bridge.start, bridge.use_from))
    return BuildUp(outlook, bridge.source or source, first, end)


def latest_start(outlook: Outlook, source: str, end: int, units: float) -> int | None:
    """Last day from which a source gives so many units above the need before *end*; none from day 0 on."""
    above = (able(outlook, source) - outlook.need[source])[:end]
    days = np.flatnonzero(np.cumsum(above[::-1]) >= units)
    if units <= 0:
        return end
    return end - 1 - int(days[0]) if len(days) else None
