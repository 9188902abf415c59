"""One thing that may be another one: a number with its law, or the observations behind a distribution."""

from dataclasses import dataclass, field

import numpy as np

from backsource.config.paths import is_outside
from backsource.config.samples import Sample
from backsource.inference import Ends
from backsource.laws.law import Law
from backsource.simulation.plan import DrawPlan
from backsource.simulation.truth import SHARES, value_at
from backsource.units import size, written


@dataclass(frozen=True)
class Input:
    """One number that may be another one.

    Of an unsure input the truth varies, and what was planned on the strength of the plan stays as it was. A factor of
    the scenario varies the plan itself.
    """

    path: str
    name: str
    """Short words for a person."""
    unit: str
    planned: float
    """What the plan says; 1 for a factor on the times of tasks."""
    low: float
    high: float
    basis: str
    """Where it comes from, as `assumed`; `factor of the study` for one that is no unsure input."""
    draw: DrawPlan | None = None
    """How the truth is drawn; None for a factor."""
    law: Law | None = field(default=None, compare=False, repr=False)
    """How a factor with a distribution is spread."""

    def at(self, chance: float) -> float:
        """The value that it stays below with this chance; a factor with levels is spread evenly between its ends."""
        if self.draw is not None:
            return value_at(self.draw, chance)
        if self.law is not None:
            return float(self.law.quantile(np.array([chance]))[0])
        return self.low + chance * (self.high - self.low)

    @property
    def is_share(self) -> bool:
        """Whether people read it in percent."""
        return self.path.rsplit(".", 1)[-1] in SHARES

    @property
    def lead(self) -> str:
        """What stands before a value: a factor on times of tasks is a multiple."""
        return "x " if is_outside(self.path) else ""

    def said(self, number: float) -> str:
        """A value with its unit as a person reads it."""
        if self.is_share:
            return f"{100 * number:.3g} %"
        text = f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"
        return f"{self.lead}{text} {_several(self.unit, number)}".rstrip()

    @property
    def ends(self) -> Ends:
        """The ends in words."""
        low, high, planned = self.said(self.low), self.said(self.high), self.said(self.planned)
        return Ends(self.path, self.name, low, high, planned, self.basis)


def _several(unit: str, number: float) -> str:
    """The unit of an amount in the plural where there is not one of it: `pieces`; a currency has none."""
    plain = "/" in unit or len(unit) < 3 or unit.endswith(("s", "x", "h")) or unit.isupper()
    return unit if plain or number == 1 else f"{unit}s"


@dataclass(frozen=True)
class Source:
    """Observations from which the scenario has a distribution."""

    path: str
    name: str
    """Short words for a person."""
    sample: Sample

    @property
    def ends(self) -> Ends:
        """The smallest and the largest observation in words, and how many there are."""
        low, *_, high = sorted(self.sample.values, key=size)
        return Ends(self.path, self.name, written(low), written(high), "", f"{len(self.sample.values)} observations")
