"""Calls handed to a Dask cluster (extra `dask`). Which worker answers, and how many die, changes no answer.

We submit to Dask ourselves. Through joblib's Dask backend a study waits for ever when all workers are gone, and when
the scheduler gives up a call whose workers died, because such an end never reaches joblib.
"""

import json
import logging
import platform
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from backsource.errors import StoppedError, StudyError
from backsource.experiment.contents import sources, versions

if TYPE_CHECKING:
    from distributed import Client, Future

Done = TypeVar("Done")

CONNECTING = 8.0
"""Seconds in which a scheduler has to answer."""
STARTS = 3
"""How often Dask is asked to begin on a machine that gives it no time."""
JOINING = 8.0
"""Seconds in which the first worker has to be there then."""
PATIENCE = 30.0
"""Seconds without any worker after which a study gives up; a worker that is restarted is back long before."""
LOOK = 1.0
"""Seconds after which we look at the cluster though no call has ended."""
GOES_ON = "what came in before is kept: the same command goes on from there"
"""What becomes of a study whose cluster went away in the middle."""
AHEAD = 2
"""Calls that are with the cluster for each of its threads: one runs, one waits."""


def on_cluster(calls: Iterable[Callable[[], Done]], address: str) -> Iterator[Done]:
    """What each call returns, once, in the order of chance; calls are taken as the cluster has room for them.

    *address* is that of a scheduler, `tcp://host:port`, or the file that a scheduler wrote about itself. A call whose
    worker dies runs again elsewhere. Closing the iterator, and any error, takes back what is still with the cluster.
    Raises `StudyError` where no scheduler answers, or where a worker is not like this process (`numbers_depend_on`);
    `StoppedError` where the scheduler is gone in the middle, where no worker is left, or where one call ended several
    workers; else what a call raised.
    """
    with connected(address) as client:
        expected = numbers_depend_on()
        _check_workers(client, address, expected)
        yield from _as_they_end(iter(calls), client, address, expected)


def numbers_depend_on() -> Mapping[str, str]:
    """What decides the numbers of a process beside the files it reads, by name; where it agrees, so do the bytes."""
    return {"processor": platform.machine(), **versions(), "the code of backsource": sources()}


@contextmanager
def connected(address: str) -> "Iterator[Client]":
    """A client, closed in the end: the scheduler drops what a client that is gone has asked for.

    *address* as in `on_cluster`. Raises `StudyError` without Dask, and where no scheduler answers.
    """
    try:
        from distributed import Client  # noqa: F401
        from distributed.versions import VersionMismatchWarning
    except ImportError:
        raise StudyError(
            "a cluster needs Dask, which is not installed; pip install 'backsource[dask]' would do"
        ) from None
    place = _scheduler(address)
    # What Dask says of workers that come and go is for who runs the cluster, and would run through the live table.
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        try:
            with warnings.catch_warnings():
                # What matters of it is an error of ours.
                warnings.simplefilter("ignore", VersionMismatchWarning)
                client = _client(place)
        except (OSError, ValueError, TypeError, RuntimeError, AssertionError) as error:
            raise StudyError(
                f"no Dask scheduler answers at {place} ({_first_line(error)}); the address that `dask scheduler` "
                "prints, as tcp://host:8786, would do"
            ) from None
        with client:
            yield client
    finally:
        logger.setLevel(before)


def _client(place: str) -> "Client":
    """Dask gives its own thread ten seconds to begin, and asserts that it has; who held it for longer is asked again.

    Raises what Dask raises.
    """
    from distributed import Client

    for _ in range(STARTS - 1):
        with suppress(AssertionError):
            return Client(place, timeout=CONNECTING, set_as_default=False)
    return Client(place, timeout=CONNECTING, set_as_default=False)


