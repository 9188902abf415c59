"""What a decision looks at: a gate, a trigger, a clause. Each is a finite sample against a threshold."""

from typing import Any, ClassVar, Literal, get_args

from pydantic import Field, model_validator

from backsource.config.closed import Closed
from backsource.config.fields import DateField, Share, SpanField
from backsource.units import UnitError

Fallback = Literal["hold", "force", "extend", "rollback"]
Gauge = Literal["yield", "rate", "uptime", "make_share", "cover", "backlog"]

STATES: tuple[str, ...] = ("qualified", "done")
"""What may be said of a line and of a task in short: `{make: qualified, fit: done}`."""
A_STATE = "`{make: qualified}` or `{fit: done}`, the state of a line or of a task,"


class ShareLevel(Closed):
    """A share against a threshold, as the mean over a window of days."""

    at_least: Share | None = None
    """It is as large as this, or larger."""
    below: Share | None = None
    """It is smaller than this."""
    over: SpanField | None = None
    """Window; the last day where it is not given."""


class SpanLevel(Closed):
    """Days of cover or backlog against a threshold; with a window, on every day of it."""

    at_least: SpanField | None = None
    """It is as long as this, or longer."""
    above: SpanField | None = None
    """It is longer than this."""
    below: SpanField | None = None
    """It is shorter than this."""
    over: SpanField | None = None
    """Window; today where it is not given."""


class Condition(Closed):
    """All of what is named has to hold. `{make: qualified}` asks for the approval of line make."""

    qualified: list[str] = []
    """Lines that are approved."""
    done: list[str] = []
    """Tasks that are done."""
    yield_: ShareLevel | None = Field(default=None, alias="yield")
    """Good units among those finished, over the window."""
    rate: ShareLevel | None = None
    """What the line could have made, as a share of its mature rate, over the window."""
    uptime: ShareLevel | None = None
    """Time up of the line's machines among the time it was open, over the window."""
    make_share: ShareLevel | None = None
    """Share of our own lines in what was ordered, as the steps stand today."""
    cover: SpanLevel | None = None
    """Days of planned use that the stock on hand lasts."""
    backlog: SpanLevel | None = None
    """Backlog in days of mean planned use."""
    line: str | None = None
    """Line that yield, rate and uptime speak of; our line among the sources where it is not given."""

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, given: Any) -> Any:
        """`{make: qualified}` and `{fit: done}` in short."""
        if not isinstance(given, dict):
            return given
        plain = {key: value for key, value in given.items() if key == "line" or value not in STATES}
        known = {field.alias or name for name, field in cls.model_fields.items()}
        for key, value in plain.items():
            if key not in known and isinstance(value, str):
                raise UnitError(f"`{key}: {value}`", A_STATE)
        for state in STATES:
            named = [key for key, value in given.items() if key != "line" and value == state]
            listed = plain.get(state, [])
            if named and isinstance(listed, list):
                plain[state] = [*listed, *named]
        return plain

    @property
    def levels(self) -> dict[Gauge, ShareLevel | SpanLevel]:
        """The measures that it looks at, by the word of the file."""
        words: tuple[Gauge, ...] = get_args(Gauge)
        found = {word: getattr(self, "yield_" if word == "yield" else word) for word in words}
        return {word: level for word, level in found.items() if level is not None}


class Rollback(Closed):
    """Go back to earlier shares when a trigger fires; the path ends, and notice is taken back for what is needed again.

    The trigger acts once the steps have led further than the shares to go back to: going back to the same shares
    changes nothing.
    """

    when: Condition
    """Trigger; looked at every working day, since nobody waits for a meeting when the line stands still."""
    to: dict[str, Share]
    """Shares to go back to; what is not named falls to its part of the rest. A path that has not led as far ends where
    it is."""
    until: DateField | Literal["exit"] = "exit"
    """Last day on which it is possible. Up to a date also after the exit: a lane that has closed then opens again after
    the time that its `onboard` asks for, at once where it gives none."""


class IfNot(Closed):
    """A clause: if something is not so by a day, then.

    `hold` takes no step until it is so, `force` takes the step whose gate stands that day, `extend` calls the option,
    `rollback` goes back: as the `rollback` of the stock says and as long as it allows, or without one to the shares as
    they were at the start, also after the exit.
    """

    gathers: ClassVar[str | None] = "condition"

    by: DateField
    """Day on which it is looked at."""
    condition: Condition
    """What should be so."""
    then: Fallback
    """What happens otherwise."""

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, given: Any) -> Any:
        """Keys beside `by` and `then` are the condition."""
        if not isinstance(given, dict) or "condition" in given:
            return given
        own = {key: value for key, value in given.items() if key in ("by", "then")}
        return {**own, "condition": {key: value for key, value in given.items() if key not in own}}


class Extension(Closed):
    """Call the contract's option to extend when a condition holds on the day of decision."""

    contract: str
    """Contract."""
    call_if: Condition
    """When to call it."""
    decide_by: DateField
    """Day of decision; it has to leave the time that the contract's `call` asks for."""


class Overlap(Closed):
    """A least share of a source that is kept until a day, whatever the steps or a rollback say."""

    until: DateField
    """Last day."""
    least: dict[str, Share]
    """Least share of each source."""
