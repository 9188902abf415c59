"""Share, stock and backlog week by week: one row a measure, one column a schedule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from backsource.report.numbers import month_ticks
from backsource.report.style import INK, QUIET, Pen

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TICKS = 4
LETTER = 0.03
"""Width of a letter above a panel, as a share of the panel; labels that would touch become one."""
BAND = (0.1, 0.5, 0.9)
"""Quantiles of the futures that a band shows: its lower edge, its line, its upper edge."""
Curves = npt.NDArray[np.float64]
"""Shape (quantiles of `BAND`, weeks), or (weeks,)."""


Marks = Mapping[str, Mapping[date, str]]
"""For each schedule the dates of its cutover with a letter each."""


@dataclass(frozen=True)
class Row:
    """One measure over time: its label, and for every schedule that has it the quantiles of `BAND`."""

    label: str
    bands: Mapping[str, Curves]
    percent: bool = False
    means: Mapping[str, Curves] = field(default_factory=dict)
    """Means that are drawn, too."""


def draw(
    figure: "Figure", rows: Sequence[Row], pens: Mapping[str, Pen], start: date, marks: Marks, control: tuple[str, Pen]
) -> None:
    """Fill *figure* with a grid of bands, a column for each of *pens*.

    The median of *control* is dashed in every column; *start* is the first day of the first week.
    """
    schedules = list(pens)
    grid = figure.subplots(len(rows), len(schedules), sharex=True, sharey="row", squeeze=False)
    for number, row in enumerate(rows):
        for axes, name in zip(grid[number], schedules, strict=True):
            if name != control[0] and control[0] in row.bands:
                median(axes, row.bands[control[0]], control[1], start)
            if name in row.bands:
                band(axes, row.bands[name], pens[name], start, row.means.get(name))
            mark(axes, marks.get(name, {}), named=number == 0)
        grid[number][0].set_ylabel(row.label)
        for axes in grid[number]:
            trim(axes, percent=row.percent)
            if row.percent:
                axes.set_ylim(-0.03, 1.03)
            else:
                axes.set_ylim(0.0, max(axes.get_ylim()[1], 1.0))
    for axes, name in zip(grid[0], schedules, strict=True):
        axes.set_title(name, fontweight="bold", pad=11)
    figure.align_ylabels()


def band(axes: "Axes", quantiles: Curves, pen: Pen, start: date, mean: Curves | None = None) -> None:
    """Median of the futures as a line, the middle 80 % as a shaded band, a *mean* dotted."""
    low, middle, high = quantiles
    days = weeks(start, quantiles.shape[1])
    axes.fill_between(days, low, high, color=pen.colour, alpha=0.28, linewidth=0)
    axes.plot(days, low, color=pen.colour, linewidth=0.4)
    axes.plot(days, high, color=pen.colour, linewidth=0.4)
    if mean is not None:
        axes.plot(days, mean, color=pen.colour, linestyle=":", linewidth=1.0)
    axes.plot(days, middle, color=pen.colour, linestyle="-")


def median(axes: "Axes", quantiles: Curves, pen: Pen, start: date) -> None:
    """Median of another schedule, for comparison."""
    axes.plot(weeks(start, quantiles.shape[1]), quantiles[1], color=pen.colour, linestyle=pen.dash, linewidth=0.8)


def mark(axes: "Axes", dates: Mapping[date, str], *, named: bool) -> None:
    """Vertical lines at dates of the schedule; *named* writes their letters above, close ones together."""
    for day in dates:
        axes.axvline(_number(day), color=INK, linewidth=0.7, linestyle=(0, (2, 2)))
    if not named or not dates:
        return
    low, high = axes.get_xlim()
    letter = LETTER * (high - low)
    groups: list[list[tuple[float, str]]] = []
    for day, text in sorted(dates.items()):
        group = [(_number(day), text)]
        while groups and _middle(group) - _middle(groups[-1]) < letter * (_letters(group) + _letters(groups[-1])) / 2:
            group = groups.pop() + group
        groups.append(group)
    for group in groups:
        axes.annotate(
            " ".join(text for _, text in group), (_middle(group), 1), xycoords=("data", "axes fraction"),
            xytext=(0, 1.5), textcoords="offset points", ha="center", va="bottom", fontsize=6, color=INK,
        )  # fmt: skip


def _middle(group: Sequence[tuple[float, str]]) -> float:
    return (group[0][0] + group[-1][0]) / 2


def _letters(group: Sequence[tuple[float, str]]) -> int:
    """Letters of a label, the spaces between them included, and one space after it."""
    return sum(len(text) + 1 for _, text in group)


def trim(axes: "Axes", *, percent: bool) -> None:
    """Dates below, shares in percent or plain numbers at the side, a grid behind."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.grid(axis="y")
    axes.set_axisbelow(True)
    first, last = (date(1970, 1, 1) + timedelta(days=edge) for edge in axes.get_xlim())
    ticks = month_ticks(first, last, TICKS)
    axes.set_xticks([_number(day) for day, _ in ticks], [label for _, label in ticks])
    if not percent:
        axes.yaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:.0%}" if percent else f"{y:,.0f}"))
    axes.tick_params(labelcolor=INK, color=QUIET)


def weeks(start: date, count: int) -> Curves:
    """Middle of each week as a number on Matplotlib's date axis."""
    return _number(start) + 7 * np.arange(count, dtype=np.float64) + 3.5


def _number(day: date) -> float:
    """Days since 1970, Matplotlib's date axis."""
    return float((day - date(1970, 1, 1)) / timedelta(days=1))
