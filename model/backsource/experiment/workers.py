"""Cells shared out among worker processes. Which worker runs what, and when, changes no number."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import TypeVar

from joblib import Parallel, delayed, effective_n_jobs

from backsource.errors import StudyError

Done = TypeVar("Done")
Whose = TypeVar("Whose")

LARGEST_BLOCK = 25
"""Replications that travel to a worker together; small enough for a live line, large enough to cost nothing."""


def shared_out(calls: Sequence[Callable[[], Done]], jobs: int, cluster: str | None = None) -> Iterator[Done]:
    """What each call returns, in the order of chance.

    *jobs* 1 calls them in this process; -1 uses every processor.
    """
    if cluster is not None:
        raise StudyError(f"cluster {cluster}: this version knows none; --jobs would do")
    if jobs == 1:
        yield from (call() for call in calls)
        return
    parallel = Parallel(n_jobs=jobs, backend="loky", return_as="generator_unordered", batch_size=1)
    with _deaf():
        done = parallel(delayed(call)() for call in calls)
    yield from done


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
    size = min(LARGEST_BLOCK, max(1, replications // (8 * effective_n_jobs(jobs))))
    for first in range(0, replications, size):
        block = range(first, min(first + size, replications))
        yield from ((arm, block) for arm in arms)
