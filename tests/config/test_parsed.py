"""Weeks, dates, covers, holding rates and reviews."""

from collections.abc import Callable
from datetime import date

import pytest

from backsource.config.parsed import (
    Cover,
    Dates,
    Holding,
    parse_cover,
    parse_date,
    parse_dates,
    parse_holding,
    parse_review,
    parse_week,
)
from backsource.units import Money, Span, UnitError


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("mon-fri", "1111100"),
        ("mon-sun", "1111111"),
        ("mon,wed,fri", "1010100"),
        ("sat-mon", "1000011"),
        ("mon-wed, sat", "1110010"),
        ("Sun", "0000001"),
    ],
)
def test_weeks_are_names_and_ranges_monday_first(text: object, worked: str) -> None:
    assert parse_week(text) == tuple(day == "1" for day in worked)


def test_dates_are_text_or_dates_and_ranges_include_both_ends() -> None:
    assert parse_date("2026-01-05") == parse_date(date(2026, 1, 5)) == date(2026, 1, 5)
    assert parse_dates("2026-08-03..2026-08-23") == Dates(date(2026, 8, 3), date(2026, 8, 23))
    assert parse_dates("2026-08-03") == Dates(date(2026, 8, 3), date(2026, 8, 3))


@pytest.mark.parametrize(
    ("text", "cover"),
    [
        ("5 working days", Cover(Span(5.0, "working"))),
        ("15 working days of planned use", Cover(Span(15.0, "working"), planned=True)),
        ("10 days of cover", Cover(Span(10.0))),
    ],
)
def test_cover_looks_at_demand_or_along_the_plan(text: object, cover: Cover) -> None:
    assert parse_cover(text) == cover


def test_holding_is_a_yearly_share_or_money_a_unit_and_day() -> None:
    assert parse_holding("22 %/year") == Holding(yearly=0.22)
    assert parse_holding("0.02 EUR/piece/day") == Holding(money=Money(0.02, "EUR", ("piece", "day")))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("daily", 1.0),
        ("every day", 1.0),
        ("every week", 7.0),
        ("every 2 weeks", 14.0),
        ("every 0.5 days", 0.5),
        ("continuous", 0.0),
    ],
)
def test_reviews_are_days_apart(text: object, days: float) -> None:
    assert parse_review(text) == days


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_week, "mon-fry"),
        (parse_week, ""),
        (parse_week, 5),
        (parse_date, "2026-1-5"),
        (parse_date, "20260105"),
        (parse_date, 20260105),
        (parse_dates, "2026-01-05-2026-01-09"),
        (parse_dates, "2026-01-09..2026-01-05"),
        (parse_dates, ".."),
        (parse_cover, "5"),
        (parse_cover, "5 working days of luck"),
        (parse_cover, "5 pieces"),
        (parse_holding, "22 %"),
        (parse_holding, "-22 %/year"),
        (parse_holding, "0.02 EUR/piece"),
        (parse_review, "every 0 days"),
        (parse_review, "every 5 working days"),
        (parse_review, "every inf days"),
        (parse_review, "sometimes"),
        (parse_review, 7),
    ],
)
def test_anything_else_is_refused(parse: Callable[[object], object], text: object) -> None:
    with pytest.raises(UnitError, match="would do"):
        parse(text)
