"""Whether an answer rests on a model that was checked against history: the words, in one place."""

from dataclasses import dataclass

from backsource.results import Check

NOT = "not checked against history"
"""Answers carry these words until the scenario has passed its backcast."""


@dataclass(frozen=True)
class Standing:
    """How a scenario stands to its history."""

    checked: bool
    """Whether it has passed, and is still the same."""
    words: str
    """What an answer says of it."""
    first: str | None = None
    last: str | None = None
    """First and last day of the history, where there was a backcast."""
    inside: float | None = None
    """Share of weeks inside its bands."""


def standing(check: Check | None, scenario_hash: str) -> Standing:
    """How a scenario of this content stands, after its record (none where no backcast was made)."""
    if check is None:
        return Standing(checked=False, words=f"{NOT}: no backcast of this scenario yet")
    days = f"{check.first}..{check.last}"
    same = check.scenario_hash == scenario_hash
    if not same:
        words = f"{NOT}: the scenario has changed since its backcast over {days}"
    elif not check.passed:
        words = f"{NOT}: the backcast over {days} failed, {check.inside:.0%} of weeks inside"
    else:
        words = f"checked against history: {days}, {check.inside:.0%} of weeks inside"
    return Standing(same and check.passed, words, check.first, check.last, check.inside)
