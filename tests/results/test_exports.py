"""Exports hold the same numbers in files that other programs read, and appear whole."""

import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.results.conftest import a_run, asked

from backsource.errors import ResultsError
from backsource.results import NAME, export_csv, read


def test_exports_appear_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path / "runs") as store:
        store.add("key a", [a_run(0)])
        store.want({"a": 1})
    results = read(tmp_path / "runs")

    def breaks(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr("backsource.results.export._write_inputs", breaks)
    with pytest.raises(OSError, match="no space"):
        export_csv(results, tmp_path / "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["runs"]


def test_weekly_curves_are_exported_in_long_form(tmp_path: Path) -> None:
    with asked(tmp_path / "runs") as store:
        store.add("key a", [replace(a_run(0), weekly={"stock": np.array([1.5, np.nan])})])
        store.want({"a": 1})
    folder = tmp_path / "csv"
    (folder / "old").mkdir(parents=True)
    export_csv(read(tmp_path / "runs"), folder)
    lines = (folder / "weekly.csv").read_text().splitlines()
    assert lines == ["schedule,replication,curve,week,value", "a,0,stock,0,1.5", "a,0,stock,1,"]
    assert (folder / "runs.csv").read_text().splitlines()[1] == "a,0,env0,digest a 0,10.0"
    assert (folder / "old").is_dir()


def test_parquet_holds_the_same_numbers(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    from backsource.results import export_parquet

    with asked(tmp_path) as store:
        store.add("key a", [a_run(0, cost=0.1, exit=float("nan")), a_run(1, cost=1 / 3, exit=2.0)])
        store.want({"a": 2})
    export_parquet(read(tmp_path), tmp_path / "parquet")
    with duckdb.connect() as engine:
        rows = engine.read_parquet(str(tmp_path / "parquet" / "runs.parquet")).fetchall()
        weekly = engine.read_parquet(str(tmp_path / "parquet" / "weekly.parquet")).fetchall()
    assert [row[4:] for row in rows] == [(0.1, None), (1 / 3, 2.0)]
    assert weekly[-1] == ("a", 1, "stock", 1, 1.0)


def test_parquet_names_the_extra_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from backsource.results import export_parquet

    with asked(tmp_path):
        pass
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ResultsError, match="extra `traces`"):
        export_parquet(read(tmp_path), tmp_path / "parquet")


def test_a_file_can_be_read_by_any_program_that_reads_sqlite(tmp_path: Path) -> None:
    with asked(tmp_path) as store:
        store.add("key a", [a_run(0)])
        store.want({"a": 1})
    with sqlite3.connect(tmp_path / NAME) as connection:
        row = connection.execute("SELECT name, cost FROM arms JOIN runs USING (content)").fetchone()
    connection.close()
    assert row == ("a", 10.0)
