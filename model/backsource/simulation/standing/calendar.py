"""Dates of day numbers."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates counted from the start of a scenario."""

    start: date

    def of(self, day: float) -> date:
        """Date of the day on which an instant lies."""
        return self.start + timedelta(days=int(day // 1))
