"""The tables of a results file, format 3: one wide row a run, what happened in it, its curves; and the inputs.

Rows belong to a *content*: a small number for the hash of all that a run depends on. Which contents are shown, under
which name and with how many replications, stands in `arms`; all others are kept, so that nothing is run twice.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from math import isnan

import numpy as np

from backsource.results.records import Asked, Inputs, Run, Scalar

NAME = "results.sqlite"
FORMAT = 3
"""Version of the layout, kept as SQLite's `user_version`."""
PAGE = 8192
"""Bytes of a page: several wide rows fit."""
PARTS = ("incidents", "milestones", "banks", "weekly", "volumes")
"""Tables with several rows a run, keyed as `runs` is."""

_KEY = "content INTEGER NOT NULL, replication INTEGER NOT NULL"
_TABLES = (
    "inputs (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID",
    "contents (content INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, measures TEXT NOT NULL)",
    (
        "arms (position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, content INTEGER NOT NULL, twin TEXT NOT NULL, "
        "replications INTEGER NOT NULL)"
    ),
    (
        f"runs ({_KEY}, environment TEXT NOT NULL, digest TEXT NOT NULL, whole INTEGER NOT NULL, "
        "PRIMARY KEY (content, replication))"
    ),
    f"incidents ({_KEY}, number INTEGER NOT NULL, PRIMARY KEY (content, replication, number)) WITHOUT ROWID",
    f"milestones ({_KEY}, name TEXT NOT NULL, day REAL, PRIMARY KEY (content, replication, name)) WITHOUT ROWID",
    (
        f"banks ({_KEY}, stock TEXT NOT NULL, wanted REAL, attained REAL, needed REAL, grows INTEGER NOT NULL, "
        "PRIMARY KEY (content, replication, stock))"
    ),
    f"weekly ({_KEY}, curve TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (content, replication, curve))",
    "sketches (content INTEGER NOT NULL, curve TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (content, curve))",
    (
        f"volumes ({_KEY}, thing TEXT NOT NULL, before REAL NOT NULL, after REAL NOT NULL, "
        "PRIMARY KEY (content, replication, thing))"
    ),
    (
        "looks (question TEXT NOT NULL, rule TEXT NOT NULL, replications INTEGER NOT NULL, "
        "PRIMARY KEY (question, rule, replications)) WITHOUT ROWID"
    ),
)


def quoted(name: str) -> str:
    """A column name as SQL takes it, whatever characters it has."""
    return '"' + name.replace('"', '""') + '"'


