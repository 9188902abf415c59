"""From an analytic case to rows: what its adaptor simulates, and what formulas add."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from backsource.errors import BacksourceError
from backsource.verification.formats import AnalyticCase
from backsource.verification.formulas import formula_rows, is_static
from backsource.verification.judging import Claim, settle
from backsource.verification.rows import Row, printed_tolerance, skipped
from backsource.verification.systems import adaptor
from backsource.verification.trials import Effort, Trial
from backsource.verification.words import is_doubt

NOT_COVERED = "kind not covered"
_PLUS = re.compile(r"plus (\d+(?:\.\d+)?)\s*(%?)")
_PRINTED = ("published", "textbook")
NORMAL_975 = 1.959963984540054
"""97.5 % quantile of the standard normal law."""


def analytic_rows(case: AnalyticCase, effort: Effort) -> Iterator[Row]:
    """A row for each expected value: simulated, from a formula where nothing is to be simulated, or skipped."""
    simulated = adaptor(case)
    if simulated is None:
        yield from formula_rows(case) if is_static(case) else not_covered(case)
        return
    answered: set[str] = set()
    try:
        for number, trial in enumerate(simulated(case)):
            luck = replace(trial, first=first_run(case, number))
            for row in settle(case.id, luck, claims(case, trial), effort):
                answered.add(row.name)
                yield row
    except (BacksourceError, LookupError, AttributeError, TypeError, ValueError, ArithmeticError) as error:
        yield Row(case.id, "", None, None, None, "miss", f"cannot be simulated: {error!r}")
        return
    for row in formula_rows(case):
        if row.name not in answered and not is_doubt(row.name):
            parts = {name for name in answered if name.startswith(f"{row.name}.")}
            if not parts:
                yield row


def not_covered(case: AnalyticCase) -> Iterator[Row]:
    """The expected values of a kind unknown here."""
    return (skipped(case.id, name, value, NOT_COVERED) for name, value in leaves(case.expected))


def first_run(case: AnalyticCase, number: int) -> int:
    """Number of the first run of a trial: random numbers of its own for every system and every trial of it."""
    system = json.dumps([case.kind, case.parameters, number], sort_keys=True).encode()
    return int.from_bytes(blake2b(system, digest_size=4).digest(), "little") << 31


def claims(case: AnalyticCase, trial: Trial) -> list[Claim]:
    """The expected values that a trial can judge."""
    expected = dict(numbers(case.expected))
    return [
        Claim(name, expected[name], value, allowance(case, name, expected[name]), doubt(case, name))
        for name, value in trial.values.items()
        if name in expected
    ]


def allowance(case: AnalyticCase, name: str, expected: float) -> float:
    """Difference allowed beyond standard errors: what the case states, and printed digits."""
    stated = _PLUS.search(case.tolerance)
    extra = float(stated[1]) * (abs(expected) / 100 if stated[2] else 1.0) if stated else 0.0
    if name.rpartition(".")[2].startswith(_PRINTED):
        extra += printed_tolerance(expected)
    return extra


def doubt(case: AnalyticCase, name: str) -> float:
    """Standard error of an expected value that is an estimate itself: as stated, or from a 95 % half-width."""
    stated = dict(numbers(case.expected))
    half_width = stated.get(f"{name}_half_width", 0.0)
    return max(half_width / NORMAL_975, stated.get("mc_standard_error", 0.0))


def numbers(expected: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Expected numbers by name, those of lists by place: "p_down.0"."""
    for name, value in leaves(expected):
        if isinstance(value, list):
            yield from ((f"{name}.{place}", float(each)) for place, each in enumerate(value) if is_number(each))
        elif is_number(value):
            yield name, float(value)


def is_number(value: object) -> bool:
    """Whether a value is a number, not a truth."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def leaves(expected: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Expected values by their dotted names."""
    for name, value in expected.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
