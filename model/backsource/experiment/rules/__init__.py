"""Rules: how many replications a study runs of each arm; a rule sees what it asked for, and asks for more or ends."""

from backsource.experiment.rules.budgeted import Budgeted
from backsource.experiment.rules.contested import Contested, matters_of, pace_of
from backsource.experiment.rules.fixed import Fixed
from backsource.experiment.rules.kn import Racing
from backsource.experiment.rules.precise import Precisely
from backsource.experiment.rules.rule import Known, Rule
from backsource.experiment.rules.study import rule_of
from backsource.experiment.rules.two_stages import TwoStages

__all__ = [
    "Budgeted", "Contested", "Fixed", "Known", "Precisely", "Racing", "Rule", "TwoStages", "matters_of", "pace_of",
    "rule_of",
]  # fmt: skip
