"""What the check has to say, and how it writes numbers."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["refuse", "warn", "note"]
LEVELS: tuple[Level, ...] = ("refuse", "warn", "note")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that speaks against a plan, or that its reader should know."""

    level: Level
    """`refuse`: it cannot work; `warn`: it works with luck, or with more than the files say; `note`: good to know."""
    where: str
    """Dotted path in the scenario, or `schedule.` and the path in the schedule."""
    found: str
    """What is so, with numbers and units."""
    would_do: str
    """What would help."""

    def __str__(self) -> str:
        """One line: `warn: lines.make: 93.1 % used ...; a rate of 1,760 pieces/working day keeps 10 % free`."""
        return f"{self.level}: {self.where}: {self.found}; {self.would_do}"


def number(value: float) -> str:
    """A number for people: `43,200`, `33.3`, `0.12`."""
    if abs(value) >= 1000 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"


def percent(share: float) -> str:
    """A share in percent: `93.1 %`."""
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def plural(unit: str) -> str:
    """The name of many units: `piece` -> `pieces`, `box` -> `boxes`, `kg` -> `kg`."""
    if len(unit) <= 2 or unit.endswith("s"):
        return unit
    return unit + ("es" if unit.endswith(("x", "ch", "sh")) else "s")


def units(value: float, unit: str) -> str:
    """A quantity with its unit: `43,200 pieces`."""
    shown = number(value)
    return f"{shown} {unit if shown == '1' else plural(unit)}"
