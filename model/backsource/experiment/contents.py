"""What the runs of an arm depend on, as one hash: of equal content, a run is never made twice."""

import platform
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import backsource
from backsource.experiment.arms import Arm

DEPENDED_ON = ("backsource", "simpy", "networkx", "numpy", "scipy", "pydantic", "holidays")
"""Packages whose version may change a number."""
NUMBERS_FROM = (
    "config", "laws", "network", "simulation", "measures", "log.py", "streams.py", "units.py",
    "experiment/cell.py", "experiment/plans.py", "experiment/twins.py", "experiment/volumes.py",
)  # fmt: skip
"""Our own sources that make numbers."""


def content_keys(arms: Sequence[Arm], twins: Mapping[str, str]) -> dict[str, str]:
    """Key of each arm by name: hash of scenario, schedule, status, seed, windows, the same of its twin, and versions.

    Versions are those of Python, of the packages that numbers depend on, and a hash of our own sources.
    """
    own = {arm.name: (arm.digest, arm.seed, arm.window, arm.reference) for arm in arms}
    made_by = (sorted(versions().items()), sources())
    return {name: _hash((facts, own[twins[name]], made_by)) for name, facts in own.items()}


@lru_cache(maxsize=1)
def versions() -> Mapping[str, str]:
    """Version of Python and of the packages that numbers depend on."""
    return {"python": platform.python_version(), **{name: version(name) for name in DEPENDED_ON}}


@lru_cache(maxsize=1)
def sources() -> str:
    """Hash of our own sources that make numbers, so that an edit of the physics meets no old run."""
    top = Path(backsource.__file__).parent
    places = [top / name for name in NUMBERS_FROM]
    files = [file for place in places for file in (place.rglob("*.py") if place.is_dir() else [place])]
    hashed = blake2b(digest_size=16)
    for file in sorted(files):
        text = file.read_bytes()
        hashed.update(f"{file.relative_to(top).as_posix()} {len(text)} ".encode() + text)
    return hashed.hexdigest()


def _hash(facts: object) -> str:
    return blake2b(repr(facts).encode(), digest_size=16).hexdigest()
