"""The comparison as text: an answer on top, then one line a schedule; at most 80 columns and 36 lines."""

from collections.abc import Sequence
from datetime import date
from math import isfinite, isnan, nan

from backsource.measures import Measure
from backsource.report.arm_names import has_levels, in_setting, label, plain
from backsource.report.choice import ALWAYS
from backsource.report.comparison import Comparison, Row
from backsource.report.numbers import dated, figure, percent, scale

WIDTH = 80
LINES = 36
"""Four schedules take at most 25 of them."""
MOST_ROWS = 11
"""Schedules shown; the rest are counted."""
MOST_NAMES = 3
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
    shown = comparison.rows[:MOST_ROWS]
    left_out = len(comparison.rows) - len(shown)
    size = f"{len(comparison.rows)} schedules · {comparison.replications} futures each, the same for all"
    text = [
        *wrapped(f"{comparison.study} · {size}", ""),
        *wrapped(answer(comparison), "Answer  "),
        *wrapped(history, "Model   "),
        *_table(comparison, shown),
        *([f"  and {left_out} more, see --json"] if left_out else []),
        *wrapped(_note(comparison), "Note    "),
    ]
    banks = wrapped(bank, "Bank    ") if bank else []
    room = LINES + 2 * sum(has_levels(row.schedule) for row in shown)
    for block in (banks, _futures(comparison, shown, start), _further(comparison, shown)):
        text += block if len(text) + len(block) <= room else []
    return text


def answer(comparison: Comparison) -> str:
    """Which schedule to pick and how sure that is, in a sentence or two."""
    best, primary = comparison.best, _words(comparison.primary.name)
    most = "highest" if comparison.primary.goal == "max" else "lowest"
    if len(comparison.rows) == 1:
        return f"only {best} was run; there is nothing to compare it with."
    if not comparison.rivals:
        often = _often(comparison)
        return f"pick {best}: {most} mean {primary}, separated from every other schedule (95 % jointly).{often}"
    names = _listed(comparison.rivals)
    close = [comparison.leads[name] for name in comparison.rivals]
    if comparison.matters is not None and all(max(abs(one.low), abs(one.high)) < comparison.matters for one in close):
        return (
            f"pick {best}: {most} mean {primary}; the difference to {names} is smaller than "
            f"{figure(comparison.matters)} {comparison.primary.unit}, which does not matter (95 % jointly)."
        )
    beaten = [row.schedule for row in comparison.rows if row.schedule not in {best, *comparison.rivals}]
    behind = f" {_listed(beaten)} {'is' if len(beaten) == 1 else 'are'} behind {best}." if beaten else ""
    return (
        f"not separable: {best} has the {most} mean {primary}, but {names} cannot be told from it "
        f"(95 % jointly); {best} is at most {_regret(comparison)} worse than any."
        f"{behind}{_more(comparison)}"
    )


def _often(comparison: Comparison) -> str:
    """In how many futures the best one beats the control."""
    found = next(row.difference for row in comparison.rows if row.schedule == comparison.best)
    return "" if found is None else f" It beats {comparison.control} in {found.better:.0%} of futures."


def _regret(comparison: Comparison) -> str:
    """By how much the best-looking schedule may be worse than another one, at most."""
    sign = -1.0 if comparison.primary.goal == "max" else 1.0
    bounds = [max(-lead.low, 0.0) if sign > 0 else max(lead.high, 0.0) for lead in comparison.leads.values()]
    size, word = scale(max(bounds))
    return f"{figure(float(f'{max(bounds) / size:.3g}'))} {word}{comparison.primary.unit}"


def _more(comparison: Comparison) -> str:
    """How many futures would part the closest ones, if the differences are what they seem."""
    needed = [
        comparison.replications * ((one.high - one.low) / 2 / one.mean) ** 2
        for one in (comparison.leads[name] for name in comparison.rivals)
        if one.mean and isfinite(one.high)
    ]
    if len(needed) < len(comparison.rivals) or max(needed) > 1e5:
        return " More futures will hardly part them."
    return f" About {round(max(needed), -1 if max(needed) < 1000 else -2):,.0f} futures would part them."


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
    return name if len(name) <= NAME else name[: NAME - 1] + "…"


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
    return f"{mean:+.{digits}f} [{low:+.{digits}f},{high:+.{digits}f}]"


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
    remarks = [
        *comparison.remarks,
        "intervals are paired over the same futures; 'better' and 'worse' hold together (Holm)",
    ]
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


def _listed(names: Sequence[str]) -> str:
    """Names in a row, the first three of them; of arms with levels, whose names are long, the first."""
    most = 1 if any(map(has_levels, names)) else MOST_NAMES
    if len(names) > most + 1:
        names = [*names[:most], f"{len(names) - most} others"]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"
