"""Both sides of a law: levels and flows of the books compared, and the evidence where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn

import numpy as np
import numpy.typing as npt

from backsource.errors import InvariantError
from backsource.log import Book, Log

Floats = npt.NDArray[np.float64]
RELATIVE = 1e-9


def levels_of(opening: Mapping[str, float], names: Sequence[str]) -> list[float]:
    """Opening levels of things."""
    return [opening.get(name, 0.0) for name in names]


def before(levels: Floats, opening: list[float]) -> Floats:
    """Level at the beginning of each day."""
    return np.concatenate([np.asarray(opening, dtype=float).reshape(-1, 1), levels[:, :-1]], axis=1)


def broken(law: str, log: Log, **evidence: object) -> NoReturn:
    """Stop the run with the evidence."""
    raise InvariantError(law, {**evidence, "seed": log.seed, "replication": log.replication})


def hold(law: str, log: Log, book: Book, left: Floats, right: Floats) -> None:
    """Both sides agree, up to rounding on the scale of what moved so far (which is at least 1)."""
    off = np.abs(left - right)
    if not off.size or off.max() <= RELATIVE:
        return
    # What is no number compares as false, so it is wrong, too.
    wrong = ~(off <= RELATIVE * (1.0 + np.maximum(np.abs(left), np.abs(right)).cumsum(axis=1)))
    if wrong.any():
        thing, day = (int(i[0]) for i in np.nonzero(wrong))
        broken(law, log, thing=book.names[thing], day=day + log.first_day,
               left=float(left[thing, day]), right=float(right[thing, day]))  # fmt: skip


def at_most_zero(law: str, log: Log, book: Book, excess: Floats) -> None:
    """Nothing exceeds its limit, up to rounding."""
    if excess.size and not excess.max() <= RELATIVE:
        hold(law, log, book, np.maximum(excess, 0.0), np.zeros_like(excess))


def of_stocks(log: Log, owners: Sequence[str], values: Floats) -> Floats:
    """Rows of things added up by the stock that each belongs to, shape (stocks, days); other owners do not count."""
    total = np.zeros((len(log.stocks.names), log.days))
    place = {name: row for row, name in enumerate(log.stocks.names)}
    rows = np.array([place.get(owner, -1) for owner in owners], dtype=int)
    order = np.argsort(rows, kind="stable")[np.count_nonzero(rows < 0) :]
    if len(order):
        first = np.flatnonzero(np.diff(rows[order], prepend=-1))
        total[rows[order[first]]] = np.add.reduceat(values[order], first, axis=0)
    return total
