"""Writing a results file: whole, in one order, so that the same runs give the same bytes."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from backsource.results.records import Inputs, Run
from backsource.results.tables import create, insert_inputs, insert_run
from backsource.results.whole import whole_file

NAME = "results.sqlite"


def write(folder: Path, inputs: Inputs, runs: Sequence[Run], incident: Sequence[str] = ()) -> Path:
    """Write `results.sqlite` into *folder* and give its path; an older file is replaced, or stays as it was.

    *incident* names the facts of an incident, so that the table has its columns where there is none to store.
    Raises `OSError` where the folder cannot be written.
    """
    path = folder / NAME
    order = {name: place for place, name in enumerate(inputs.schedules)}
    in_order = sorted(runs, key=lambda run: (order.get(run.schedule, len(order)), run.schedule, run.replication))
    with whole_file(path) as partial, closing(sqlite3.connect(partial, isolation_level=None)) as connection:
        _fill(connection, inputs, in_order, incident)
    return path


def _fill(connection: sqlite3.Connection, inputs: Inputs, runs: Sequence[Run], facts: Sequence[str]) -> None:
    # No journal: until the file takes its name nobody reads it, and a failed one is thrown away.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    measures = tuple(dict.fromkeys(name for run in runs for name in run.measures))
    found = (name for run in runs for gap in run.incidents for name in gap)
    incident = tuple(dict.fromkeys((*facts, *found)))
    connection.execute("BEGIN")
    create(connection, measures, incident)
    insert_inputs(connection, inputs)
    for run in runs:
        insert_run(connection, run, measures, incident)
    connection.execute("COMMIT")
