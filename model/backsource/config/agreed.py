"""Texts of contracts: a step of a price, and the time before an end at which something is called."""

import re
from decimal import Decimal

from backsource.units import Span, UnitError, matched, parse_span, words, written

A_STEP_UP = "a step of the price as `+15 %`"
A_CALL = "a time as `45 days before end`"

_STEP_UP = re.compile(r"([-+]\d+(?:\.\d*)?)\s*%\Z")
_CALL = re.compile(r"(.+?)\s+before\s+end\Z")


def parse_step_up(text: object) -> float:
    """A step of a price as a fraction: `+15 %` is 0.15, `-5 %` is -0.05."""
    return float(Decimal(matched(_STEP_UP, words(text, A_STEP_UP), A_STEP_UP).group(1)) / 100)


def parse_call(text: object) -> Span:
    """The calendar time before an end by which something has to be called: `45 days before end`."""
    if isinstance(text, Span):
        return text
    text = words(text, A_CALL)
    try:
        span = parse_span(matched(_CALL, text, A_CALL).group(1))
    except UnitError:
        raise UnitError(text, A_CALL) from None
    if span.clock != "calendar":
        raise UnitError(text, f"{A_CALL}, in calendar time,")
    return span


def written_step_up(step: float) -> str:
    """A step of a price in the words of a file."""
    return f"{Decimal(repr(step)) * 100:+f} %"


def written_call(span: Span) -> str:
    """A time of calling in the words of a file."""
    return f"{written(span)} before end"
