"""The small reference of a study: what its README tells in tables, and the runs by which it can be made again.

`python tests/support/references.py experiments/NAME/study.yaml` writes it from the study's results folder:
`summary.csv` with a row an arm, from all runs, and `runs.csv` with the first replication of every arm. The tables of
the README are printed, to be pasted; a test compares the three.
"""

import csv
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from backsource.experiment import Experiment, load
from backsource.inference import mean_interval, quantile_interval, wilson
from backsource.report.samples import values_of
from backsource.results import Results, read

Floats = npt.NDArray[np.float64]
Row = dict[str, Any]
ROOT = Path(__file__).parents[2]
KEPT = ("total_cost", "shortage_cost", "units_late", "exit_on_schedule", "bank_needed", "bank_attained")
"""Measures of single runs that are kept."""
RISKS = (0.20, 0.10, 0.05)
NORMAL = 12_000
"""Pieces of the knuckle that stand by without a bank: ten working days."""


def folder_of(study: str) -> Path:
    """Where the reference of a study lies."""
    return ROOT / "results" / "reference" / study


def summary(results: Results, experiment: Experiment) -> list[Row]:
    """One row an arm: means, and paired differences to the control of its setting with 95 % intervals."""
    rows = []
    for setting in experiment.settings:
        arms = {name: Arm(results, name) for name in setting.schedules}
        bare = next((arm for arm in arms.values() if not arm.of["bank_attained"].any()), None)
        rows += [arm.row(arms[setting.control], bare) for arm in arms.values()]
    return rows


class Arm:
    """The runs of one arm."""

    def __init__(self, results: Results, name: str) -> None:
        self.name = name
        self.of = {measure: values_of(results.runs, name, measure) for measure in (*KEPT, "units_short", "incidents")}
        self.early = self.of["total_cost"] - self.of["shortage_cost"]

    def row(self, control: "Arm", bare: "Arm | None") -> Row:
        """Its row of the summary; *bare* is the arm of the same setting that has no bank."""
        gaps = wilson(int((self.of["incidents"] > 0).sum()), len(self.early))
        total = self.of["total_cost"] - control.of["total_cost"]
        return {
            "arm": self.name,
            "futures": len(self.early),
            "gap": gaps.estimate, "gap_low": gaps.low, "gap_high": gaps.high,
            "late": self.of["units_late"].mean(),
            "total": self.of["total_cost"].mean(),
            **_interval("total_difference", total),
            **_interval("early_difference", self.early - control.early),
            "dearer": float((total > 0).mean()),
            "kept": _mean(self.of["exit_on_schedule"]),
            "attained": _mean(self.of["bank_attained"]),
            "foretold": float("nan") if bare is None else self.foretold(bare),
            **_needed(self.of["bank_needed"]),
        }  # fmt: skip

    def foretold(self, bare: "Arm") -> float:
        """Share of futures in which the need, as the runs without a bank show it, is above bank and normal stock."""
        return float((bare.of["bank_needed"] > self.of["bank_attained"] + NORMAL).mean())


def _interval(name: str, values: Floats) -> Row:
    if not values.any():
        return {name: 0.0, f"{name}_low": 0.0, f"{name}_high": 0.0}
    found = mean_interval(values)
    return {name: found.estimate, f"{name}_low": found.low, f"{name}_high": found.high}


def _needed(values: Floats) -> Row:
    known = values[~np.isnan(values)]
    row: Row = {}
    for risk in RISKS:
        found = quantile_interval(known, 1 - risk)
        name = f"needed_{risk:.0%}".rstrip("%")
        row |= {name: found.estimate, f"{name}_low": found.low, f"{name}_high": found.high}
    return row


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def first_runs(results: Results) -> list[Row]:
    """Replication 0 of every arm."""
    runs = results.runs[results.runs["replication"] == 0]
    return [{"arm": row["schedule"], **{name: row[name] for name in KEPT}} for row in runs.to_dict("records")]


def read_rows(path: Path) -> list[Row]:
    """A CSV file of a reference."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: text if name == "arm" else float(text) for name, text in row.items()}
                for row in csv.DictReader(file)]  # fmt: skip


def write_rows(path: Path, rows: list[Row]) -> None:
    """Write a CSV file of a reference."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: f"{value:.10g}" if isinstance(value, float) else value for name, value in row.items()}
                         for row in rows)  # fmt: skip


if __name__ == "__main__":
    from readme_tables import TABLES

    study_file = Path(sys.argv[1])
    made = load(study_file)
    name = made.study.study
    stored = read(ROOT / "results" / name)
    write_rows(folder_of(name) / "summary.csv", summary(stored, made))
    write_rows(folder_of(name) / "runs.csv", first_runs(stored))
    sys.stdout.write("\n".join(TABLES[name](read_rows(folder_of(name) / "summary.csv"))) + "\n")
