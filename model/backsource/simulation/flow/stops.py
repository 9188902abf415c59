"""What an outage does to one lane, line or stock while it lasts. Several may last at once."""

from __future__ import annotations

from collections.abc import Callable


def nothing() -> None:
    """Nothing else depends on it."""


class Stop:
    """Raises one counter of one thing; what depends on it looks when it leaves zero and when it is back there."""

    __slots__ = ("count", "freed", "halted", "thing")

    def __init__(
        self, thing: object, count: str, halted: Callable[[], None] = nothing, freed: Callable[[], None] = nothing
    ) -> None:
        self.thing, self.count = thing, count
        self.halted, self.freed = halted, freed

    def begin(self) -> None:
        """One more outage lasts."""
        level = getattr(self.thing, self.count)
        setattr(self.thing, self.count, level + 1)
        if level == 0:
            self.halted()

    def end(self) -> None:
        """One less."""
        level = getattr(self.thing, self.count) - 1
        setattr(self.thing, self.count, level)
        if level == 0:
            self.freed()


COUNTS = {
    "block_orders": "blocked",
    "hold_at_origin": "no_shipping",
    "stop_in_transit": "no_moving",
    "hold_at_gate": "no_entry",
}
"""The counter of a lane that each kind of stop raises."""
