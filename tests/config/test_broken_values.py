"""Values that are none and keys that nobody knows are refused at their line, with what would do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backsource.config.faults import listed
from backsource.errors import ConfigError

# What to break: a text of the small scenario, what stands there instead, a text on the line that the fault must name,
# and a telling fragment of the message.
WRONG_VALUES = [
    ("a name that is a path", "scenario: small", "scenario: ../small", "scenario:", "a name without `/`"),
    ("a name with a backslash", "scenario: small", "scenario: a\\b", "scenario:", "a name without `/`"),
    ("a hidden name", "scenario: small", "scenario: .small", "scenario:", "not beginning with a dot"),
    ("a span without a unit", "horizon: 52 weeks", "horizon: 364", "horizon:", "found 364 without a unit"),
    ("months", "horizon: 52 weeks", "horizon: 12 months", "horizon:", "months and years differ in length"),
    ("a negative span", "tau: 30 working days", "tau: -30 days", "ramp:", "lines.make.ramp.tau: found -30 days"),
    ("a span of zero", "tau: 30 working days", "tau: 0 days", "ramp:", "more than 0 would do"),
    ("not a number", "promised: 20 days", "promised: .nan days", "steel: {item", "found .nan days"),
    ("infinite", "promised: 20 days", "promised: inf days", "steel: {item", "found inf days"),
    ("a bare NaN", "cv: 0.1", "cv: .nan", "shop: {item", "markets.shop.demand.cv: found .nan"),
    ("a number that is NaN by name", "cv: 0.1", "cv: nan", "shop: {item", "found nan; a number would do"),
    ("an overflowing number", "cv: 0.1", "cv: 1e999", "shop: {item", "found inf; a finite number would do"),
    ("a huge amount", "opening: 500 pieces", "opening: 1e30 pieces", "opening:", "at most 1e15"),
    ("a huge horizon", "horizon: 52 weeks", "horizon: 1e12 weeks", "horizon:", "at most 1e+07 days"),
    ("a number too long", "opening: 500 pieces", f"opening: {'9' * 400} pieces", "opening:", "at most 1e15"),
    ("a negative amount", "opening: 500 pieces", "opening: -5 pieces", "opening:", "not below 0"),
    ("a negative price", "price: 2 EUR/kg", "price: -2 EUR/kg", "steel: {item", "found -2 EUR/kg"),
    ("a share above 100 %", "surge: 15 %", "surge: 150 %", "cell:", "from 0 to 1"),
    ("a negative share", "surge: 15 %", "surge: -1 %", "cell:", "found -1 %"),
    ("a negative cv", "cv: 0.1", "cv: -0.1", "shop: {item", "0 or more would do"),
    ("money for a rate", "rate: 120 pieces/working day", "rate: 120 EUR", "rate: 120 EUR", "1200 pieces/working day"),
    ("a rate for money", "price: 18 EUR/piece", "price: 18 pieces", "buy: {item", "18.50 EUR/piece"),
    ("an amount without a unit", "steel: 0.5 kg", "steel: 0.5", "bom:", "found 0.5 without a unit"),
    ("text for a date", "start: 2026-01-05", "start: tomorrow", "start:", "an ISO date as `2026-01-05`"),
    ("a day that is none", "start: 2026-01-05", "start: 2026-02-30", "start:", "found 2026-02-30"),
    ("a date the other way round", "start: 2026-01-05", "start: 05.01.2026", "start:", "found 05.01.2026"),
    ("a year of three figures", "start: 2026-01-05", "start: 0206-01-05", "start:", "an ISO date"),
    ("a range that goes back", "2026-08-03..2026-08-23", "2026-08-23..2026-08-03", "works:", "last day is not before"),
    ("a week of no days", "week: mon-fri", "week: weekdays", "works:", "`mon-fri`"),
    ("a list for a text", "scenario: small", "scenario: [small]", "scenario:", "a name without `/`"),
    ("a number for a text", "unit: kg", "unit: 7", "steel: {unit", "found 7; a name would do"),
    ("text for truth", "whole: false", "whole: no", "steel: {unit", "found no; `true` or `false` would do"),
    ("a block for a text", "at: none", "at: {none: 1}", "T2:", "found a block"),
    (
        "a text for a block",
        "move: {takes: 10 days}",
        "move: fast",
        "T1:",
        "tools.T1.move: found fast; a block with `takes`",
    ),
    ("a fraction of a machine", "surge: 15 %", "machines: 1.5", "cell:", "a whole number would do"),
    ("no machine", "surge: 15 %", "machines: 0", "cell:", "1 or more would do"),
    ("nothing under a name", "mill: {kind: feed}", "mill:", "mill:", "sites.mill: found nothing"),
    ("no sites", "format: 1", "format: 1\nsites: {}", "sites: {}", "at least 1 entries"),
    ("a word that is none of the choices", "kind: feed", "kind: feeed", "mill:", "found feeed; `feed` would do"),
    (
        "a unit of no table",
        "{mean: 5 days, cv: 1.0}}\ncon",
        "{mean: 5 days, cv: 1, unit: days}}\ncon",
        "stop:",
        "without `csv`",
    ),
    ("another format", "format: 1", "format: 2", "format:", "at most 1 would do"),
    ("seen more than tried", "{times: {median: 1.1, p90: 1.5}}", "{seen: 8 of 7}", "lines.make", "7 of 10"),
    (
        "an unknown reference class",
        "{times: {median: 1.1, p90: 1.5}}",
        "{reference_class: equipmnt}",
        "lines.make.ramp",
        "`equipment` would do",
    ),
    (
        "unsure in two forms",
        "{times: {median: 1.1, p90: 1.5}}",
        "{seen: 7 of 10, unknown: true}",
        "lines.make",
        "one of",
    ),
    (
        "quantiles without ends",
        "{mean: 5 days, cv: 1.0}}\ncon",
        "{quantiles: {50 %: 1 day}}}\ncon",
        "stop:",
        "0 % to 100 %",
    ),
    (
        "a family without its keys",
        "{mean: 5 days, cv: 1.0}}\ncon",
        "{family: weibull, mean: 5 days}}\ncon",
        "stop:",
        "shape",
    ),
    (
        "a Burr distribution so heavy that it has no mean",
        "{mean: 5 days, cv: 1.0}}\ncon",
        "{family: burr, mean: 5 days, shape: 2, tail: 0.4}}\ncon",
        "stop:",
        "above 1",
    ),
    (
        "chances that add up to .9",
        "{mean: 5 days, cv: 1.0}}\ncon",
        "{values: [1 day, 2 days], chances: [0.4, 0.5]}}\ncon",
        "stop:",
        "add up to 1",
    ),
]

WRONG_KEYS = [
    ("a misspelt key", "horizon: 52 weeks", "horizont: 52 weeks", "horizont:", "`horizon` would do"),
    ("a missing key", "horizon: 52 weeks", "warm_up: 1 week", "format:", "found no `horizon`"),
    ("an unknown key inside", "surge: 15 %", "colour: red", "cell:", "lines.cell.colour: found an unknown key"),
    (
        "a key of our own names",
        "from: mill",
        "origin: mill",
        "steel: {item",
        "lanes.steel.origin: found an unknown key",
    ),
    ("a duplicate key", "currency: EUR", "currency: EUR\ncurrency: USD", "currency: USD", "`currency` twice"),
    (
        "a duplicate name",
        "mill: {kind: feed}",
        "mill: {kind: feed}\n  mill: {kind: plant}",
        "mill: {kind: plant",
        "twice",
    ),
    ("a key that is a list", "currency: EUR", "[a, b]: EUR", "[a, b]", "a key that is no plain word"),
    ("a merge key", "  shop: {kind: market}", "  <<: {kind: market}\n  shop: {kind: market}", "<<:", "sites.<<"),
]

CASES = [*WRONG_VALUES, *WRONG_KEYS]


@pytest.mark.parametrize(("old", "new", "marker", "fragment"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_broken_scenario_is_refused_at_its_line(
    scenario_file: Callable[..., Path],
    refused: Callable[[Path, int | None, str], ConfigError],
    old: str,
    new: str,
    marker: str,
    fragment: str,
) -> None:
    path = scenario_file(old, new)
    text = path.read_text()
    refused(path, text[: text.index(marker)].count("\n") + 1, fragment)


def test_of_many_names_the_first_are_told_and_the_others_counted() -> None:
    assert listed(["a", "b", "c"], 2) == "a, b (and 1 more)"
    assert listed(["a", "b"], 2) == "a, b"
