"""Early warnings in words: the answer first, then a table of each risk, then what can still be decided."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from math import inf, isnan
from textwrap import wrap
from typing import Any

from backsource.inference import Interval, unseen_below
from backsource.report.numbers import dated, figure, percent, signed
from backsource.report.warning.told import EarlyWarnings, Told, Warned, Way

COLUMNS = 79
HARD_SPACE = chr(160)
MOST = 10
"""Warnings of one risk that are shown; all are in the JSON."""
MOST_WAYS = 2
"""Ways out of one warning that are shown beside the best."""
TOO_LATE = "too late"
AT_ONCE = "at once"
"""When a way out has no last day, and acts the later the later it is taken."""
CAPTION = (
    "seen: futures in which it is seen. if so, if not: chance of the risk after that day where it is seen, and where "
    "it is not. rise: their difference (Newcombe). {unit}: short from the day of the earliest way out on, beyond what "
    "the others are short, times seen. All that is told holds together at {level} (Fisher, Holm over {tested})."
)


def lines(found: EarlyWarnings, history: str) -> list[str]:
    """All of it as text, at most 80 columns wide; *history* says whether the model was checked."""
    text = [part for one in found.risks for part in wrapped(sentence(found, one))]
    chose = found.futures - found.telling
    halves = f"{chose} chose what to look at, {found.telling} tell"
    text += ["", *wrapped(f"{found.schedule} · {found.futures} futures of {found.study}: {halves}")]
    for one in found.risks:
        text += ["", *wrapped(one.risk.heading), _overall(found, one)]
        shown = one.holding[:MOST]
        text += [_head(found)] if shown else []
        text += [line for place, each in enumerate(shown, 1) for line in _row(found, place, each)]
        text += _decide(found, shown)
        text += wrapped(_others(found, one))
    if any(one.holding for one in found.risks):
        said = CAPTION.format(unit=found.unit, level=percent(found.level), tested=found.tested)
        fewer = f" Gauges and {found.unit} rest on the {found.curves} futures whose weekly curves are kept."
        text += ["", *wrapped(said + fewer * (found.curves < found.futures))]
    if found.left_out:
        text += wrapped(f"Left out: {'; '.join(found.left_out)}.")
    return [*text, f"Model {history}"]


def wrapped(text: str, first: str = "", then: str = "") -> list[str]:
    """Lines of at most 79 letters that begin with *first* and *then*, no number torn from its percent sign."""
    kept = text.replace(" %", f"{HARD_SPACE}%")
    return [line.replace(HARD_SPACE, " ") for line in wrap(kept, COLUMNS, initial_indent=first, subsequent_indent=then)]


def sentence(found: EarlyWarnings, told: Told) -> str:
    """The answer to one risk."""
    risk, count = told.risk, found.futures
    if told.happened == 0:
        none = f"No {risk.usual} in {count} futures" if risk.usual else f"{risk.said} in none of {count} futures"
        return f"{none}: its chance is below {percent(unseen_below(count))}."
    if told.happened == count:
        return f"In each of {count} futures {risk.said}: nothing that is seen earlier tells them apart."
    if not told.holding:
        tried = len(told.warnings)
        return (
            f"Nothing that is seen by a date raises the chance of {risk.said} by more than luck does: {tried} "
            f"signal{'s' * (tried != 1)} told by {found.telling} futures. More futures may tell "
            "(`compare --replications`)."
        )
    first = told.holding[0]
    foretold = first.foretold
    return (
        f"If {first.words} {_when(found, first)}, the chance of {risk.said} after that rises from "
        f"{percent(foretold.unseen.estimate)} to {percent(foretold.seen.estimate)} {_limits(foretold.seen)}; "
        f"{_advice(found, first)}."
    )


def _advice(found: EarlyWarnings, one: Warned) -> str:
    if one.too_late:
        return "it comes too late for every option"
    return _by(found, one.ways[0])


def _by(found: EarlyWarnings, way: Way) -> str:
    """`by 2026-09-16 call the extension of s1-supply`."""
    return f"by {dated(way.last, found.start)} {way.what}" if way.last < inf else f"{AT_ONCE} {way.what}"


def _when(found: EarlyWarnings, one: Warned) -> str:
    return f"{one.when} {dated(one.day, found.start)}"


def _limits(one: Interval) -> str:
    return f"[{percent(one.low)}, {percent(one.high)}]"


def _overall(found: EarlyWarnings, told: Told) -> str:
    return f"in {told.happened} of {found.futures} futures: {percent(told.chance.estimate)} {_limits(told.chance)}"


def _head(found: EarlyWarnings) -> str:
    return _columns("", "seen", "if so", "if not", f"rise [{percent(found.level)}]", found.unit, "decide by")


def _columns(place: str, seen: str, so: str, no: str, rise: str, units: str, by: str) -> str:
    return f"{place:3}{seen:>6} {so:>7} {no:>7}  {rise:22} {units:>10}  {by}".rstrip()


def _row(found: EarlyWarnings, place: int, one: Warned) -> Iterator[str]:
    """What is seen in full, and the numbers under it."""
    yield from wrapped(f"{place:<3}{one.words} {_when(found, one)}", then="   ")
    told = one.foretold
    low, high = (100 * limit for limit in (told.difference.low, told.difference.high))
    rise = f"{signed(100 * told.difference.estimate, 0)} % [{signed(low, 0)}, {signed(high, 0)}]"
    seen, so, no = (percent(each.estimate) for each in (told.chance, told.seen, told.unseen))
    yield _columns("", seen, so, no, rise, figure(round(one.to_come, 1)), decide_by(one, found.start))


def decide_by(one: Warned, start: date) -> str:
    """Last day for the best way out; that it is too late where none is open."""
    if one.too_late:
        return TOO_LATE
    return dated(one.ways[0].last, start) if one.ways[0].last < inf else AT_ONCE


def _decide(found: EarlyWarnings, shown: tuple[Warned, ...]) -> Iterator[str]:
    """What can be decided after each, those of the same ways together."""
    places: dict[tuple[str, ...], list[int]] = {}
    for place, one in enumerate(shown, 1):
        places.setdefault(tuple(_by(found, way) for way in one.ways[: 1 + MOST_WAYS]), []).append(place)
    for ways, own in places.items():
        said = "; or ".join(ways) if ways else f"{TOO_LATE} for every option"
        yield from wrapped(f"{', '.join(map(str, own))}: {said}", "   ", "     ")


def _others(found: EarlyWarnings, told: Told) -> str:
    """What is not shown, counted."""
    hidden = len(told.holding) - min(len(told.holding), MOST)
    few = sum(reason == "too few" for reason in told.silent.values())
    none = sum(reason != "too few" for reason in told.silent.values()) + len(told.warnings) - len(told.holding)
    parts = [f"in the JSON {hidden}"] if hidden else []
    parts += [f"no more than luck {none}"] if none and told.happened else []
    parts += [f"seen, or not seen, too seldom {few}"] if few else []
    return f"Further signals: {', '.join(parts)}." if parts else ""


def as_plain(found: EarlyWarnings) -> dict[str, Any]:
    """All of it as plain values, with dates beside numbers of days."""
    return {
        "study": found.study,
        "schedule": found.schedule,
        "answer": [sentence(found, one) for one in found.risks],
        "unit": found.unit,
        "futures": found.futures,
        "telling": found.telling,
        "curves": found.curves,
        "level": found.level,
        "tested": found.tested,
        "left_out": list(found.left_out),
        "risks": [_plain_risk(found, one) for one in found.risks],
    }


def _plain_risk(found: EarlyWarnings, told: Told) -> dict[str, Any]:
    return {
        **asdict(told.risk),
        "meaning": told.risk.meaning,
        "happened": told.happened,
        "chance": asdict(told.chance),
        "warnings": [_plain(found, one) for one in told.warnings],
        "silent": dict(told.silent),
    }


def _plain(found: EarlyWarnings, one: Warned) -> dict[str, Any]:
    ways = [
        {**asdict(way), "decide_by": _date(way.last, found.start), "acts_on": _date(way.acts, found.start)}
        for way in one.ways
    ]
    return {**asdict(one), "date": _date(one.day, found.start), "too_late": one.too_late, "ways": ways}


def _date(day: float, start: date) -> str | None:
    return None if isnan(day) or abs(day) == inf else dated(day, start)
