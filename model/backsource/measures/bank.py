"""The bank: how large it was wanted, how large it became, and how large it would have had to be.

needed = max over t of the sum of (demand - made in-house - received) from the day on which the bank is used (the first
step where there is none) up to t, at least 0: the bank that leaves the normal stock untouched. It is what the run
shows: a bank that is larger than needed is used up before anything is ordered again, so such a run shows that bank, and
a study of how large it must be runs the schedule without one.
"""

from dataclasses import dataclass

import numpy as np

from backsource.config.schedule import Schedule
from backsource.log import Kind, Log
from backsource.measures.diary import Diary
from backsource.measures.frame import Frame
from backsource.measures.past import NONE, Past


@dataclass(frozen=True)
class Bank:
    """One stock; quantities in units, nan where a schedule has no bank, or never begins."""

    wanted: float
    attained: float
    needed: float
    grows: bool
    """Whether the deficit is largest at the end of the window, so that `needed` is a lower bound."""


def bank(log: Log, diary: Diary, schedule: Schedule, stock: str, frame: Frame, past: Past = NONE) -> Bank:
    """The bank of one stock."""
    used = diary.first(Kind.BANK, stock)
    begin = used or diary.first(Kind.SHARE_STEP, stock)
    part = schedule.part(stock)
    if used is None and past.steps.get(stock):  # under way already: what is still needed from today on
        need, grows = needed(log, stock, frame.window)
        return Bank(np.nan, np.nan, need, grows)
    if begin is None or (part.bridge is not None and used is None):
        return Bank(np.nan, np.nan, np.nan, grows=False)
    need, grows = needed(log, stock, slice(frame.row(begin.time), frame.window.stop))
    if used is None:
        return Bank(np.nan, np.nan, need, grows)
    return Bank(used.detail, used.quantity, need, grows)


def needed(log: Log, stock: str, rows: slice) -> tuple[float, bool]:
    """Largest sum of demand less supply over some rows, at least 0, and whether it is reached only in the last row.

    Without a row, as when a bank is used after the window, it has no value.
    """
    flow = {name: log.stocks.of(stock, name)[rows] for name in ("asked", "used", "made", "received")}
    deficit = np.cumsum(flow["asked"] + flow["used"] - flow["made"] - flow["received"])
    if not len(deficit):
        return np.nan, False
    worst = int(np.argmax(deficit))
    return max(0.0, float(deficit[worst])), bool(worst == len(deficit) - 1 and deficit[worst] > 0)


def together(banks: list[Bank]) -> Bank:
    """All banks of a schedule; what has no value for any of them has none."""
    return Bank(
        wanted=_sum([one.wanted for one in banks]),
        attained=_sum([one.attained for one in banks]),
        needed=_sum([one.needed for one in banks]),
        grows=any(one.grows for one in banks),
    )


def _sum(values: list[float]) -> float:
    there = [value for value in values if not np.isnan(value)]
    return sum(there) if there else np.nan
