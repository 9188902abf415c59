"""Writing a results file while the runs come in: each replication whole or not at all, nothing twice."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from backsource.errors import ResultsError
from backsource.results.opening import close_written, open_to_write, told
from backsource.results.records import Asked, Inputs, Run
from backsource.results.sketch import Floats, Sketch
from backsource.results.tables import NAME, columns, put_arms, put_curves, put_inputs, put_runs, quoted, widen
from backsource.results.whole import make_folder


class Store:
    """The only writer of one results file, which it holds until it is closed or its process dies.

    Interrupted at any instant, the file holds what was added before; a file that this store made and that has no run
    yet goes again when an error ends the block. Raises `ResultsError` where the disk is full; what
    was added before is kept then, too.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._made = [] if path.exists() else [path, *make_folder(path.parent)]
        try:
            self.connection = open_to_write(path)
        except BaseException:
            self._take_away()
            raise
        self._contents: dict[str, int] = {}
        self._there: dict[int, dict[int, bool]] = {}
        self._whole = 0

    @classmethod
    def open(cls, folder: Path, name: str = NAME) -> Self:
        """The store in a folder, made where it is missing. Raises `ResultsError` where another process writes to it."""
        return cls(folder / name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        empty = error is not None and not self._runs()
        self.close()
        if empty:
            self._take_away()

    def _runs(self) -> bool:
        """Whether any run is there, or may be."""
        try:
            return bool(self.connection.execute("SELECT EXISTS (SELECT 1 FROM runs)").fetchone()[0])
        except sqlite3.Error:
            return True

    def _take_away(self) -> None:
        """Leave nothing of what this store has made, file or folders."""
        with suppress(OSError):
            for made in self._made:
                made.rmdir() if made.is_dir() else made.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave one file, and let others in."""
        close_written(self.connection)

    def ask(self, inputs: Inputs, arms: Sequence[Asked], *, whole: int, incident: Sequence[str] = ()) -> None:
        """Say what the file is about from now on: these arms; `want` says how many replications of them.

        Of replications below *whole* curves are kept, of the others they are counted; *incident* names the facts of an
        incident. What else is stored stays, unseen.
        """
        with self.transaction():
            put_inputs(self.connection, inputs, incident, whole)
            widen(self.connection, "incidents", incident)
            contents = put_arms(self.connection, arms)
        self._contents, self._whole = contents, whole
        rows = "SELECT replication, whole FROM runs WHERE content = ?"
        self._there = {one: dict(self.connection.execute(rows, (one,))) for one in contents.values()}

    def want(self, replications: Mapping[str, int]) -> None:
        """Show so many replications of each arm, as far as they are there."""
        with self.transaction():
            rows = [(count, name) for name, count in replications.items()]
            self.connection.executemany("UPDATE arms SET replications = ? WHERE name = ?", rows)

    def have(self, key: str) -> set[int]:
        """Replications of a key that need not be run."""
        there = self._there[self._contents[key]]
        return {number for number, whole in there.items() if whole or number >= self._whole}

    def add(self, key: str, runs: Sequence[Run]) -> None:
        """Store runs of a key. Raises `ResultsError` where one is there already and was another run."""
        content = self._contents[key]
        there = self._there[content]
        fresh = [run for run in runs if run.replication not in there]
        again = [run for run in runs if run.replication in there]
        for run in again:
            self._check_same(content, run)
        promoted = [run for run in again if run.replication < self._whole and not there[run.replication]]
        counted = [run for run in fresh if run.replication >= self._whole]
        with self.transaction():
            if fresh:
                measures = self._measures(content, fresh)
                put_runs(self.connection, content, fresh, measures, self._whole)
            for run in promoted:
                row = (content, run.replication)
                self.connection.execute("UPDATE runs SET whole = 1 WHERE content = ? AND replication = ?", row)
            put_curves(self.connection, content, promoted)
            self._count(content, counted, 1)
            self._count(content, promoted, -1)
        there.update((run.replication, run.replication < self._whole) for run in (*fresh, *promoted))

    def run(self, key: str, replication: int) -> Run | None:
        """A run that is there, with its measures and hashes only; None where it is not."""
        content = self._contents[key]
        if replication not in self._there[content]:
            return None
        names = self._known(content)
        query = f"SELECT environment, digest{_listed(names)} FROM runs WHERE content = ? AND replication = ?"
        environment, digest, *values = self.connection.execute(query, (content, replication)).fetchone()
        measures = {name: np.nan if value is None else value for name, value in zip(names, values, strict=True)}
        return Run("", replication, environment, digest, measures)

    def values(self, key: str, measure: str, count: int) -> Floats:
        """A measure of the first *count* replications, shape (count,); nan where a run has no value.

        Raises `ResultsError` where one of them is missing, or none has such a measure.
        """
        content = self._contents[key]
        if count and measure not in self._known(content):
            raise ResultsError(f"{self.path}: no run has a measure {measure!r}")
        column = quoted(measure) if count else "NULL"
        query = f"SELECT {column} FROM runs WHERE content = ? AND replication < ? ORDER BY replication"
        rows = self.connection.execute(query, (content, count)).fetchall()
        if len(rows) < count:
            raise ResultsError(f"{self.path}: {len(rows)} of the first {count} replications are there")
        return np.array(rows, dtype=np.float64).reshape(-1)

    def look(self, rule: str, replications: int) -> None:
        """Remember that the question was answered under a rule, with so many replications."""
        with self.transaction():
            question = "SELECT content, ?, ? FROM inputs WHERE name = 'hash'"
            self.connection.execute(f"INSERT OR IGNORE INTO looks {question}", (rule, replications))

    def restate(self, inputs: Inputs) -> None:
        """Put the question as a study has it now, to the runs that are there: its text, and its rule."""
        with self.transaction():
            rows = (("study", inputs.study), ("notes", json.dumps(dict(inputs.notes))))
            self.connection.executemany(
                "UPDATE inputs SET content = ? WHERE name = ?", [(content, name) for name, content in rows]
            )

    def _check_same(self, content: int, run: Run) -> None:
        query = "SELECT digest FROM runs WHERE content = ? AND replication = ?"
        (found,) = self.connection.execute(query, (content, run.replication)).fetchone()
        if found != run.digest:
            raise ResultsError(
                f"{self.path}: {run.schedule}, replication {run.replication}, was another run before ({found[:8]}, now "
                f"{run.digest[:8]}) though nothing has changed; removing the file would do"
            )

    def _known(self, content: int) -> list[str]:
        """Measures of the runs of a content, in their order."""
        (text,) = self.connection.execute("SELECT measures FROM contents WHERE content = ?", (content,)).fetchone()
        return list(json.loads(text))

    def _measures(self, content: int, runs: Sequence[Run]) -> list[str]:
        """Measures of the runs of a content with these among them; the tables have columns for all of them then."""
        names = self._known(content)
        new = set().union(*(run.measures.keys() for run in runs)) - set(names)
        if new:
            names += [name for name in dict.fromkeys(name for run in runs for name in run.measures) if name in new]
            widen(self.connection, "runs", names, "REAL")
            row = (json.dumps(names), content)
            self.connection.execute("UPDATE contents SET measures = ? WHERE content = ?", row)
        facts = dict.fromkeys(name for run in runs for gap in run.incidents for name in gap)
        if facts.keys() - set(columns(self.connection, "incidents")):
            widen(self.connection, "incidents", facts)
        return names

    def _count(self, content: int, runs: Sequence[Run], sign: int) -> None:
        """Count the curves of runs in the sketches, or take them out again."""
        for curve in runs[0].weekly if runs else ():
            sketch = self._sketch(content, curve).plus(Sketch.of(np.array([run.weekly[curve] for run in runs])), sign)
            self.connection.execute(
                "INSERT OR REPLACE INTO sketches VALUES (?, ?, ?)", (content, curve, sketch.packed())
            )

    def _sketch(self, content: int, curve: str) -> Sketch:
        query = "SELECT data FROM sketches WHERE content = ? AND curve = ?"
        found = self.connection.execute(query, (content, curve)).fetchone()
        return Sketch.unpacked(found[0] if found else b"")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written in the block, or nothing."""
        with told(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
                raise


def _listed(names: Sequence[str]) -> str:
    return "".join(f", {quoted(name)}" for name in names)
