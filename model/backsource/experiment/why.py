"""Why units are short: the same futures of one schedule again, with families of chance switched off.

So of its stay-external twin, too, for what is attributable is what the twin does not have.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from backsource.errors import StudyError
from backsource.experiment.arms import Arm, Experiment
from backsource.experiment.settings import Setting, arm_called
from backsource.inference import Attribution, Game, all_coalitions, sampled_coalitions
from backsource.simulation.chance import CHANCES, present

EXACT = 6
"""Families up to which all coalitions are run; beyond, those of random orders."""
FUTURES = 200
"""Futures that are looked at where nobody asks for a number."""
RUNS = 1200
"""Runs of games that are played of so many futures, in proportion of more; but not of fewer futures than the next."""
LEAST = 20


@dataclass(frozen=True)
class Reasons:
    """What came out: how often anything is short, and where it is, whose part is how much."""

    futures: int
    """Futures that were looked at."""
    short: int
    """Those in which anything is short, under the schedule or staying external."""
    own: Attribution | None
    """Units short of the schedule; None where no future has any, so that no game was played."""
    twin: Attribution | None
    """The same of its stay-external twin, in the same futures; None where the schedule is the twin."""

    @cached_property
    def attributable(self) -> Attribution | None:
        """What the schedule has and its twin has not; None where there is no twin."""
        return self.own.less(self.twin) if self.own and self.twin else None


class Question:
    """One schedule of a study, and the families of chance whose part in its shortage is asked for."""

    def __init__(self, experiment: Experiment, schedule: str, causes: Sequence[str] = ()) -> None:
        """All families that the schedule or its twin has, where none is named; the others stay on.

        *schedule* is the name of an arm, or of a schedule, which stands for its first arm. Raises StudyError for a
        schedule or a family that is not there.
        """
        setting, name = _named(experiment, schedule)
        self.experiment, self.name = experiment, name
        self.arm = experiment.arm(setting, name, setting.schedules[name])
        self.twin = _twin(experiment, setting, name)
        self._there = {arm.name: present(arm.scenario, arm.schedule, arm.status) for arm in self.arms}
        known = [cause for cause in CHANCES if any(cause in own for own in self._there.values())]
        unknown = [cause for cause in causes if cause not in known]
        if unknown:
            found = f"study {experiment.study.study}: no chance of {', '.join(unknown)} under {name}"
            raise StudyError(f"{found}; {', '.join(known)} would do" if known else f"{found}, nor of anything else")
        self.causes = tuple(cause for cause in known if not causes or cause in causes)
        self.left_on = tuple(cause for cause in known if cause not in self.causes)

    @property
    def arms(self) -> tuple[Arm, ...]:
        """The schedule, and its stay-external twin where it is not the schedule itself."""
        return (self.arm, self.twin) if self.twin else (self.arm,)

    @property
    def everybody(self) -> int:
        """The coalition of all causes."""
        return int(2 ** len(self.causes)) - 1

    def game(self, replications: Sequence[int]) -> Game:
        """What has to be tried in these futures, under the schedule and its twin alike."""
        if len(self.causes) <= EXACT:
            return all_coalitions(len(self.causes), len(replications))
        return sampled_coalitions(len(self.causes), replications, self.experiment.study.seed)

    def games(self, futures: int) -> int:
        """In how many of so many futures games are played."""
        most = max(LEAST, ceil(RUNS / max(1, self._each())))
        return min(futures, most if futures <= FUTURES else ceil(most * futures / FUTURES))

    def runs(self, futures: int | None = None) -> int:
        """How many runs that takes if anything is short, those that are stored already among them."""
        looked = futures or FUTURES
        return len(self.arms) * looked + self.games(looked) * self._each()

    def _each(self) -> int:
        """Runs of the games of one future, beside those with everything on."""
        counts = [sum(cause in own for cause in self.causes) for own in self._there.values()]
        return sum((2**count if len(self.causes) <= EXACT else max(1, 2 * count)) - 1 for count in counts)

    def on_in(self, arm: Arm, coalition: int) -> int:
        """The causes of a coalition that an arm has; one that it has not makes no difference to it."""
        there = self._there[arm.name]
        return sum(1 << place for place, cause in enumerate(self.causes) if cause in there and coalition >> place & 1)

    def with_on(self, coalition: int, whole: Arm | None = None) -> Arm:
        """The arm in which, of the causes, those of a coalition are on; *whole* is the schedule's without."""
        whole = whole or self.arm
        there, on = self._there[whole.name], self.on_in(whole, coalition)
        off = [cause for place, cause in enumerate(self.causes) if cause in there and not on >> place & 1]
        return Arm.of(
            f"{whole.name} without {', '.join(off)}" if off else whole.name, whole.scenario, whole.schedule,
            seed=whole.seed, window=whole.window, reference=whole.reference, status=whole.status, without=off,
        )  # fmt: skip


def _named(experiment: Experiment, name: str) -> tuple[Setting, str]:
    """The setting and the arm that a name stands for. Raises StudyError where there is none."""
    found = arm_called(experiment.settings, name)
    if found is None:
        known = ", ".join(arm for setting in experiment.settings for arm in setting.schedules)
        raise StudyError(f"study {experiment.study.study}: no schedule {name!r}; one of {known} would do")
    return found


def _twin(experiment: Experiment, setting: Setting, name: str) -> Arm | None:
    """The stay-external twin of an arm; None where it is the arm itself."""
    twin = experiment.twins[name]
    return None if twin == name else experiment.arm(setting, twin, setting.schedules.get(twin))
