"""Adding to a results file: whole replications, one writer, nothing lost, nothing twice, nothing shown unasked."""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backsource.errors import ResultsError
from backsource.results import ANOTHER, CUT, LOST, NAME, Asked, Inputs, Run, Store, export_csv, read
from backsource.results import store as module

INPUTS = Inputs("{}", "{}", {"a": "{}", "b": "{}"}, {}, 1, "question")
ARMS = [Asked("a", "key a", "b"), Asked("b", "key b", "b")]


def a_run(replication: int, schedule: str = "a", **measures: float) -> Run:
    return Run(
        schedule, replication, f"env{replication}", f"digest {schedule} {replication}",
        measures or {"cost": 10.0 + replication}, milestones={"exit/c": 3.5}, banks={"p/x": (1.0, 2.0, 3.0, False)},
        incidents=({"market": "m", "start": replication},), weekly={"stock": np.array([1.0, replication])},
        volumes={"lane buy": (1.0, 2.0)},
    )  # fmt: skip


def asked(folder: Path, *, inputs: Inputs = INPUTS, arms: list[Asked] = ARMS, whole: int = 100) -> Store:
    store = Store.open(folder)
    store.ask(inputs, arms, whole=whole)
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with asked(tmp_path) as opened:
        yield opened


def test_what_is_there_is_known_and_comes_back_to_the_bit(store: Store) -> None:
    value = 0.1 + 0.2
    store.add("key a", [a_run(3, cost=value, exit=float("nan")), a_run(0), a_run(1)])
    assert store.have("key a") == {0, 1, 3}
    assert store.have("key b") == set()
    found = store.run("key a", 3)
    assert found is not None
    assert (found.environment, found.digest, found.measures["cost"]) == ("env3", "digest a 3", value)
    assert np.isnan(found.measures["exit"])
    assert store.run("key a", 2) is None
    assert store.values("key a", "cost", 2).tolist() == [10, 11]


def test_values_need_all_replications_before(store: Store) -> None:
    store.add("key a", [a_run(0), a_run(2)])
    assert store.values("key a", "cost", 0).tolist() == []
    with pytest.raises(ResultsError, match="2 of the first 3"):
        store.values("key a", "cost", 3)
    with pytest.raises(ResultsError, match="no run has a measure 'price'"):
        store.values("key a", "price", 1)


def test_a_run_is_stored_once_and_must_be_the_same_again(store: Store) -> None:
    store.add("key a", [a_run(0)])
    store.add("key a", [a_run(0), a_run(1)])
    assert store.have("key a") == {0, 1}
    with pytest.raises(ResultsError, match="a, replication 0, was another run before"):
        store.add("key a", [replace(a_run(0), digest="another")])


def test_only_what_is_asked_for_is_shown_and_the_rest_is_kept(tmp_path: Path) -> None:
    with asked(tmp_path) as store:
        for name in "ab":
            store.add(f"key {name}", [a_run(number, name) for number in range(5)])
        store.want({"a": 5, "b": 5})
    edited = [Asked("a", "key of the edited a", "b"), ARMS[1]]
    with asked(tmp_path, arms=edited) as store:
        assert store.have("key of the edited a") == set()
        assert store.have("key b") == set(range(5))
        store.add("key of the edited a", [a_run(0, price=1.0)])
        store.want({"a": 1, "b": 3})
    shown = read(tmp_path)
    assert [*zip(shown.runs["schedule"], shown.runs["replication"], strict=True)] == [
        ("a", 0), ("b", 0), ("b", 1), ("b", 2),
    ]  # fmt: skip
    assert shown.runs.columns[4:].tolist() == ["price", "cost"]
    assert len(shown.incidents) == len(shown.milestones) == len(shown.banks) == len(shown.volumes) == 4
    assert shown.curves("stock")["b"][:, 1].tolist() == [0, 1, 2]
    with asked(tmp_path) as store:
        assert store.have("key a") == set(range(5))
    assert read(tmp_path).replications == {"a": 0, "b": 3}


