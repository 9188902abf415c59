"""A Dask cluster gives the bytes of one process, whatever happens to its workers, and says so when it cannot."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from signal import SIGKILL
from socket import socket

import pytest
from clusters import Cluster, cluster
from distributed.utils import LoopRunner

import backsource
from backsource.errors import StoppedError, StudyError
from backsource.experiment import Experiment, Progress, run_study
from backsource.experiment import cluster as module
from backsource.experiment.workers import shared_out
from backsource.results import export_csv, read


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers; one has two threads, so that two runs share a process."""
    with cluster(tmp_path_factory.mktemp("two"), 1, 2) as started:
        yield started


def exported(experiment: Experiment, folder: Path, **how: object) -> list[bytes]:
    return [file.read_bytes() for file in export_csv(run_study(experiment, **how), folder)]


def test_a_cluster_gives_the_bytes_of_one_process(experiment: Experiment, two: Cluster, tmp_path: Path) -> None:
    local = exported(experiment, tmp_path / "local", jobs=1)
    assert exported(experiment, tmp_path / "cluster", cluster=two.address) == local


def test_a_worker_killed_in_mid_study_loses_nothing_and_counts_nothing_twice(
    experiment: Experiment, two: Cluster, tmp_path: Path
) -> None:
    local = exported(experiment, tmp_path / "local", jobs=1, replications=12)
    said: list[Progress] = []
    victim = two.start()
    with module.connected(two.address) as client:
        client.wait_for_workers(3, timeout=60)

    def kill_at_first(progress: Progress) -> None:
        victim.kill()
        said.append(progress)

    killed = exported(experiment, tmp_path / "killed", cluster=two.address, replications=12, on_progress=kill_at_first)
    assert victim.wait() == -SIGKILL
    assert said[0].done < said[-1].done == 36
    assert sum(len(one.runs) for one in said) == 36
    assert killed == local