def create(connection: sqlite3.Connection) -> None:
    """Make the empty tables."""
    for table in _TABLES:
        connection.execute(f"CREATE TABLE {table}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def columns(connection: sqlite3.Connection, table: str, schema: str = "main") -> list[str]:
    """Columns of a table, in its order."""
    return [row[1] for row in connection.execute(f"PRAGMA {schema}.table_info({table})")]


def widen(connection: sqlite3.Connection, table: str, names: Iterable[str], kind: str = "") -> None:
    """Add the columns that a table lacks."""
    there = set(columns(connection, table))
    for name in names:
        if name not in there:
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {quoted(name)} {kind}")
            there.add(name)


def put_inputs(connection: sqlite3.Connection, inputs: Inputs, incident: Sequence[str], whole: int) -> None:
    """Store the resolved inputs by name, in place of older ones; the facts of an incident; whose curves are kept."""
    rows = {
        "study": inputs.study,
        "scenario": inputs.scenario,
        "schedules": json.dumps(dict(inputs.schedules)),
        "versions": json.dumps(dict(inputs.versions)),
        "seed": str(inputs.seed),
        "hash": inputs.hash,
        "levels": json.dumps({name: dict(levels) for name, levels in inputs.levels.items()}),
        "notes": json.dumps(dict(inputs.notes)),
        "status": inputs.status,
        "incident": json.dumps(list(incident)),
        "whole": str(whole),
    }
    connection.execute("DELETE FROM inputs")
    connection.executemany("INSERT INTO inputs VALUES (?, ?)", rows.items())


def inputs_in(connection: sqlite3.Connection) -> Inputs:
    """What the file is about. Raises KeyError where nothing was asked yet."""
    rows = dict(connection.execute("SELECT name, content FROM inputs"))
    return Inputs(
        study=rows["study"],
        scenario=rows["scenario"],
        schedules=json.loads(rows["schedules"]),
        versions=json.loads(rows["versions"]),
        seed=int(rows["seed"]),
        hash=rows["hash"],
        levels=json.loads(rows["levels"]),
        status=rows["status"],
        notes=json.loads(rows["notes"]),
    )


def put_arms(connection: sqlite3.Connection, arms: Sequence[Asked]) -> dict[str, int]:
    """Name the arms, in order, with the replications that they had before; gives the content of each key."""
    before = dict(connection.execute("SELECT content, replications FROM arms"))
    connection.executemany(
        "INSERT OR IGNORE INTO contents (key, measures) VALUES (?, '[]')", [(arm.key,) for arm in arms]
    )
    found: dict[str, int] = dict(connection.execute("SELECT key, content FROM contents"))
    connection.execute("DELETE FROM arms")
    rows = [
        (place, arm.name, found[arm.key], arm.twin, before.get(found[arm.key], 0)) for place, arm in enumerate(arms)
    ]
    connection.executemany("INSERT INTO arms VALUES (?, ?, ?, ?, ?)", rows)
    return {arm.key: found[arm.key] for arm in arms}


def put_runs(
    connection: sqlite3.Connection, content: int, runs: Sequence[Run], measures: Sequence[str], whole: int
) -> None:
    """Store runs of one content, those below *whole* with curves and volumes; the caller commits.

    A measure without a value (nan) is stored as NULL by SQLite itself.
    """
    names = ("content", "replication", "environment", "digest", "whole", *measures)
    rows = [
        (content, run.replication, run.environment, run.digest, run.replication < whole,
         *map(run.measures.get, measures))
        for run in runs
    ]  # fmt: skip
    insert(connection, "runs", names, rows)
    for run in runs:
        _put_incidents(connection, (content, run.replication), run.incidents)
    dated = [(content, run.replication, name, storable(day)) for run in runs for name, day in run.milestones.items()]
    insert(connection, "milestones", ("content", "replication", "name", "day"), dated)
    banks = [
        (content, run.replication, stock, *(storable(value) for value in bank))
        for run in runs for stock, bank in run.banks.items()
    ]  # fmt: skip
    insert(connection, "banks", ("content", "replication", "stock", "wanted", "attained", "needed", "grows"), banks)
    put_curves(connection, content, [run for run in runs if run.replication < whole])


def put_curves(connection: sqlite3.Connection, content: int, runs: Sequence[Run]) -> None:
    """Store curves and volumes of runs."""
    curves = [
        (content, run.replication, name, np.ascontiguousarray(curve, dtype="<f8").tobytes())
        for run in runs for name, curve in run.weekly.items()
    ]  # fmt: skip
    insert(connection, "weekly", ("content", "replication", "curve", "data"), curves)
    volumes = [(content, run.replication, thing, *pair) for run in runs for thing, pair in run.volumes.items()]
    insert(connection, "volumes", ("content", "replication", "thing", "before", "after"), volumes)


def _put_incidents(
    connection: sqlite3.Connection, key: tuple[int, int], incidents: Sequence[Mapping[str, Scalar]]
) -> None:
    if incidents:
        facts = tuple(incidents[0])
        rows = [(*key, n, *(storable(gap[name]) for name in facts)) for n, gap in enumerate(incidents)]
        insert(connection, "incidents", ("content", "replication", "number", *facts), rows)


def insert(
    connection: sqlite3.Connection,
    table: str,
    names: Sequence[str],
    rows: Sequence[tuple[Scalar | bytes, ...]],
) -> None:
    """Insert rows with these columns."""
    if rows:
        into, marks = ", ".join(map(quoted, names)), ", ".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table} ({into}) VALUES ({marks})", rows)


def storable(value: Scalar | np.generic) -> Scalar:
    """A value as SQLite keeps it: no nan (stored as NULL), no negative zero, no NumPy scalar."""
    if isinstance(value, np.generic):
        value = value.item()
    assert not isinstance(value, np.generic)
    if isinstance(value, float):
        return None if isnan(value) else value + 0.0
    return value
