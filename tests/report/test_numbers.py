"""How shares and days are written for people."""

from datetime import date

import pytest

from backsource.report.numbers import dated, figure, percent, signed

START = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (0.001, "<1 %"), (0.126, "13 %"), (0.998, ">99 %"), (1.0, "100 %"), (float("nan"), "-")],
)
def test_a_share_is_all_or_nothing_only_where_it_is_so(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (0.0, "2026-01-05"),
        (3.9, "2026-01-08"),  # an instant belongs to the day on which it lies
        (3.9999999, "2026-01-09"),  # but for the last bit of a sum
        (-1.0, "2026-01-04"),
        (float("inf"), "never"),
        (float("nan"), ""),
    ],
)
def test_an_instant_has_the_date_of_its_day(day: float, text: str) -> None:
    assert dated(day, START) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(-0.004, 2, "0.00"), (0.004, 2, "0.00"), (-0.006, 2, "-0.01"), (0.4, 0, "0"), (12.0, 1, "+12.0")],
)
def test_what_is_rounded_to_nothing_has_no_sign(value: float, digits: int, text: str) -> None:
    assert signed(value, digits) == text


def test_a_negative_zero_is_nothing() -> None:
    assert figure(-0.0) == "0"
