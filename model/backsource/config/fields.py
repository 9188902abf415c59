"""The kinds of value a field may hold, each read from text with its unit.

Beside its parser a kind carries what an editor's schema says of it: a pattern that every text the parser takes
passes, and examples.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from backsource import units
from backsource.config import agreed, parsed
from backsource.units import UnitError, size

Quantity = TypeVar("Quantity", units.Span, units.Amount, units.Rate)

_NUMBER = r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*"
_DAY = r"\d{4}-\d{2}-\d{2}"
_SPAN = rf"{_NUMBER}((working|operating)\s+)?(second|minute|hour|day|week)s?"


def _text(would_do: str, pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": rf"^\s*{pattern}\s*$", "description": would_do})


def _positive(parse: Callable[[object], Quantity]) -> Callable[[object], Quantity]:
    """The same parser, refusing 0 where it makes no sense."""

    def parse_positive(text: object) -> Quantity:
        quantity = parse(text)
        if size(quantity) <= 0:
            raise UnitError(text, "more than 0")
        return quantity

    return parse_positive


_span_schema = _text(units.A_SPAN, _SPAN)
_amount_schema = _text(units.AN_AMOUNT, rf"{_NUMBER}[^\d/%\s][^/%]*")
_rate_schema = _text(units.A_RATE, rf"{_NUMBER}[^\d/%\s][^/%]*/\s*(working\s+)?(hour|day|week)")
_money_schema = _text(units.MONEY, rf"{_NUMBER}[kM]?[A-Z]{{3}}(\s*/[^/%]+)*")
_yearly_schema = _text(units.A_YEARLY, rf"{_NUMBER}%\s*/\s*year")
_date_schema = _text(parsed.A_DATE, _DAY)
_moment_schema = _text(parsed.A_MOMENT, rf"({_DAY}|{_SPAN})")
_dates_schema = _text(parsed.DATES, rf"{_DAY}(\.\.{_DAY})?")
_week_schema = _text(parsed.A_WEEK, r"[A-Za-z]{3}([-,\s]+[A-Za-z]{3})*")
_cover_schema = _text(parsed.A_COVER, rf"{_SPAN}(\s+of\s+(planned use|use|cover))?")
_holding_schema = _text(parsed.A_HOLDING, rf"{_NUMBER}(%|[kM]?[A-Z]{{3}}\s*/[^/%]+)\s*/\s*(year|day)")
_lag_schema = _text(parsed.A_LAG, _SPAN)
_step_up_schema = _text(agreed.A_STEP_UP, r"[-+]\d+(\.\d*)?\s*%")
_call_schema = _text(agreed.A_CALL, rf"{_SPAN}\s+before\s+end")
_review_schema = _text(parsed.A_REVIEW, rf"(daily|continuous|every\s+(day|week|{_SPAN}))")
_name_schema = WithJsonSchema({"type": "string", "pattern": r"^[^./\\][^/\\]*$", "description": parsed.A_NAME})
_file_schema = WithJsonSchema({"type": "string", "minLength": 1, "description": parsed.A_FILE})
_share_schema = WithJsonSchema(
    {
        "anyOf": [
            {"type": "number", "minimum": 0, "maximum": 1},
            {"type": "string", "pattern": rf"^\s*{_NUMBER}(%|ppm)?\s*$"},
        ],
        "description": units.A_SHARE,
    }
)


def _in_words(say: Callable[[Any], str]) -> PlainSerializer:
    """JSON says a value in the words of files, so that what is saved can be read again; Python keeps the value."""
    return PlainSerializer(say, return_type=str, when_used="json")


_said = _in_words(units.written)
_as_it_is = PlainSerializer(float, return_type=float)

SpanField = Annotated[units.Span, PlainValidator(units.parse_span), _said, _span_schema]
PositiveSpan = Annotated[units.Span, PlainValidator(_positive(units.parse_span)), _said, _span_schema]
AmountField = Annotated[units.Amount, PlainValidator(units.parse_amount), _said, _amount_schema]
PositiveAmount = Annotated[units.Amount, PlainValidator(_positive(units.parse_amount)), _said, _amount_schema]
PositiveRate = Annotated[units.Rate, PlainValidator(_positive(units.parse_rate)), _said, _rate_schema]
MoneyField = Annotated[units.Money, PlainValidator(units.parse_money), _said, _money_schema]
Share = Annotated[float, PlainValidator(units.parse_share), _as_it_is, _share_schema]
Yearly = Annotated[float, PlainValidator(units.parse_yearly), _in_words(parsed.written_yearly), _yearly_schema]
DateField = Annotated[date, PlainValidator(parsed.parse_date), _in_words(str), _date_schema]
MomentField = Annotated[
    date | units.Span, PlainValidator(parsed.parse_moment), _in_words(parsed.written_moment), _moment_schema
]
DateRange = Annotated[parsed.Dates, PlainValidator(parsed.parse_dates), _in_words(parsed.written_dates), _dates_schema]
WeekField = Annotated[parsed.Week, PlainValidator(parsed.parse_week), _in_words(parsed.written_week), _week_schema]
CoverField = Annotated[parsed.Cover, PlainValidator(parsed.parse_cover), _in_words(parsed.written_cover), _cover_schema]
HoldingField = Annotated[
    parsed.Holding, PlainValidator(parsed.parse_holding), _in_words(parsed.written_holding), _holding_schema
]
ReviewField = Annotated[float, PlainValidator(parsed.parse_review), _in_words(parsed.written_review), _review_schema]
LagField = Annotated[units.Span, PlainValidator(parsed.parse_lag), _said, _lag_schema]
StepUp = Annotated[float, PlainValidator(agreed.parse_step_up), _in_words(agreed.written_step_up), _step_up_schema]
CallField = Annotated[units.Span, PlainValidator(agreed.parse_call), _in_words(agreed.written_call), _call_schema]
NameField = Annotated[str, PlainValidator(parsed.parse_name), _name_schema]
FileName = Annotated[Path, PlainValidator(parsed.parse_path), _in_words(str), _file_schema]
