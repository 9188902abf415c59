"""The comparison as text: an answer on top, then one line a schedule; at most 80 columns and 40 lines."""

from collections.abc import Sequence
from datetime import date
from math import isfinite, isnan, nan

from backsource.measures import Measure
from backsource.report.answer import answer, floors, risk, spans, sure
from backsource.report.arm_names import has_levels, in_setting, label, plain
from backsource.report.choice import ALWAYS
from backsource.report.comparison import Comparison, Row
from backsource.report.numbers import dated, figure, percent, scale, signed
from backsource.report.trade_off import regret_words, trade_words

WIDTH = 80
LINES = 40
"""Four schedules without floors take at most 28 of them."""
MOST_ROWS = 11
"""Schedules shown; the rest are counted."""
NAME = 14
"""Width of a schedule's name in the table."""
NARROW = 19
"""Width of a difference with its interval."""


def lines(comparison: Comparison, start: date, history: str, bank: str = "") -> list[str]:
    """The whole table; *start* is day 0, so that days can be shown as dates.

    *history* says how the model stands to it, *bank* is a remark on banks. What follows the first table is left out
    where it would make the whole longer than `LINES`.
    """
    comparison = in_setting(comparison)
    shown = _shown(comparison)
    left_out = len(comparison.rows) - len(shown)
    text = [
        *wrapped(f"{comparison.study} · {_size(comparison)}", ""),
        *wrapped(answer(comparison), "Answer  "),
        *wrapped(sure(comparison), "Sure    "),
        *(wrapped(spans(comparison), "Spans   ") if spans(comparison) else []),
        *wrapped(history, "Model   "),
        *_table(comparison, shown),
        *([f"  and {left_out} more, see --json"] if left_out else []),
        *(line for floor in floors(comparison) for line in wrapped(floor, "Floor   ")),
        *wrapped(_note(comparison), "Note    "),
    ]
    banks = wrapped(bank, "Bank    ") if bank else []
    tail = wrapped(risk(comparison), "Risk    ") if comparison.choice and risk(comparison) else []
    room = LINES + 2 * sum(has_levels(row.schedule) for row in shown)
    cost, *trade = _weighed(comparison)
    for block in (banks, _futures(comparison, shown, start), cost, tail, *trade, _further(comparison, shown)):
        text += block if len(text) + len(block) <= room else []
    return text


def _shown(comparison: Comparison) -> Sequence[Row]:
    """The first rows; the control takes the place of the last of them where it lies behind."""
    first = comparison.rows[:MOST_ROWS]
    if any(row.schedule == comparison.control for row in first):
        return first
    return [*first[:-1], comparison.row(comparison.control)]


def _weighed(comparison: Comparison) -> list[list[str]]:
    """What the pick costs, and what it gives up where several measures are weighed; a block each."""
    found, names = comparison.trade_off, comparison.schedules
    if found is None:
        return [[]]
    others = trade_words(found, names)
    return [
        wrapped(regret_words(found, names, comparison.primary.unit, comparison.replications), "Regret  "),
        *([wrapped(others, "Trade   ")] if others else []),
    ]


def _size(comparison: Comparison) -> str:
    """How many schedules in how many futures."""
    counts = sorted({row.count for row in comparison.rows})
    futures = (
        f"{counts[0]} futures each, the same for all" if len(counts) == 1 else f"{counts[0]} to {counts[-1]} futures"
    )
    count = len(comparison.rows)
    return f"{count} schedule{'s' if count > 1 else ''} · {futures}"


def _table(comparison: Comparison, shown: Sequence[Row]) -> list[str]:
    name = comparison.primary.name
    size, large = scale(max(abs(row.means[name]) for row in shown))
    bounds = [abs(bound) for row in shown if row.difference for bound in (row.difference.low, row.difference.high)]
    step, small = scale(max((bound for bound in bounds if isfinite(bound)), default=1.0))
    unit = comparison.primary.unit
    text = [
        _line("", "", _words(name)[:10], "units", "gap", f"vs {plain(comparison.control)}"[: NARROW + 4]),
        _line("", "", f"{large}{unit}"[:10], "short", "days", f"{small}{unit} [95 %]"),
    ]
    for place, row in enumerate(shown, start=1):
        means, found = row.means, row.difference
        cost, (short, days) = means[name] / size, (means.get(one, nan) for one in ALWAYS)
        against = "-" if found is None else interval(found.mean / step, found.low / step, found.high / step)
        mark = "*" if row.schedule == comparison.best else ""
        arm = row.schedule
        if has_levels(arm):
            text += wrapped(arm, f"{mark:1} {place} ")
            mark = arm = ""
        text.append(_line(mark, arm, figure(cost), figure(short), figure(days), against, row.verdict))
    return text


