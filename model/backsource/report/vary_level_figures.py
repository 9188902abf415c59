"""Figures of `vary` over the levels of one input: means with bands, differences, tipping values."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from backsource.inference import Sweep
from backsource.measures import Measure
from backsource.report.refusal import refused
from backsource.report.style import INK, QUIET, canvas, pens, save, styled
from backsource.report.vary_words import Scaled

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_sweeps(found: Sequence[Sweep], measure: Measure, folder: Path, name: str) -> list[Path]:
    """One figure an input; numbered where there are several."""
    names = [name] if len(found) == 1 else [f"{name}-{number}" for number in range(1, len(found) + 1)]
    return [path for one, own in zip(found, names, strict=True) for path in draw_sweep(one, measure, folder, own)]


def draw_sweep(found: Sweep, measure: Measure, folder: Path, name: str = "vary-sweep") -> list[Path]:
    """Means of all schedules over the levels, and the choice minus the others, with 95 % bands and tipping values."""
    with styled():
        figure = canvas(8.5)
        left, right = figure.subplots(1, 2)
        chosen = pens(sorted(found.arms), found.control)
        scaled = Scaled(measure, float(np.abs(found.means).max()))
        small = Scaled(measure, float(np.abs(found.means[:, :1] - found.means).max()))
        for place, arm in enumerate(found.arms):
            pen = chosen[arm]
            style = {"color": pen.colour, "linestyle": pen.dash, "marker": pen.marker, "markersize": 3.5}
            left.plot(found.levels, found.means[:, place] / scaled.size, label=arm, **style)
            _band(left, found.levels, found.samples[:, :, place] / scaled.size, pen.colour)
            if place:
                difference = (found.samples[:, :, 0] - found.samples[:, :, place]) / small.size
                right.plot(found.levels, difference.mean(axis=1), **style)
                _band(right, found.levels, difference, pen.colour)
                _mark(right, found, place, pen.colour)
        right.axhline(0, color=INK, linewidth=0.8)
        left.set_title(f"{measure.name.replace('_', ' ')} [{scaled.unit}]")
        right.set_title(f"{found.arms[0]} minus each other [{small.unit}]")
        for axes in (left, right):
            axes.axvline(found.planned, color=QUIET, linewidth=0.8, linestyle="--")
            axes.set_xlabel(
                f"{found.input.name} [{found.unit or 'times' if found.lead else found.unit or '-'}]; dashed: the plan"
            )
            axes.grid(visible=True)
            axes.set_axisbelow(True)
        figure.legend(loc="outside lower center", frameon=False, ncols=min(4, len(found.arms)))
        return save(figure, folder, name)


def _band(axes: "Axes", levels: np.ndarray, samples: np.ndarray, colour: str) -> None:
    """95 % interval of the mean at each level by itself; none of fewer than 5 futures."""
    from backsource.inference import mean_interval

    found = [refused(mean_interval(row)) for row in samples]
    if all(np.isfinite(one.low) for one in found):
        low, high = [one.low for one in found], [one.high for one in found]
        axes.fill_between(levels, low, high, color=colour, alpha=0.12, linewidth=0)


def _mark(axes: "Axes", found: Sweep, place: int, colour: str) -> None:
    """The tipping value on the line of no difference, with its limits cut at the ends of the levels."""
    tip = found.tippings[place - 1]
    if not np.isfinite(tip.value):
        return
    low, high = np.clip((tip.low, tip.high), found.levels[0], found.levels[-1])
    axes.plot((low, high), (0, 0), color=colour, linewidth=4, alpha=0.55, solid_capstyle="butt")
    axes.plot(tip.value, 0, marker="o", color=colour, markersize=6, markeredgecolor="white")
