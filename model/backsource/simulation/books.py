"""The day book while a run writes it: one block of bytes a kind of thing, packed in place.

Packing a row into a buffer costs a quarter of appending it to a list and needs no conversion afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from struct import Struct
from typing import Any

import numpy as np

from backsource.log import JOURNAL, LANE, LINE, MARKET, STOCK, Book, Floats, Kind
from backsource.simulation.plan import Plan

COLUMNS = {"stocks": STOCK, "lanes": LANE, "lines": LINE, "markets": MARKET}
Place = tuple[Callable[..., None], bytearray, int, int]


class Shelf:
    """All books of a run, and its journal."""

    def __init__(self, plan: Plan) -> None:
        self.rows, self.first_day, self.until = plan.rows, plan.first_day, plan.until
        self.names = {
            "stocks": tuple(plan.stocks), "lanes": tuple(plan.lanes),
            "lines": tuple(plan.lines), "markets": tuple(plan.markets),
        }  # fmt: skip
        self.blocks = {
            kind: bytearray(8 * len(COLUMNS[kind]) * plan.rows * len(names)) for kind, names in self.names.items()
        }
        self.packs = {kind: Struct(f"={len(columns)}d").pack_into for kind, columns in COLUMNS.items()}
        self.places = {kind: {name: i for i, name in enumerate(names)} for kind, names in self.names.items()}
        self.subjects = {name: i for i, name in enumerate(plan.subjects)}
        self.entries: list[tuple[float, int, int, float, float]] = []
        self.before: dict[tuple[str, str], Floats] = {}
        """Rows of the days before the first one, as far as a status tells them; the last is yesterday's."""

    def row_of(self, kind: str, name: str) -> Place:
        """Where the rows of one thing go: (pack, block, offset of row 0, bytes a row)."""
        size = 8 * len(COLUMNS[kind])
        return self.packs[kind], self.blocks[kind], self.places[kind][name] * size * self.rows, size

    def note(self, time: float, kind: Kind, subject: str, quantity: float = 0.0, detail: float = 0.0) -> None:
        """A journal entry."""
        self.entries.append((time, int(kind), self.subjects[subject], quantity, detail))

    def book(self, kind: str) -> Book:
        """The finished book of one kind."""
        names, columns = self.names[kind], COLUMNS[kind]
        data: Floats = np.frombuffer(self.blocks[kind], dtype=np.float64)
        return Book(names, columns, data.reshape(len(names), self.rows, len(columns)))

    def rows_of(self, kind: str, name: str) -> Floats:
        """The rows of one thing so far, shape (days, columns)."""
        data: Floats = np.frombuffer(self.blocks[kind], dtype=np.float64)
        rows: Floats = data.reshape(len(self.names[kind]), self.rows, len(COLUMNS[kind]))[self.places[kind][name]]
        return rows

    def knows(self, kind: str, name: str, row: int) -> bool:
        """Whether a row is in the books, or remembered from before the first day."""
        return row >= 0 or -row <= len(self.before.get((kind, name), ()))

    def past(self, kind: str, name: str, rows: Sequence[int]) -> Floats:
        """Some rows of one thing, shape (rows, columns); negative ones are those before the first day."""
        booked, before = self.rows_of(kind, name), self.before.get((kind, name))
        if before is None:
            return booked[list(rows)]
        known: Floats = np.concatenate([before, booked])[[row + len(before) for row in rows]]
        return known

    def journal(self) -> np.ndarray[Any, Any]:
        """The finished journal up to the horizon, by time (entries of one instant in the order they happened)."""
        first, until = self.first_day, self.until
        entries = np.array([entry for entry in self.entries if first <= entry[0] < until], dtype=JOURNAL)
        return entries[np.argsort(entries["time"], kind="stable")]
