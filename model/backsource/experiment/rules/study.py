"""The rule that a study names."""

from backsource.errors import StudyError
from backsource.experiment.arms import Experiment
from backsource.experiment.contest import contests_of
from backsource.experiment.rules.budgeted import Budgeted
from backsource.experiment.rules.contested import asked_of
from backsource.experiment.rules.fixed import Fixed
from backsource.experiment.rules.kn import Racing
from backsource.experiment.rules.precise import Precisely
from backsource.experiment.rules.rule import Rule
from backsource.experiment.rules.two_stages import TwoStages

LEAST = 2
"""Replications that make a comparison."""


def rule_of(experiment: Experiment, replications: int | None = None) -> Rule:
    """The rule of a study; *replications* overrules it by a fixed number. Raises `StudyError` for fewer than two."""
    study = experiment.study
    contests = [contest for _, contest in contests_of(experiment)]
    if study.rule is None or replications is not None:
        count = study.first if replications is None else replications
        if count < LEAST:
            found = f"{count} replication(s) asked for; a comparison needs at least {LEAST} of each schedule"
            raise StudyError(f"study {study.study}: {found}")
        return Fixed(count, tuple(arm.name for arm in experiment.arms()), asked_of(contests[0]))
    twins, beside = experiment.twins, experiment.beside
    if study.rule.by == "precision":
        return Precisely(contests, twins, study.rule, beside, study.precision)
    if study.rule.by == "kn":
        return Racing(contests, twins, study.rule, beside)
    if study.rule.by == "rinott":
        return TwoStages(contests, twins, study.rule, beside)
    return Budgeted(contests, twins, study.rule, beside)
