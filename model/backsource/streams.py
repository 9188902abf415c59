"""Random numbers fetched by name, never by turn.

A stream depends on the seed, the replication and its own name alone, so what one process draws never
shifts what another sees: schedules compared under one seed meet the same demand and the same breakdowns.
"""

from hashlib import blake2b

import numpy as np


def key(name: str) -> tuple[int, int, int, int]:
    """The 128-bit BLAKE2b digest of *name* as four 32-bit words; two names never share it in practice."""
    digest = blake2b(name.encode(), digest_size=16).digest()
    return tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))  # type: ignore[return-value]


def stream(seed: int, replication: int, name: str) -> np.random.Generator:
    """The generator of one name in one replication."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(replication, *key(name)))))
