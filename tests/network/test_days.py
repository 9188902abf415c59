"""Worked days of calendars, checked against a printed calendar: 2026-01-05 is a Monday."""

import numpy as np

from backsource.config import Scenario
from backsource.network.days import Days, day_number, public_holidays, worked


def days(mask: Days) -> str:
    return "".join("x" if day else "." for day in mask)


def test_a_five_day_week_with_closed_days(scenario: Scenario) -> None:
    # mon 5, tue 6, (wed 7 closed), thu 8, fri 9, (sat 10 .. tue 13 closed), wed 14 .. fri 16, weekend, mon 19
    assert days(worked(scenario, "works", 0, 15)) == "xx.xx....xxx..x"


def test_days_before_the_start_have_negative_numbers(scenario: Scenario) -> None:
    # fri 2 January, sat, sun, mon 5
    assert days(worked(scenario, "works", -3, 4)) == "x..x"


def test_without_a_calendar_every_day_is_worked(scenario: Scenario) -> None:
    assert worked(scenario, None, -5, 9).all()


def test_public_holidays_of_a_region_are_not_worked(scenario: Scenario) -> None:
    # Epiphany (6 January) is kept in Bavaria, not in all of Germany.
    assert days(worked(scenario, "bavaria", 0, 3)) == "x.x"
    assert not any(day.month == 1 and day.day == 6 for day in public_holidays("DE", 2026))
    # New Year 2027 lies in another year than the start.
    assert days(worked(scenario, "bavaria", 360, 3)) == "x.x"


def test_a_part_of_a_mask_is_the_mask_of_a_part(scenario: Scenario) -> None:
    whole = worked(scenario, "works", -10, 400)
    assert all(
        np.array_equal(worked(scenario, "works", first, 7), whole[first + 10 : first + 17]) for first in range(-10, 300)
    )


def test_days_are_counted_from_the_start(scenario: Scenario) -> None:
    assert day_number(scenario, scenario.start) == 0
    assert day_number(scenario, scenario.start.replace(day=1)) == -4


def test_runs_longer_than_the_calendar_of_dates_have_weeks(scenario: Scenario) -> None:
    # 10,000 years are 521,775 weeks; day 0 is a Monday, so is every day divisible by 7.
    assert days(worked(scenario, "works", 7 * 521_775, 7)) == "xxxxx.."
