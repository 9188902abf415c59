"""Lines of two stations, lines without buffers, and a plant behind a store.

Sources at each law. Rates per any one unit of time.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


def two_station_throughput(first: float, second: float, spaces: int) -> float:
    """Output rate of two exponential stations with waiting *spaces* between them, blocked after service.

    Parts past station 1 are a birth and death process on 0 .. spaces + 2 with ratio first / second: Hillier
    and Boling, Operations Research 15 (1967); Hunt, ibid. 4 (1956).
    """
    weights = [(first / second) ** parts for parts in range(spaces + 3)]
    return second * (1 - 1 / math.fsum(weights))


def unbuffered_efficiency(to_failure: Sequence[float], repair: Sequence[float]) -> float:
    """Share of time that a rigid line runs: 1 / (1 + sum repair / to_failure), failures only while it runs.

    Buzacott, International Journal of Production Research 5 (1967).
    """
    return 1 / (1 + math.fsum(mend / run for run, mend in zip(to_failure, repair, strict=True)))


@dataclass(frozen=True, slots=True)
class BufferedLine:
    """Long-run output per cycle and mean buffer content of a two-machine line."""

    throughput: float
    buffer: float


def two_machine_line(fails: tuple[float, float], mends: tuple[float, float], room: int) -> BufferedLine:
    """Two unreliable machines with unit cycles and a buffer of *room* parts between them.

    A machine fails with its chance only in a cycle it can work in (machine 1: buffer not full, machine 2:
    buffer not empty, both at the start of the cycle), then parts move. The deterministic model of Gershwin,
    Manufacturing Systems Engineering (1994), section 3.5, solved as a Markov chain on (parts, up, up).
    """
    parts = np.arange(room + 1)
    works = ((parts < room).astype(float), (parts > 0).astype(float))
    stays_up = [np.stack([np.full(room + 1, mends[i]), 1 - fails[i] * works[i]]) for i in (0, 1)]
    moves = np.zeros((room + 1, 2, 2, room + 1, 2, 2))
    for up1, up2, now1, now2 in np.ndindex(2, 2, 2, 2):
        chance1 = stays_up[0][up1] if now1 else 1 - stays_up[0][up1]
        chance2 = stays_up[1][up2] if now2 else 1 - stays_up[1][up2]
        after = (parts + now1 * works[0] - now2 * works[1]).astype(int)
        moves[parts, up1, up2, after, now1, now2] = chance1 * chance2
    states = 4 * (room + 1)
    steady = _steady(moves.reshape(states, states)).reshape(room + 1, 2, 2)
    finishing = sum(steady[:, :, up].sum(axis=1) * stays_up[1][up] * works[1] for up in (0, 1))
    return BufferedLine(float(np.sum(finishing)), float(parts @ steady.sum(axis=(1, 2))))


def _steady(moves: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Stationary chances of a chain: solves p (P - 1) = 0 with the chances adding up to 1."""
    states = len(moves)
    balance = moves.T - np.eye(states)
    balance[-1] = 1.0
    return np.linalg.solve(balance, np.eye(states)[-1])


@dataclass(frozen=True, slots=True)
class FluidStore:
    """A plant that makes `rate` while up, a steady `demand` below it, a store of `room` between them.

    Exponential times up (`mtbf`) and down (`mttr`) by the calendar; with a full store the plant makes what is
    asked for. Meyer, Rothkopf and Smith, Management Science 25 (1979). The level has point masses at 0 and
    at the top and densities exp(bend x) in between, with bend = 1/(mttr demand) - 1/(mtbf surplus); all of
    them are scaled by exp(-bend room) where that keeps them from overflowing.
    """

    rate: float
    demand: float
    mtbf: float
    mttr: float
    room: float

    @property
    def empty(self) -> float:
        """Share of time with an empty store and the plant down: nothing is served."""
        return self.rate_of_gaps * self.mttr

    @property
    def full(self) -> float:
        """Share of time with a full store."""
        return self._surplus * self._density(self.room) * self.mtbf

    @property
    def rate_of_gaps(self) -> float:
        """Supply gaps per unit of time: downward crossings of an empty store."""
        return self._surplus * self._density(0.0)

    @property
    def mean_store(self) -> float:
        """Mean level of the store [units]."""
        bend, room = self._bend, self.room
        moment = room**2 / 2 if bend == 0 else (room * self._scaled(room) - self._integral()) / bend
        return self._both_ways * moment / self._whole() + room * self.full

    @property
    def _surplus(self) -> float:
        return self.rate - self.demand

    @property
    def _bend(self) -> float:
        return 1 / (self.mttr * self.demand) - 1 / (self.mtbf * self._surplus)

    @property
    def _both_ways(self) -> float:
        """Density of the level, up and down together, per density while up: flows up and down are equal."""
        return 1 + self._surplus / self.demand

    def _integral(self) -> float:
        """Integral of the scaled density over the store."""
        if self._bend == 0:
            return self.room
        return (self._scaled(self.room) - self._scaled(0.0)) / self._bend

    def _whole(self) -> float:
        """Scaled mass of all levels: the density in between, an empty and a full store."""
        masses = self._surplus * (self.mttr * self._scaled(0.0) + self.mtbf * self._scaled(self.room))
        return self._both_ways * self._integral() + masses

    def _density(self, level: float) -> float:
        """Density of the level while the plant is up."""
        return self._scaled(level) / self._whole()

    def _scaled(self, level: float) -> float:
        return math.exp(self._bend * level - max(0.0, self._bend * self.room))
