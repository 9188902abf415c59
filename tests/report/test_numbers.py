"""How shares and days are written for people."""

from datetime import date

import pytest

from backsource.report.numbers import dated, percent

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
