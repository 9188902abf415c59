"""Incidents with their causes: the mix of each, and units short and gap days of a run by family."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from backsource.measures.incidents import Incident
from backsource.measures.proximate import FAMILIES, RESIDUAL, Cause

BY_FAMILY = (*FAMILIES, RESIDUAL)
"""Families and what is left, in the order of their columns."""
MOST_WORDS = 4
"""Causes of an incident that are put into words."""
LEAST_SHARE = 0.005
"""Share of an incident below which a cause is not put into words."""


@dataclass(frozen=True)
class Explained:
    """One incident with its causes."""

    incident: Incident
    causes: Mapping[Cause, float]
    """Units short by cause, largest first, the residual last; they add up to the units short of the incident."""

    @property
    def families(self) -> dict[str, float]:
        """Units short by family, all of `BY_FAMILY`."""
        found = dict.fromkeys(BY_FAMILY, 0.0)
        for cause, units in self.causes.items():
            found[cause.family] += units
        return found

    @property
    def main(self) -> str:
        """The family with most units; the first of several."""
        families = self.families
        return max(families, key=families.__getitem__)

    @property
    def words(self) -> str:
        """Its largest causes with their shares, as a person reads them."""
        whole = self.incident.units_short
        told = [(cause, units / whole) for cause, units in self.causes.items() if units >= LEAST_SHARE * whole > 0]
        return "; ".join(f"{cause.words} {share:.0%}" for cause, share in told[:MOST_WORDS])

    def row(self) -> dict[str, str | float | int | None]:
        """All facts of it as one flat row, keys as `COLUMNS`."""
        families = {f"short_{family}": units for family, units in self.families.items()}
        return {**asdict(self.incident), "main_cause": self.main, "why": self.words, **families}


COLUMNS = (
    *(field.name for field in fields(Incident)), "main_cause", "why", *(f"short_{family}" for family in BY_FAMILY),
)  # fmt: skip
"""Facts of an incident, in the order of its row."""


def by_family(found: list[Explained]) -> dict[str, float]:
    """Units short by family, and gap days of incidents by their main cause: measures `short_*` and `gap_days_*`."""
    short, days = dict.fromkeys(BY_FAMILY, 0.0), dict.fromkeys(BY_FAMILY, 0.0)
    for one in found:
        for family, units in one.families.items():
            short[family] += units
        days[one.main] += one.incident.duration
    return {f"short_{name}": units for name, units in short.items()} | {
        f"gap_days_{name}": count for name, count in days.items()
    }
