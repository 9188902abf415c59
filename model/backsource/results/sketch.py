"""Quantiles of weekly curves of any number of runs, from counts: DDSketch (Masson, Rim, Lee 2019, PVLDB 12).

A value is counted in a bin whose bounds are a constant factor apart, so that the middle of the bin is within 1 % of
it. Counts do not depend on the order of runs, and those of two sketches add up.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

ERROR = 0.01
"""Largest relative error of a value read back."""
SMALLEST = 1e-12
"""Values nearer to 0 are counted as 0."""
_LOG = np.log((1 + ERROR) / (1 - ERROR))
_SHIFT = 40_000
"""Above the largest bin of a float, so that the sign of a value can be that of its code."""
_CODES = 1 << 18
"""Codes a week has room for: 16,384 weeks fit into four bytes."""


@dataclass(frozen=True)
class Sketch:
    """How many runs had a value in which bin, week by week."""

    keys: Counts
    """Week and bin as one number, ascending: bins of a week by value, weeks in order."""
    counts: Counts
    """Runs of each key; none is 0."""

    @classmethod
    def of(cls, curves: Floats) -> "Sketch":
        """The sketch of curves, shape (runs, weeks); weeks without a value (nan) are not counted."""
        weeks = np.broadcast_to(np.arange(curves.shape[1], dtype=np.int64), curves.shape)
        there = np.isfinite(curves)
        keys, counts = np.unique(weeks[there] * _CODES + _codes(curves[there]) + _CODES // 2, return_counts=True)
        return cls(keys, counts.astype(np.int64))

    def plus(self, other: "Sketch", sign: int = 1) -> "Sketch":
        """Both together; with *sign* -1 this one without runs of the other that were counted here before."""
        place = np.searchsorted(self.keys, other.keys)
        known = np.zeros(len(other.keys), dtype=bool)
        inside = place < len(self.keys)
        known[inside] = self.keys[place[inside]] == other.keys[inside]
        counts = self.counts.copy()
        counts[place[known]] += sign * other.counts[known]
        keys = np.insert(self.keys, place[~known], other.keys[~known])
        counts = np.insert(counts, place[~known], sign * other.counts[~known])
        return Sketch(keys[counts > 0], counts[counts > 0])

    def week(self, week: int) -> tuple[Floats, Counts]:
        """Values in ascending order, each within 1 %, and how many runs had them."""
        first, last = np.searchsorted(self.keys, (week * _CODES, (week + 1) * _CODES))
        return _values(self.keys[first:last] - week * _CODES - _CODES // 2), self.counts[first:last]

    @property
    def weeks(self) -> int:
        """Weeks up to the last one with a value."""
        return int(self.keys[-1] // _CODES) + 1 if len(self.keys) else 0

    def packed(self) -> bytes:
        """As bytes, keys first, for `unpacked`."""
        return self.keys.astype("<u4").tobytes() + self.counts.astype("<u4").tobytes()

    @classmethod
    def unpacked(cls, data: bytes) -> "Sketch":
        """The sketch that was packed so."""
        keys, counts = np.frombuffer(data, dtype="<u4").astype(np.int64).reshape(2, -1)
        return cls(keys, counts)


def _codes(values: Floats) -> Counts:
    """Bin of each finite value, in the order of values: 0 around 0, negative for those below."""
    size = np.maximum(np.abs(values), SMALLEST)
    codes = np.ceil(np.log(size) / _LOG).astype(np.int64) + _SHIFT
    return np.where(np.abs(values) < SMALLEST, 0, np.where(values < 0, -codes, codes))


def _values(codes: Counts) -> Floats:
    """Middle of each bin: at most 1 % from all that is counted in it."""
    size = np.exp(_LOG * (np.abs(codes) - _SHIFT)) * (1 - ERROR)
    return np.where(codes == 0, 0.0, np.sign(codes) * size)


def weekly_quantiles(curves: Floats, sketch: Sketch, at: Floats) -> Floats:
    """Quantiles week by week of whole curves (runs, weeks) and a sketch of others, shape (len(at), weeks).

    Between neighbours in rank they are interpolated, as NumPy does; a week in which no run has a value has none.
    """
    weeks = max(curves.shape[1], sketch.weeks)
    found = np.full((len(at), weeks), np.nan)
    for week in range(weeks):
        whole = curves[:, week] if week < curves.shape[1] else np.empty(0)
        whole = whole[np.isfinite(whole)]
        values, counts = sketch.week(week)
        values = np.concatenate((whole, values))
        if len(values):
            counts = np.concatenate((np.ones(len(whole), dtype=np.int64), counts))
            found[:, week] = _weighted(values, counts, at)
    return found


def _weighted(values: Floats, counts: Counts, at: Floats) -> Floats:
    order = np.argsort(values, kind="stable")
    values, last = values[order], np.cumsum(counts[order])
    rank = at * (last[-1] - 1)
    low, high = (values[np.searchsorted(last, place, side="right")] for place in (np.floor(rank), np.ceil(rank)))
    return np.asarray(low + (high - low) * (rank - np.floor(rank)), dtype=np.float64)
