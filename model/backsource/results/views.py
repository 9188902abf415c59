"""What a file shows of each of its tables: rows that the present study asks for, by arm and replication."""

import json
import sqlite3
from dataclasses import dataclass

from backsource.results.tables import columns, quoted

ORDERS = {
    "runs": "",
    "incidents": ", rows.number",
    "milestones": ", rows.name",
    "banks": ", rows.rowid",
    "weekly": ", rows.rowid",
    "volumes": ", rows.rowid",
}
"""Order within a run."""
_REAL = {
    "milestones": {"day"},
    "banks": {"wanted", "attained", "needed"},
    "volumes": {"before", "after"},
}


@dataclass(frozen=True)
class Table:
    """How a table is read."""

    query: str
    columns: tuple[str, ...]
    real: tuple[str, ...]
    """Columns of numbers, nan where there is none."""


def table_of(connection: sqlite3.Connection, name: str, where: str = "") -> Table:
    """The shown part of a table: `schedule`, `replication`, then its own columns."""
    own = _own_columns(connection, name)
    listed = ", ".join(f"rows.{quoted(column)}" for column in ("replication", *own))
    more = f" AND {where}" if where else ""
    if name in ("weekly", "volumes"):
        more += " AND rows.replication < (SELECT CAST(content AS INTEGER) FROM inputs WHERE name = 'whole')"
    query = (
        f"SELECT arms.name, {listed} FROM arms CROSS JOIN {name} AS rows ON rows.content = arms.content "
        f"AND rows.replication < arms.replications{more} ORDER BY arms.position, rows.replication{ORDERS[name]}"
    )
    real = own[2:] if name == "runs" else [column for column in own if column in _REAL.get(name, ())]
    return Table(query, ("schedule", "replication", *own), tuple(real))


def _own_columns(connection: sqlite3.Connection, name: str) -> list[str]:
    """Columns beyond schedule and replication, in the order of what is shown, whatever the order they were added in."""
    if name == "runs":
        texts = connection.execute("SELECT measures FROM arms JOIN contents USING (content) ORDER BY position")
        measures = [measure for (text,) in texts for measure in json.loads(text)]
        return ["environment", "digest", *dict.fromkeys(measures)]
    if name == "incidents":
        (text,) = connection.execute("SELECT content FROM inputs WHERE name = 'incident'").fetchone()
        facts = list(json.loads(text))
        return ["number", *(facts or columns(connection, name)[3:])]
    return columns(connection, name)[2:]
