"""What schedules are worth in some futures: the one thing that a search asks of the simulation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
import numpy.typing as npt

from backsource.config import Schedule
from backsource.experiment.arms import Arm, Experiment
from backsource.experiment.cell import ready, simulate_cell
from backsource.experiment.workers import LARGEST_BLOCK, shared_out
from backsource.streams import stream

Floats = npt.NDArray[np.float64]
Schedules = Mapping[str, Schedule | None]


class Values(Protocol):
    """Measures of schedules, by name, each of shape (futures, measures); the same arguments give the same values."""

    def __call__(self, schedules: Schedules, seed: int, futures: range) -> dict[str, Floats]:
        """Values in these futures of this seed."""
        ...


def seed_of(seed: int, purpose: str) -> int:
    """The seed of one purpose of a study's search; futures of two purposes have nothing in common."""
    return int(stream(seed, 0, f"optimise/{purpose}").integers(2**31))


@dataclass(frozen=True)
class Simulated:
    """Values by simulation, shared out among workers, who change no number."""

    experiment: Experiment
    measures: Sequence[str]
    jobs: int
    cluster: str | None = None

    def __call__(self, schedules: Schedules, seed: int, futures: range) -> dict[str, Floats]:
        """Values in these futures of this seed."""
        setting = self.experiment.settings[0]
        arms = [self.experiment.arm(setting, name, schedule, seed) for name, schedule in schedules.items()]
        blocks = [futures[first : first + LARGEST_BLOCK] for first in range(0, len(futures), LARGEST_BLOCK)]
        calls = [
            partial(_block, number, arm, block, self.measures) for block in blocks for number, arm in enumerate(arms)
        ]
        found = np.full((len(arms), len(futures), len(self.measures)), np.nan)
        for number, first, rows in shared_out(calls, self.jobs, self.cluster):
            place = first - futures.start
            found[number, place : place + len(rows)] = rows
        return {name: found[number] for number, name in enumerate(schedules)}


def _block(number: int, arm: Arm, futures: range, names: Sequence[str]) -> tuple[int, int, Floats]:
    """Consecutive futures of one arm: its number, the first future, and its values."""
    _, sheet = ready(arm)
    rows = []
    for future in futures:
        row = sheet.measure(simulate_cell(arm, future))
        rows.append([row[name] for name in names])
    return number, futures.start, np.array(rows, dtype=np.float64)
