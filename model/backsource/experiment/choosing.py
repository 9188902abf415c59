"""The answer of a study from its stored runs: the choice in each setting, by the rule under which they were made."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from backsource.experiment.arms import Experiment
from backsource.experiment.contest import Contest, contests_of
from backsource.experiment.rules import Budgeted, Precisely, Racing, Rule, TwoStages, matters_of, pace_of, rule_of
from backsource.inference import Choice, Guarantee, choose, choose_by_race, choose_by_rinott
from backsource.inference.choice import FEWEST
from backsource.results import Results

LEAST_SURE = 20
"""Futures below which nothing is guaranteed: what happens in one of ten has a fair chance not to be among them."""
TOO_FEW = f"fewer than {LEAST_SURE} futures say too little of what is rare"
BUDGET = "a fixed number of runs, spent where they tell most, gives none"


@dataclass(frozen=True)
class Made:
    """The stored runs of each arm, as rules look at them."""

    results: Results

    @cached_property
    def _rows(self) -> dict[str, dict[str, npt.NDArray[np.float64]]]:
        frames = self.results.runs.sort_values("replication").groupby("schedule", sort=False)
        columns = self.results.runs.columns[4:]
        return {str(name): {column: own[column].to_numpy() for column in columns} for name, own in frames}

    def count(self, arm: str) -> int:
        """Replications of an arm."""
        return self.results.replications[arm]

    def values(self, arm: str, measure: str) -> npt.NDArray[np.float64]:
        """A measure of them; nan where there is none."""
        found = self._rows.get(arm, {}).get(measure)
        return np.full(self.count(arm), np.nan) if found is None else found


def choices(experiment: Experiment, results: Results, *, replications: int | None = None) -> list[Choice | None]:
    """The choice in each setting, in the order of the study; none where there are fewer than 5 futures.

    *replications* is what overruled the rule of the study, if anything did. Raises `StudyError` where a measure has no
    values, or the rule lacks what it needs.
    """
    known, rule = Made(results), rule_of(experiment, replications)
    because = results.lost_under(rule.words).removeprefix("none: ")
    return [_choice(rule, contest, known, because) for _, contest in contests_of(experiment)]


def _choice(rule: Rule, contest: Contest, known: Made, because: str) -> Choice | None:
    if min(known.count(arm) for arm in contest.arms) < FEWEST:
        return None
    samples, floors, naming = contest.samples(known), contest.events(known), contest.naming
    if isinstance(rule, Racing | TwoStages):
        decide = choose_by_race if isinstance(rule, Racing) else choose_by_rinott
        return decide(
            samples, floors, pace_of(contest, rule.rule),
            goal=contest.goal, matters=matters_of(contest), confidence=contest.confidence, naming=naming,
            because=because,
        )  # fmt: skip
    because = because or (BUDGET if isinstance(rule, Budgeted) else "") or contest.missing(known)
    if not because and min(known.count(arm) for arm in contest.arms) < LEAST_SURE:
        because = TOO_FEW
    choice = choose(
        samples, floors, goal=contest.goal, matters=contest.matters, confidence=contest.confidence, naming=naming,
        because=because,
    )  # fmt: skip
    return _within_precision(rule, contest, known, choice) if isinstance(rule, Precisely) and not because else choice


def _within_precision(rule: Precisely, contest: Contest, known: Made, choice: Choice) -> Choice:
    """The choice, capped where the asked precision was not reached."""
    if rule.reached(contest, known).reached is not None:
        return choice
    words = f"stopped at {rule.rule.most:,} replications before the asked precision; {choice.guarantee.words}"
    return replace(choice, guarantee=Guarantee("capped", words))
