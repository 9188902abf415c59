"""Does a choice hold wherever the unsure inputs may lie: two levels of each, in few combinations."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from backsource.inference.interval import Floats
from backsource.inference.mean import mean_interval
from backsource.inference.paired import Goal

FULL = 3
"""Inputs up to which all combinations are looked at."""


@dataclass(frozen=True)
class Ends:
    """One input that varies, with how a person reads its ends."""

    path: str
    """What it is called where it was declared."""
    name: str
    """What a person calls it."""
    low: str
    high: str
    planned: str = ""
    basis: str = ""
    """Where the input comes from, as `assumed`."""


def two_level(count: int) -> npt.NDArray[np.int64]:
    """Corners of *count* inputs, shape (corners, count), entries -1 (low) and 1 (high).

    All 2^count of up to three inputs. Beyond that the rows of a Hadamard matrix and their opposites (foldover): of
    resolution IV, so that the effect of no input is mixed with that of another or of a pair (Box and Wilson 1951; Box,
    Hunter and Hunter 2005, section 6.6): 8 corners for 4 inputs, 16 for up to 8, 32 for up to 16.
    """
    if count <= FULL:
        numbers = np.arange(2**count)[:, None] >> np.arange(count)[None, ::-1]
        return np.asarray(2 * (numbers & 1) - 1, dtype=np.int64)
    from scipy.linalg import hadamard

    half = hadamard(2 ** int(np.ceil(np.log2(count))), dtype=np.int64)[:, :count]
    return np.vstack([half, -half])


@dataclass(frozen=True, eq=False)
class CornerFloor:
    """How often a floor is broken in each corner."""

    name: str
    chance: float
    """How often it may be."""
    happened: Floats
    """1 where it was broken, 0 where not, shape (corners, futures, arms)."""

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """Futures of each corner in which it is broken, shape (corners, arms)."""
        return np.asarray(self.happened.sum(axis=1), dtype=np.int64)

    @cached_property
    def shares(self) -> Floats:
        """Share of the futures of all corners in which it is broken, shape (arms,)."""
        return np.asarray(self.happened.mean(axis=(0, 1)))

    def breaks(self, arm: int) -> npt.NDArray[np.int64]:
        """Corners in which an arm breaks it in more futures than it may, those first where it does most."""
        counts, futures = self.counts[:, arm], self.happened.shape[1]
        return np.array([corner for corner in np.argsort(-counts, kind="stable")
                         if counts[corner] > self.chance * futures], dtype=np.int64)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Corners:
    """The arms in all corners. The first arm is the choice that is to hold."""

    arms: tuple[str, ...]
    inputs: tuple[Ends, ...]
    design: npt.NDArray[np.int64]
    """Which end each input is at, -1 or 1, shape (corners, inputs)."""
    samples: Floats
    """Value of each arm in each future of each corner, shape (corners, futures, arms); futures are common to all."""
    goal: Goal = "min"
    matters: float = 0.0
    """A choice holds where no other arm that keeps its floors is better by more than this."""
    floors: tuple[CornerFloor, ...] = ()

    @property
    def picked(self) -> str:
        """The choice that is to hold."""
        return self.arms[0]

    @property
    def count(self) -> int:
        """Number of corners; 0 where nothing is unsure."""
        return len(self.samples)

    @property
    def futures(self) -> int:
        """Futures in each corner."""
        return int(self.samples.shape[1])

    @cached_property
    def means(self) -> Floats:
        """Mean of each arm in each corner, shape (corners, arms)."""
        return np.asarray(np.mean(self.samples, axis=1)) if self.count else np.empty((0, len(self.arms)))

    @cached_property
    def differences(self) -> Floats:
        """The choice minus each other arm, means over the futures, shape (corners, arms - 1)."""
        return np.asarray(self.means[:, :1] - self.means[:, 1:])

    @cached_property
    def over(self) -> Floats:
        """By how much floors are broken over all corners together more often than they may be, shape (arms,)."""
        each = [np.maximum(0.0, floor.shares - floor.chance) for floor in self.floors]
        return np.asarray(sum(each, start=np.zeros(len(self.arms))))

    @cached_property
    def rivals(self) -> list[int]:
        """Places of the other arms that may be chosen: over all corners they break no floor more often than allowed."""
        return [place for place in range(1, len(self.arms)) if self.over[place] == 0.0]

    @cached_property
    def losses(self) -> Floats:
        """By how much the best rival is better than the choice, shape (corners,); below 0 where none is.

        0 where there is no rival.
        """
        if not self.rivals:
            return np.zeros(self.count)
        sign = -1.0 if self.goal == "max" else 1.0
        return np.asarray((sign * self.differences[:, [place - 1 for place in self.rivals]]).max(axis=1))

    @cached_property
    def holding(self) -> npt.NDArray[np.bool_]:
        """Where the choice holds, shape (corners,)."""
        return np.asarray(self.losses <= self.matters)

    @property
    def holds(self) -> int:
        """Corners in which the choice holds."""
        return int(self.holding.sum())

    @cached_property
    def unclear(self) -> int:
        """Corners in which chance could have decided: the 95 % interval of the loss reaches across what matters.

        Or no future has shown a difference, which of four futures is no proof that there is none.
        """
        return sum(not self._clear(corner) for corner in range(self.count))

    def _clear(self, corner: int) -> bool:
        if not self.rivals:
            return True
        sign = -1.0 if self.goal == "max" else 1.0
        best = max(self.rivals, key=lambda place: sign * self.differences[corner, place - 1])
        each = self.samples[corner, :, 0] - self.samples[corner, :, best]
        if not each.any():
            return False
        found = mean_interval(-each if self.goal == "max" else each)
        return not found.low <= self.matters <= found.high if found.count > 1 else False

    @property
    def best(self) -> str:
        """The arm that is best on average over the corners, of those that keep the floors best."""
        sign = -1.0 if self.goal == "max" else 1.0
        return self.arms[int(np.lexsort((sign * self.means.mean(axis=0), self.over))[0])]

    def with_first(self, arm: str) -> "Corners":
        """The same with another choice that is to hold."""
        order = [self.arms.index(arm), *(place for place, name in enumerate(self.arms) if name != arm)]
        return replace(
            self, arms=tuple(self.arms[place] for place in order), samples=self.samples[:, :, order],
            floors=tuple(replace(one, happened=one.happened[:, :, order]) for one in self.floors),
        )  # fmt: skip

    @property
    def span(self) -> tuple[float, float]:
        """Least and most mean of the choice over the corners."""
        return _span(self.means[:, 0])

    def difference_span(self, arm: str) -> tuple[float, float]:
        """Least and most mean of the choice minus another arm."""
        return _span(self.differences[:, self.arms.index(arm) - 1])

    def winner(self, corner: int) -> str:
        """The best arm of a corner among the choice and its rivals."""
        sign = -1.0 if self.goal == "max" else 1.0
        return self.arms[min((0, *self.rivals), key=lambda place: sign * self.means[corner, place])]

    @cached_property
    def effects(self) -> Floats:
        """What moving each input from low to high adds to the loss on average, shape (inputs,)."""
        return np.asarray(2.0 * (self.design * self.losses[:, None]).mean(axis=0))

    @property
    def first(self) -> tuple[Ends, ...]:
        """The inputs, those first that move the loss most: what to measure next."""
        return tuple(self.inputs[number] for number in np.argsort(-np.abs(self.effects), kind="stable"))

    def words(self, corner: int) -> str:
        """A corner as a person reads it."""
        ends = zip(self.inputs, self.design[corner], strict=True)
        return ", ".join(f"{one.name} {one.high if at > 0 else one.low}" for one, at in ends)

    @property
    def breaking(self) -> tuple[tuple[Ends, str, int, int], ...]:
        """Inputs that lie at one end more often where the choice breaks, as (input, end, breaks there, breaks).

        Those first that tell most; none where the choice breaks nowhere or everywhere.
        """
        broken = self.design[~self.holding]
        if len(broken) in (0, self.count):
            return ()
        tilt = broken.sum(axis=0)
        order = [number for number in np.argsort(-np.abs(tilt), kind="stable") if 2 * abs(tilt[number]) > len(broken)]
        found = []
        for number in order:
            end = 1 if tilt[number] > 0 else -1
            one = self.inputs[number]
            there = int((broken[:, number] == end).sum())
            found.append((one, one.high if end > 0 else one.low, there, len(broken)))
        return tuple(found)


def _span(values: Floats) -> tuple[float, float]:
    return (float(np.min(values)), float(np.max(values))) if len(values) else (np.nan, np.nan)
