"""From a study to its runs: cells, workers, twins; and from a history to a verdict on the model."""

from backsource.experiment.arms import Arm, Experiment, load, standing
from backsource.experiment.backcasting import backcast
from backsource.experiment.cell import digest, run_cell, simulate_cell
from backsource.experiment.choosing import choices
from backsource.experiment.decisions import Decision, decisions
from backsource.experiment.piloting import Forecast, pilot
from backsource.experiment.provenance import as_is_hash, inputs_of
from backsource.experiment.replanning import Replan, replanned
from backsource.experiment.rules import rule_of
from backsource.experiment.settings import Setting
from backsource.experiment.shard import Shard
from backsource.experiment.shards import merge_study
from backsource.experiment.single import Single, run_again, run_single
from backsource.experiment.stored import Stored, asks, made_now, missing, stored
from backsource.experiment.study import Progress, run_study

__all__ = [
    "Arm", "Decision", "Experiment", "Forecast", "Progress", "Replan", "Setting", "Shard", "Single", "Stored",
    "as_is_hash", "asks", "backcast", "choices", "decisions", "digest", "inputs_of", "load", "made_now",
    "merge_study", "missing", "pilot", "replanned", "rule_of", "run_again", "run_cell", "run_single", "run_study",
    "simulate_cell", "standing", "stored",
]  # fmt: skip
