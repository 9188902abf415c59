"""What decides the numbers of a process beside the files it reads: versions, processor family, our own code."""

import platform
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from backsource.experiment.provenance import DEPENDED_ON


def numbers_depend_on() -> Mapping[str, str]:
    """By name: Python as major.minor, processor family, versions of the packages that make numbers, our own sources.

    Two processes give the same bytes for one replication where these agree.
    """
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "processor": platform.machine(),
        **{name: version(name) for name in DEPENDED_ON},
        "the code of backsource": hash_of_sources(),
    }


@cache
def hash_of_sources() -> str:
    """BLAKE2b hash of every Python file of the package, by name and content; 16 hexadecimal digits."""
    root = Path(str(files("backsource")))
    hashed = blake2b(digest_size=8)
    for path in sorted(root.rglob("*.py"), key=lambda path: path.relative_to(root).as_posix()):
        content = path.read_bytes()
        hashed.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode())
        hashed.update(content)
    return hashed.hexdigest()
