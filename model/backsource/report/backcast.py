"""A backcast as text and as a figure: bands of the model beside what happened, week by week."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from backsource.report import style
from backsource.report.history import NOT
from backsource.report.numbers import figure, month_ticks
from backsource.report.terminal import wrapped
from backsource.results import Beside, Check, record_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Values = npt.NDArray[np.float64]
NAME = 22
"""Width of a series' name in the table."""
PANELS = 6
"""Series under each other in one figure; more go to further figures."""
WEEK, TICKS = 7, 8
SIMULATED, RECEIVED = "supply as simulated", "receipts as they were"
"""What the bands of a column rest on, under demand as it was."""
CAPTION = (
    "Band: 5 to 95 % of futures; line: their median; marks: what happened, crosses outside the band.\n"
    "Under supply as simulated, weeks in which all futures and the history agree do not count."
)
PEN_IN, PEN_OUT = style.PENS[2], style.PENS[1]


# ---- text
def lines(check: Check) -> list[str]:
    """Answer, one line a series, what the columns mean."""
    head = f"{check.scenario} · {check.first}..{check.last} · {check.weeks} weeks · {check.replications} futures"
    text = [
        head,
        *wrapped(answer(check), "Answer  "),
        _row("", "weeks", "inside", "95 %", "chance", "apart", "swing", ""),
    ]
    text += [_line(one) for one in check.judged]
    if check.books:
        text += [f"{RECEIVED} (not judged)", *(_line(one, judged=False) for one in check.books)]
    return [*text, *wrapped(_note(check), "Note    ")]


def answer(check: Check) -> str:
    """The verdict in a sentence or two."""
    share = f"{check.inside:.0%} of weeks lie inside the 90 % bands"
    if check.passed:
        return f"passed: {share}; no series speaks against the model of supply as it is."
    against = [f"{one.series} ({one.verdict})" for one in check.judged if one.verdict != "passed"]
    more = f" and {len(against) - 3} more" if len(against) > 3 else ""
    return f"failed: {share}; against the model speaks {', '.join(against[:3])}{more}. Answers stay *{NOT}*."


def _line(one: Beside, *, judged: bool = True) -> str:
    limits = f"{100 * one.limits[0]:.0f}-{100 * one.limits[1]:.0f} %"
    apart = f"{one.apart:.0%}" if one.unit == "share" else f"{figure(one.apart)} {one.unit}"
    swing = "" if one.swing is None else f"{one.swing:.2f}"
    chance, verdict = (f"{one.chance:.3f}", one.verdict) if judged else ("", "")
    return _row(one.series, str(one.weeks), f"{one.inside:.0%}", limits, chance, apart, swing, verdict)


def _row(name: str, weeks: str, inside: str, limits: str, chance: str, apart: str, swing: str, verdict: str) -> str:
    short = name if len(name) <= NAME else name[: NAME - 1] + "…"
    return f"  {short:{NAME}} {weeks:>5} {inside:>6} {limits:>8} {chance:>6} {apart:>12} {swing:>5}  {verdict}".rstrip()


def _note(check: Check) -> str:
    remarks = [
        "chance: how often a future of the model itself does as badly in any series; below 5 % the model fails",
        "apart: largest difference from the middle of the band",
        "swing: how far demand swings, in what the model says",
    ]
    if check.silent:
        more = f" and {len(check.silent) - 3} more" if len(check.silent) > 3 else ""
        remarks.append(f"nothing to tell apart in {', '.join(check.silent[:3])}{more}")
    if check.books:
        remarks.append(f"with {RECEIVED} only stock and service logic, or the books, can differ")
    if check.unused:
        remarks.append(f"{check.unused} rows of the history lie outside these weeks and are not used")
    return "; ".join(remarks) + "."


# ---- figures
def draw_all(check: Check, folder: Path) -> list[Path]:
    """Draw the bands into *folder*, as SVG and PNG; gives the files."""
    books = {one.series: one for one in check.books}
    pages = [check.judged[first : first + PANELS] for first in range(0, len(check.judged), PANELS)]
    paths = []
    with style.styled():
        for number, page in enumerate(pages, start=1):
            drawn = style.canvas(1.5 + 3.4 * len(page))
            _fill(drawn.subplots(len(page), 2 if books else 1, squeeze=False, sharex=True), page, books, check)
            drawn.supxlabel(CAPTION, fontsize=6.5, x=0.01, ha="left", color=style.QUIET)
            name = record_name(check.scenario) + ("" if number == 1 else f"-{number}")
            paths += style.save(drawn, folder, name)
    return paths


def _fill(grid: "npt.NDArray[np.object_]", page: Sequence[Beside], books: dict[str, Beside], check: Check) -> None:
    start = date.fromisoformat(check.first)
    for row, one in zip(grid, page, strict=True):
        for axes, series, way in zip(row, (one, books.get(one.series)), (SIMULATED, RECEIVED), strict=False):
            if series is None:
                axes.set_axis_off()
                continue
            draw(axes, series, start)
            size = "" if series.unit == "share" else f" [{series.unit}]"
            count = f"{round(series.inside * series.weeks)} of {series.weeks} weeks inside"
            axes.set_title(
                f"{series.series}{size}: {count}\n{'as drawn' if series.swing is not None else way}", fontsize=7
            )


def draw(axes: "Axes", one: Beside, start: date) -> None:
    """One series on *axes*; *start* is the first day of the first week."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

    actual, low, middle, high = (numbers(curve) for curve in (one.actual, one.low, one.middle, one.high))
    weeks = WEEK * np.arange(len(actual)) + WEEK / 2
    axes.fill_between(weeks, low, high, color=PEN_IN.colour, alpha=0.28, linewidth=0)
    axes.plot(weeks, middle, color=PEN_IN.colour, linewidth=0.9)
    slack = 1e-9 * np.maximum(1.0, np.abs(actual))
    outside = (actual < low - slack) | (actual > high + slack)
    axes.plot(weeks[~outside], actual[~outside], ".", color=style.INK, markersize=3.5)
    axes.plot(weeks[outside], actual[outside], "X", color=PEN_OUT.colour, markersize=4.5, markeredgewidth=0)
    ticks = month_ticks(start, start + timedelta(days=WEEK * len(actual)), TICKS)
    axes.set_xticks([(day - start).days for day, _ in ticks], [label for _, label in ticks])
    percent = one.unit == "share"
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:.0%}" if percent else f"{y:,.0f}"))
    axes.yaxis.set_major_locator(MultipleLocator(0.25) if percent else MaxNLocator(4, integer=True))
    if one.swing is None:  # demand is never near nothing; all others are read from there
        axes.set_ylim(*((-0.03, 1.05) if percent else (0.0, max(axes.get_ylim()[1], 1.0))))
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.tick_params(labelcolor=style.INK, color=style.QUIET)


def numbers(curve: Sequence[float | None]) -> Values:
    """A curve of a record as numbers: nan in place of none."""
    return np.array([np.nan if value is None else value for value in curve])
