"""Everything random in a scenario, drawn by name before the first event.

A draw has a fixed meaning: the k-th outage of a mill, the demand of day d, the lead time of what a lane
was ordered on day d. Blocks beyond the first of a long run are fetched by the same names when needed, so
no policy can shift what another sees. The hash of the first blocks is in the log; twins must agree.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from backsource.laws.distributions import Law, Listed
from backsource.laws.lasting import is_certain, lasting
from backsource.simulation.plan import Plan
from backsource.streams import stream

BLOCK = 1024
TURNS = 32
NUMBERS = 8
"""Orders of a lane on one day that have blocks of days; further ones have blocks of their day."""
Floats = npt.NDArray[np.float64]


class Environment:
    """The uniforms of one replication."""

    def __init__(self, plan: Plan, seed: int, replication: int) -> None:
        self.seed, self.replication = seed, replication
        self.first_day = plan.first_day
        self.blocks: dict[str, Floats] = {}
        digest = blake2b(digest_size=16)
        for name in plan.environment:
            digest.update(name.encode())
            digest.update(self.block(f"{name}/0", TURNS if name.startswith(("turn/", "unsure/")) else BLOCK).tobytes())
        self.hash = digest.hexdigest()

    def block(self, name: str, size: int) -> Floats:
        """Uniforms in (0, 1) of one name, drawn once."""
        if name not in self.blocks:
            self.blocks[name] = np.clip(stream(self.seed, self.replication, name).random(size), 1e-16, None)
        return self.blocks[name]

    def days(self, name: str, first: int, count: int) -> Floats:
        """One uniform a day for days first .. first + count - 1, the same for a day whatever the run."""
        low, high = first // BLOCK, (first + count - 1) // BLOCK
        blocks = [self.block(f"{name}/{number}", BLOCK) for number in range(low, high + 1)]
        return np.concatenate(blocks)[first - low * BLOCK :][:count]


def values_of(law: Law | Listed, uniforms: Floats) -> Floats:
    """One value of a law for each uniform; listed values one after the other, from the first again after the last."""
    if isinstance(law, Listed):
        return np.resize(np.asarray(law.values), len(uniforms))
    return np.asarray(law.quantile(uniforms), dtype=float)


class Turns:
    """The k-th value of a law, for k = 0, 1, 2, ..."""

    __slots__ = ("environment", "law", "name", "number", "values")

    def __init__(self, environment: Environment, name: str, law: Law | Listed) -> None:
        self.environment, self.name, self.law = environment, name, law
        self.number = 0
        self.values: list[float] = []
        self.fill()

    def fill(self) -> None:
        """Fetch the next block; later blocks are larger, since whoever needs many will need more."""
        if isinstance(self.law, Listed):
            self.values = list(reversed(self.law.values))
            return
        size = TURNS if self.number == 0 else BLOCK
        uniforms = self.environment.block(f"{self.name}/{self.number}", size)
        if self.number:
            del self.environment.blocks[f"{self.name}/{self.number}"]
        self.values = values_of(self.law, uniforms).tolist()
        self.values.reverse()
        self.number += 1

    def next(self) -> float:
        """The next value."""
        if not self.values:
            self.fill()
        return self.values.pop()

    def rewind(self) -> None:
        """Begin with the first value again."""
        self.number = 0
        self.fill()

    def skip(self, count: int) -> None:
        """Leave values behind that belong to what is over."""
        for _ in range(count):
            self.next()

    def resume(self, elapsed: float) -> float:
        """The next value, given that it is longer than what has elapsed of it; a listed one is what it is."""
        value = self.next()
        if isinstance(self.law, Listed) or elapsed <= 0:
            return value
        size = TURNS if self.number == 1 else BLOCK
        uniforms = self.environment.block(f"{self.name}/{self.number - 1}", size)
        return lasting(self.law, float(uniforms[size - len(self.values) - 1]), elapsed)


class Draws:
    """Times up and times down in turn."""

    __slots__ = ("down", "down_turns", "up", "up_turns")

    def __init__(self, environment: Environment, name: str, up: Law, down: Law) -> None:
        self.up_turns = Turns(environment, f"turn/{name}/up", up)
        self.down_turns = Turns(environment, f"turn/{name}/down", down)
        self.up, self.down = self.up_turns.next, self.down_turns.next

    def certain(self) -> tuple[bool, bool]:
        """Whether nothing is random in times up, and in times down."""
        return is_certain(self.up_turns.law), is_certain(self.down_turns.law)


class Rolls:
    """One uniform a day."""

    __slots__ = ("environment", "high", "low", "name", "values")

    def __init__(self, environment: Environment, name: str) -> None:
        self.environment, self.name = environment, name
        self.low = self.high = 0
        self.values: list[float] = []

    def of(self, row: int) -> float:
        """The uniform of a row."""
        day = row + self.environment.first_day
        if not self.low <= day < self.high:
            self.low = day // BLOCK * BLOCK
            self.high = self.low + BLOCK
            self.values = self.environment.days(self.name, self.low, BLOCK).tolist()
        return self.values[day - self.low]


class LeadTimes:
    """Lead times of a lane by day of order, then by number within the day [days]."""

    def __init__(self, environment: Environment, name: str, promised: float, law: Law | Listed | None,
                 late_chance: float, late_by: Law | None) -> None:  # fmt: skip
        self.environment, self.name = environment, name
        self.promised, self.law, self.late_chance, self.late_by = promised, law, late_chance, late_by
        self.used = 0
        self.tables: dict[tuple[int, int], list[float]] = {}
        self.busy: tuple[int, int, list[float]] = (0, -1, [])

    def of(self, row: int, number: int) -> float:
        """Lead time of the order with this number on the day of this row."""
        if isinstance(self.law, Listed):
            self.used += 1
            return self.law.values[(self.used - 1) % len(self.law.values)]
        day = row + self.environment.first_day
        if number >= NUMBERS:
            return self.of_a_busy_day(day, number - NUMBERS)
        block, place = divmod(day, BLOCK)
        if (block, number) not in self.tables:
            self.tables = {key: table for key, table in self.tables.items() if key[0] >= block - 1}
            self.tables[block, number] = self.table(block, number)
        return self.tables[block, number][place]

    def table(self, block: int, number: int) -> list[float]:
        """Lead times of the orders with one number, for a block of days."""
        suffix = f"/{number}" if number else ""
        return self.times(self.environment.days(f"{self.name}{suffix}", block * BLOCK, BLOCK))

    def of_a_busy_day(self, day: int, number: int) -> float:
        """Lead time of an order of a day with many, which has blocks of its own."""
        block, place = divmod(number, TURNS)
        if self.busy[:2] != (day, block):
            name = f"{self.name}/busy/{day}/{block}"
            self.busy = (day, block, self.times(self.environment.block(name, TURNS)))
            del self.environment.blocks[name]
        return self.busy[2][place]

    def times(self, uniforms: Floats) -> list[float]:
        """Lead times of uniforms."""
        if self.law is not None:
            return [float(value) for value in values_of(self.law, uniforms)]
        late = uniforms > 1.0 - self.late_chance
        times = np.full(len(uniforms), self.promised)
        if self.late_by is not None and late.any():
            rest = (uniforms[late] - (1.0 - self.late_chance)) / self.late_chance
            times[late] += values_of(self.late_by, np.clip(rest, 1e-16, 1 - 1e-16))
        return [float(value) for value in times]
