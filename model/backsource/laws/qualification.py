"""The chance that a trial run passes."""

from __future__ import annotations

PIECES = 300
"""Consecutive parts of a significant production run (AIAG, Production Part Approval Process, 4th edition, 2006)."""
ALLOWED = 3
"""Parts that may be found wrong in the run; practice lies between 0 and 3."""


def chance_to_pass(share: float, pieces: int = PIECES, allowed: int = ALLOWED) -> float:
    """Chance that at most *allowed* of *pieces* are not good, each good with chance *share*: a binomial sum."""
    from scipy.special import bdtr

    return float(bdtr(allowed, pieces, 1.0 - share))
