"""What a search has seen so far, in one file that is written whole after every batch, so that it can go on."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from backsource.errors import ResultsError
from backsource.results.opening import BUSY
from backsource.results.whole import make_folder, whole_file

NAME = "search.json"
LOCK = ".search.lock"
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """One point that was tried."""

    point: tuple[int, ...]
    means: tuple[float, ...] | None
    """Mean of each objective over the futures of the search; None where the point cannot be."""
    breaches: tuple[float, ...] = ()
    """Share of futures in which each floor is broken."""
    reason: str = ""
    """Why it cannot be."""


@dataclass
class SearchRecord:
    """The history of one search: its points, and what was measured under the finalists."""

    asked: str
    """Hash of all that the numbers depend on."""
    seen: list[Seen] = field(default_factory=list)
    samples: dict[str, dict[str, Floats]] = field(default_factory=dict)
    """By purpose (search, selection, estimate) and schedule, each of shape (futures, measures)."""
    answered: list[int] = field(default_factory=list)
    """How much was asked for when it was answered first; empty before."""

    def save(self, folder: Path) -> None:
        """Write it, whole or not at all."""
        content = {
            "asked": self.asked,
            "answered": self.answered,
            "seen": [[list(one.point), one.means, list(one.breaches), one.reason] for one in self.seen],
            "samples": {
                purpose: {name: _plain(values) for name, values in named.items()}
                for purpose, named in self.samples.items()
            },
        }
        with whole_file(folder / NAME) as partial:
            partial.write_text(json.dumps(content, allow_nan=False), encoding="utf-8")


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep other processes from the search in a folder until the block ends, or this process dies.

    Raises `ResultsError` where another one is at it. The lock is SQLite's, as that of a results file, on a file beside
    the history, since the history itself is another file after every save.
    """
    path = folder / LOCK
    made = make_folder(folder)
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            found = f"{folder / NAME}: {BUSY}" if busy else f"{path}: could not be locked ({error})"
            raise ResultsError(found) from error
        try:
            yield
        finally:
            for one in folder.glob(f"{LOCK}*"):
                one.unlink(missing_ok=True)
            for one in made:
                with suppress(OSError):
                    one.rmdir()


def read_search(folder: Path, asked: str) -> SearchRecord:
    """What a search with this hash has seen; nothing where there is none, or one that asked for something else.

    Raises `ResultsError` where the file cannot be read.
    """
    if not (folder / NAME).exists():
        return SearchRecord(asked)
    found = record_in(folder)
    return found if found.asked == asked else SearchRecord(asked)


def record_in(folder: Path) -> SearchRecord:
    """The history of a search that lies in a folder. Raises `ResultsError` where it cannot be read."""
    path = folder / NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        seen = [_seen(*one) for one in content["seen"]]
        answered = [int(count) for count in content["answered"]]
        samples = {
            purpose: {name: _array(rows) for name, rows in named.items()}
            for purpose, named in content["samples"].items()
        }
        return SearchRecord(str(content["asked"]), seen, samples, answered)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResultsError(f"{path}: no history of a search ({error}); without that file it begins again") from error


def _seen(point: Sequence[int], means: Sequence[float] | None, breaches: Sequence[float], reason: str) -> Seen:
    return Seen(tuple(point), None if means is None else tuple(means), tuple(breaches), reason)


def _plain(values: Floats) -> list[list[float | None]]:
    return [[None if isnan(value) else value for value in row] for row in values.tolist()]


def _array(rows: Sequence[Sequence[Any]]) -> Floats:
    return np.array([[np.nan if value is None else value for value in row] for row in rows], dtype=np.float64)


def seen_under(samples: Mapping[str, Floats], name: str, measures: int) -> Floats:
    """What is there of one schedule, shape (futures, measures); none at first."""
    return samples.get(name, np.empty((0, measures)))
