"""What interrupts, kills or fills up leaves what was there, and says what would do."""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.results.conftest import a_run, asked

from backsource.errors import ResultsError
from backsource.results import NAME, Store, read
from backsource.results import store as module
from backsource.results.opening import told


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


def test_a_file_that_may_only_be_read_says_so(tmp_path: Path) -> None:
    asked(tmp_path).close()
    file = tmp_path / NAME
    with (
        closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection,
        pytest.raises(ResultsError, match=r"may not be written here .*; leave to write, or a copy .* would do"),
        told(file),
    ):
        connection.execute("DELETE FROM runs")
