"""Futures are added until the means of all schedules are known to the asked precision."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from backsource.config.study import Precision, Relative, written_precision
from backsource.experiment.contest import Contest
from backsource.experiment.rules.contested import Contested, asked_of
from backsource.experiment.rules.rule import Known
from backsource.inference import Precise, fixed_precision
from backsource.inference.stopping import Precision as Asked


@dataclass(frozen=True)
class Precisely(Contested):
    """Every schedule in the same number of futures, the one at which all half-widths are small enough."""

    precision: Mapping[str, Precision] = field(default_factory=dict)
    """Half-width by measure."""

    @property
    def words(self) -> str:
        """Canonical text without the cap."""
        asked = ",".join(f"{name}:{written_precision(half)}" for name, half in self.precision.items())
        one, looks = self.contests[0], f"first={self.rule.first} batch={self.rule.batch}"
        return f"precision {looks} [{asked}] confidence={one.confidence:g} by {asked_of(one)}"

    def counts(self, contest: Contest, known: Known) -> Mapping[str, int]:
        """As many as it takes to tell, for all schedules of a setting."""
        count = min(known.count(arm) for arm in contest.arms)
        needed = self.reached(contest, known).needed if count else self.rule.first
        return dict.fromkeys(contest.arms, max(count, min(needed, self.rule.most)))

    def reached(self, contest: Contest, known: Known) -> Precise:
        """Whether the precision is reached by all schedules of a setting."""
        columns = [known.values(arm, name) for arm in contest.arms for name in self.precision]
        asked = [_asked(half) for _ in contest.arms for half in self.precision.values()]
        return fixed_precision(
            np.column_stack(columns), asked, level=contest.confidence, first=self.rule.first, batch=self.rule.batch
        )


def _asked(half: Precision) -> Asked:
    return Asked(half.share, relative=True) if isinstance(half, Relative) else Asked(half)
