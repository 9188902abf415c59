"""Tasks of a schedule: what has to be done, after what, how long it takes, and what it brings about."""

from typing import Literal

from backsource.config.closed import Closed
from backsource.config.fields import DateField, LagField, MoneyField
from backsource.config.random import RandomSpanField


class After(Closed):
    """A predecessor: a bare name means finish to start without lag."""

    task: str
    """Task that comes before."""
    kind: Literal["FS", "SS", "FF", "SF"] = "FS"
    """Finish or start of that task to start or finish of this one."""
    lag: LagField | None = None
    """Time between the two; may be `-5 working days`."""


class Task(Closed):
    """One piece of work. Its duration comes from what it does where `takes` is not given (a tool's lead, a move)."""

    begin: DateField | None = None
    """Not before this day."""
    after: list[str | After] = []
    """What has to come before."""
    takes: RandomSpanField | None = None
    """Duration: a span, `{least, mode, most}` (beta-PERT) or `{median, cv}` (lognormal)."""
    calendar: str | None = None
    """Calendar of those who do it; the calendar of the site of `stock` where it is not given."""
    brings: dict[str, str] = {}
    """Tools that are ordered when it begins and are at a site when it ends."""
    moves: dict[str, str] = {}
    """Tools that are pulled when it begins and are installed at a site when it ends."""
    trains: dict[str, int] = {}
    """Machines of a line that people can run when it ends."""
    onboards: list[str] = []
    """Lanes that are qualified, and may take orders, when it ends."""
    qualifies: str | None = None
    """Line whose approval it is: preparation, trials, approval, again after a failure."""
    cost: MoneyField | None = None
    """Paid when it begins."""
