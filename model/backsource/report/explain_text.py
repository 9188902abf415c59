"""A difference between two schedules as text, at most 80 columns wide, as plain data, and as rows of a CSV file."""

from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from typing import Any

from backsource.report.explain import Explanation, Part, words
from backsource.report.explain_words import answer, notes, rarely, short_answer, when
from backsource.report.numbers import scale
from backsource.report.terminal import interval, wrapped

NAME, STRETCH, CELL, NARROW, SIDE = 20, 23, 24, 20, 10
"""Widths of columns: a part, a stretch of weeks, a difference with its limits (narrow beside stretches), a mean."""
FINE, COARSE = 30.0, 10.0
"""The largest limit of a column is at least this much in its scale, so that small numbers show; less where narrow."""


def lines(found: Explanation, runs: str, history: str) -> list[str]:
    """Answer, three tables, notes; *runs* says how the runs stand to those of the study, *history* the model."""
    head = f"{found.study} · {found.heading} · {found.futures} futures, the same for both"
    text = [
        *wrapped(head, ""),
        *wrapped(answer(found), "Answer  "),
        *wrapped(short_answer(found), "Units   "),
        *wrapped(when(found), "When    "),
        *wrapped(f"{runs}.", "Runs    "),
        *wrapped(history, "Model   "),
        "",
        *_ledger(found),
        "",
        *_causes(found),
        "",
        *_steps(found),
        "",
    ]
    return [*text, *(line for note in notes(found) for line in wrapped(f"{note}.", "Note    "))]


def _ledger(found: Explanation) -> list[str]:
    size, word = _scale([*found.lines, found.cost])
    large, sized = scale(max(abs(side) for part in (*found.lines, found.cost) for side in (part.own, part.other)))
    unit = f"{sized}{found.currency}"
    title = f"Ledger lines: {found.heading}, over the window"
    first, second = _heads(found.names)
    head = f"  {'':{NAME}}{first:>{SIDE}} {second:>{SIDE}}  "
    units = f"  {'':{NAME}}{unit:>{SIDE}} {unit:>{SIDE}}  {word + found.currency + ' [95 %]':>{CELL}}"
    rows = [
        f"{_name(part)}{part.own / large:>z{SIDE}.3f} {part.other / large:>z{SIDE}.3f}  {_cell(part, size)}"
        for part in (*found.lines, found.cost)
    ]
    return [*wrapped(title, ""), f"{head}{'difference':>{CELL}}", units, *rows]


def _causes(found: Explanation) -> list[str]:
    money, word = _scale([*found.late, *found.groups, found.cost])
    units, many = _scale([*found.causes, found.short])
    title = f"Causes: {found.heading}; shortage by what was the limit, the rest by what was decided"
    head = f"  {'':{NAME}}{f'{many}units short [95 %]':>{CELL}}  {word + found.currency + ' [95 %]':>{CELL}}"
    short = {part.name: part for part in found.causes}
    late = {part.name: part for part in found.late}
    rows = [
        _two(part, _cell(short.get(part.name), units), _cell(late.get(part.name), money))
        for part in {**short, **late}.values()
    ]
    decided = [part for part in found.groups if part.name != "shortage"]
    rows += [_two(part, _cell(None, units), _cell(part, money)) for part in decided]
    return [*wrapped(title, ""), head, *rows, _two(None, _cell(found.short, units), _cell(found.cost, money))]


def _steps(found: Explanation) -> list[str]:
    money, word = _scale([*(step.cost for step in found.steps), found.cost], COARSE)
    units, many = _scale([*(step.short for step in found.steps), found.short], COARSE)
    title = f"Weeks: {found.heading}; mostly: what the cost is for"
    head = f"  {'':{STRETCH}}{word + found.currency + ' [95 %]':>{NARROW}}  {f'{many}short [95 %]':>{NARROW}}  mostly"
    told = [(step.stretch.name, step.cost, step.short, step.main) for step in found.steps]
    rows = [
        f"  {name:{STRETCH}}{_cell(cost, money, NARROW)}  {_cell(short, units, NARROW)}  {main}".rstrip()
        for name, cost, short, main in (*told, ("sum", found.cost, found.short, ""))
    ]
    return [*wrapped(title, ""), head, *rows]


