"""Cells in pieces that travel to a worker together: some replications of one arm."""

from collections.abc import Iterator, Sequence

from backsource.experiment.arms import Arm
from backsource.experiment.cell import run_cell
from backsource.experiment.workers import LARGEST_BLOCK
from backsource.results import Run

Cells = Sequence[tuple[Arm, Sequence[int]]]
"""Replications of each arm, ascending."""
ALONE = 200
"""Pieces of each arm in this process."""
TRAVELLING = 8
"""Pieces of each arm for a worker."""


def whole_arms(missing: Cells, jobs: int) -> Iterator[tuple[Arm, list[int]]]:
    """The cells arm by arm, for whoever has many arms and looks at the end only: each arm is prepared once."""
    from joblib import effective_n_jobs

    cells = sum(len(numbers) for _, numbers in missing)
    size = LARGEST_BLOCK if jobs == 1 else min(LARGEST_BLOCK, max(1, cells // (TRAVELLING * effective_n_jobs(jobs))))
    for arm, numbers in missing:
        for first in range(0, len(numbers), size):
            yield arm, list(numbers[first : first + size])


def pieces(missing: Cells, jobs: int) -> Iterator[tuple[Arm, list[int]]]:
    """The cells in pieces, arm by arm within the same replications, so that an early look sees all arms alike.

    In this process (*jobs* 1) nothing travels, and pieces are smaller: an interruption loses the one at work.
    """
    from joblib import effective_n_jobs

    numbers = sorted({number for _, own in missing for number in own})
    count = ALONE if jobs == 1 else TRAVELLING * effective_n_jobs(jobs)
    size = min(LARGEST_BLOCK, max(1, len(numbers) // count))
    own = [(arm, set(some)) for arm, some in missing]
    for first in range(0, len(numbers), size):
        together = numbers[first : first + size]
        for arm, some in own:
            piece = [number for number in together if number in some]
            if piece:
                yield arm, piece


def run_piece(arm: Arm, replications: Sequence[int], *, curves: bool) -> list[Run]:
    """These replications of one arm, with or without curves."""
    return [run_cell(arm, replication, curves=curves) for replication in replications]
