"""Kim and Nelson's rule: schedules are dropped as soon as another one is surely better, or as they break a floor."""

from collections.abc import Mapping
from dataclasses import dataclass

from backsource.experiment.contest import Contest
from backsource.experiment.rules.contested import Contested, course_of, matters_of, pace_of
from backsource.experiment.rules.rule import Known
from backsource.inference import race_within_floors, wanted


@dataclass(frozen=True)
class Racing(Contested):
    """A race in each setting."""

    @property
    def words(self) -> str:
        """Canonical text without the cap."""
        one = self.contests[0]
        pace = pace_of(one, self.rule)
        return f"kn first={pace.stage} batch={pace.step} {course_of(one)}"

    def counts(self, contest: Contest, known: Known) -> Mapping[str, int]:
        """Replications for the next look of a race; no more where it is over or capped."""
        pace = pace_of(contest, self.rule)
        raced = race_within_floors(
            contest.whole_samples(known), contest.events(known), pace,
            goal=contest.goal, matters=matters_of(contest), confidence=contest.confidence,
        )  # fmt: skip
        more = wanted(raced.race, pace, len(contest.arms))
        return {arm: max(known.count(arm), more.get(place, 0)) for place, arm in enumerate(contest.arms)}
