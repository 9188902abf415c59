"""Families of proximate causes, and what one cause says."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FAMILIES = {
    "not_qualified": "a line that had a share was not open or not approved yet",
    "ramp": "a line ran below its mature rate",
    "tool_absent": "a line had lost its tool, or had not got it yet",
    "machine_down": "machines of ours failed, were set up, or an outage stopped them or our site",
    "people": "there were fewer people than machines",
    "starved": "a line waited for material",
    "supplier_down": "an outage or failure stopped an outside source",
    "supplier_closed": "a source that still had a share had been closed",
    "transport": "goods were late or stopped on the road",
    "quality_reject": "units were scrap, or were locked in quarantine",
    "share_below_need": "shares named too little, or more was asked of a source than it can give",
    "demand_surge": "the market asked for more than its planned mean",
}
"""Families in the order in which a planner meets them, each with what it says."""
RESIDUAL = "residual"
"""What no family explains."""


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """One proximate cause: what was the limit, and where."""

    family: str
    thing: str = ""
    """Line, lane, site, stock or market at which it was."""
    material: str = ""
    """Of a starved line: the stock that was empty."""
    feed: str = ""
    """The source of that stock that had not brought it."""
    reason: str = ""
    """Family of the cause why it had not."""

    def starving(self, material: str, feed: str) -> "Cause":
        """The same as a line sees it that waits for a material."""
        return Cause("starved", self.thing, material, feed, self.reason or self.family)

    @property
    def words(self) -> str:
        """As a person reads it."""
        if self.family != "starved":
            return f"{plain(self.family)} ({self.thing})" if self.thing else plain(self.family)
        by = f" by {self.feed}" if self.feed else ""
        at = f" ({self.thing})" if self.thing and self.thing != self.feed else ""
        return f"starved of {self.material}{by}: {plain(self.reason)}{at}"


UNKNOWN = Cause(RESIDUAL)

Blame = dict[Cause, Floats]
"""Units by cause and day, each of shape (days,)."""


def plain(family: str) -> str:
    """A family in words."""
    return family.replace("_", " ")


def add(blame: Blame, cause: Cause, units: Floats) -> None:
    """Add units to a cause; nothing where there are none."""
    if units.any():
        blame[cause] = blame[cause] + units if cause in blame else units


def fitted(blame: Blame, most: Floats) -> Blame:
    """The same, scaled down on the days on which it exceeds *most*."""
    total = sum(blame.values(), np.zeros(len(most)))
    scale = np.divide(most, total, out=np.ones(len(most)), where=total > most)
    return {cause: units * scale for cause, units in blame.items()} if (scale < 1.0).any() else blame
