"""From a study to its runs: cells, workers, twins."""

from backsource.experiment.arms import Arm, Experiment, load, standing
from backsource.experiment.cell import digest, run_cell, simulate_cell
from backsource.experiment.decisions import Decision, decisions
from backsource.experiment.replanning import Replan, replanned
from backsource.experiment.single import Single, run_again, run_single
from backsource.experiment.study import Outcome, Progress, run_study

__all__ = [
    "Arm", "Decision", "Experiment", "Outcome", "Progress", "Replan", "Single", "decisions", "digest", "load",
    "replanned", "run_again", "run_cell", "run_single", "run_study", "simulate_cell", "standing",
]  # fmt: skip