def test_measures_that_are_new_get_columns_and_old_runs_no_value(store: Store) -> None:
    store.add("key a", [a_run(0, cost=1.0)])
    store.add("key b", [a_run(0, "b", cost=2.0, delay=4.0)])
    store.want({"a": 1, "b": 1})
    store.close()
    runs = read(store.path.parent).runs
    assert runs["cost"].tolist() == [1, 2]
    np.testing.assert_array_equal(runs["delay"], [np.nan, 4])


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, MemoryError])
def test_an_interrupted_addition_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def breaks(*_: object) -> None:
        raise error

    with asked(tmp_path) as store:
        store.add("key a", [a_run(0)])
        monkeypatch.setattr(module, "put_curves", breaks)
        monkeypatch.setattr("backsource.results.tables.put_curves", breaks)
        with pytest.raises(error):
            store.add("key a", [a_run(1, delay=1.0)])
        monkeypatch.undo()
        assert store.have("key a") == {0}
        store.add("key a", [a_run(1)])
        store.want({"a": 2})
    assert read(tmp_path).runs["cost"].tolist() == [10, 11]
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_study_that_fails_before_its_first_run_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), asked(tmp_path / "results" / "study"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    with asked(tmp_path / "results" / "study"):
        pass
    with pytest.raises(KeyboardInterrupt), asked(tmp_path / "results" / "study"):
        raise KeyboardInterrupt
    assert read(tmp_path / "results" / "study").keys == {"a": "key a", "b": "key b"}


def test_a_second_writer_and_a_reader_are_told_that_another_process_writes(tmp_path: Path) -> None:
    with asked(tmp_path) as store:
        store.add("key a", [a_run(0)])
        for act in ("Store.open", "read"):
            code = f"from pathlib import Path\nfrom backsource.results import *\n{act}(Path({str(tmp_path)!r}))"
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
            assert "another process writes to it; wait until it has ended" in done.stderr
    assert Store.open(tmp_path).close() is None


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_the_lock_dies_with_its_process_and_what_was_added_is_read(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    done = context.Event()
    process = context.Process(target=add_and_wait, args=(tmp_path, done))
    process.start()
    assert process.pid is not None
    assert done.wait(60)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert (tmp_path / f"{NAME}-wal").exists()
    assert read(tmp_path).runs["replication"].tolist() == [0, 1, 2]
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    Store.open(tmp_path).close()


def add_and_wait(folder: Path, done: object) -> None:
    store = asked(folder)
    store.add("key a", [a_run(number) for number in range(3)])
    store.want({"a": 3})
    done.set()  # type: ignore[attr-defined]
    signal.pause()


def test_a_full_disk_keeps_what_was_there_and_says_so(tmp_path: Path) -> None:
    with asked(tmp_path) as store:
        store.add("key a", [a_run(0)])
        store.want({"a": 100})
        (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
        store.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(ResultsError, match=r"full disk.*; the runs stored before are kept, and .* goes on"):
            store.add("key a", [a_run(number) for number in range(1, 500)])
        assert store.have("key a") == {0}
    assert read(tmp_path).runs["replication"].tolist() == [0]


@pytest.mark.skipif(os.name == "nt", reason="POSIX limits")
def test_a_file_that_may_not_grow_keeps_what_was_there(tmp_path: Path) -> None:
    """Writing fails in the log itself, as on a full disk, and again when the store is closed."""
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=add_within_limit, args=(tmp_path,))
    process.start()
    process.join()
    assert process.exitcode == 0
    kept = read(tmp_path).runs["replication"].tolist()
    assert kept == list(range(len(kept)))
    assert 0 < len(kept) < 5000


def add_within_limit(folder: Path) -> None:
    import resource

    with asked(folder) as store:
        store.want({"a": 5000})
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        with pytest.raises(ResultsError, match="the runs stored before are kept"):
            fill(store)


def fill(store: Store) -> None:
    for number in range(5000):
        store.add("key a", [a_run(number)])


def test_a_full_file_system_keeps_what_was_there_and_with_room_it_goes_on(tmp_path: Path) -> None:
    mounted = tmp_path / "small"
    mounted.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mounted)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no small file system can be mounted here: {error}")
    try:
        with asked(mounted) as store:
            store.want({"a": 5000})
            with pytest.raises(ResultsError, match="the runs stored before are kept"):
                fill(store)
            count = len(store.have("key a"))
        subprocess.run([*mount[:4], "remount,size=4m", str(mounted)], check=True)
        assert 0 < len(read(mounted).runs) == count
        with asked(mounted) as store:
            store.add("key a", [a_run(count)])
    finally:
        subprocess.run(["umount", str(mounted)], check=True)


def test_curves_of_the_first_are_kept_and_of_the_others_counted(tmp_path: Path) -> None:
    values = np.random.Generator(np.random.PCG64(3)).lognormal(4, 1, size=(60, 3))
    runs = [replace(a_run(number), weekly={"stock": curve}) for number, curve in enumerate(values)]
    with asked(tmp_path, whole=20) as store:
        for first in (40, 0, 20):
            store.add("key a", runs[first : first + 20])
        store.want({"a": 60})
    found = read(tmp_path)
    np.testing.assert_array_equal(found.curves("stock")["a"], values[:20])
    at = [0.05, 0.5, 0.95]
    np.testing.assert_allclose(found.quantiles("stock", at)["a"], np.quantile(values, at, axis=0), rtol=0.0101)
    assert set(found.volumes["replication"]) == set(range(20))


def test_a_study_of_fewer_arms_makes_the_curves_that_are_missing(tmp_path: Path) -> None:
    """With fewer arms more curves are kept of each: such a run is made again, and is no longer counted."""
    runs = [a_run(number) for number in range(10)]
    with asked(tmp_path, whole=4) as store:
        store.add("key a", runs)
    with asked(tmp_path, arms=[Asked("a", "key a", "a")], whole=8) as store:
        assert store.have("key a") == {0, 1, 2, 3, 8, 9}
        store.add("key a", runs[4:8])
        assert store.have("key a") == set(range(10))
        store.want({"a": 10})
    found = read(tmp_path)
    assert found.curves("stock")["a"][:, 1].tolist() == list(range(8))
    np.testing.assert_allclose(found.quantiles("stock", [0, 0.5, 1])["a"][:, 1], [0, 4.5, 9], rtol=0.0101)


def test_more_was_counted_than_is_asked_for(tmp_path: Path) -> None:
    with asked(tmp_path, whole=2) as store:
        store.add("key a", [a_run(number) for number in range(10)])
        store.want({"a": 5})
    assert read(tmp_path).quantiles("stock", [1])["a"][0].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("before", "now", "lost"),
    [
        (("fixed 100 replications", 100), ("fixed 100 replications", 100), ""),
        (("fixed 100 replications", 100), ("fixed 200 replications", 200), LOST),
        (("fixed 200 replications", 200), ("fixed 100 replications", 100), CUT),
        (("fixed 100 replications", 100), ("kn delta=1", 100), LOST),
        (("kn delta=1", 60), ("kn delta=1", 400), ""),
        (("kn delta=1", 400), ("kn delta=2", 200), ANOTHER),
        (("kn delta=1", 400), ("fixed 100 replications", 100), LOST),
    ],
)
def test_other_runs_after_an_answer_cost_the_guarantee(
    tmp_path: Path, before: tuple[str, int], now: tuple[str, int], lost: str
) -> None:
    with asked(tmp_path) as store:
        store.look(*before)
    with asked(tmp_path, inputs=replace(INPUTS, notes={"rule": now[0]})) as store:
        store.want({"a": now[1], "b": now[1]})
    assert read(tmp_path).guarantee_lost == lost


def test_going_back_to_the_first_answer_gives_its_guarantee_back(tmp_path: Path) -> None:
    with asked(tmp_path) as store:
        store.look("fixed 50 replications", 50)
    for count, lost in ((100, LOST), (20, CUT), (50, "")):
        with asked(tmp_path, inputs=replace(INPUTS, notes={"rule": f"fixed {count} replications"})) as store:
            store.want({"a": count, "b": count})
        assert read(tmp_path).guarantee_lost == lost


def test_a_look_at_another_question_costs_nothing(tmp_path: Path) -> None:
    with asked(tmp_path) as store:
        store.look("fixed 10 replications", 10)
    other = replace(INPUTS, hash="other", notes={"rule": "fixed 99 replications"})
    with asked(tmp_path, inputs=other) as store:
        store.want({"a": 99})
    assert read(tmp_path).guarantee_lost == ""


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
