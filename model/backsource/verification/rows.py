"""What a comparison with a known number comes to: one row a value."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

PRINTED = 1e-8
"""Relative difference allowed to numbers printed with ten digits, some of them found numerically."""
NEAR_ZERO = 1e-9
"""Absolute difference allowed to an expected 0."""
Allowed = Callable[[str, float], float]
"""Absolute difference allowed, from the name of a value and the expected number."""


Verdict = Literal["pass", "miss", "skip", "unresolved"]
"""`unresolved`: near enough, but the precision asked for was not reached."""


@dataclass(frozen=True, slots=True)
class Row:
    """One expected value: where it stands, what we have, how far apart they may be, and the verdict."""

    case: str
    name: str
    expected: object
    ours: object
    tolerance: float | None
    verdict: Verdict
    note: str = ""
    group: str = ""
    """File of the case without its ending, its folder where it is alone in the file; below the path that was read."""


def near(case: str, name: str, expected: float, ours: float, tolerance: float, note: str = "") -> Row:
    """A number within *tolerance* of the expected one; a value that is not a number misses."""
    hit = ours == expected or abs(ours - expected) <= tolerance
    return Row(case, name, expected, ours, tolerance, "pass" if hit else "miss", note)


def same(case: str, name: str, expected: object, ours: object, note: str = "") -> Row:
    """A value that must be equal."""
    return Row(case, name, expected, ours, None, "pass" if ours == expected else "miss", note)


def skipped(case: str, name: str, expected: object, note: str) -> Row:
    """A value that was not computed, with the reason."""
    return Row(case, name, expected, None, None, "skip", note)


def printed_tolerance(number: float) -> float:
    """Half a unit of the last decimal that a published number shows: 0.005 for 71.88, 0.5 for 3820."""
    digits = repr(number)
    if "e" in digits or "." not in digits or digits.endswith(".0"):
        return 0.5
    return 0.5 * 10.0 ** -len(digits.split(".")[1])


def ten_digits(name: str, expected: float) -> float:
    """Difference allowed to a number printed with ten digits, whatever its name."""
    return PRINTED * abs(expected) if expected else NEAR_ZERO


def compare(
    case: str, expected: Mapping[str, Any], ours: Mapping[str, Any], allowed: Allowed = ten_digits
) -> Iterator[Row]:
    """A row for each expected value that *ours* has too; others give none.

    Mappings are entered, "finish.A" being A of finish; lists of numbers are compared element by element.
    *allowed* gives the absolute difference from the name and the expected number.
    """
    for name, value in expected.items():
        if name in ours:
            yield from _compare(case, name, value, ours[name], allowed)


def _compare(case: str, name: str, expected: Any, ours: Any, allowed: Allowed) -> Iterator[Row]:
    if isinstance(expected, Mapping) and isinstance(ours, Mapping):
        inside = compare(case, expected, ours, allowed)
        yield from (replace(row, name=f"{name}.{row.name}") for row in inside)
    elif _is_number(expected) and _is_number(ours):
        yield near(case, name, expected, ours, allowed(name, expected))
    elif _are_numbers(expected) and _are_numbers(ours) and len(expected) == len(ours):
        hit = all(abs(a - b) <= allowed(name, a) for a, b in zip(expected, ours, strict=True))
        yield Row(case, name, expected, ours, None, "pass" if hit else "miss")
    else:
        yield same(case, name, expected, ours)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value)


def _are_numbers(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(_is_number(each) for each in value)
