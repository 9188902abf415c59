"""What is known of a study while it runs: runs in, running means with their half-widths, pace. No display.

Every run that comes in costs a few additions; nothing is stored but the values that wait for their pair.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isnan, nan, sqrt
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backsource.experiment import Progress
    from backsource.results import Run

LEVEL = 0.95
"""Of the half-widths; each is that of one look at a fixed number of runs, so that the answer alone is to be trusted."""
PACE_OVER = 30.0
"""Seconds over which runs a second are counted."""


@dataclass
class Sample:
    """Mean and spread of values as they come in (Welford 1962)."""

    count: int = 0
    mean: float = nan
    squares: float = 0.0
    """Sum of squared distances from the mean."""

    def add(self, value: float) -> None:
        """One value more; nan is none."""
        if isnan(value):
            return
        self.count += 1
        before = 0.0 if self.count == 1 else self.mean
        self.mean = before + (value - before) / self.count
        self.squares += (value - before) * (value - self.mean)

    @property
    def half_width(self) -> float:
        """Of Student's interval for the mean; nan below two values."""
        from backsource.inference.mean import t_quantile

        if self.count < 2:
            return nan
        error = sqrt(self.squares / (self.count - 1) / self.count)
        return t_quantile(self.count - 1, (1.0 + LEVEL) / 2.0) * error


@dataclass
class Row:
    """One schedule."""

    control: str
    """The schedule that it is compared with; the control itself for the control."""
    runs: int = 0
    wanted: int = 0
    """Runs asked for by now."""
    own: Sample = field(default_factory=Sample)
    apart: Sample = field(default_factory=Sample)
    """Its value less that of the control in the same future."""
    early: dict[int, float] = field(default_factory=dict)
    """Values, by replication, of futures that the control has not come to."""


class Board:
    """How a study stands, from the runs that came in.

    *controls* gives the control of every schedule shown, *measure* the name of the measure. *most* is the number of
    runs after which a rule that looks at the runs would stop in any case; None where the number is fixed.
    """

    def __init__(
        self,
        controls: Mapping[str, str],
        measure: str,
        most: int | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.measure, self.most = measure, most
        self.done = self.total = self.made = 0
        self.rows = {name: Row(control) for name, control in controls.items()}
        self._of_control: dict[str, dict[int, float]] = {control: {} for control in controls.values()}
        self._clock = clock
        self._marks: deque[tuple[float, int]] = deque()

    def take(self, progress: "Progress") -> None:
        """Count the runs that have come in."""
        self.done, self.total = progress.done, progress.total
        self.made = progress.made
        for run in progress.runs:
            if run.schedule in self.rows:
                self._take_run(run)
        for name, count in progress.wanted.items():
            if name in self.rows:
                self.rows[name].wanted = count
        if self.made:  # the pace is that of workers which are up
            self._marks.append((self._clock(), self.made))
        while len(self._marks) > 2 and self._marks[1][0] < self._marks[-1][0] - PACE_OVER:
            self._marks.popleft()

    def _take_run(self, run: "Run") -> None:
        row, value = self.rows[run.schedule], run.measures.get(self.measure, nan)
        row.runs += 1
        row.own.add(value)
        if run.schedule in self._of_control:
            self._of_control[run.schedule][run.replication] = value
            for name, other in self.rows.items():
                if other.control == run.schedule and name != run.schedule and run.replication in other.early:
                    other.apart.add(other.early.pop(run.replication) - value)
        if row.control != run.schedule:
            beside = self._of_control[row.control].get(run.replication)
            if beside is None:
                row.early[run.replication] = value
            else:
                row.apart.add(value - beside)

    @property
    def left(self) -> int:
        """Schedules of which runs are still to come; with an open end, those that may be asked for more too."""
        return sum(not self.ready(row) for row in self.rows.values())

    def ready(self, row: Row) -> bool:
        """Whether a schedule has all that was asked of it, and others were asked for more where the end is open.

        One of which nothing is asked while others run is made under the name of another one of the same content.
        """
        if not self.total or row.runs < row.wanted:
            return False
        return self.most is None or row.wanted < max(one.wanted for one in self.rows.values())

    @property
    def pace(self) -> float:
        """Runs a second of late; nan before there is a second report."""
        if not self._marks:
            return nan
        (begun, before), now = self._marks[0], self._clock()
        return (self.made - before) / (now - begun) if self.made > before and now > begun else nan

    @property
    def seconds_left(self) -> float:
        """At this pace until all runs are there, or the most that there may be; nan where there is no pace."""
        return (self.end - self.done) / self.pace

    @property
    def end(self) -> int:
        """Runs at the end, or the most that there may be; the runs of twins may come on top of what a rule counts."""
        return max(self.most or 0, self.total)
