"""A results file: what is written comes back, whatever the order, and it tells its own faults."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from stored_runs import write

from backsource.errors import ResultsError
from backsource.results import NAME, Inputs, Run, Store, export_csv, read

INPUTS = Inputs(
    study='{"study": "s"}', scenario='{"scenario": "x"}', schedules={"b": "{}", "a": "{}"}, versions={"python": "3"},
    seed=7, hash="abc", notes={"twin": "b"},
)  # fmt: skip


def a_run(schedule: str, replication: int, **measures: float) -> Run:
    return Run(
        schedule=schedule, replication=replication, environment=f"env{replication}", digest="d",
        measures=measures or {"cost": 1.5, "exit": float("nan")},
        incidents=({"market": "m", "start": 3, "units_short": 2.5, "censored": False},),
        milestones={"task/fit done": 12.25, "exit/c": float("nan")},
        banks={"plant/part": (30.0, float("nan"), 12.5, True)},
        weekly={"stock": np.array([1.0, np.nan, 3.0])}, volumes={"lane buy": (10.0, 0.0)},
    )  # fmt: skip


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    write(tmp_path, INPUTS, [a_run("a", 0), a_run("b", 1), a_run("b", 0)])
    found = read(tmp_path)
    assert found.inputs == INPUTS
    assert list(zip(found.runs["schedule"], found.runs["replication"], strict=True)) == [("b", 0), ("b", 1), ("a", 0)]
    assert found.runs["cost"].tolist() == [1.5] * 3
    assert found.runs["exit"].isna().all()
    assert found.runs["exit"].dtype == np.float64
    assert found.incidents.loc[0, ["schedule", "number", "market", "units_short"]].tolist() == ["b", 0, "m", 2.5]
    np.testing.assert_array_equal(found.curves("stock")["b"], [[1.0, np.nan, 3.0]] * 2)
    assert found.days_of("b") == [pytest.approx({"task/fit done": 12.25, "exit/c": np.nan}, nan_ok=True)] * 2
    assert found.days_of("none") == []
    (bank,) = found.banks.query("schedule == 'a'").itertuples(index=False)
    assert bank == pytest.approx(("a", 0, "plant/part", 30.0, np.nan, 12.5, 1), nan_ok=True)
    assert found.volumes["before"].tolist() == [10.0] * 3


def test_no_value_and_infinity_keep_their_meaning(tmp_path: Path) -> None:
    write(tmp_path, INPUTS, [a_run("a", 0, x=float("inf"), y=float("nan")), a_run("a", 1, x=-1e-300, y=0.1 + 0.2)])
    runs = read(tmp_path).runs
    assert runs["x"].tolist() == [np.inf, -1e-300]
    assert np.isnan(runs["y"][0])
    assert runs["y"][1] == 0.1 + 0.2


def test_runs_without_incidents_make_an_empty_table(tmp_path: Path) -> None:
    write(tmp_path, INPUTS, [Run("a", 0, "e", "d", {"cost": 1.0})], ["start", "end"])
    found = read(tmp_path)
    assert found.incidents.columns.tolist() == ["schedule", "replication", "number", "start", "end"]
    assert len(found.incidents) == 0
    assert found.curves("stock") == {}


def test_a_measure_may_have_any_name(tmp_path: Path) -> None:
    name = 'fill "rate" [plant/knuckle]; DROP TABLE runs'
    write(tmp_path, INPUTS, [a_run("a", 0, **{name: 0.5})])
    assert read(tmp_path).runs[name].tolist() == [0.5]


def test_order_of_runs_changes_no_byte_of_what_is_exported(tmp_path: Path) -> None:
    runs = [a_run(name, number) for name in "ab" for number in range(5)]
    files = []
    for name, order in (("one", runs), ("two", runs[::-1])):
        write(tmp_path / name, INPUTS, order)
        files.append(export_csv(read(tmp_path / name), tmp_path / f"{name}-csv"))
    assert [path.name for path in files[0]] == [
        "banks.csv", "incidents.csv", "inputs.json", "milestones.csv", "runs.csv", "weekly.csv",
    ]  # fmt: skip
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_nothing_but_the_file_is_left(tmp_path: Path) -> None:
    write(tmp_path, INPUTS, [a_run("a", 0)])
    write(tmp_path, INPUTS, [a_run("a", 0)])
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_folder_without_results_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="no results"):
        read(tmp_path)


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(ResultsError, match="not a readable results file"):
        read(tmp_path)


def test_a_file_of_an_older_format_is_said_so_and_left_as_it_is(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("CREATE TABLE inputs (name)")
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    before = (tmp_path / NAME).read_bytes()
    for act in (read, Store.open):
        with pytest.raises(ResultsError, match=r"format 2; .* run the study again into another folder .* or remove"):
            act(tmp_path)
    assert (tmp_path / NAME).read_bytes() == before


def test_a_database_of_something_else_is_not_written_into(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    connection.close()
    with pytest.raises(ResultsError, match="format 0"):
        Store.open(tmp_path)
