"""Results for other programs: CSV files, or Parquet, with the same bytes whatever the order in which runs came."""

import csv
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from backsource.errors import ResultsError
from backsource.results.opening import open_to_read
from backsource.results.reader import Results
from backsource.results.records import Scalar
from backsource.results.tables import FORMAT, quoted, storable
from backsource.results.views import table_of

TABLES = ("runs", "incidents", "milestones", "banks", "weekly")
WEEKLY = ("schedule", "replication", "curve", "week", "value")
"""Columns of the weekly curves in long form; weeks count from 0."""
_KINDS = {"text": "VARCHAR", "real": "DOUBLE", "integer": "BIGINT", "null": "DOUBLE"}


def export_csv(results: Results, folder: Path) -> list[Path]:
    """Write `runs.csv`, `incidents.csv`, `milestones.csv`, `banks.csv`, `weekly.csv` and `inputs.json` into *folder*.

    Ordered by arm and replication; a cell without a value is empty. The files appear whole or not at all.
    """
    return _export(results, folder, _write_csv_files)


def export_parquet(results: Results, folder: Path) -> list[Path]:
    """The same tables as Parquet files. Raises `ResultsError` where duckdb is not installed."""
    try:
        import duckdb  # noqa: F401
    except ImportError as error:
        raise ResultsError(
            "Parquet needs duckdb, which is not installed; the extra `traces` of backsource, or --csv, would do"
        ) from error
    return _export(results, folder, _write_parquet_files)


def _export(results: Results, folder: Path, write: Callable[[sqlite3.Connection, Path], None]) -> list[Path]:
    with _whole_folder(folder) as partial:
        with open_to_read(results.path) as connection:
            write(connection, partial)
            _write_inputs(connection, results, partial / "inputs.json")
        names = sorted(path.name for path in partial.iterdir())
    return [folder / name for name in names]


def _write_csv_files(connection: sqlite3.Connection, folder: Path) -> None:
    for name in TABLES:
        _write_csv(connection, name, folder / f"{name}.csv")


def _write_csv(connection: sqlite3.Connection, name: str, path: Path) -> None:
    table = table_of(connection, name)
    rows = connection.execute(table.query)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(WEEKLY if name == "weekly" else table.columns)
        writer.writerows(_long(rows) if name == "weekly" else rows)


def _long(rows: Iterator[tuple[str, int, str, bytes]]) -> Iterator[tuple[str, int, str, int, Scalar]]:
    for schedule, replication, curve, data in rows:
        values: list[float] = np.frombuffer(data, dtype="<f8").tolist()
        for week, value in enumerate(values):
            yield schedule, replication, curve, week, storable(value)


def _write_inputs(connection: sqlite3.Connection, results: Results, path: Path) -> None:
    inputs = results.inputs
    arms = connection.execute("SELECT name, twin, replications FROM arms ORDER BY position")
    content = {
        "format": FORMAT,
        "hash": inputs.hash,
        "seed": inputs.seed,
        "versions": dict(inputs.versions),
        "notes": dict(inputs.notes),
        "arms": [dict(zip(("name", "twin", "replications"), arm, strict=True)) for arm in arms],
        "levels": {name: dict(levels) for name, levels in inputs.levels.items()},
        "study": json.loads(inputs.study),
        "scenario": json.loads(inputs.scenario),
        "schedules": {name: json.loads(text) for name, text in inputs.schedules.items()},
        "status": json.loads(inputs.status) if inputs.status else None,
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _write_parquet_files(connection: sqlite3.Connection, folder: Path) -> None:
    import duckdb

    with duckdb.connect() as engine:
        for name in TABLES:
            table = folder / f"{name}.csv"
            _write_csv(connection, name, table)
            engine.read_csv(
                str(table), header=True, delimiter=",", na_values="", columns=_kinds(connection, name)
            ).write_parquet(str(folder / f"{name}.parquet"))
            table.unlink()


def _kinds(connection: sqlite3.Connection, name: str) -> dict[str, str]:
    """Kind of each column: what was measured is a number, other columns are what is found in them."""
    if name == "weekly":
        return dict(zip(WEEKLY, ("VARCHAR", "BIGINT", "VARCHAR", "BIGINT", "DOUBLE"), strict=True))
    table = table_of(connection, name)
    kinds = {"schedule": "VARCHAR", "replication": "BIGINT"}
    for column in table.columns[2:]:
        found = connection.execute(f"SELECT DISTINCT typeof({quoted(column)}) FROM {name}")
        there = {kind for (kind,) in found}
        kinds[column] = next((_KINDS[kind] for kind in ("text", "real", "integer") if kind in there), "DOUBLE")
    return kinds | dict.fromkeys(table.real, "DOUBLE")


@contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """A new folder beside *folder*, whose files go there when the block ends without an error, else nowhere.

    A folder that is not there yet, or is empty, appears with all of them at once.
    """
    parent = folder.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=parent))
    try:
        yield partial
        partial.chmod(0o755)
        if folder.is_dir() and any(folder.iterdir()):
            for path in sorted(partial.iterdir()):
                path.replace(folder / path.name)
        else:
            partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
