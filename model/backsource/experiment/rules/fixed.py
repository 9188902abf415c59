"""A number of replications that was named beforehand, the same of all arms."""

from collections.abc import Mapping
from dataclasses import dataclass

from backsource.results import FIXED, NAMED


@dataclass(frozen=True)
class Fixed:
    """So many replications of every arm."""

    replications: int
    arms: tuple[str, ...]
    asked: str = ""
    """By what one of them is chosen, as canonical text; empty where nobody chooses."""

    @property
    def words(self) -> str:
        """As `fixed 100 replications by total_cost`."""
        return f"{FIXED}{self.replications}{NAMED}" + (f" by {self.asked}" if self.asked else "")

    def ask(self, known: object) -> Mapping[str, int]:
        """Always the same."""
        return dict.fromkeys(self.arms, self.replications)
