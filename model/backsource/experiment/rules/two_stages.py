"""Rinott's rule: a first stage says how long each schedule runs, then the best mean is the choice."""

from collections.abc import Mapping
from dataclasses import dataclass

from backsource.experiment.contest import Contest
from backsource.experiment.rules.contested import Contested, course_of, matters_of, pace_of
from backsource.experiment.rules.rule import Known
from backsource.inference import rinott_needs


@dataclass(frozen=True)
class TwoStages(Contested):
    """Two stages in each setting."""

    @property
    def words(self) -> str:
        """Canonical text without the cap."""
        one = self.contests[0]
        return f"rinott first={pace_of(one, self.rule).stage} {course_of(one)}"

    def counts(self, contest: Contest, known: Known) -> Mapping[str, int]:
        """The first stage, then what it says, but no more than the cap."""
        pace = pace_of(contest, self.rule)
        needs = rinott_needs(
            contest.whole_samples(known), pace,
            matters=matters_of(contest), confidence=contest.confidence, floors=len(contest.floors),
        )  # fmt: skip
        return {arm: max(known.count(arm), min(needs[place], pace.cap)) for place, arm in enumerate(contest.arms)}
