"""Cells shared out among workers, here or on a cluster. Which worker runs what, and when, changes no number."""

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import current_thread, main_thread
from typing import TypeVar

from backsource.errors import StudyError
from backsource.experiment.arms import Arm
from backsource.experiment.cell import run_cell
from backsource.experiment.cluster import on_cluster
from backsource.results import Run

Done = TypeVar("Done")
Whose = TypeVar("Whose")

KEPT_CURVES = 1000
"""Runs of a study whose weekly curves are kept: those of the first replications of every arm."""
LARGEST_BLOCK = 25
"""Replications that travel to a worker together; small enough for a live line, large enough to cost nothing."""


def run_cells(arms: Sequence[Arm], replications: int, *, jobs: int, cluster: str | None = None) -> Iterator[list[Run]]:
    """All cells, block by block as they are done, shared out as in `shared_out`."""
    curves = KEPT_CURVES // len(arms)
    calls = [partial(run_block, arm, block, curves) for arm, block in blocks(arms, replications, jobs)]
    yield from shared_out(calls, jobs, cluster)


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

    parallel = Parallel(n_jobs=jobs, backend="loky", return_as="generator_unordered", batch_size=1)
    try:
        with _deaf():
            done = parallel(delayed(call)() for call in calls)
        yield from done
    except TerminatedWorkerError:
        raise StudyError(
            "a worker process was ended from outside, most likely for want of memory; fewer workers (--jobs) would do"
        ) from None


def run_block(arm: Arm, replications: range, curves: int) -> list[Run]:
    """Consecutive replications of one arm; those numbered below *curves* keep their weekly curves."""
    return [run_cell(arm, replication, curves=replication < curves) for replication in replications]


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
