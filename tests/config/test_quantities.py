"""Texts with units become quantities, exactly, and what is no quantity is refused with what would do."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsource.units import (
    Amount,
    Money,
    Rate,
    Span,
    UnitError,
    parse_amount,
    parse_money,
    parse_rate,
    parse_share,
    parse_span,
    parse_yearly,
    singular,
    written,
)

SPANS = [
    ("45 days", Span(45.0)),
    ("1 day", Span(1.0)),
    ("14 weeks", Span(98.0)),
    ("2.5 hours", Span(2.5 / 24)),
    ("90 minutes", Span(0.0625)),
    ("15 working days", Span(15.0, "working")),
    ("1 working day", Span(1.0, "working")),
    ("40 operating hours", Span(40.0, "operating")),
    ("2 operating days", Span(48.0, "operating")),
    ("1e-3 days", Span(0.001)),
    ("  3   days ", Span(3.0)),
    ("0.30000000000000004 days", Span(0.1 + 0.2)),
]


@pytest.mark.parametrize(("text", "span"), SPANS, ids=[text for text, _ in SPANS])
def test_lengths_of_time_know_their_clock(text: Any, span: Span) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1200 pieces", Amount(1200.0, "piece")), ("0.12 kg", Amount(0.12, "kg")), ("3 boxes", Amount(3.0, "box"))],
)
def test_amounts_are_in_the_singular(text: Any, amount: Amount) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("1200 pieces/working day", Rate(1200.0, "piece", "working day")),
        ("300 kg/day", Rate(300.0, "kg", "day")),
        ("5 pieces/hour", Rate(120.0, "piece", "day")),
        ("70 pieces / week", Rate(10.0, "piece", "day")),
    ],
)
def test_rates_are_a_day_or_a_working_day(text: Any, rate: Rate) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("18.50 EUR/piece", Money(18.5, "EUR", ("piece",))),
        ("420 kEUR/year", Money(420_000.0, "EUR", ("year",))),
        ("1.6 MEUR", Money(1_600_000.0, "EUR")),
        ("0.02 USD/piece/day", Money(0.02, "USD", ("piece", "day"))),
    ],
)
def test_money_knows_its_currency_and_what_it_is_paid_for(text: Any, money: Money) -> None:
    assert parse_money(text) == money


@pytest.mark.parametrize(
    ("text", "share"),
    [("22 %", 0.22), ("99.5%", 0.995), ("0.1 %", 0.001), ("200 ppm", 0.0002), (0.3, 0.3), (1, 1.0), ("0.7", 0.7)],
)
def test_shares_are_rounded_once(text: Any, share: float) -> None:
    assert parse_share(text) == share


def test_yearly_shares_may_fall() -> None:
    assert parse_yearly("22 %/year") == 0.22
    assert parse_yearly("-3.5 % / year") == -0.035


REFUSED = [
    (parse_span, "3 months", "differ in length"),
    (parse_span, "1 year", "differ in length"),
    (parse_span, "45", "45 days"),
    (parse_span, 45, "found 45 without a unit"),
    (parse_span, "days", "45 days"),
    (parse_span, "nan days", "45 days"),
    (parse_span, "inf days", "45 days"),
    (parse_span, "-1 day", "not below 0"),
    (parse_span, "1e400 days", "at most 1e15"),
    (parse_span, None, "found None"),
    (parse_span, True, "found True"),
    (parse_span, "4 fortnights", "45 days"),
    (parse_span, "1,5 days", "45 days"),
    (parse_amount, "10", "1200 pieces"),
    (parse_amount, "10 %", "1200 pieces"),
    (parse_amount, "10 pieces/day", "1200 pieces"),
    (parse_amount, "-10 pieces", "not below 0"),
    (parse_rate, "10 pieces", "1200 pieces/working day"),
    (parse_rate, "10 pieces/month", "1200 pieces/working day"),
    (parse_money, "10 Euro", "18.50 EUR/piece"),
    (parse_money, "-1 EUR", "not below 0"),
    (parse_money, "10", "18.50 EUR/piece"),
    (parse_share, "101 %", "from 0 to 1"),
    (parse_share, -0.1, "from 0 to 1"),
    (parse_share, float("nan"), "22 %"),
    (parse_share, "22 %/year", "22 %"),
    (parse_yearly, "22 %", "22 %/year"),
    (parse_yearly, 0.22, "without a unit"),
]


@pytest.mark.parametrize(("parse", "text", "fragment"), REFUSED, ids=[f"{p.__name__} {t}" for p, t, _ in REFUSED])
def test_what_is_no_quantity_is_refused_with_what_would_do(
    parse: Callable[[object], object], text: Any, fragment: str
) -> None:
    with pytest.raises(UnitError, match="would do") as raised:
        parse(text)
    assert fragment in str(raised.value)


@pytest.mark.parametrize(
    ("plural", "one"), [("pieces", "piece"), ("kg", "kg"), ("glass", "glass"), ("batches", "batch")]
)
def test_units_have_one_name(plural: str, one: str) -> None:
    assert singular(plural) == singular(one) == one


numbers = st.floats(min_value=0, max_value=1e15, allow_subnormal=False)


@given(number=numbers)
def test_every_number_comes_back_as_it_was_written(number: float) -> None:
    assert parse_span(f"{number!r} days").amount == number
    quantities = [
        Span(number, "working"),
        Amount(number, "piece"),
        Rate(number, "kg", "day"),
        Money(number, "EUR", ("day",)),
    ]
    parsers = [parse_span, parse_amount, parse_rate, parse_money]
    assert [parse(written(quantity)) for parse, quantity in zip(parsers, quantities, strict=True)] == quantities
