"""A fixed number of runs, spent where they help most to choose right (OCBA). It gives no guarantee."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backsource.errors import StudyError
from backsource.experiment.contest import Contest
from backsource.experiment.rules.contested import Contested, asked_of
from backsource.experiment.rules.rule import Known
from backsource.inference import ocba_next


@dataclass(frozen=True)
class Budgeted(Contested):
    """The same number of runs in each setting."""

    @property
    def words(self) -> str:
        """Canonical text; the number of runs is part of it, since it is no cap but the rule itself."""
        spent = f"first={self.rule.first} batch={self.rule.batch} total={self.rule.total}"
        return f"ocba {spent} by {asked_of(self.contests[0])}"

    def counts(self, contest: Contest, known: Known) -> Mapping[str, int]:
        """A first stage for all, then batches shared out by means and variances so far."""
        budget = self._budget(contest)
        counts = np.array([known.count(arm) for arm in contest.arms])
        if counts.min() < self.rule.first:
            return dict.fromkeys(contest.arms, self.rule.first)
        left = budget - int(counts.sum())
        if left <= 0:
            return dict(zip(contest.arms, counts.tolist(), strict=True))
        samples = contest.whole_samples(known)
        means, variances = np.nanmean(samples, axis=0), np.nanvar(samples, axis=0, ddof=1)
        more = ocba_next(means, variances, counts, min(self.rule.batch, left), contest.goal)
        return dict(zip(contest.arms, (counts + more).tolist(), strict=True))

    def _budget(self, contest: Contest) -> int:
        """Runs of one setting. Raises `StudyError` where they do not make a first stage."""
        budget = (self.rule.total or 0) // len(self.contests)
        least = self.rule.first * len(contest.arms)
        if budget < least:
            raise StudyError(
                f"study {contest.study}: total of {self.rule.total} runs; {least * len(self.contests)} or more for a "
                f"first stage of {self.rule.first} would do"
            )
        return budget
