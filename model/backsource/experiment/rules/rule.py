"""What a rule is, and what it may look at."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
import numpy.typing as npt


class Known(Protocol):
    """What a rule may look at: the replications it has asked for, all of them there, and no other."""

    def count(self, arm: str) -> int:
        """How many replications of an arm are known: 0, 1, ... without a hole."""

    def values(self, arm: str, measure: str) -> npt.NDArray[np.float64]:
        """A measure of these replications in their order, shape (count,); nan where a run has no value."""


class Rule(Protocol):
    """How many replications are run of which arm. The same values give the same answers: it draws nothing."""

    @property
    def words(self) -> str:
        """What it does, as canonical text without the number at which it is stopped; rules of equal words are one."""

    def ask(self, known: Known) -> Mapping[str, int]:
        """Replications wanted of arms by now, counted from the first; nothing more than is known ends the study."""
