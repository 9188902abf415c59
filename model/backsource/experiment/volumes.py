"""How much flows where, before and after the changeover: what the picture of the network is drawn from."""

import numpy as np

from backsource.experiment.arms import Arm
from backsource.log import Book, Floats, Log

LAST_DAYS = 28
"""Days at the end of the measured window that stand for the time after the changeover."""


def volumes(log: Log, arm: Arm) -> dict[str, tuple[float, float]]:
    """Mean units a calendar day, (before, after), by `lane <name>`, `line <name>` and `market <name>`.

    Before is the reference window (or the first 28 days of a run that begins later), after the last 28 days of the
    measured one. Lanes count what is received, lines
    what is good, markets what is served.
    """
    last = log.day(arm.window[1]) + 1
    first = max(log.day(arm.window[0]), 0)
    after = slice(max(last - LAST_DAYS, first), last)
    before = slice(max(log.day(arm.reference[0]), 0), log.day(arm.reference[1]) + 1)
    if before.stop <= before.start:
        before = slice(first, min(first + LAST_DAYS, last))
    return {
        **_means("lane", log.lanes, log.lanes["received"], before, after),
        **_means("line", log.lines, log.lines["good"], before, after),
        **_means("market", log.markets, log.markets["served"], before, after),
    }


def _means(kind: str, book: Book, units: Floats, before: slice, after: slice) -> dict[str, tuple[float, float]]:
    means = np.stack((units[:, before].mean(axis=1), units[:, after].mean(axis=1)), axis=1).tolist()
    return {f"{kind} {name}": (first, then) for name, (first, then) in zip(book.names, means, strict=True)}
