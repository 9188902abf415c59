"""Which days a calendar works, as arrays over day numbers (day 0 is the start of the scenario)."""

from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from backsource.config.scenario import Scenario
from backsource.config.things import Calendar

Days = npt.NDArray[np.bool_]

LAST_HOLIDAY = 2200
"""Public holidays are not looked up after this year; no law reaches that far."""


def day_number(scenario: Scenario, day: date) -> int:
    """Days from the start of the scenario to a date; negative before the start."""
    return (day - scenario.start).days


def worked(scenario: Scenario, calendar: str | None, first_day: int, days: int) -> Days:
    """Whether each day is worked, shape (days,), from day number `first_day` on; every day without a calendar.

    A day is worked when its weekday is, and it is neither a public holiday nor closed.
    """
    if calendar is None:
        return np.ones(days, dtype=bool)
    rules = scenario.calendars[calendar]
    start = np.datetime64(scenario.start, "D") + np.timedelta64(first_day, "D")
    mask = _weekdays(rules, start, days)
    closed = [(np.datetime64(dates.first, "D"), np.datetime64(dates.last, "D")) for dates in rules.closed]
    if rules.holidays is not None:
        first_year, last_year = _year(start), _year(start + np.timedelta64(max(days - 1, 0), "D"))
        for year in range(first_year, min(last_year, LAST_HOLIDAY) + 1):
            closed += [(np.datetime64(day, "D"),) * 2 for day in public_holidays(rules.holidays, year)]
    for first, last in closed:
        begin, end = int((first - start).astype(int)), int((last - start).astype(int)) + 1
        mask[max(begin, 0) : max(end, 0)] = False
    return mask


def _weekdays(rules: Calendar, start: np.datetime64, days: int) -> Days:
    """The working weekdays, Monday first; 1970-01-01, the day 0 of NumPy, was a Thursday."""
    first = (int(start.astype(int)) + 3) % 7
    return np.resize(np.roll(np.array(rules.week, dtype=bool), -first), days)


def _year(day: np.datetime64) -> int:
    return int(day.astype("datetime64[Y]").astype(int)) + 1970


@lru_cache(maxsize=4096)
def public_holidays(code: str, year: int) -> tuple[date, ...]:
    """Public holidays of `DE` or `DE-BY` in a year, in order; the `holidays` package is loaded only here."""
    from holidays import country_holidays

    country, _, region = code.partition("-")
    return tuple(sorted(country_holidays(country, subdiv=region or None, years=year)))
