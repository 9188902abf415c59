"""Dates of a schedule: inside the run, and outside its freezes."""

from collections.abc import Sequence
from datetime import date, timedelta

from backsource.config.checks.collect import Checks
from backsource.config.parsed import Dates
from backsource.config.places import Key


def inside(checks: Checks, path: Sequence[Key], day: date) -> bool:
    """Whether a date lies between the start and the horizon; a fault if not."""
    start = checks.scenario.start
    if 0 <= (day - start).days < checks.scenario.horizon.amount:
        return True
    end = start + timedelta(days=checks.scenario.horizon.amount)
    checks.fault(path, day, f"a date from {start} on and before {end}")
    return False


def next_free(day: date, freezes: Sequence[Dates]) -> date:
    """The first day from a day on that lies in no freeze."""
    for first, last in sorted(freezes):
        if first <= day <= last:
            day = last + timedelta(days=1)
    return day
