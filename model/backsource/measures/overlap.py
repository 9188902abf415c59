"""What changing over costs by itself: two sources at the same time, a bank that waits, and lump sums.

transition = tools, moves, payments, extensions and standby + fixed cost of the new lines until the supplier has been
left + the carrying of the bank above the normal stock. Investment is not in it (it is what the changeover buys), nor
are minimum quantities that are not taken: they belong to the contract's accounts.
"""

from dataclasses import dataclass

import numpy as np

from backsource.config.schedule import Schedule
from backsource.log import Floats, Log
from backsource.measures.accounts import Ledger
from backsource.measures.frame import YEAR, Frame
from backsource.measures.tariff import Charge

SINGLE = ("tools", "moves", "payments", "extensions", "standby")


@dataclass(frozen=True)
class Overlap:
    """Plant and supplier at the same time; rows of the log, `stop` excluded."""

    start: int
    """First row on which the plant may work."""
    stop: int
    """Row after the last on which the supplier is there."""

    @property
    def rows(self) -> slice:
        """Rows on which both are there."""
        return slice(self.start, max(self.start, self.stop))

    @classmethod
    def of(cls, opened: int, left: float, last_bought: float, frame: Frame) -> "Overlap":
        """From row *opened* to the day on which the supplier was *left*; while it is not, to the last receipt."""
        end = last_bought if np.isnan(left) else left
        stop = frame.window.start if np.isnan(end) else frame.row(end + 1)
        return cls(max(opened, frame.window.start), min(stop, frame.window.stop))


def carrying(log: Log, schedule: Schedule, charges: dict[str, Charge], frame: Frame) -> float:
    """Holding cost of what lies above the normal stock, from when a bank is built until it is used up.

    The normal stock is the mean of the reference window; nan where that lies before the run. A last-time buy counts
    like a bank.
    """
    found = 0.0
    for stock in schedule.stocks:
        part, charge = schedule.part(stock), charges.get(stock)
        dates = [part.bridge.start] if part.bridge else []
        dates += [part.last_time_buy.date] if part.last_time_buy else []
        if not dates or charge is None:
            continue
        held = log.stocks.of(stock, "on_hand_time")
        if not len(held[frame.reference]):
            return np.nan
        above: Floats = held - float(held[frame.reference].mean())
        begin = frame.row((min(dates) - frame.scenario.start).days)
        turn = begin if part.bridge is None else frame.row((part.bridge.use_from - frame.scenario.start).days)
        gone = np.flatnonzero(above[turn:] <= 0)
        stop = min(turn + int(gone[0]) if len(gone) else frame.days, frame.window.stop)
        found += float(charge.amount(log, np.maximum(above, 0.0))[begin:stop].sum())
    return found


def yearly_purchases(ledger: Ledger, frame: Frame) -> float:
    """What was bought in the reference window, as money a year; nan where that lies before the run."""
    days = len(range(*frame.reference.indices(frame.days)))
    if not days:
        return np.nan
    return float(ledger.of("purchase")[frame.reference].sum()) / days * YEAR
