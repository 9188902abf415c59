"""Files that appear whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Path of a new file in the folder of *path*, which takes its place when the block ends without an error.

    The folder is made where it is missing, and taken away again if the block fails and left it empty.
    The content is on disk before the name changes, so a reader sees the old file or the new one.
    """
    made = make_folder(path.parent)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        partial.chmod(0o644)
        _to_disk(partial)
        partial.replace(path)
        _to_disk(path.parent)
    except BaseException:
        partial.unlink(missing_ok=True)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise


def check_writable(folder: Path) -> None:
    """Raise `OSError` where *folder* could not be made or written, before hours go into what it is to hold."""
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if not there.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(there))
    if not os.access(there, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(there))


def make_folder(folder: Path) -> list[Path]:
    """Make *folder*; gives those folders that were not there, innermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _to_disk(path: Path) -> None:
    """Wait until the system has written a file, or a folder's list of names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
