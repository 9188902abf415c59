"""Joining results files: all runs of several into one, in one transaction."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from backsource.errors import ResultsError
from backsource.results.opening import fold, told
from backsource.results.sketch import Sketch
from backsource.results.store import Store
from backsource.results.tables import PARTS, columns, quoted, widen

_SAME = (
    "FROM part.runs AS new JOIN part.contents AS theirs ON theirs.content = new.content "
    "JOIN main.contents AS ours ON ours.key = theirs.key "
    "{kind} JOIN main.runs AS old ON old.content = ours.content AND old.replication = new.replication"
)
"""Runs of a part beside the same ones here."""


def join(store: Store, parts: Sequence[Path]) -> int:
    """Take all runs of other results files into a store, or none; gives how many were new.

    A run that is there already has to be the same one. Raises `ResultsError` with its name where it is not.
    """
    added = 0
    for path in parts:
        fold(path)
        with told(path):
            store.connection.execute("ATTACH DATABASE ? AS part", (str(path),))
        try:
            with store.transaction():
                added += _take(store.connection, path)
        finally:
            store.connection.execute("DETACH DATABASE part")
    return added


def _take(connection: sqlite3.Connection, path: Path) -> int:
    _check_same(connection, path)
    connection.execute("INSERT OR IGNORE INTO contents (key, measures) SELECT key, '[]' FROM part.contents")
    _measures(connection)
    connection.execute("DROP TABLE IF EXISTS temp.fresh")
    connection.execute(
        "CREATE TEMP TABLE fresh AS SELECT new.content AS theirs, ours.content AS ours, new.replication, new.whole "
        + _SAME.format(kind="LEFT")
        + " WHERE old.content IS NULL"
    )
    _sketches(connection, path)
    for table in ("runs", *PARTS):
        _copy(connection, table)
    (count,) = connection.execute("SELECT count(*) FROM temp.fresh").fetchone()
    connection.execute("DROP TABLE temp.fresh")
    return int(count)


def _check_same(connection: sqlite3.Connection, path: Path) -> None:
    query = "SELECT new.replication, arms.name " + _SAME.format(kind="")
    query += " LEFT JOIN part.arms ON arms.content = new.content WHERE old.digest <> new.digest LIMIT 1"
    found = connection.execute(query).fetchone()
    if found:
        number, name = found
        raise ResultsError(
            f"{path}: {name}, replication {number}, is not the run that was joined before, though both come from the "
            "same inputs; running the shards again on one kind of machine would do"
        )


def _measures(connection: sqlite3.Connection) -> None:
    """Columns for all measures of a part, and their names with its contents."""
    for key, text in connection.execute("SELECT key, measures FROM part.contents").fetchall():
        (own,) = connection.execute("SELECT measures FROM main.contents WHERE key = ?", (key,)).fetchone()
        names = list(dict.fromkeys((*json.loads(own), *json.loads(text))))
        widen(connection, "runs", names, "REAL")
        connection.execute("UPDATE main.contents SET measures = ? WHERE key = ?", (json.dumps(names), key))
    widen(connection, "incidents", columns(connection, "incidents", "part")[3:])


def _copy(connection: sqlite3.Connection, table: str) -> None:
    """Copy the rows of fresh runs."""
    names = columns(connection, table, "part")[2:]
    listed, read = (", ".join(f"{before}{quoted(name)}" for name in names) for before in ("", "new."))
    order = "" if table in ("incidents", "milestones") else " ORDER BY new.rowid"
    connection.execute(
        f"INSERT INTO main.{table} (content, replication, {listed}) SELECT ours, new.replication, {read} "
        f"FROM part.{table} AS new JOIN temp.fresh ON new.content = theirs AND new.replication = fresh.replication"
        + order
    )


def _sketches(connection: sqlite3.Connection, path: Path) -> None:
    """Add up the counts of curves; a part of which some are counted here already cannot be told apart."""
    counted = dict(
        connection.execute("SELECT content, count(*) FROM part.runs WHERE NOT whole GROUP BY content").fetchall()
    )
    rows = connection.execute("SELECT theirs, ours, count(*) FROM temp.fresh WHERE NOT whole GROUP BY theirs, ours")
    for theirs, ours, fresh in rows.fetchall():
        if fresh < counted[theirs]:
            raise ResultsError(
                f"{path}: {counted[theirs] - fresh} of its runs are there already, and their curves were only counted; "
                "removing the results file that is joined into would do"
            )
        query = "SELECT curve, data FROM part.sketches WHERE content = ?"
        for curve, data in connection.execute(query, (theirs,)).fetchall():
            own = "SELECT data FROM main.sketches WHERE content = ? AND curve = ?"
            found = connection.execute(own, (ours, curve)).fetchone()
            both = Sketch.unpacked(found[0] if found else b"").plus(Sketch.unpacked(data))
            connection.execute("INSERT OR REPLACE INTO main.sketches VALUES (?, ?, ?)", (ours, curve, both.packed()))
