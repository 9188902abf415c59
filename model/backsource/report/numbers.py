"""How numbers and dates are written for people."""

from collections.abc import Iterable
from datetime import date, timedelta
from math import floor, isfinite, isnan

SCALES = ((1e9, "bn "), (1e6, "m "), (1e3, "k "), (1.0, ""))
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
"""Months between the ticks of a time axis."""

INSTANT = 1e-6
"""A day less than this before midnight is the next one."""


def scale(largest: float) -> tuple[float, str]:
    """What to divide by so that *largest* is easy to read, and the word for it: (1e6, "m ")."""
    return next(((size, word) for size, word in SCALES if largest >= size), (1.0, ""))


def figure(value: float) -> str:
    """A number in about four figures; `-` where there is none."""
    if isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value + 0.0:.4g}"


def signed(value: float, digits: int) -> str:
    """A difference with its sign and so many decimals; what they round to 0 has none."""
    text = f"{value:+.{digits}f}"
    return text if float(text) else text[1:]


def dated(day: float, start: date) -> str:
    """The date of an instant; *start* is the day with number 0. `never` beyond the run, nothing where there is none."""
    if isnan(day):
        return ""
    return f"{start + timedelta(days=floor(day + INSTANT))}" if isfinite(day) else "never"


def percent(share: float) -> str:
    """A share in whole percent, but never all or nothing where it is neither; `-` where there is none."""
    if isnan(share):
        return "-"
    near = round(share, 2) in (0.0, 1.0) and share not in (0.0, 1.0)
    return f"{'<1' if share < 0.5 else '>99'} %" if near else f"{share:.0%}".replace("%", " %")


def month_ticks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    """At most about *most* first days of months between two dates, the year under the first of each year."""
    months = [month for month in _months(first, last) if first <= month <= last]
    step = next((step for step in STEPS if len(months) <= most * step), STEPS[-1])
    kept = [month for month in months if (12 * month.year + month.month - 1) % step == 0]
    years: set[int] = set()
    ticks = []
    for month in kept:
        label = f"{month:%b}" if month.year in years else f"{month:%b}\n{month.year}"
        ticks.append((month, f"{month.year}" if step >= 12 else label))
        years.add(month.year)
    return ticks


def _months(first: date, last: date) -> Iterable[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)
