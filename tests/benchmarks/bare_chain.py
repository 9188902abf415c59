"""The three-echelon chain as a bare SimPy script: what a modeller would write in an hour, and no log.

One-for-one base stock (46, 34, 36) with lead times of 3, 2 and 2 days, Poisson demand of 10 a day,
backorders first come, first served. The benchmark measures ours beside it, in the same run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

LEADS = (3.0, 2.0, 2.0)
LEVELS = (46, 34, 36)
MEAN = 10


class Stage:
    """One stock: serves orders in full, first come, first served, and orders what it was asked for."""

    def __init__(self, env: simpy.Environment, level: int, lead: float, upstream: Stage | None) -> None:
        self.env, self.on_hand, self.lead, self.upstream = env, level, lead, upstream
        self.waiting: deque[tuple[int, simpy.Event]] = deque()

    def ask(self, quantity: int) -> simpy.Event:
        """An order; the event fires when it has been shipped in full."""
        shipped = self.env.event()
        self.env.process(self.replenish(quantity))
        self.waiting.append((quantity, shipped))
        self.serve()
        return shipped

    def serve(self) -> None:
        """Ship what the stock on hand allows."""
        while self.waiting and self.on_hand >= self.waiting[0][0]:
            quantity, shipped = self.waiting.popleft()
            self.on_hand -= quantity
            shipped.succeed(quantity)

    def replenish(self, quantity: int) -> Generator[simpy.Event, Any, None]:
        """Order upstream, wait for the goods."""
        if self.upstream is not None:
            yield self.upstream.ask(quantity)
        yield self.env.timeout(self.lead)
        self.on_hand += quantity
        self.serve()


def run(seed: int, days: int) -> float:
    """Fill rate of one run."""
    demand = np.random.Generator(np.random.PCG64(seed)).poisson(MEAN, days).tolist()
    env = simpy.Environment()
    stage: Stage | None = None
    for level, lead in zip(LEVELS, LEADS, strict=True):
        stage = Stage(env, level, lead, stage)
    served = [0, 0]

    def customer(quantity: int) -> Generator[simpy.Event, Any, None]:
        assert stage is not None
        came = env.now
        yield stage.ask(quantity)
        served[0] += quantity
        served[1] += quantity if env.now == came else 0

    def customers() -> Generator[simpy.Event, Any, None]:
        for quantity in demand:
            yield env.timeout(1.0)
            if quantity:
                env.process(customer(quantity))

    env.process(customers())
    env.run(until=days)
    return served[1] / max(1, served[0])
