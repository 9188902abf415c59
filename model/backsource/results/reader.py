"""Reading a results file back: tables as pandas frames (imported when asked for), curves as arrays."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from backsource.errors import ResultsError
from backsource.results.records import Inputs
from backsource.results.tables import FORMAT
from backsource.results.writer import NAME

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Results:
    """A results file on disk, read as it is asked for."""

    path: Path

    @cached_property
    def inputs(self) -> Inputs:
        """What the runs were made from."""
        with _opened(self.path) as connection:
            rows = dict(connection.execute("SELECT name, content FROM inputs"))
        return Inputs(
            study=rows["study"],
            scenario=rows["scenario"],
            schedules=json.loads(rows["schedules"]),
            versions=json.loads(rows["versions"]),
            seed=int(rows["seed"]),
            hash=rows["hash"],
            levels=json.loads(rows["levels"]),
            status=rows.get("status", ""),
            notes=json.loads(rows["notes"]),
        )

    @cached_property
    def runs(self) -> "pd.DataFrame":
        """One wide row a run: schedule, replication, environment, digest, then the measures (nan = no value)."""
        frame = self._table("runs")
        measures = frame.columns[4:]
        return frame.astype(dict.fromkeys(measures, "float64"))

    @cached_property
    def incidents(self) -> "pd.DataFrame":
        """One row an incident: schedule, replication, number, then its facts."""
        return self._table("incidents")

    @cached_property
    def milestones(self) -> "pd.DataFrame":
        """Day of each event of a run: schedule, replication, name, day (nan = not within the run)."""
        return self._table("milestones", "schedule, replication, name").astype({"day": "float64"})

    def days_of(self, schedule: str) -> list[dict[str, float]]:
        """Milestones of one schedule, one mapping of names to days a replication, in the order of replications."""
        own = self.milestones.query("schedule == @schedule")
        return [dict(zip(rows["name"], rows["day"], strict=True)) for _, rows in own.groupby("replication", sort=True)]

    @cached_property
    def banks(self) -> "pd.DataFrame":
        """One row a run and stock: schedule, replication, stock, wanted, attained, needed (nan = none), grows."""
        return self._table("banks").astype(dict.fromkeys(("wanted", "attained", "needed"), "float64"))

    @cached_property
    def volumes(self) -> "pd.DataFrame":
        """Mean units a day: schedule, replication, thing, before, after."""
        return self._table("volumes")

    def curves(self, name: str) -> dict[str, npt.NDArray[np.float64]]:
        """One weekly curve of every schedule that has it: shape (replications kept, weeks)."""
        gathered: dict[str, list[npt.NDArray[np.float64]]] = {}
        with _opened(self.path) as connection:
            order = "SELECT schedule, data FROM weekly WHERE curve = ? ORDER BY rowid"
            for schedule, data in connection.execute(order, (name,)):
                gathered.setdefault(schedule, []).append(np.frombuffer(data, dtype="<f8"))
        return {schedule: np.array(rows) for schedule, rows in gathered.items()}

    def _table(self, name: str, order: str = "rowid") -> "pd.DataFrame":
        import pandas as pd

        with _opened(self.path) as connection:
            return pd.read_sql_query(f"SELECT * FROM {name} ORDER BY {order}", connection)


def read(folder: Path) -> Results:
    """The results in *folder*. Raises `ResultsError` where there are none or they are of another format."""
    path = folder / NAME
    if not path.is_file():
        raise ResultsError(f"{folder}: no {NAME} here; `compare` writes it")
    with _opened(path) as connection:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found != FORMAT:
        raise ResultsError(f"{path}: format {found}; this version reads format {FORMAT}")
    return Results(path)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write. Raises `ResultsError` for a file that SQLite cannot read."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise ResultsError(f"{path}: not a readable results file ({error})") from error
