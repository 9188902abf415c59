"""What the rules have in common that look at their runs: a contest in each setting, and twins beside the arms."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backsource.config.study import Rule as Asked
from backsource.errors import StudyError
from backsource.experiment.contest import Contest
from backsource.experiment.rules.rule import Known
from backsource.inference import Pace
from backsource.inference.race_choice import MEANS_OF


@dataclass(frozen=True)
class Contested(ABC):
    """A rule that is asked for every setting by itself; the twin of an arm is run as often as the arm."""

    contests: Sequence[Contest]
    twins: Mapping[str, str]
    """Twin of each arm."""
    rule: Asked
    """As the study has it."""
    beside: tuple[str, ...] = ()
    """Arms that are not chosen among, and are run as often as the one that is run most."""

    @property
    @abstractmethod
    def words(self) -> str:
        """Canonical text without the cap."""

    @abstractmethod
    def counts(self, contest: Contest, known: Known) -> Mapping[str, int]:
        """Replications wanted of the arms of one setting."""

    def ask(self, known: Known) -> Mapping[str, int]:
        """Replications wanted of all arms, and of every twin as many as of the arm that is run most."""
        asked: dict[str, int] = {}
        for contest in self.contests:
            asked |= self.counts(contest, known)
        asked |= dict.fromkeys(self.beside, max(asked.values()))
        found = dict(asked)
        for arm, count in asked.items():
            twin = self.twins[arm]
            found[twin] = max(found.get(twin, 0), count)
        return found


def pace_of(contest: Contest, rule: Asked) -> Pace:
    """How a rule looks: at single runs, or at means of some where few futures decide, which are nearly normal then."""
    return Pace(rule.first, rule.batch, rule.most, 1 if contest.money else MEANS_OF)


def matters_of(contest: Contest) -> float:
    """The smallest difference that matters. Raises `StudyError` where nobody has said."""
    if contest.matters is None:
        raise StudyError(
            f"study {contest.study}: its rule needs the smallest difference of {contest.measure.name} that matters; "
            "`matters: NUMBER` would do, and `backsource budget` proposes one from a pilot"
        )
    return contest.matters


def asked_of(contest: Contest) -> str:
    """By what one is chosen, as canonical text.

    What matters and how sure one will be are no part of it: intervals that hold together hold whatever is said to
    matter, and those of a lower confidence lie within those of a higher one. Rules whose course they decide add them.
    """
    floors = ",".join(f"{name}:{floor.model_dump_json()}" for name, floor in contest.floors)
    return contest.measure.name + (f" floors=[{floors}]" if floors else "")


def course_of(contest: Contest) -> str:
    """What decides the course of a procedure that selects, as canonical text."""
    return f"matters={contest.matters} confidence={contest.confidence:g} by {asked_of(contest)}"