def _scheduler(address: str) -> str:
    """The address, read from the scheduler's file where it is one."""
    file = Path(address)
    if not file.is_file():
        if ":" not in address:
            raise StudyError(
                f"{address}: neither a file nor an address; the file that `dask scheduler --scheduler-file FILE` "
                "writes, or what it prints, as tcp://host:8786, would do"
            )
        return address
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["address"])
    except (ValueError, KeyError, TypeError):
        raise StudyError(
            f"{address}: no scheduler file; what `dask scheduler --scheduler-file FILE` writes would do"
        ) from None


def _check_workers(client: "Client", address: str, expected: Mapping[str, str]) -> None:
    """Raise where there is no worker, or where one is not like this process."""
    try:
        client.wait_for_workers(1, timeout=JOINING)
    except TimeoutError:
        raise StudyError(
            f"the scheduler at {address} has no worker after {JOINING:.0f} s; `dask worker {address} --nthreads 1` "
            "starts one"
        ) from None
    for worker, found in sorted(client.run(numbers_depend_on, on_error="return").items()):
        if isinstance(found, BaseException):
            raise StudyError(
                f"worker {worker}: cannot load this backsource ({_first_line(found)}); the same version there would do"
            )
        _check(worker, found, expected)


def _check(worker: str, found: Mapping[str, str], expected: Mapping[str, str]) -> None:
    """Raise where a worker would, or might, give other numbers."""
    other = [name for name in expected if found.get(name) != expected[name]]
    if other:
        words = "; ".join(f"{name} is {found.get(name, 'missing')} there and {expected[name]} here" for name in other)
        raise StudyError(f"worker {worker}: {words}. Numbers depend on it; the same on both sides would do")


def _call(call: Callable[[], Done], expected: Mapping[str, str]) -> Done:
    """Done on the worker, which may have joined after the others were checked."""
    from distributed import get_worker

    _check(get_worker().address, numbers_depend_on(), expected)
    return call()


def _as_they_end(
    calls: Iterator[Callable[[], Done]], client: "Client", address: str, expected: Mapping[str, str]
) -> Iterator[Done]:
    from distributed import wait

    watch = _Watch(client, address)
    waiting: set[Future] = set()
    while True:
        room = max(0, AHEAD * watch.threads() - len(waiting))
        waiting |= {client.submit(_call, call, expected, pure=False) for call in islice(calls, room)}
        if not waiting:
            return
        try:
            with client.as_current():
                ended = wait(waiting, timeout=LOOK, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            continue
        for future in ended:
            try:
                answer: Done = _answer(future, address)
            except TimeoutError:
                continue  # it was on a worker that died meanwhile, and is made again
            waiting.remove(future)
            yield answer


def _answer(future: "Future", address: str) -> Any:
    """What a call returned. Raises what it raised, TimeoutError where the answer was lost and is made again."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    try:
        return future.result(timeout=PATIENCE)
    except KilledWorker as error:
        raise StoppedError(
            f"cluster {address}: a block of runs was given up, because the workers that had it died one after another, "
            f"the last at {error.last_worker.address}; workers with more memory would do, and {GOES_ON}"
        ) from None
    except CancelledError:
        raise StoppedError(f"the scheduler at {address} is gone; {GOES_ON}") from None
    except ImportError as error:
        raise StudyError(
            f"a worker of {address} cannot load this backsource ({_first_line(error)}); the same version there would do"
        ) from None


class _Watch:
    """How many threads a cluster has, asked at most once a LOOK; raises when it has had none for PATIENCE."""

    def __init__(self, client: "Client", address: str) -> None:
        self.client, self.address = client, address
        self.seen = self.looked = float("-inf")
        self.known = 0

    def threads(self) -> int:
        now = time.monotonic()
        if now - self.looked < LOOK:
            return self.known
        self.looked = now
        try:
            self.known = sum(self.client.nthreads().values())
        except (OSError, ValueError):
            raise StoppedError(f"the scheduler at {self.address} is gone; {GOES_ON}") from None
        if self.known:
            self.seen = now
        elif now - self.seen > PATIENCE:
            raise StoppedError(
                f"cluster {self.address}: no worker is left since {PATIENCE:.0f} s; with new workers, or without "
                f"--cluster, {GOES_ON}"
            )
        return self.known


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
