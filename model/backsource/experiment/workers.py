"""Cells shared out among workers, here or on a cluster. Which worker runs what, and when, changes no number."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread, current_thread, main_thread
from typing import TypeVar

from backsource.errors import StoppedError
from backsource.experiment.cluster import GOES_ON, on_cluster

Done = TypeVar("Done")
Whose = TypeVar("Whose")

LARGEST_BLOCK = 25
"""Replications that travel to a worker together; small enough for a live line, large enough to cost nothing."""
LOOKS = 0.5
"""Time between two looks of a worker whether the process that began it lives [s]."""


def shared_out(calls: Iterable[Callable[[], Done]], jobs: int, cluster: str | None = None) -> Iterator[Done]:
    """What each call returns, once, in the order of chance; calls are taken as there is room for them.

    *jobs* 1 makes them in this process, -1 in one process a processor. *cluster*, where given, takes the place of all
    that: address or file of a Dask scheduler (`cluster.on_cluster`, which says what is raised).
    """
    if cluster is not None:
        yield from on_cluster(calls, cluster)
        return
    if jobs == 1:
        yield from (call() for call in calls)
        return
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    parallel = Parallel(
        n_jobs=jobs, backend="loky", return_as="generator_unordered", batch_size=1,
        initializer=end_with, initargs=(os.getpid(),),
    )  # fmt: skip
    try:
        with _deaf():
            done = parallel(delayed(call)() for call in calls)
        yield from done
    except TerminatedWorkerError:
        raise StoppedError(
            "a worker process was ended from outside, most likely for want of memory; fewer workers (--jobs) would do, "
            f"and {GOES_ON}"
        ) from None


def end_with(main: int) -> None:
    """Let a worker that the process *main* has begun end with it, even where that was killed and could not say so."""
    Thread(target=_watch, args=(main,), daemon=True).start()


def _watch(main: int) -> None:
    while os.getppid() == main:
        time.sleep(LOOKS)
    os._exit(1)


@contextmanager
def _deaf() -> Iterator[None]:
    """Ignore Ctrl-C for the moment in which workers are started.

    They inherit it for good, so that an interruption is answered once, by this process, which then ends them.
    """
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def blocks(arms: Sequence[Whose], replications: int, jobs: int) -> Iterator[tuple[Whose, range]]:
    """Blocks of replications, arm by arm within a block, so that an early look sees all arms alike."""
    from joblib import effective_n_jobs

    size = min(LARGEST_BLOCK, max(1, replications // (8 * effective_n_jobs(jobs))))
    for first in range(0, replications, size):
        block = range(first, min(first + size, replications))
        yield from ((arm, block) for arm in arms)
