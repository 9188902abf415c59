"""Opening a results file: one process writes, and holds the file for as long as it lives; then others read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from backsource.errors import BusyError, ResultsError
from backsource.results.tables import FORMAT, PAGE, create

WRITTEN = "another process writes to it; wait until it has ended"
BUSY = f"{WRITTEN}, or name another folder with --out"
OTHER_FORMAT = "run the study again into another folder (--out), or remove the file"
_WAL = b"\x02\x02"
"""Versions of writing and reading in the header of a file with a write-ahead log."""
PATIENCE = 1.0
"""Seconds that a reader waits for another reader [s]; a writer waits for nobody."""


def open_to_write(path: Path) -> sqlite3.Connection:
    """A connection that holds the file alone until it is closed or its process dies; tables are made where needed.

    Its folder has to be there. Raises `ResultsError` where another process holds it, for another format, and for what
    is no results file.
    """
    check_format(path)
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        with told(path):
            connection.execute(f"PRAGMA page_size = {PAGE}")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("BEGIN IMMEDIATE")
            _prepare(connection, path)
            connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables of an empty file. Raises `ResultsError` for a file of something else."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found == FORMAT:
        return
    if found or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise ResultsError(f"{path}: format {found}; this version writes format {FORMAT}; {OTHER_FORMAT}")
    create(connection)


def close_written(connection: sqlite3.Connection) -> None:
    """Fold the log back into the file, so that one file remains, and let others in.

    Where that fails, as on a full disk, the log stays beside the file, and the next one to open it takes it in.
    """
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


@contextmanager
def open_to_read(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write. Raises `ResultsError` for a file that SQLite cannot read."""
    fold(path)
    with told(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def fold(path: Path) -> None:
    """Take in the log that a killed writer has left. Raises `ResultsError` while a writer lives."""
    if _header(path, 18, 2) != _WAL:
        return
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise BusyError(f"{path}: {WRITTEN}") from error


def check_format(path: Path) -> None:
    """Raise `ResultsError` for a file of another format; a file that is not there, or empty, will do."""
    found = int.from_bytes(_header(path, 60, 4), "big")
    if found not in (0, FORMAT) and _header(path, 0, 15) == b"SQLite format 3":
        raise ResultsError(f"{path}: format {found}; this version reads format {FORMAT}; {OTHER_FORMAT}")


def _header(path: Path, first: int, length: int) -> bytes:
    """Bytes of a file's head; none where it is not there or shorter."""
    try:
        with path.open("rb") as file:
            return file.read(first + length)[first:]
    except FileNotFoundError:
        return b""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a `ResultsError` that says what would do."""
    try:
        yield
    except sqlite3.Error as error:
        busy = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
        raise (BusyError if busy else ResultsError)(f"{path}: {_reason(error)}") from error


def _reason(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code == sqlite3.SQLITE_BUSY:
        return BUSY
    if code & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"may not be written here ({error}); leave to write, or a copy of its folder (--out), would do"
    if code & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return (
            f"could not be written, as on a full disk ({error}); the runs stored before are kept, and once there is "
            "room the same command goes on"
        )
    return f"not a readable results file ({error}); {OTHER_FORMAT}"
