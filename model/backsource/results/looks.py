"""Answers that were given before: more runs after a look, and the guarantee of the rule is gone."""

from collections.abc import Iterable
from dataclasses import dataclass

LOST = "none: extended after a look"
ANOTHER = "none: these runs have answered another question before"
FIXED = "fixed "
"""How the words of a rule begin that asks for a number of replications named beforehand."""
NAMED = " replications"
"""What follows that number; behind it stands what was asked."""


@dataclass(frozen=True, order=True)
class Look:
    """An answer: the words of its rule, and the most replications of an arm that it was given from."""

    rule: str
    replications: int

    @property
    def fixed(self) -> bool:
        """Whether the number of replications was named beforehand."""
        return self.rule.startswith(FIXED)

    @property
    def asked(self) -> str:
        """Of a number named beforehand what it was asked for: by what one is chosen, and how surely."""
        return self.rule.partition(NAMED)[2]


def extended(before: Iterable[Look], now: Look) -> str:
    """What has become of the guarantee: `LOST`, `ANOTHER`, or empty where it stands.

    Lost where the same runs have answered under another rule, or from fewer replications of a fixed number: who goes on
    because of what was seen stops by a rule that nobody has examined. A rule that goes on by itself is the same rule,
    and an answer from fewer runs than were seen is the one that was named beforehand. Lost, too, where they have
    answered another question, as with another primary measure: who asks until an answer pleases is wrong more often.
    """
    for look in before:
        both_fixed = look.fixed and now.fixed
        if both_fixed and look.asked != now.asked:
            return ANOTHER
        if look.replications < now.replications if both_fixed else look.rule != now.rule:
            return LOST
    return ""