@pytest.mark.prove
def test_a_study_whose_cluster_goes_away_keeps_what_came_in_and_goes_on_without_it(
    experiment: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scheduler dies once the first runs are in. The same study goes on here, and ends in the same bytes."""
    monkeypatch.setattr(module, "LOOK", 0.2)
    monkeypatch.setattr(module, "PATIENCE", 1.0)
    local, kept = exported(experiment, tmp_path / "local", jobs=1, replications=12), tmp_path / "kept"
    with cluster(tmp_path, 1) as started, pytest.raises(StoppedError, match="is gone; what came in before is kept"):
        run_study(
            experiment, kept, cluster=started.address, replications=12,
            on_progress=lambda _: started.scheduler.kill(),
        )  # fmt: skip
    there = sum(map(len, read(kept).stored.values()))
    assert 0 < there < 36
    made: list[int] = []
    results = run_study(experiment, kept, replications=12, on_progress=lambda one: made.append(one.made))
    assert made[-1] == 36 - there
    assert [file.read_bytes() for file in export_csv(results, tmp_path / "again")] == local


def test_calls_beyond_the_room_of_the_cluster_are_made_once_each(two: Cluster) -> None:
    calls = (partial(int, text) for text in map(str, range(100)))
    assert sorted(shared_out(calls, 1, str(two.file))) == list(range(100))


def test_what_a_call_raises_is_raised_here(two: Cluster) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(shared_out([partial(int, "x")], 1, two.address))


def test_who_stops_reading_takes_back_what_is_with_the_cluster(two: Cluster) -> None:
    answers = shared_out((partial(time.sleep, 0.02) for _ in range(10_000)), 1, two.address)
    next(answers)
    answers.close()
    with module.connected(two.address) as client:
        before = time.monotonic()
        while tasks := client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)):
            assert time.monotonic() < before + 20, f"{tasks} tasks are left"
            time.sleep(0.05)


@pytest.mark.prove
def test_a_cluster_without_workers_left_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.5)
    monkeypatch.setattr(module, "LOOK", 0.2)
    with cluster(tmp_path, 1) as started:
        answers = shared_out((partial(time.sleep, 0.05) for _ in range(10_000)), 1, started.address)
        next(answers)
        started.workers[0].kill()
        with pytest.raises(StudyError, match=r"no worker is left since .* the same command goes on"):
            list(answers)


@pytest.mark.prove
def test_a_scheduler_that_dies_is_said_to_be_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK", 0.2)
    with cluster(tmp_path, 1) as started:
        answers = shared_out((partial(time.sleep, 0.05) for _ in range(10_000)), 1, started.address)
        next(answers)
        started.scheduler.kill()
        with pytest.raises(StudyError, match=f"the scheduler at {started.address} is gone"):
            list(answers)


@pytest.mark.prove
def test_a_call_that_kills_its_workers_is_given_up(tmp_path: Path) -> None:
    """Dask tries a call on four workers; here on two."""
    once = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with (
        cluster(tmp_path, 1, 1, **once) as started,
        pytest.raises(StudyError, match="died one after another, the last at tcp://127"),
    ):
        list(shared_out([partial(os._exit, 9)], 1, started.address))


def odd_room(folder: Path) -> Path:
    """Modules of a worker with another NumPy by name, and with one comment more in our own code."""
    room = folder / "odd"
    package = Path(backsource.__file__).parent
    shutil.copytree(package, room / "backsource")
    with (room / "backsource" / "units.py").open("a", encoding="utf-8") as file:
        file.write("# one comment more\n")
    (room / "numpy-1.26.4.dist-info").mkdir()
    (room / "numpy-1.26.4.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 1.26.4\n")
    return room


DIFFERS = r"worker tcp://127\S+: numpy is 1.26.4 there and \S+ here; the code of backsource is \w+ there and \w+ here"


def test_a_worker_with_other_versions_is_named(tmp_path: Path) -> None:
    room = odd_room(tmp_path)
    with cluster(tmp_path) as started:
        started.start(before=room)
        with pytest.raises(StudyError, match=DIFFERS):
            list(shared_out([partial(int, "1")], 1, started.address))


@pytest.mark.prove
def test_a_worker_with_other_versions_that_joins_later_is_named(tmp_path: Path) -> None:
    room = odd_room(tmp_path)
    with cluster(tmp_path, 1) as started:
        answers = shared_out((partial(time.sleep, 0.02) for _ in range(10_000)), 1, started.address)
        next(answers)
        started.start(before=room)
        with pytest.raises(StudyError, match=DIFFERS):
            list(answers)


def test_an_address_where_nobody_answers_is_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECTING", 0.3)
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(StudyError, match=f"no Dask scheduler answers at {address}"):
            list(shared_out([partial(int, "1")], 1, address))


@pytest.mark.parametrize("address", ["carrier://pigeon:1", "127.0.0.1:x"])
def test_what_is_no_address_is_bad_input(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECTING", 0.3)
    with pytest.raises(StudyError, match=f"no Dask scheduler answers at {address}"):
        list(shared_out([partial(int, "1")], 1, address))


@pytest.mark.parametrize("address", ["nonsense", "folder/scheduler.json"])
def test_a_file_that_is_not_there_is_neither_a_file_nor_an_address(address: str) -> None:
    with pytest.raises(StudyError, match=f"^{address}: neither a file nor an address; .* would do$"):
        list(shared_out([partial(int, "1")], 1, address))


def test_a_file_that_no_scheduler_wrote_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text("[]")
    with pytest.raises(StudyError, match="no scheduler file"):
        list(shared_out([partial(int, "1")], 1, str(tmp_path / "s.json")))


def test_a_scheduler_without_workers_is_said_to_have_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "JOINING", 0.3)
    with cluster(tmp_path) as started, pytest.raises(StudyError, match="no worker after"):
        list(shared_out([partial(int, "1")], 1, started.address))


def test_a_machine_that_gives_dask_no_time_to_begin_is_asked_again(
    two: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, start = [], LoopRunner.start

    def late_at_first(runner: LoopRunner) -> None:
        begun.append(runner)
        assert len(begun) > 1
        start(runner)

    monkeypatch.setattr(LoopRunner, "start", late_at_first)
    assert list(shared_out([partial(int, "7")], 1, two.address)) == [7]


def test_without_dask_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(StudyError, match=r"pip install 'backsource\[dask\]'"):
        list(shared_out([partial(int, "1")], 1, "tcp://127.0.0.1:1"))