def _name(part: Part) -> str:
    return f"  {words(part.name)[:NAME]:{NAME}}"


def _two(part: Part | None, units: str, money: str) -> str:
    name = f"  {'sum':{NAME}}" if part is None else _name(part)
    return f"{name}{units}  {money}".rstrip()


def _cell(part: Part | None, size: float, width: int = CELL) -> str:
    """A difference with its limits, marked where it is sure or rare."""
    if part is None:
        return f"{'':{width}}"
    one = part.difference
    if one.better == one.worse == 0.0:
        return f"{'0 ':>{width}}"
    mark = "?" if rarely(part) else "*" if part.sure else " "
    told = (
        interval(one.mean / size, one.low / size, one.high / size) if isfinite(one.low) else f"{one.mean / size:+.4g}"
    )
    return f"{told + mark:>{width}}"


def _scale(parts: Sequence[Part], fine: float = FINE) -> tuple[float, str]:
    found = [part.difference for part in parts]
    largest = max(abs(end) for one in found for end in (one.mean, one.low, one.high) if isfinite(end))
    return scale(largest / fine)


def _heads(names: tuple[str, str]) -> tuple[str, str]:
    """Names within their columns, or their places where they would look the same."""
    first, second = (name if len(name) <= SIDE else f"{name[: SIDE - 1]}…" for name in names)
    return (first, second) if first != second else ("the first", "the second")


def as_plain(found: Explanation) -> dict[str, Any]:
    """All of it as names, numbers and lists."""
    wholes = {"cost": _plain(found.cost), "short": _plain(found.short)}
    return {
        "study": found.study, "minus": list(found.names), "futures": found.futures, "currency": found.currency,
        "unit": found.unit, "window": [f"{day}" for day in found.window], "answer": answer(found),
        "units": short_answer(found), "when": when(found), **wholes,
        "lines": [_plain(part) for part in found.lines], "groups": [_plain(part) for part in found.groups],
        "late": [_plain(part) for part in found.late], "causes": [_plain(part) for part in found.causes],
        "steps": [
            {"first": f"{step.stretch.first}", "last": f"{step.stretch.last}", "name": step.stretch.name,
             "cost": _plain(step.cost), "short": _plain(step.short), "mostly": step.main}
            for step in found.steps
        ],
        "weeks": [{"first": f"{week.day}", "cost": dict(week.cost), "short": dict(week.short)} for week in found.weeks],
        "spans": [{**asdict(span), "first": f"{span.first}", "last": f"{span.last}"} for span in found.spans],
        "left_out": list(found.left_out), "notes": notes(found),
    }  # fmt: skip


def _plain(part: Part) -> dict[str, Any]:
    one = part.difference
    return {
        "name": part.name, "own": part.own, "other": part.other, "difference": one.mean, "low": one.low,
        "high": one.high, "p_value": one.p_value, "p_holm": one.p_holm, "sure": part.sure, "less_in": one.better,
        "more_in": one.worse, "note": one.note,
    }  # fmt: skip


def weekly_rows(found: Explanation) -> tuple[list[str], list[list[object]]]:
    """Head and rows of a CSV file: mean differences of each week by line and by cause, and their sums."""
    cost, short = list(found.weeks[0].cost), list(found.weeks[0].short)
    head = ["week", "cost", *(f"cost_{name}" for name in cost), "short", *(f"short_{name}" for name in short)]
    rows: list[list[object]] = [
        [week.day.isoformat(), sum(week.cost.values()), *week.cost.values(), sum(week.short.values()),
         *week.short.values()]
        for week in found.weeks
    ]  # fmt: skip
    return head, rows
