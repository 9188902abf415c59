"""Runs of plans: their order, and what a longer run shares with a shorter one."""

from functools import partial

import numpy as np

from backsource.simulation import simulate
from backsource.verification.systems.disruptions import copies, incidents, supplied
from backsource.verification.trials import Runs, observations

CHAIN = {"alpha": 0.1, "beta": 0.4}


def test_runs_are_numbered_and_chunks_change_nothing() -> None:
    source = Runs(supplied(50, CHAIN, copies(1.0, 2.0)), partial(incidents, skip=0), 4)
    whole = observations(source, 3, 6, 1)
    assert whole.shape == (60, 4)
    assert (whole == np.concatenate([observations(source, run, 1, 1) for run in range(3, 9)])).all()
    assert (whole == observations(source, 3, 6, 2)).all()


def test_a_shorter_run_is_the_beginning_of_a_longer_one() -> None:
    short, long = (simulate(supplied(days, CHAIN, copies(1.0, 2.0)), 1, 7) for days in (40, 90))
    for book in ("stocks", "lanes", "markets"):
        assert (getattr(short, book).data == getattr(long, book).data[:, :40]).all()
