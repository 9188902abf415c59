"""What is told of early warnings, as plain records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backsource.inference import Foretold, Interval
from backsource.report.warning.risks import Risk


@dataclass(frozen=True)
class Way:
    """A way out that is open when a signal is known."""

    what: str
    last: float
    """Last day on which it can be decided; infinite where nothing ends that."""
    acts: float
    """First day on which it acts."""
    units: float
    """Units that are still to come from that day on, beyond those that come anyway."""


@dataclass(frozen=True)
class Warned:
    """One signal and what it says of one risk; told by the futures that did not choose it."""

    name: str
    """What it is a signal of: `line/make approved`, `stock`."""
    words: str
    """`make has not been approved`."""
    when: str
    """What stands before its date: `by`, `in the week to`, `on`."""
    day: int
    foretold: Foretold
    adjusted: float
    """p by Holm over all signals and risks that were told."""
    holds: bool
    """Whether it raises the risk, all that is told beside it included."""
    seen_short: float
    """Mean units short after the day where it is seen; nan without weekly curves."""
    unseen_short: float
    short: Interval
    """Difference of the two (Welch)."""
    to_come: float
    """Units still to come where it warns, beyond those that come anyway, from the day of the earliest way out on."""
    ways: tuple[Way, ...]
    """Ways out that are still open, the best first: the mildest of those that reach nearly as much as any."""

    @property
    def too_late(self) -> bool:
        """Whether nothing can be decided any more when it is known."""
        return not self.ways


@dataclass(frozen=True)
class Told:
    """What is known of one risk."""

    risk: Risk
    happened: int
    """Futures of all in which it comes about, from the first day on."""
    chance: Interval
    """That share, with Wilson's limits."""
    warnings: tuple[Warned, ...]
    """Those that hold by what they allow to change, those that come too late after them; then all others by p."""
    silent: Mapping[str, str]
    """Signals of which nothing is told, with the reason."""

    @property
    def holding(self) -> tuple[Warned, ...]:
        """Warnings that hold."""
        return tuple(one for one in self.warnings if one.holds)


@dataclass(frozen=True)
class EarlyWarnings:
    """All risks of one schedule."""

    study: str
    schedule: str
    start: date
    unit: str
    futures: int
    telling: int
    """Futures that tell; the others chose what to look at."""
    curves: int
    """Futures whose weekly curves are kept: gauges and units short rest on these."""
    level: float
    risks: tuple[Told, ...]
    tested: int
    """Signals and risks that were told, all of which the adjustment covers."""
    left_out: tuple[str, ...]
    """Floors of the study that cannot be told."""
