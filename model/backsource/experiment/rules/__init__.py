"""Rules: how many replications a study runs of each arm. A rule looks at what it asked for."""

from backsource.experiment.rules.fixed import Fixed
from backsource.experiment.rules.rule import Known, Rule, rule_of

__all__ = ["Fixed", "Known", "Rule", "rule_of"]
