"""What an outage does to one lane, line or stock while it lasts. Several may last at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Stop:
    """Raises one counter of one thing; what depends on it looks when it falls back to zero."""

    __slots__ = ("count", "freed", "halted", "thing")

    def __init__(
        self, thing: Any, count: str, halted: Callable[[], None] | None = None, freed: Callable[[], None] | None = None
    ) -> None:
        self.thing, self.count = thing, count
        self.halted, self.freed = halted, freed

    def begin(self) -> None:
        """One more outage lasts."""
        level = getattr(self.thing, self.count)
        setattr(self.thing, self.count, level + 1)
        if level == 0 and self.halted is not None:
            self.halted()

    def end(self) -> None:
        """One less."""
        level = getattr(self.thing, self.count) - 1
        setattr(self.thing, self.count, level)
        if level == 0 and self.freed is not None:
            self.freed()


COUNTS = {
    "block_orders": "blocked",
    "hold_at_origin": "no_shipping",
    "stop_in_transit": "no_moving",
    "hold_at_gate": "no_entry",
}
