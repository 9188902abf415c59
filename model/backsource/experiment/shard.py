"""A shard: every n-th replication of all arms, in a file of its own."""

import re
from dataclasses import dataclass

from backsource.errors import StudyError

_NAMED = re.compile(r"shard-(\d+)-of-(\d+)\.sqlite")


@dataclass(frozen=True, order=True)
class Shard:
    """Part *number* (from 1) of so many: the replications that leave number - 1 when divided by their count."""

    number: int
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of:
            raise StudyError(f"shard {self.number}/{self.of}: 1/{max(self.of, 1)} to {max(self.of, 1)}/"
                             f"{max(self.of, 1)} would do")  # fmt: skip

    @classmethod
    def parsed(cls, text: str) -> "Shard":
        """The shard of a text as `2/8`. Raises `StudyError`."""
        found = re.fullmatch(r"\s*(\d+)\s*/\s*(\d+)\s*", text)
        if not found:
            raise StudyError(f"shard {text!r}: number and count, as 2/8, would do")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def named(cls, file: str) -> "Shard | None":
        """The shard that a file of this name holds; None for other names."""
        found = _NAMED.fullmatch(file)
        return cls(int(found[1]), int(found[2])) if found and 1 <= int(found[1]) <= int(found[2]) else None

    @property
    def file(self) -> str:
        """Name of its file in the folder of the study."""
        return f"shard-{self.number}-of-{self.of}.sqlite"

    @property
    def words(self) -> str:
        """As `2/8`."""
        return f"{self.number}/{self.of}"

    def has(self, replication: int) -> bool:
        """Whether a replication belongs to it."""
        return replication % self.of == self.number - 1
