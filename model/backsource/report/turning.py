"""What it costs to turn back on a later day: the mean difference to turning back today, with its interval."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from backsource.measures import Measure
from backsource.report import style
from backsource.report.numbers import scale
from backsource.report.replan import Turn


def draw(found: Sequence[Turn], measure: Measure, folder: Path) -> list[Path]:
    """Draw `turning-back` into a folder as SVG and PNG; gives the files."""
    with style.styled():
        figure = style.canvas(6.5)
        values = np.array([(one.primary.mean, one.primary.low, one.primary.high) for one in found])
        size, word = scale(float(np.nanmax(np.abs(values), initial=1.0)))
        mean, low, high = values.T / size
        days, pen = [one.day.toordinal() for one in found], style.PENS[2]
        axes = figure.subplots()
        axes.axhline(0, color=style.INK, linewidth=0.8)
        axes.vlines(days, low, high, color=pen.colour, linewidth=4, alpha=0.55)
        axes.plot(days, mean, color=pen.colour, marker=pen.marker, markersize=5, linewidth=0.6, linestyle=":")
        axes.set_xticks(days, [f"{one.day:%d %b}\n{one.day:%Y}" for one in found])
        axes.set_ylabel(f"{measure.name.replace('_', ' ')} [{word}{measure.unit}]")
        axes.grid(axis="y")
        axes.tick_params(color=style.QUIET)
        text = "Turning back on each day minus turning back today, in the same futures: mean, and its 95 % interval."
        figure.supxlabel(text, fontsize=6.5, x=0.01, ha="left", color=style.QUIET)
        return style.save(figure, folder, "turning-back")
