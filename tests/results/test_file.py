"""A results file: what is written comes back, it appears whole or not at all, and it tells its own faults."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from backsource.errors import ResultsError
from backsource.results import NAME, Inputs, Run, read, write

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


def test_order_of_runs_changes_no_byte(tmp_path: Path) -> None:
    runs = [a_run(name, number) for name in "ab" for number in range(5)]
    first = write(tmp_path / "one", INPUTS, runs).read_bytes()
    second = write(tmp_path / "two", INPUTS, runs[::-1]).read_bytes()
    assert first == second


def test_nothing_but_the_file_is_left(tmp_path: Path) -> None:
    write(tmp_path, INPUTS, [a_run("a", 0)])
    write(tmp_path, INPUTS, [a_run("a", 0)])
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, MemoryError])
def test_an_interrupted_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    write(tmp_path, INPUTS, [a_run("a", 0)])
    before = (tmp_path / NAME).read_bytes()
    _break_after(2, error, monkeypatch)
    with pytest.raises(error):
        write(tmp_path, INPUTS, [a_run("a", number) for number in range(5)])
    assert (tmp_path / NAME).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_an_interrupted_first_write_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _break_after(0, KeyboardInterrupt, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "results" / "study", INPUTS, [a_run("a", 0)])
    assert list(tmp_path.iterdir()) == []


def _break_after(count: int, error: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    import backsource.results.writer as module

    real = module.insert_run
    calls: Iterator[int] = iter(range(100))

    def insert(*args: object) -> None:
        if next(calls) >= count:
            raise error
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "insert_run", insert)


def test_a_folder_without_results_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="no results"):
        read(tmp_path)


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(ResultsError, match="not a readable results file"):
        read(tmp_path)


def test_a_file_of_another_format_is_said_so(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ResultsError, match="format 99"):
        read(tmp_path)
