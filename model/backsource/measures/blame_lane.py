"""Why a lane did not bring what it should have: closed, stopped, not served at its origin, late on the road.

What should come in on a day was ordered, and had to leave, some days before, as promised. The lane is looked at on
these days: whether it was closed or blocked when it had to be ordered; whether its origin lacked the goods, or could
not send them, when they had to leave; and whether they are still on the road now.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np

from backsource.log import Floats, Log
from backsource.measures.frame import Bools, Frame, Ints
from backsource.measures.happenings import Happenings
from backsource.measures.materials import next_worked, promised_rows
from backsource.measures.proximate import Blame, Cause, add
from backsource.network.feasibility.means import mean_days

SMALL = 1e-6


@dataclass(frozen=True)
class Timing:
    """When the goods that are due on each day had to be ordered and had to leave, each of shape (days,)."""

    arrives: Ints
    """Row on which what is ordered on each row is due; the number of rows or more beyond the log."""
    ordered: Ints
    """Last row on which it could be ordered for this row; -1 before the log."""
    leaves: Ints

    @classmethod
    def of(cls, frame: Frame, name: str) -> "Timing":
        """As promised, or on average where the lead time is random."""
        lane = frame.scenario.lanes[name]
        rows = np.arange(frame.days)
        delay = ceil(lane.order_delay.amount) if lane.order_delay else 0
        leaves = next_worked(frame, lane.origin, rows + delay)
        arrives = promised_rows(frame, name)
        if arrives is None:
            arrives = next_worked(frame, lane.to, leaves + ceil(mean_days(lane.lead_time)))
        ordered = np.searchsorted(arrives, rows, side="right") - 1
        left = np.where(ordered >= 0, np.minimum(leaves[np.maximum(ordered, 0)], rows), -1)
        return cls(arrives, ordered, left)


def overdue(log: Log, name: str, timing: Timing) -> Floats:
    """Units that were due and have not come in, by day: what came too early does not count for later."""
    column = {key: log.lanes.of(name, key) for key in ("ordered", "received", "cancelled", "lost")}
    due = np.bincount(np.minimum(timing.arrives, log.days), weights=column["ordered"], minlength=log.days + 1)
    ahead = np.cumsum(due[: log.days] - column["received"] - column["cancelled"] - column["lost"])
    behind: Floats = ahead - np.minimum(np.minimum.accumulate(ahead), 0.0)
    return behind


class LaneBlame:
    """Looks at one lane of a log."""

    def __init__(
        self, happenings: Happenings, name: str, timing: Timing, ours: Callable[[str], bool],
        upstream: Callable[[str], Blame],
    ) -> None:  # fmt: skip
        """*upstream* gives shares by cause of what a stock is short of, by day."""
        self.happenings, self.log, self.name, self.timing = happenings, happenings.log, name, timing
        self.lane = happenings.scenario.lanes[name]
        self.ours, self.upstream = ours, upstream
        self.site_down = happenings.site_down(self.lane.origin)
        self.lane_down = happenings.source_down(name) & ~self.site_down

    def of(self, missing: Floats) -> Blame:
        """Units missing on each day by cause; what has none is left out."""
        blame: Blame = {}
        left = self._before(blame, missing)
        late = np.minimum(left, overdue(self.log, self.name, self.timing))
        if not late.any():
            return blame
        late = self._at_origin(blame, late)
        waits = self.log.lanes.of(self.name, "gate") > SMALL
        shut = self.happenings.site_down(self.lane.to)
        down = self.site_down | self.lane_down
        self._stopped(blame, late * (waits & down & ~shut), at=np.arange(self.log.days))
        add(blame, self._stop_of(self.lane.to), late * (waits & shut))
        self._on_road(blame, late * ~waits)
        return blame

    def _before(self, blame: Blame, missing: Floats) -> Floats:
        """Closed or blocked when it had to be ordered; gives what is left."""
        closed = self._then(self.happenings.closed(self.name))
        add(blame, Cause("supplier_closed", self.lane.origin), missing * closed)
        left: Floats = missing * ~closed
        if self.lane.in_outage == "block_orders":
            blocked = self._then(self.site_down | self.lane_down)
            self._stopped(blame, left * blocked, at=self.timing.ordered)
            left = left * ~blocked
        return left

    def _at_origin(self, blame: Blame, late: Floats) -> Floats:
        """Not served by its stock, or held there, when it had to leave; gives what had left."""
        leaves = np.maximum(self.timing.leaves, 0)
        known = self.timing.leaves >= 0
        owed, taken, held = (self.log.lanes.of(self.name, key)[leaves] * known for key in ("owed", "taken", "held"))
        unserved, kept = owed > SMALL, held > SMALL
        explained = np.zeros(len(late))
        stock = f"{self.lane.origin}/{self.lane.item}"
        if unserved.any() and stock in self.log.stocks.names:
            for cause, share in self.upstream(stock).items():
                units = late * unserved * share[leaves]
                add(blame, cause, units)
                explained += units
        # What is made to order is owed on the day of its order, though it leaves in time.
        late = np.where(owed - taken > SMALL, late * ~unserved, np.maximum(late - explained, 0.0))
        down = (self.site_down | self.lane_down)[leaves]
        self._stopped(blame, late * (kept & down), at=self.timing.leaves)
        if self.lane.capacity is not None:
            add(blame, Cause("transport", self.name), late * (kept & ~down))
        rest: Floats = late * ~kept
        return rest

    def _on_road(self, blame: Blame, late: Floats) -> None:
        """Left in time, and not there."""
        stopped = np.zeros(len(late), dtype=bool)
        if self.lane.in_outage == "stop_in_transit":
            days = np.concatenate(([0], np.cumsum(self.site_down)))
            since = np.maximum(self.timing.leaves, 0)
            stopped = days[1:] - days[since] > 0
        add(blame, self._stop_of(self.lane.origin), late * stopped)
        add(blame, Cause("transport", self.name), late * ~stopped)

    def _stopped(self, blame: Blame, units: Floats, at: Ints) -> None:
        """By an outage of the lane itself, else by one of its origin."""
        road = self.lane_down[np.maximum(at, 0)]
        add(blame, Cause("transport", self.name), units * road)
        add(blame, self._stop_of(self.lane.origin), units * ~road)

    def _stop_of(self, site: str) -> Cause:
        return Cause("machine_down" if self.ours(site) else "supplier_down", site)

    def _then(self, states: Bools) -> Bools:
        """A state on the days on which the goods of each day had to be ordered."""
        found: Bools = states[np.maximum(self.timing.ordered, 0)] & (self.timing.ordered >= 0)
        return found
