"""Reading a results file back: tables as pandas frames (imported when asked for), curves as arrays."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from backsource.errors import ResultsError
from backsource.results.looks import Look, extended
from backsource.results.opening import check_format, open_to_read
from backsource.results.records import Inputs
from backsource.results.sketch import Sketch, weekly_quantiles
from backsource.results.tables import NAME, inputs_in
from backsource.results.views import Table, table_of

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Results:
    """A results file on disk, read as it is asked for: what the present study asks of it, and nothing else."""

    path: Path
    keeper: object = field(default=None, repr=False, compare=False)
    """What keeps the file there: of runs without a folder of their own, the temporary one."""

    @cached_property
    def inputs(self) -> Inputs:
        """What the runs were made from."""
        with open_to_read(self.path) as connection:
            return inputs_in(connection)

    @cached_property
    def replications(self) -> dict[str, int]:
        """Replications that were asked for of each arm, in the order of the study."""
        with open_to_read(self.path) as connection:
            return dict(connection.execute("SELECT name, replications FROM arms ORDER BY position"))

    @cached_property
    def keys(self) -> dict[str, str]:
        """Hash of all that the runs of each arm depend on, in the order of the study."""
        with open_to_read(self.path) as connection:
            query = "SELECT name, key FROM arms JOIN contents USING (content) ORDER BY position"
            return dict(connection.execute(query))

    @cached_property
    def stored(self) -> dict[str, set[int]]:
        """Replications of each arm that are there, of those asked for."""
        found: dict[str, set[int]] = {name: set() for name in self.keys}
        with open_to_read(self.path) as connection:
            query = "SELECT name, replication FROM arms JOIN runs USING (content) WHERE replication < replications"
            for name, replication in connection.execute(query):
                found[name].add(replication)
        return found

    @cached_property
    def runs(self) -> "pd.DataFrame":
        """One wide row a run: schedule, replication, environment, digest, then the measures (nan = no value)."""
        return self._frame("runs")

    @cached_property
    def incidents(self) -> "pd.DataFrame":
        """One row an incident: schedule, replication, number, then its facts."""
        return self._frame("incidents")

    @cached_property
    def milestones(self) -> "pd.DataFrame":
        """Day of each event of a run: schedule, replication, name, day (nan = not within the run)."""
        return self._frame("milestones")

    def days_of(self, schedule: str) -> list[dict[str, float]]:
        """Milestones of one schedule, one mapping of names to days a replication, in the order of replications."""
        own = self.milestones.query("schedule == @schedule")
        return [dict(zip(rows["name"], rows["day"], strict=True)) for _, rows in own.groupby("replication", sort=True)]

    @cached_property
    def banks(self) -> "pd.DataFrame":
        """One row a run and stock: schedule, replication, stock, wanted, attained, needed (nan = none), grows."""
        return self._frame("banks")

    @cached_property
    def volumes(self) -> "pd.DataFrame":
        """Mean units a day: schedule, replication, thing, before, after."""
        return self._frame("volumes")

    def curves(self, name: str) -> dict[str, Floats]:
        """One weekly curve of every schedule that has it: shape (replications kept in whole, weeks)."""
        with open_to_read(self.path) as connection:
            return _curves(connection, name)

    def quantiles(self, name: str, at: Sequence[float]) -> dict[str, Floats]:
        """Quantiles of a weekly curve over all runs, for every schedule that has it: shape (len(at), weeks).

        Of curves that were only counted they are within 1 %. Where the file holds more of these than the study asks
        for, which cannot be told apart, the quantiles are those of the curves kept in whole.
        """
        with open_to_read(self.path) as connection:
            curves, sketches = _curves(connection, name), _sketches(connection, name)
        nothing = Sketch.unpacked(b"")
        places = np.array(at, dtype=np.float64)
        return {arm: weekly_quantiles(whole, sketches.get(arm, nothing), places) for arm, whole in curves.items()}

    @cached_property
    def looks(self) -> list[Look]:
        """Rules under which the same question was answered from this file."""
        with open_to_read(self.path) as connection:
            rows = connection.execute(
                "SELECT rule, replications FROM looks JOIN inputs ON inputs.content = question AND name = 'hash' "
                "ORDER BY rule, replications"
            )
            return [Look(*row) for row in rows]

    @property
    def guarantee_lost(self) -> str:
        """Why these runs carry no guarantee, as `none: extended after a look`; empty where they may."""
        return self.lost_under(self.inputs.notes.get("rule", ""))

    def lost_under(self, rule: str) -> str:
        """The same for a rule of these words, where it is not the one under which the runs were asked for."""
        return extended(self.looks, Look(rule, max(self.replications.values(), default=0)))

    def _frame(self, name: str) -> "pd.DataFrame":
        import pandas as pd

        with open_to_read(self.path) as connection:
            table = table_of(connection, name)
            rows = connection.execute(table.query).fetchall()
        return _typed(pd.DataFrame(rows, columns=list(table.columns)), table)


def _typed(frame: "pd.DataFrame", table: Table) -> "pd.DataFrame":
    """Numbers as numbers, with no value as nan."""
    return frame.astype(dict.fromkeys(table.real, "float64"))


def _curves(connection: sqlite3.Connection, name: str) -> dict[str, Floats]:
    gathered: dict[str, list[Floats]] = {}
    table = table_of(connection, "weekly", "curve = ?")
    for schedule, _, _, data in connection.execute(table.query, (name,)):
        gathered.setdefault(schedule, []).append(np.frombuffer(data, dtype="<f8"))
    return {schedule: np.array(rows) for schedule, rows in gathered.items()}


def _sketches(connection: sqlite3.Connection, name: str) -> dict[str, Sketch]:
    """Sketches of arms of which no run is counted that is not asked for."""
    query = (
        "SELECT name, data FROM arms JOIN sketches USING (content) WHERE curve = ? AND NOT EXISTS (SELECT 1 FROM runs "
        "WHERE runs.content = arms.content AND NOT whole AND replication >= arms.replications)"
    )
    return {arm: Sketch.unpacked(data) for arm, data in connection.execute(query, (name,))}


def read(folder: Path, name: str = NAME, *, keeper: object = None) -> Results:
    """The results in *folder*. Raises `ResultsError` where there are none or they are of another format."""
    path = folder / name
    if not path.is_file():
        raise ResultsError(f"{folder}: no {name} here; `compare` writes it")
    check_format(path)
    with open_to_read(path) as connection:
        asked = connection.execute("SELECT name FROM sqlite_master WHERE name = 'inputs'").fetchone()
        if not asked or not connection.execute("SELECT 1 FROM inputs LIMIT 1").fetchone():
            raise ResultsError(f"{path}: nothing was run into this file yet; `compare` does")
    return Results(path, keeper)
