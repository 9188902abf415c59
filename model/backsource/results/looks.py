"""Answers that were given before: more runs after a look, and the guarantee of the rule is gone."""

from collections.abc import Iterable
from dataclasses import dataclass

LOST = "none: extended after a look"
FIXED = "fixed "
"""How the words of a rule begin that asks for a number of replications named beforehand."""


@dataclass(frozen=True, order=True)
class Look:
    """An answer: the words of its rule, and the most replications of an arm that it was given from."""

    rule: str
    replications: int

    @property
    def fixed(self) -> bool:
        """Whether the number of replications was named beforehand."""
        return self.rule.startswith(FIXED)


def extended(before: Iterable[Look], now: Look) -> str:
    """What has become of the guarantee: `LOST`, or empty where it stands.

    Lost where the same question was answered under another rule, or from fewer replications of a fixed number: who
    goes on because of what was seen stops by a rule that nobody has examined. A rule that goes on by itself is the
    same rule, and an answer from fewer runs than were seen is the one that was named beforehand.
    """
    for look in before:
        both_fixed = look.fixed and now.fixed
        if look.replications < now.replications if both_fixed else look.rule != now.rule:
            return LOST
    return ""
