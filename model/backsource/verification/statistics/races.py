"""Experiments with selection procedures: how often they choose right, and what it costs.

Each is a source of samples as `trials` knows them: a run makes a block of macro-replications, one row each.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from backsource.inference import kn, ocba_next, rinott_h, rinott_sizes
from backsource.streams import stream
from backsource.verification.statistics.koenig_law import Inventory
from backsource.verification.statistics.sampled import BLOCK, SEED

Floats = npt.NDArray[np.float64]


class Problem(Protocol):
    """Where observations come from."""

    def draw(self, luck: np.random.Generator, macro: int, rows: int) -> Floats:
        """Observations of shape (macro, rows, arms); arms are paired in a row."""
        ...


@dataclass(frozen=True, slots=True)
class Normal:
    """Normal arms of one deviation and one correlation between any two."""

    means: tuple[float, ...]
    deviation: float
    correlation: float = 0.0

    def draw(self, luck: np.random.Generator, macro: int, rows: int) -> Floats:
        """Observations of shape (macro, rows, arms)."""
        own = luck.standard_normal((macro, rows, len(self.means)))
        if self.correlation:
            shared = luck.standard_normal((macro, rows, 1))
            own = np.sqrt(1.0 - self.correlation) * own + np.sqrt(self.correlation) * shared
        return np.asarray(self.means + self.deviation * own)


@dataclass(frozen=True, slots=True)
class Costs:
    """Koenig and Law's inventory; less is better, so costs come with a minus."""

    inventory: Inventory
    common: bool

    def draw(self, luck: np.random.Generator, macro: int, rows: int) -> Floats:
        """Observations of shape (macro, rows, arms)."""
        return -self.inventory.draw(luck, (macro, rows), common=self.common)


@dataclass(frozen=True, slots=True)
class KnRaces:
    """Races of Kim and Nelson, larger being better; columns: right choice, observations in all."""

    problem: Problem
    best: int
    delta: float
    first: int
    confidence: float
    rows: int
    """Observations an arm drawn at once; more are drawn for a race that needs them."""
    runs: int = 1

    def sample(self, run: int) -> Floats:
        """One block."""
        luck = stream(SEED, run, "races of Kim and Nelson")
        return np.array([self._race(luck, drawn) for drawn in self.problem.draw(luck, BLOCK, self.rows)])

    def _race(self, luck: np.random.Generator, drawn: Floats) -> tuple[float, float]:
        while not (race := kn(drawn, self.delta, first=self.first, confidence=self.confidence)).finished:
            drawn = np.concatenate((drawn, *self.problem.draw(luck, 1, self.rows)))
        spent = sum(one.at for one in race.exits) + race.at * len(race.survivors)
        return float(race.survivors[0] == self.best), float(spent)


@dataclass(frozen=True, slots=True)
class RinottTrials:
    """Rinott's two stages with independent normal arms; columns: right choice, observations an arm."""

    problem: Normal
    best: int
    delta: float
    first: int
    confidence: float
    runs: int = 1

    def sample(self, run: int) -> Floats:
        """One block; the mean of a second stage is drawn as one number."""
        luck = stream(SEED, run, "Rinott's two stages")
        stage = self.problem.draw(luck, BLOCK, self.first)
        h = rinott_h(len(self.problem.means), self.first, self.confidence)
        sizes = np.array([rinott_sizes(one, self.delta, h) for one in stage])
        further = sizes - self.first
        error = self.problem.deviation * np.sqrt(further)
        second = np.asarray(self.problem.means) * further + error * luck.standard_normal(sizes.shape)
        right = ((stage.sum(axis=1) + second) / sizes).argmax(axis=1) == self.best
        return np.column_stack((right, sizes.mean(axis=1)))


@dataclass(frozen=True, slots=True)
class OcbaTrials:
    """Budgets spent step by step on independent normal arms; a column a budget: right choice."""

    problem: Normal
    best: int
    first: int
    step: int
    budgets: tuple[int, ...]
    runs: int = 1

    def sample(self, run: int) -> Floats:
        """One block."""
        luck, arms = stream(SEED, run, "budget allocation"), len(self.problem.means)
        counts = np.full((BLOCK, arms), self.first)
        total, squares = self._draw(luck, counts)
        right = {}
        for spent in range(self.first * arms, max(self.budgets) + 1, self.step):
            means = total / counts
            right[spent] = means.argmax(axis=1) == self.best
            if spent == max(self.budgets):
                break
            more = ocba_next(means, (squares - counts * means**2) / (counts - 1), counts, self.step, "max")
            sums = self._draw(luck, more)
            total, squares, counts = total + sums[0], squares + sums[1], counts + more
        return np.column_stack([right[budget] for budget in self.budgets]).astype(np.float64)

    def _draw(self, luck: np.random.Generator, counts: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Sums and sums of squares of as many observations."""
        drawn = self.problem.draw(luck, BLOCK, int(counts.max()))
        drawn = np.where(np.arange(drawn.shape[1])[:, None] < counts[:, None, :], drawn, 0.0)
        return drawn.sum(axis=1), (drawn**2).sum(axis=1)
