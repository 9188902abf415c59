"""A study: scenarios x schedules, how many runs, what is measured."""

from typing import Any

from pydantic import Field

from backsource.config.closed import Closed
from backsource.config.fields import DateRange, FileName, NameField
from backsource.config.search import Search


class Study(Closed):
    """One experiment."""

    format: int = Field(default=1, ge=1, le=1)
    """Version of the file format."""
    study: NameField
    """Name; results lie in `results/<study>/`."""
    question: str = ""
    """What it asks."""
    scenario: FileName
    """Scenario file."""
    schedules: list[FileName] = Field(min_length=1)
    """Schedule files."""
    control: str
    """Schedule that the others are compared with (its `schedule` name)."""
    seed: int = Field(ge=0)
    """Root of all random numbers."""
    replications: int = Field(ge=2)
    """Runs of each schedule."""
    window: DateRange
    """Measured window, the same for all schedules."""
    reference: DateRange
    """Reference window, before anything changes."""
    primary: str = "total_cost"
    """Measure that answers the question."""
    matters: float | None = Field(default=None, gt=0)
    """Smallest difference of the primary measure that matters, in its unit."""
    factors: dict[str, list[Any]] = {}
    """What is varied, all levels with all: a dotted path into the scenario (`lines.make.ramp.tau`) or into a schedule
    of the study (`schedules.gated.decided`), with its levels as they would stand in that file. A schedule is repeated
    for its own factors and for those of the scenario; the control has none of its own."""
    measures: list[str] = []
    """Further measures to show."""
    search: Search | None = None
    """Where `optimise` looks for a better schedule."""
