"""Differences to the control week by week, with bands that hold at all weeks at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from backsource.inference import simultaneous_band
from backsource.inference.choice import FEWEST
from backsource.report.over_time import Curves, Marks, mark, trim, weeks
from backsource.report.style import INK, Pen

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEVEL = 0.95


@dataclass(frozen=True)
class Band:
    """Mean difference of one schedule with its limits, each of shape (weeks,); nan in weeks of too few futures."""

    mean: Curves
    low: Curves
    high: Curves
    futures: int
    """Pairs of whole curves that it rests on."""


@dataclass(frozen=True)
class Row:
    """One measure over time: its label and the band of every schedule that has it."""

    label: str
    bands: Mapping[str, Band]
    percent: bool = False


def bands(curves: Mapping[str, Curves], schedules: Sequence[str], control: str) -> dict[str, Band]:
    """Each schedule minus the control in the same future, from whole curves of shape (replications, weeks).

    The limits hold at all weeks at once for one schedule. A schedule, or a week, with fewer than 5 pairs has none.
    """
    found = {}
    for name in (name for name in schedules if name in curves and control in curves):
        count = min(len(curves[name]), len(curves[control]))
        each = curves[name][:count] - curves[control][:count]
        each[:, (~np.isnan(each)).sum(axis=0) < FEWEST] = np.nan
        if not np.isnan(each).all():
            band = simultaneous_band(each, LEVEL)
            found[name] = Band(band.estimate, band.low, band.high, count)
    return found


def draw(figure: "Figure", rows: Sequence[Row], pens: Mapping[str, Pen], start: date, marks: Marks) -> None:
    """Fill *figure* with a grid, a column for each of *pens*; *start* is the first day of the first week."""
    grid = figure.subplots(len(rows), len(pens), sharex=True, sharey="row", squeeze=False)
    for number, row in enumerate(rows):
        for axes, name in zip(grid[number], pens, strict=True):
            axes.axhline(0, color=INK, linewidth=0.8)
            if name in row.bands:
                _draw_band(axes, row.bands[name], pens[name], start)
            mark(axes, marks.get(name, {}), named=number == 0)
        grid[number][0].set_ylabel(row.label)
        for axes in grid[number]:
            trim(axes, percent=row.percent)
    for axes, name in zip(grid[0], pens, strict=True):
        axes.set_title(name, fontweight="bold", pad=11)
    figure.align_ylabels()


def _draw_band(axes: "Axes", band: Band, pen: Pen, start: date) -> None:
    days = weeks(start, len(band.mean))
    axes.fill_between(days, band.low, band.high, color=pen.colour, alpha=0.28, linewidth=0)
    axes.plot(days, band.mean, color=pen.colour, linestyle="-")
