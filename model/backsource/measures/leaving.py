"""Leaving the supplier: the day on which the last goods of the closed lanes came in."""

from collections.abc import Sequence

import numpy as np

from backsource.log import Kind, Log
from backsource.measures.frame import Frame

CLOSE_TO = 1e-6


def last_receipt(log: Log, lanes: Sequence[str], frame: Frame) -> float:
    """Day of the last receipt on those of *lanes* that were closed for good, up to the end of the log.

    nan where none was closed, or where one of them still has goods to bring: then the exit is not complete.
    """
    closed = closed_lanes(log, lanes)
    last = np.nan
    for name in closed:
        if log.lanes.of(name, "on_order")[-1] > CLOSE_TO:
            return np.nan
        received = np.flatnonzero(log.lanes.of(name, "received"))
        if len(received):
            last = float(np.fmax(last, frame.first_day + received[-1]))
    return last


def closed_lanes(log: Log, lanes: Sequence[str]) -> list[str]:
    """Those of *lanes* whose last journal entry of the kind is a closing, not an opening."""
    kinds = log.journal["kind"]
    entries = log.journal[(kinds == Kind.SOURCE_CLOSED) | (kinds == Kind.SOURCE_OPENED)]
    state = {log.subjects[entry["subject"]]: entry["kind"] == Kind.SOURCE_CLOSED for entry in entries}
    return [name for name in lanes if state.get(name, False)]
