"""The tables of a results file: one wide row a run, its incidents, milestones, banks and curves; the inputs."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from math import isnan

import numpy as np

from backsource.results.records import Inputs, Run, Scalar

FORMAT = 2
"""Version of the layout, kept as SQLite's `user_version`."""
KEY = ("schedule", "replication")


def quoted(name: str) -> str:
    """A column name as SQL takes it, whatever characters it has."""
    return '"' + name.replace('"', '""') + '"'


def create(connection: sqlite3.Connection, measures: Sequence[str], incident: Sequence[str]) -> None:
    """Make the empty tables; *measures* and *incident* are the columns beyond the key of a run."""
    wide = "".join(f", {quoted(name)} REAL" for name in measures)
    facts = "".join(f", {quoted(name)}" for name in incident)
    key = "schedule TEXT NOT NULL, replication INTEGER NOT NULL"
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("CREATE TABLE inputs (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID")
    connection.execute(
        f"CREATE TABLE runs ({key}, environment TEXT NOT NULL, digest TEXT NOT NULL{wide}, "
        "PRIMARY KEY (schedule, replication))"
    )
    connection.execute(
        f"CREATE TABLE incidents ({key}, number INTEGER NOT NULL{facts}, PRIMARY KEY (schedule, replication, number))"
    )
    connection.execute(
        f"CREATE TABLE weekly ({key}, curve TEXT NOT NULL, data BLOB NOT NULL, "
        "PRIMARY KEY (schedule, replication, curve))"
    )
    connection.execute(
        f"CREATE TABLE milestones ({key}, name TEXT NOT NULL, day REAL, PRIMARY KEY (schedule, replication, name)) "
        "WITHOUT ROWID"  # by far the most rows: half the size
    )
    connection.execute(
        f"CREATE TABLE banks ({key}, stock TEXT NOT NULL, wanted REAL, attained REAL, needed REAL, "
        "grows INTEGER NOT NULL, PRIMARY KEY (schedule, replication, stock))"
    )
    connection.execute(
        f"CREATE TABLE volumes ({key}, thing TEXT NOT NULL, before REAL NOT NULL, after REAL NOT NULL, "
        "PRIMARY KEY (schedule, replication, thing))"
    )


def insert_inputs(connection: sqlite3.Connection, inputs: Inputs) -> None:
    """Store the resolved inputs by name."""
    rows = {
        "study": inputs.study,
        "scenario": inputs.scenario,
        "schedules": json.dumps(dict(inputs.schedules)),
        "versions": json.dumps(dict(inputs.versions)),
        "seed": str(inputs.seed),
        "hash": inputs.hash,
        "levels": json.dumps({name: dict(levels) for name, levels in inputs.levels.items()}),
        "notes": json.dumps(dict(inputs.notes)),
        **({"status": inputs.status} if inputs.status else {}),
    }
    connection.executemany("INSERT INTO inputs VALUES (?, ?)", rows.items())


def insert_run(connection: sqlite3.Connection, run: Run, measures: Sequence[str], incident: Sequence[str]) -> None:
    """Store one run with its incidents and curves; the caller decides when to commit."""
    key = (run.schedule, run.replication)
    values = [_storable(run.measures.get(name)) for name in measures]
    _insert(connection, "runs", [(*key, run.environment, run.digest, *values)])
    rows = [(*key, n, *(_storable(gap.get(name)) for name in incident)) for n, gap in enumerate(run.incidents)]
    _insert(connection, "incidents", rows)
    curves = [(*key, name, np.ascontiguousarray(curve, dtype="<f8").tobytes()) for name, curve in run.weekly.items()]
    _insert(connection, "weekly", curves)
    _insert(connection, "milestones", [(*key, name, _storable(day)) for name, day in run.milestones.items()])
    banks = [(*key, stock, *(_storable(value) for value in bank)) for stock, bank in run.banks.items()]
    _insert(connection, "banks", banks)
    _insert(connection, "volumes", [(*key, thing, *pair) for thing, pair in run.volumes.items()])


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Scalar | bytes, ...]]) -> None:
    for row in rows:
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _storable(value: Scalar | np.generic) -> Scalar:
    """A value as SQLite keeps it: no nan (stored as NULL), no NumPy scalar."""
    if isinstance(value, np.generic):
        value = value.item()
    assert not isinstance(value, np.generic)
    return None if isinstance(value, float) and isnan(value) else value
