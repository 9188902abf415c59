"""A study that is killed at any instant goes on, and ends in the same bytes as one that nobody disturbed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from forked_runs import Forked

from backsource.errors import ResultsError
from backsource.results import NAME, Results, export_csv, read
from backsource.streams import stream

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
SIGNALS = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)


@pytest.fixture(scope="module")
def forked() -> Iterator[Forked]:
    with Forked() as process:
        yield process


def undisturbed(forked: Forked, folder: Path, replications: int) -> tuple[Results, float]:
    """A run that nobody disturbs, and the seconds that it takes."""
    begun = time.monotonic()
    forked.begin(folder, 1, replications)
    assert forked.ended() == 0
    return read(folder), time.monotonic() - begun


def kill_until_done(forked: Forked, folder: Path, work: tuple[int, int], kills: int, lasts: float) -> list[int]:
    """Kill a study so many times, at random instants in the time it lasts; then let it end. Gives the runs kept."""
    dice = stream(kills, 0, "kills")
    kept = []
    for _ in range(kills):
        child = forked.begin(folder, *work)
        time.sleep(dice.uniform(0, 1.1 * lasts / kills))
        end = SIGNALS[dice.integers(len(SIGNALS))]
        os.kill(child, end)
        code = forked.ended()
        assert code in (0, 130, -end)
        begun = (folder / NAME).exists() and (folder / NAME).stat().st_size
        kept.append(sum(map(len, read(folder).stored.values())) if begun and asked(folder) else 0)
    forked.begin(folder, *work)
    assert forked.ended() == 0
    return kept


def asked(folder: Path) -> bool:
    """Whether a file was told what it is about."""
    try:
        read(folder)
    except ResultsError:
        return False
    return True


def same(one: Results, two: Results, folder: Path) -> bool:
    """Whether all that is exported has the same bytes, and what was only counted the same quantiles."""
    files = [export_csv(results, folder / name) for name, results in (("one", one), ("two", two))]
    bands = [results.quantiles("stock", [0.05, 0.5, 0.95]) for results in (one, two)]
    for name in bands[0]:
        np.testing.assert_array_equal(bands[0][name], bands[1][name])
    return [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_eight_kills_change_no_byte(forked: Forked, tmp_path: Path) -> None:
    check_kills(forked, tmp_path, (1, 100), 8)


@pytest.mark.prove
@pytest.mark.parametrize("jobs", [1, 2])
def test_fifty_kills_change_no_byte(forked: Forked, tmp_path: Path, jobs: int) -> None:
    check_kills(forked, tmp_path, (jobs, 400), 50)


def check_kills(forked: Forked, folder: Path, work: tuple[int, int], kills: int) -> None:
    expected, lasts = undisturbed(forked, folder / "undisturbed", work[1])
    kept = kill_until_done(forked, folder / "killed", work, kills, lasts)
    assert kept == sorted(kept)  # what is stored stays
    assert same(read(folder / "killed"), expected, folder)
    assert [path.name for path in (folder / "killed").iterdir()] == [NAME]


def test_workers_end_with_the_process_that_began_them_whatever_they_do() -> None:
    """It is killed, so nobody tells them."""
    main = """
import os, time
from backsource.experiment.workers import shared_out

def wait():
    os.write(1, b"at work\\n")
    time.sleep(300)

list(shared_out([wait, wait], 2))
"""
    process = subprocess.Popen([sys.executable, "-c", main], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "at work\n"
        process.kill()
        assert set(process.stdout.read().split("\n")) <= {"at work", ""}  # closed when its last holder has ended
    process.wait()
