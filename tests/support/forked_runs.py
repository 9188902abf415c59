"""A process that runs the tiny study in children of its own, each begun by a line, so that they can be killed.

`FOLDER JOBS REPLICATIONS` on standard input begins one, and its number comes on standard output; after another line,
how it ended.
Children are copies of a process that has everything imported, so that most of their time goes into runs.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from tiny import tiny

from backsource.cli.app import interruptible
from backsource.errors import BacksourceError
from backsource.experiment import run_study, study

ENDS = (signal.SIGINT, signal.SIGTERM)
KEPT_CURVES = 160
"""Runs whose curves are kept in these studies; those of the others are counted."""

CHANNEL = 1
"""Where answers go."""


class Forked:
    """That process, as a test talks to it."""

    def __enter__(self) -> Self:
        one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, **one, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        self.heard()
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def heard(self) -> int:
        """The next number that it says."""
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())

    def begin(self, folder: Path, jobs: int, replications: int) -> int:
        """Begin a run in a child; gives its process, which stays at least as a zombie until `ended`."""
        return self.told(f"{folder} {jobs} {replications}")

    def ended(self) -> int:
        """Wait for the child: its exit code, negative for the signal that killed it."""
        return self.told("and then?")

    def told(self, line: str) -> int:
        """What it answers to a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.heard()


def main() -> None:
    """Serve."""
    global CHANNEL  # noqa: PLW0603
    CHANNEL = os.dup(1)
    os.dup2(2, 1)  # what libraries and workers say is no answer
    study.KEPT_CURVES = KEPT_CURVES
    run_study(tiny(), replications=2)
    say(0)
    while line := sys.stdin.readline():
        folder, jobs, replications = line.rsplit(maxsplit=2)
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
        child = os.fork()
        if not child:
            os._exit(run(Path(folder), int(jobs), int(replications)))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
        say(child)
        sys.stdin.readline()
        say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def run(folder: Path, jobs: int, replications: int) -> int:
    """One run, ended by SIGINT and SIGTERM as on the command line."""
    try:
        with interruptible():
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
            run_study(tiny(), folder, jobs=jobs, replications=replications)
            signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
    except KeyboardInterrupt:
        return 130
    except BacksourceError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def say(number: int) -> None:
    os.write(CHANNEL, f"{number}\n".encode())


if __name__ == "__main__":
    main()
