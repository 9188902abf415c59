"""Speed of the store: rows written and read back, and what runner and store add to the time of simulation."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from unittest.mock import patch

from backsource.experiment import Arm, course, load, pieces, run_cell, run_study
from backsource.experiment.study import INCIDENT
from backsource.results import Asked, Inputs, Run, Store, read

STUDY = "experiments/first-changeover/study.yaml"
INPUTS = Inputs("{}", "{}", {"a": "{}"}, {}, 1, "h")
BLOCK = 25
BURNT = 0.050
"""Stand-in for the time of one replication [s]."""
COUNT = 40
"""Replications of each arm."""


def rows_written_and_read() -> None:
    """100,000 rows of ten measures, and 100,000 values in as many columns as a study has, there and back."""
    real = run_cell(load(STUDY).arms()[-1], 0, curves=False)
    ten = Run("a", 0, real.environment, real.digest, dict(list(real.measures.items())[:10]))
    wide = Run("a", 0, real.environment, real.digest, real.measures)
    for run, count in ((ten, 100_000), (wide, 100_000 // len(wide.measures))):
        taken = min(written_and_read(run, count) for _ in range(3))
        print(f"{count:,} rows of {len(run.measures)} measures written and read back: {taken:.2f} s (bar 2)")


def written_and_read(run: Run, count: int) -> float:
    """Seconds for so many runs, each a replication, stored in blocks as they come from a worker."""
    runs = [replace(run, replication=number) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        begun = perf_counter()
        with Store.open(Path(folder)) as store:
            store.ask(INPUTS, [Asked("a", "k", "a")], whole=0, incident=INCIDENT)
            for first in range(0, count, BLOCK):
                store.add("k", runs[first : first + BLOCK])
            store.want({"a": count})
        assert read(Path(folder)).runs.shape == (count, 4 + len(run.measures))
        return perf_counter() - begun


def overhead() -> None:
    """What runner and store add where a replication takes 50 ms: a study whose cells only spend that time.

    The runs as planned, one an arm, count as simulation and are left out.
    """
    experiment = load(STUDY)
    real = {arm.name: run_cell(arm, 0, curves=True) for arm in experiment.arms()}
    planned = {name: run.measures for name, run in real.items()}

    def cell(arm: Arm, replication: int, *, curves: bool) -> Run:
        begun = process_time()
        while process_time() - begun < BURNT:
            pass
        return replace(real[arm.name], replication=replication, digest=f"{replication}")

    with patch.object(pieces, "run_cell", cell), patch.object(course, "planned_row", lambda arm: planned[arm.name]):
        begun, begun_all = process_time(), perf_counter()
        results = run_study(experiment, replications=COUNT)
        spent, spent_all = process_time() - begun, perf_counter() - begun_all
    ideal = COUNT * len(results.keys) * BURNT
    print(
        f"runner and store at 50 ms a replication: {spent / ideal - 1:.1%} of the time of simulation, "
        f"{spent_all / ideal - 1:.1%} with all waiting (bar 5 %)"
    )
