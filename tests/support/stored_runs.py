"""Results files for tests: written from runs by hand, and read back as records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from backsource.experiment import Experiment, run_study
from backsource.results import Asked, Inputs, Results, Run, Store


def write(folder: Path, inputs: Inputs, runs: Sequence[Run], incident: Sequence[str] = (), whole: int = 1000) -> Path:
    """A results file with these runs, arms in the order of the inputs, each its own twin."""
    names = list(dict.fromkeys((*inputs.schedules, *(run.schedule for run in runs))))
    with Store.open(folder) as store:
        store.ask(inputs, [Asked(name, f"key {name}", name) for name in names], whole=whole, incident=incident)
        for name in names:
            store.add(f"key {name}", [run for run in runs if run.schedule == name])
        store.want(dict.fromkeys(names, 1 + max((run.replication for run in runs), default=0)))
    return store.path


@dataclass(frozen=True)
class Row:
    """One stored run."""

    schedule: str
    replication: int
    environment: str
    digest: str
    measures: Mapping[str, float]
    incidents: tuple[Mapping[str, Any], ...]
    weekly: Mapping[str, bytes]

    @property
    def plain(self) -> tuple[object, ...]:
        """All of it as values that compare by ==, nan included."""
        facts = (self.schedule, self.replication, self.environment, self.digest)
        return *facts, repr(self.measures), repr(self.incidents), self.weekly


def rows(results: Results) -> list[Row]:
    """All runs of a results file that it shows, by arm and replication."""
    frame = results.runs
    gaps: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for gap in results.incidents.to_dict("records"):
        gaps.setdefault((gap.pop("schedule"), gap.pop("replication")), []).append(gap)
    names = ("day", "made_share", "stock", "backlog", "demand", "served", "short", "cost")
    curves = {name: results.curves(name) for name in names}
    found = []
    for row in frame.to_dict("records"):
        key = row.pop("schedule"), row.pop("replication")
        weekly = {
            name: np.asarray(of[key[0]][key[1]]).tobytes()
            for name, of in curves.items()
            if len(of.get(key[0], ())) > key[1]
        }
        found.append(Row(*key, row.pop("environment"), row.pop("digest"), row, tuple(gaps.get(key, ())), weekly))
    return found


@dataclass(frozen=True)
class Outcome:
    """A study that has run, in memory."""

    experiment: Experiment
    results: Results
    runs: tuple[Row, ...]

    @property
    def inputs(self) -> Inputs:
        return self.results.inputs


def ran(experiment: Experiment, folder: Path | None = None, **how: Any) -> Outcome:
    """Run a study, and read all of it."""
    results = run_study(experiment, folder, **how)
    return Outcome(experiment, results, tuple(rows(results)))
