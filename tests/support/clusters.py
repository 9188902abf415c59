"""A real Dask cluster for tests: a scheduler and workers, each a process of its own, over TCP on this machine."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCAL = ["--host", "127.0.0.1", "--no-dashboard"]


class Cluster:
    """A scheduler on a free port, and the workers that were started for it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []
        # Ends by itself, and its workers with it, should nobody be left to end it.
        options = ["--port", "0", "--idle-timeout", "120 s", "--no-jupyter", "--scheduler-file", str(self.file)]
        self.scheduler = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_scheduler", *LOCAL, *options],
            cwd=folder, env={**os.environ, **settings}, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.scheduler.stderr is not None
        said = ""
        while "Scheduler at:" not in said:
            said = self.scheduler.stderr.readline()
            assert said, "the scheduler ended before it began"
        self.address = said.split()[-1]
        # Nobody reads it any more, and a full pipe would hold the scheduler up.
        self.scheduler.stderr.close()

    def start(self, *, threads: int = 1, before: Path | None = None) -> subprocess.Popen[bytes]:
        """One more worker, without a nanny that would start it again; modules in *before* go before installed ones."""
        path = os.pathsep.join(filter(None, [str(before) if before else "", os.environ.get("PYTHONPATH", "")]))
        options = ["--no-nanny", "--nthreads", str(threads), "--local-directory", str(self.folder)]
        worker = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", self.address, *LOCAL, *options],
            cwd=self.folder, env={**os.environ, "PYTHONPATH": path}, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.workers.append(worker)
        return worker

    def end(self) -> None:
        """End and reap every process, whatever state it is in."""
        for process in (*self.workers, self.scheduler):
            process.kill()
        for process in (*self.workers, self.scheduler):
            process.wait()


@contextmanager
def cluster(folder: Path, *threads: int, **settings: str) -> Iterator[Cluster]:
    """A scheduler with *settings* of Dask, and one worker for each number of threads; all ended in the end."""
    made = Cluster(folder, **settings)
    try:
        for count in threads:
            made.start(threads=count)
        yield made
    finally:
        made.end()