def _line(mark: str, name: str, cost: str, short: str, days: str, against: str, verdict: str = "") -> str:
    numbers = f"{cost:>10} {short:>7} {days:>6}"
    return f"{mark:1} {_short(name):{NAME}} {numbers}  {against:>{NARROW}} {verdict}".rstrip()


def _short(name: str) -> str:
    """A name within its column; variants mostly differ at their ends, so the middle goes."""
    half = NAME // 2
    return name if len(name) <= NAME else f"{name[: NAME - half - 1]}…{name[-half:]}"


def _futures(comparison: Comparison, shown: Sequence[Row], start: date) -> list[str]:
    """In how many futures a schedule is better or worse than the control, what it is to blame for, when it leaves."""
    rows = [(place, row) for place, row in enumerate(shown, start=1) if row.difference is not None]
    if not rows:
        return []
    head = ("better", "worse", "caused", "in", "exit P50", "exit P90", "never", "kept")
    text = [_future_line("of futures:", head)]
    for place, row in rows:
        found, left = row.difference, row.leaving
        assert found is not None
        cells = [percent(found.better), percent(found.worse), figure(row.caused_short), percent(row.caused_in.worse)]
        if left is not None:
            cells += [dated(day, start) for day in (left.middle.estimate, left.late.estimate)]
            cells += [percent(left.never), percent(left.on_schedule)]
        text.append(_future_line(_short(label(row.schedule, place)), cells))
    return [
        *text,
        f"  caused: units short beyond those of the same future {comparison.twin}, and",
        "  in how many futures it is more; kept: exit at most 5 working days after due",
    ]


def _future_line(name: str, cells: Sequence[str]) -> str:
    widths = (6, 6, 8, 5, 10, 10, 5, 5)
    placed = (f" {cell:>{width}}" for cell, width in zip(cells, widths, strict=False))
    return f"  {name:{NAME}}{''.join(placed)}".rstrip()


def interval(mean: float, low: float, high: float) -> str:
    """A difference with its interval, in as many digits as its size deserves."""
    if not isfinite(low):
        return f"{mean:+.4g} [none]"
    largest = max(abs(low), abs(high))
    digits = 0 if largest >= 100 else 1 if largest >= 10 else 2
    return f"{signed(mean, digits)} [{signed(low, digits)},{signed(high, digits)}]"


def _further(comparison: Comparison, shown: Sequence[Row]) -> list[str]:
    """Means of the measures that the study adds, as many as fit."""
    extra = [one for one in comparison.shown[1:] if one.name not in ALWAYS]
    if not extra:
        return []
    heads = [(f"{_words(one.name)}", one) for one in extra]
    room, kept = WIDTH - NAME - 2, []
    for head, one in heads:
        width = max(len(head), 10)
        if width + 2 > room:
            break
        kept.append((head, width, one))
        room -= width + 2
    text = ["  " + " " * NAME + "".join(f"  {head:>{width}}" for head, width, _ in kept)]
    for place, row in enumerate(shown, start=1):
        cells = "".join(f"  {_cell(row.means[one.name], one):>{width}}" for _, width, one in kept)
        text.append(f"  {label(row.schedule, place)[:NAME]:{NAME}}{cells}")
    return text


def _cell(value: float, measure: Measure) -> str:
    return f"{value:.1%}" if measure.unit == "share" and not isnan(value) else figure(value)


def _note(comparison: Comparison) -> str:
    holds = "describe only, for the rule looked at the runs" if comparison.looked else "hold together (Holm)"
    remarks = [*comparison.remarks, f"intervals are paired over the same futures; 'better' and 'worse' {holds}"]
    if comparison.pairing:
        remarks.append(comparison.pairing)
    if comparison.skewed:
        remarks.append(comparison.skewed)
    if comparison.matters is not None:
        remarks.append(f"'same': differs by less than {figure(comparison.matters)} {comparison.primary.unit}")
    told = {row.difference.note for row in comparison.rows if row.difference and row.difference.note}
    remarks += sorted(told)[:1]
    return "; ".join(remarks) + "."


def wrapped(text: str, lead: str) -> list[str]:
    """Text under a hanging lead, within the width."""
    rows, row = [], lead
    for word in text.split():
        if len(row) + len(word) > WIDTH:
            rows.append(row.rstrip())
            row = " " * len(lead)
        row += word + " "
    return [*rows, row.rstrip()]


def _words(name: str) -> str:
    return name.replace("_", " ")
