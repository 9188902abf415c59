"""What only a run knows of a line on a day in the middle: its machines, crews and unfinished work."""

from typing import Annotated

from pydantic import Field, Strict

from backsource.config.closed import Closed

Dated = Annotated[tuple[int, float], Strict(strict=False)]
"""A day or a number, and what belongs to it."""
Spell = Annotated[tuple[float, float | None], Strict(strict=False)]
"""From when to when; without an end it lasts."""


class FineMode(Closed):
    """One way in which a machine fails."""

    lasted: float
    """How long the machine has worked since it was mended; for failures in calendar time, since which day it is up."""
    left: float | None = None
    """What is left until it fails, where nothing is random; for failures in calendar time, when it fails."""
    number: int = 0
    """How often it has failed."""


class FineMachine(Closed):
    """A machine."""

    modes: list[FineMode]
    """Its ways to fail."""
    up_at: float | None = None
    """When it is mended, where nothing is random; it is up where neither this nor `down` is given."""
    down: Dated | None = None
    """The way in which it has failed, and when."""


class FineCrew(Closed):
    """Machines with spares and repairers, by number."""

    running: list[Dated] = []
    """Those that run, and since when."""
    mending: list[Dated] = []
    """Those that are repaired, and since when."""
    ready: list[int] = []
    """Those that are ready."""
    broken: list[int] = []
    """Those that wait for a repairer."""
    turns: list[int] = []
    """How often each was mended."""
    area: float = 0.0
    """Machine-days from when they were looked at last to when they were counted last."""
    counted: float
    """When they were counted last."""
    looked: float
    """When they were looked at last."""


class FineLine(Closed):
    """A line."""

    learnt: float | None = None
    """Units completed, scrap included, from which it has learnt; what it has made where it is not given."""
    yield_: float | None = Field(default=None, alias="yield")
    """Share of good units reached; as it has learnt where it is not given."""
    on_trial: float = 0.0
    """Pieces of a trial that runs."""
    locked: float = 0.0
    """Trial pieces that wait for approval."""
    planned: float | None = None
    """Units of the day before; all that it has started, but for trial pieces, where it is not given."""
    effort: float | None = None
    """Units that it was to work on that day; those planned where it is not given."""
    carry: float = 0.0
    """Work on a unit that is not finished."""
    pace: float | None = None
    """Units a day with everything up; as of today where it is not given."""
    manned: float = 1.0
    """Share of the machines with people."""
    limit: str = "idle"
    """What limited the day before."""
    setup: float = 0.0
    """Set-up on that day [machine-days]."""
    broken: list[int] = []
    """Ways in which it has failed by chance a day."""
    stops: list[Spell] = []
    """Outages that took part of the day before, or last."""
    machines: list[FineMachine] = []
    """Machines; as new where they are not given."""
    crew: FineCrew | None = None
    """Machines with spares and repairers; as new where they are not given."""
